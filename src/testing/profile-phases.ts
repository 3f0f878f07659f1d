/** What is needed of the file that `node --cpu-prof` writes. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[]
}

/** The functions that each phase of `publish` begins with; a name that the bundler had to change has a number behind it. */
export const PHASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['read', ['readYamlFile']],
  ['overlays', ['prepareManifest', 'loadOverlays', 'applyExtends']],
  ['declare', ['declareParameters', 'checkPlaceholders', 'checkNames', 'resolveParameters']],
  ['validate', ['validateManifest', 'fitsBuiltinSchema']],
  ['expand', ['loadTypes', 'impliedSecrets', 'selectResources', 'expandResources']],
  ['bind', ['bindApplication']],
  ['read back', ['readBack', 'isComposeFile']],
  ['print', ['emitFiles']],
  ['lower', ['compileCompose']],
  ['write', ['writeArtifacts']],
  ['garbage', ['(garbage collector)']],
])

function phaseOf(functionName: string): string | undefined {
  const name = functionName.replace(/\d+$/, '')
  return [...PHASES].find(([, functions]) => functions.includes(name))?.[0]
}

/** Milliseconds by phase, the innermost one counting; `other` is start-up, loading of code, and the rest. */
export function phasesOf(profile: CpuProfile): ReadonlyMap<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const children = new Set(profile.nodes.flatMap((node) => node.children ?? []))
  const phase = new Map<number, string>()
  const pending = profile.nodes.filter((node) => !children.has(node.id)).map((node) => ({ node, from: 'other' }))
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const mine = phaseOf(one.node.callFrame.functionName) ?? one.from
    phase.set(one.node.id, mine)
    for (const id of one.node.children ?? []) {
      const node = nodes.get(id)
      if (node !== undefined) pending.push({ node, from: mine })
    }
  }
  const times = new Map<string, number>([...PHASES.keys(), 'other'].map((name) => [name, 0]))
  profile.samples.forEach((id, index) => {
    const name = phase.get(id) ?? 'other'
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000)
  })
  return times
}
