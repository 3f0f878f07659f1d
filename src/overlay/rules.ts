/** One field of an identity, and what it counts as where it is left out. */
export interface IdentityField {
  readonly field: string
  readonly missing: string
  /** Whether it names a file, relative to the file in which it is written: compared as the file that is meant. */
  readonly isFile?: true
}

/**
 * How one place of the manifest merges. `arms` are unions: setting a key of one arm drops the keys of the others; the
 * arm `*` is every key that no other arm names. `raw` is text for a target's own merge, where null is data.
 */
export interface MergeRule {
  readonly identity?: readonly IdentityField[]
  readonly arms?: readonly (readonly (readonly string[])[])[]
  readonly resource?: true
  readonly raw?: true
  /** The long form of a scalar here: a map with this one key, or a list of it. */
  readonly short?: { readonly key: string } | 'list'
  readonly keys: ReadonlyMap<string, MergeRule>
  readonly each?: MergeRule
  readonly items?: MergeRule
}

type Says = Partial<Pick<MergeRule, 'identity' | 'arms' | 'resource' | 'raw' | 'short'>>
type Row = Says & { readonly at: string; readonly below?: readonly string[] }

const RESOURCES = ['resources.*', 'targets.*.defaults']
const SIDECARS = RESOURCES.map((place) => `${place}.sidecars.*`)
const CONTAINERS = [...RESOURCES, ...SIDECARS, ...RESOURCES.map((place) => `${place}.init[]`)]
const CHECKED = [...RESOURCES, ...SIDECARS].map((place) => `${place}.health`)
const CHECKS = [...CHECKED, ...RESOURCES.map((place) => `${place}.probes.*`)]

const VOLUME_ARMS = oneOf('name', 'volume', 'bind', 'hostPath', 'temporary', 'secret', 'configMap')

/**
 * Every special case of merging, by path; `*` is any key, `[]` the items of a list. What is not listed: maps merge key by
 * key, everything else replaces.
 */
const TABLE: readonly Row[] = [
  { at: 'parameters.*', short: { key: 'default' } },
  { at: 'registries.*', arms: oneOf('endpoint', 'azure') },
  { at: 'pipeline.steps.*', arms: oneOf('run', 'shell') },
  { at: 'resources.*', resource: true },
  {
    below: RESOURCES,
    at: '',
    arms: [...oneOf('image', 'build'), ...oneOf('run', 'schedule'), ...oneOf('replicas', 'perNode')],
  },
  { below: RESOURCES, at: 'target', short: 'list' },
  { below: RESOURCES, at: 'schedule', short: { key: 'cron' } },
  { below: RESOURCES, at: 'references', identity: by('resource', 'as') },
  { below: RESOURCES, at: 'references[]', short: { key: 'resource' } },
  { below: RESOURCES, at: 'waitFor', identity: by('resource') },
  { below: RESOURCES, at: 'waitFor[]', short: { key: 'resource' } },
  { below: RESOURCES, at: 'existing', arms: oneOf('connectionString', '*') },
  { below: RESOURCES, at: 'volume', arms: VOLUME_ARMS },
  { below: RESOURCES, at: 'init', identity: by('name') },
  { below: RESOURCES, at: 'endpoints.*', arms: [[['routes'], ['host', 'hosts', 'path']]] },
  { below: RESOURCES, at: 'endpoints.*.routes', identity: [...by('host'), { field: 'path', missing: '/' }] },
  { below: CONTAINERS, at: '', arms: oneOf('image', 'build') },
  { below: CONTAINERS, at: 'build', short: { key: 'context' }, arms: oneOf('context', 'dotnet') },
  { below: CONTAINERS, at: 'resources.gpu', short: { key: 'count' } },
  { below: CONTAINERS, at: 'envFile', identity: [{ field: 'path', missing: '', isFile: true }] },
  { below: CONTAINERS, at: 'envFile[]', short: { key: 'path' } },
  { below: CONTAINERS, at: 'files', identity: by('path') },
  { below: CONTAINERS, at: 'files[]', arms: oneOf('content', 'source', 'template') },
  { below: CONTAINERS, at: 'volumes', identity: by('path') },
  { below: CONTAINERS, at: 'volumes[]', arms: VOLUME_ARMS },
  { below: CHECKS, at: '', arms: oneOf('http', 'tcp', 'exec', 'grpc') },
  { below: CHECKS, at: '*', arms: oneOf('endpoint', 'port') },
  { at: 'targets.*.compose', raw: true },
  { below: [...RESOURCES, ...SIDECARS], at: 'compose', raw: true },
  { below: [...RESOURCES, ...SIDECARS], at: 'kubernetes.*', raw: true },
  { below: [...RESOURCES, ...SIDECARS], at: 'azure', raw: true },
]

function oneOf(...keys: readonly string[]): readonly (readonly (readonly string[])[])[] {
  return [keys.map((key) => [key])]
}

function by(...fields: readonly string[]): readonly IdentityField[] {
  return fields.map((field) => ({ field, missing: '' }))
}

interface Draft {
  identity?: MergeRule['identity']
  arms?: MergeRule['arms']
  resource?: true
  raw?: true
  short?: MergeRule['short']
  keys: Map<string, Draft>
  each?: Draft
  items?: Draft
}

function descend(from: Draft, path: string): Draft {
  let at = from
  for (const step of path.split('.').filter((part) => part !== '')) {
    const key = step.endsWith('[]') ? step.slice(0, -2) : step
    if (key === '*') at = at.each ??= { keys: new Map() }
    else {
      const next = at.keys.get(key) ?? { keys: new Map() }
      at.keys.set(key, next)
      at = next
    }
    if (step.endsWith('[]')) at = at.items ??= { keys: new Map() }
  }
  return at
}

function compileTable(rows: readonly Row[]): MergeRule {
  const root: Draft = { keys: new Map() }
  for (const { at, below = [''], ...says } of rows) {
    for (const place of below) {
      const found = descend(descend(root, place), at)
      if (says.raw === true) Object.assign(found, { each: found, items: found })
      Object.assign(found, says, { arms: mergeArms(found.arms, says.arms) })
    }
  }
  return root as MergeRule
}

function mergeArms(before: MergeRule['arms'], added: MergeRule['arms']): MergeRule['arms'] {
  if (before === undefined || added === undefined) return before ?? added
  return [...new Map([...before, ...added].map((union) => [JSON.stringify(union), union])).values()]
}

const PLAIN: MergeRule = { keys: new Map() }

/** The merge rules of a manifest, from its root. */
export const MANIFEST_RULE: MergeRule = compileTable(TABLE)

/** The merge rules of one resource. */
export const RESOURCE_RULE: MergeRule = ruleOfKey(ruleOfKey(MANIFEST_RULE, 'resources'), 'x')

/** The rule of what stands under a key of a map. */
export function ruleOfKey(rule: MergeRule, key: string): MergeRule {
  return rule.keys.get(key) ?? rule.each ?? PLAIN
}

/** The rule of the items of a list. */
export function ruleOfItems(rule: MergeRule): MergeRule {
  return rule.items ?? PLAIN
}
