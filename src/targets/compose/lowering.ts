import type { DiagnosticDetails } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Code } from '../../diagnostics/catalog.ts'
import type { Span } from '../../diagnostics/source.ts'
import type { AppModel, ContainerFields, Workload } from '../../model/app-model.ts'
import type { Markdown } from '../../print/markdown.ts'
import type { YamlEntry, YamlMap, YamlValue } from '../../print/yaml-document.ts'
import { yamlMap } from '../../print/yaml-document.ts'
import type { Artifact } from '../artifact.ts'
import type { TargetContext } from '../target.ts'
import type { Use } from './interpolation-state.ts'
import type { Interpolation } from './interpolation.ts'

/** A service of one of the two Compose files. */
export interface Service {
  readonly name: string
  /** The manifest's resource it belongs to. */
  readonly resource: string
  readonly workload: Workload
  /** Whether it is the workload itself, and not an init step or a sidecar. */
  readonly isMain: boolean
  readonly comment: readonly string[]
  readonly body: YamlMap
  /** Keys of top-level configs, secrets and volumes that it names. */
  readonly configs: readonly string[]
  readonly secrets: readonly string[]
  readonly volumes: readonly string[]
}

/** What the services of a file need at the top level. */
export interface TopLevel {
  readonly configs: Map<string, YamlMap>
  readonly secrets: Map<string, YamlMap>
  readonly volumes: Map<string, YamlMap>
}

/** One compilation for Docker Compose under way. */
export interface Lowering {
  readonly model: AppModel
  readonly context: TargetContext
  readonly interpolation: Interpolation
  /** A scalar of the escape hatch, with its placeholders. */
  readonly resolve: AppModel['resolve']
  readonly top: TopLevel
  /** Files below `files/`. */
  readonly files: Map<string, Artifact>
  /** Lines of the README's "Not carried over". */
  readonly losses: Markdown[]
  /** Lines of the README about running it. */
  readonly notes: Markdown[]
  /** Services with a secret inside a file, for the README. */
  readonly secretFiles: Set<string>
  readonly binds: { readonly service: string; readonly path: string }[]
  readonly sizes: string[]
  /** Whose a top-level volume of our own making is, by its key. */
  readonly volumeOwners: Map<string, { readonly name: string; readonly span: Span }>
  readonly swarmOnly: Set<string>
}

/** The use of a value by a workload, for texts and diagnostics. */
export function useOf(workload: { readonly resource: string }, span: Span | undefined): Use {
  return { resource: workload.resource, span }
}

/** Reports on a resource and, with `loss`, says so in the README too. */
export function complain(
  lowering: Lowering,
  resource: string,
  code: Code,
  span: Span | undefined,
  message: string,
  details: DiagnosticDetails = {},
  loss?: Markdown,
): void {
  lowering.context.report(diagnostic(code, span, message, { ...details, subject: { resource } }))
  if (loss !== undefined) lowering.losses.push(loss)
}

/** The keys of a service in the order in which people look for them; others follow before `labels`. */
const KEYS = [
  ...[
    'image',
    'build',
    'entrypoint',
    'command',
    'environment',
    'configs',
    'secrets',
    'volumes',
    'ports',
    'expose',
    'networks',
  ],
  ...['depends_on', 'healthcheck', 'deploy', 'restart'],
] as const

const RANKS: ReadonlyMap<string, number> = new Map([
  ...KEYS.map((key, rank) => [key, rank] as const),
  ['labels', KEYS.length + 1],
])

/** The entries of a service in the order in which people look for them. */
export function sortKeys(entries: readonly YamlEntry[]): YamlMap {
  const rank = ({ key }: YamlEntry): number => RANKS.get(key) ?? KEYS.length
  return yamlMap(entries.toSorted((one, other) => rank(one) - rank(other)))
}

/** An entry unless its value is undefined or an empty map or list. */
export function optionalEntry(
  key: string,
  value: YamlValue | undefined,
  comment: readonly string[] = [],
): readonly YamlEntry[] {
  if (value === undefined) return []
  if (typeof value === 'object' && value !== null) {
    if (value.kind === 'map' && value.entries.length === 0) return []
    if (value.kind === 'list' && value.items.length === 0) return []
  }
  return [comment.length === 0 ? { key, value } : { key, value, comment }]
}

/** Milliseconds as Compose writes durations. */
export function duration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${String(milliseconds / 1000)}s` : `${String(milliseconds)}ms`
}

/** A path of the project as seen from the output folder; undefined where that lies outside the project. */
export function fromOutput(lowering: Lowering, path: string): string | undefined {
  const { folder } = lowering.context
  if (folder === undefined) return undefined
  const up = folder.split('/').filter((part) => part !== '' && part !== '.')
  const down = path.split('/').filter((part) => part !== '' && part !== '.')
  let common = 0
  while (common < up.length && common < down.length && up[common] === down[common]) common++
  const parts = [...up.slice(common).map(() => '..'), ...down.slice(common)]
  const joined = parts.join('/')
  return joined === '' ? '.' : joined.startsWith('..') ? joined : `./${joined}`
}

/** What an init step, a sidecar and the workload itself have in common when they are lowered. */
export interface Part {
  readonly name: string
  readonly fields: ContainerFields
  readonly workload: Workload
}
