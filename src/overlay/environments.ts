import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Span } from '../diagnostics/source.ts'
import { child, isNull, type Entry, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import { readParents } from './environment-parents.ts'
import { isTrue } from './markers.ts'
import { folderOf, resolveFrom } from './paths.ts'

/** An overlay file, relative to the project root; a list of several paths means: the one of them that is there. */
export interface OverlayFile {
  readonly paths: readonly string[]
  /** Where the manifest names it; undefined for the default file, which may be missing. */
  readonly at: Span | undefined
}

/** A name that stands in the manifest, with its place. */
export interface Named {
  readonly name: string
  readonly span: Span
}

/** One environment with everything that it takes from those it extends. */
export interface Environment {
  readonly name: string
  /** The place of its name; the manifest's start where it is not declared. */
  readonly span: Span
  readonly abstract: boolean
  readonly isDefault: boolean
  /** The environments that it extends, nearest first. */
  readonly extends: readonly string[]
  /** In the order in which they are applied, those of what it extends first. */
  readonly overlays: readonly OverlayFile[]
  /** The targets that it selects (its own list, else the nearest); undefined for all of them. */
  readonly targets: readonly Named[] | undefined
  /** Values for parameters, the nearest environment's first choice. */
  readonly parameters: ReadonlyMap<string, ScalarNode>
}

/** All environments of a manifest. */
export interface Environments {
  /** Whether the manifest has `environments:`; without, every name of the right form is one. */
  readonly declared: boolean
  /** In the manifest's order. */
  readonly list: readonly Environment[]
  /** Where a file of the manifest's folder lies, and the span of the manifest itself. */
  readonly manifest: Span
}

const DEFAULT_NAME = 'production'
const NAME = /^[a-z][a-z0-9-]*$/

/** The one environment that is compiled. */
export type SelectedEnvironment = Environment

/** Reads `environments:` of the base manifest; what is wrong there is reported and left out. */
export function readEnvironments(root: MapNode, report: Report): Environments {
  const written = child(root, 'environments')
  const entries = written?.kind === 'map' ? [...written.entries.values()] : []
  const declarations = new Map<string, Entry>()
  for (const one of entries) {
    // `-e all` means every one; the validator reports an environment of that name.
    if (one.key !== 'all') declarations.set(one.key, one)
  }
  const parents = readParents(declarations, report)
  const list = [...declarations.values()].map((one) => readEnvironment(one, declarations, parents))
  checkDefaults(list, declarations, report)
  return { declared: declarations.size > 0, list, manifest: root.span }
}

function readEnvironment(
  one: Entry,
  declarations: ReadonlyMap<string, Entry>,
  parents: ReadonlyMap<string, string>,
): Environment {
  const chain: Entry[] = []
  for (let at: string | undefined = one.key; at !== undefined; at = parents.get(at)) {
    const found = declarations.get(at)
    if (found !== undefined) chain.push(found)
  }
  const parameters = new Map<string, ScalarNode>()
  for (const { value } of chain) addParameters(child(value, 'parameters'), parameters)
  const targets = chain.map(({ value }) => child(value, 'targets')).find((node) => node?.kind === 'sequence')
  return {
    name: one.key,
    span: one.keySpan,
    abstract: isTrue(child(one.value, 'abstract')),
    isDefault: isTrue(child(one.value, 'default')),
    extends: chain.slice(1).map((entry) => entry.key),
    overlays: [...chain].reverse().flatMap(overlaysOf),
    targets: targets?.kind === 'sequence' ? namesOf(targets.items) : undefined,
    parameters,
  }
}

function addParameters(node: Node | undefined, parameters: Map<string, ScalarNode>): void {
  if (node?.kind !== 'map') return
  for (const { key, value } of node.entries.values()) {
    if (value.kind === 'scalar' && !isNull(value) && !parameters.has(key)) parameters.set(key, value)
  }
}

function namesOf(items: readonly Node[]): readonly Named[] {
  return items.flatMap((item) => (item.kind === 'scalar' ? [{ name: item.text, span: item.span }] : []))
}

function overlaysOf(one: Entry): readonly OverlayFile[] {
  const written = child(one.value, 'overlays')
  if (written?.kind !== 'sequence') return [defaultOverlay(one.key, folderOf(one.keySpan))]
  return namesOf(written.items).map(({ name, span }) => ({ paths: [resolveFrom(folderOf(span), name)], at: span }))
}

function defaultOverlay(name: string, folder: string): OverlayFile {
  return { paths: ['yaml', 'yml'].map((suffix) => resolveFrom(folder, `apphost.${name}.${suffix}`)), at: undefined }
}

function checkDefaults(list: readonly Environment[], declarations: ReadonlyMap<string, Entry>, report: Report): void {
  const placeOf = (one: Environment): Span => child(declarations.get(one.name)?.value, 'default')?.span ?? one.span
  const defaults = list.filter((one) => one.isDefault)
  for (const one of defaults) {
    if (!one.abstract) continue
    report(
      diagnostic('AH3029', placeOf(one), `the default environment "${one.name}" is abstract`, {
        hints: ['say `default: true` at one that is not'],
      }),
    )
  }
  const [first, second] = defaults
  if (first === undefined || second === undefined) return
  report(
    diagnostic('AH3022', placeOf(second), `"${first.name}" and "${second.name}" are both the default environment`, {
      hints: ['leave `default: true` at one of them'],
      related: [{ message: 'the first one is here', span: placeOf(first) }],
    }),
  )
}

/** The environment that is asked for, or the default one; undefined if there is none, which is reported. */
export function selectEnvironment(
  environments: Environments,
  requested: string | undefined,
  report: Report,
): SelectedEnvironment | undefined {
  if (!environments.declared) return undeclared(environments, requested ?? DEFAULT_NAME, report)
  const concrete = environments.list.filter((one) => !one.abstract)
  if (requested === undefined) return defaultOf(environments, concrete, report)
  const found = environments.list.find((one) => one.name.toLowerCase() === requested.toLowerCase())
  if (found !== undefined && !found.abstract) return found
  const names = concrete.map((one) => one.name)
  if (found !== undefined) {
    report(
      diagnostic('AH3021', undefined, `environment "${found.name}" is abstract: it only holds what others share`, {
        hints: [choices(names)],
        related: [{ message: 'it is declared here', span: found.span }],
      }),
    )
    return undefined
  }
  report(
    diagnostic('AH3020', undefined, `there is no environment "${printable(requested)}"`, {
      hints: [...didYouMean(requested, names), choices(names)],
    }),
  )
  return undefined
}

function choices(names: readonly string[]): string {
  return names.length === 0 ? 'the manifest lists none that can be chosen' : `choose one of ${names.join(', ')}`
}

/** What somebody typed, on one line and not too long. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\xa1-\uffff]/g, '?').slice(0, 60)
}

function undeclared(environments: Environments, name: string, report: Report): SelectedEnvironment | undefined {
  if (!isName(name) || name === 'all') {
    const lower = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[-0-9]+/, '')
      .replace(/-$/, '')
      .slice(0, 40)
    report(
      diagnostic('AH3028', undefined, `"${printable(name)}" is not a name that an environment can have`, {
        hints:
          isName(lower) && lower !== 'all'
            ? [`did you mean "${lower}"?`]
            : ['lower-case letters, digits and single dashes between them'],
      }),
    )
    return undefined
  }
  return {
    name,
    span: { ...environments.manifest, end: environments.manifest.start },
    abstract: false,
    isDefault: name === DEFAULT_NAME,
    extends: [],
    overlays: [defaultOverlay(name, folderOf(environments.manifest))],
    targets: undefined,
    parameters: new Map(),
  }
}

function isName(text: string): boolean {
  return text.length <= 40 && NAME.test(text) && !text.includes('--') && !text.endsWith('-')
}

function defaultOf(
  environments: Environments,
  concrete: readonly Environment[],
  report: Report,
): SelectedEnvironment | undefined {
  const marked = concrete.find((one) => one.isDefault) ?? concrete.find((one) => one.name === DEFAULT_NAME)
  if (marked !== undefined) return marked
  const [only, second] = concrete
  if (only !== undefined && second === undefined) return only
  const names = concrete.map((one) => one.name)
  const message = only === undefined ? 'no environment can be chosen: all of them are abstract' : 'which environment?'
  const [first] = environments.list
  report(
    diagnostic('AH3027', undefined, message, {
      hints:
        only === undefined
          ? ['add one that extends an abstract one']
          : [`name one with -e: ${names.join(', ')}`, 'or say `default: true` at one of them in the manifest'],
      related: first === undefined ? [] : [{ message: 'they are declared here', span: first.span }],
    }),
  )
  return undefined
}
