import type { YamlList, YamlMap, YamlValue } from '../../print/yaml-document.ts'

/** What it means that a value of the escape hatch stands over a generated one at the same place. */
export type MergeRule =
  /** The whole value gives way. */
  | { readonly kind: 'replace' }
  /** Lists, or single texts that count as lists of one: what is new goes last, what is there already stays once. */
  | { readonly kind: 'append' }
  /** Lists whose items have an identity: an item takes the place of the one with the same, others go last. */
  | { readonly kind: 'identity'; readonly identity: (item: YamlValue) => string | undefined; readonly deep?: true }
  /** Maps, or lists of NAME=VALUE: by name. */
  | { readonly kind: 'names' }
  /** Maps, or lists of names, which stand for maps with this value under each. */
  | { readonly kind: 'keys'; readonly value: YamlValue }
  /** A text is short for a map with this one field. */
  | { readonly kind: 'short'; readonly field: string }
  /** Maps that merge only if this field is the same in both, or missing in one; else the whole gives way. */
  | { readonly kind: 'same'; readonly field: string }

const REPLACE: MergeRule = { kind: 'replace' }
const APPEND: MergeRule = { kind: 'append' }
const NAMES: MergeRule = { kind: 'names' }
const EMPTY: YamlMap = { kind: 'map', entries: [] }
const STARTED: YamlMap = { kind: 'map', entries: [{ key: 'condition', value: 'service_started' }] }

/**
 * The rules by place, `*` for any name, as Compose merges one file over another. In compose-go these are the tables
 * `mergeSpecials` of `override/merge.go` and `unique` of `override/uncity.go`; which of them a rule is from is said
 * beside it. Where a place is not listed, maps merge key by key, lists append without duplicates, the rest gives way.
 */
const RULES: readonly (readonly [place: string, rule: MergeRule])[] = [
  // merge.go `override`: half a command is none
  ['services.*.command', REPLACE],
  ['services.*.entrypoint', REPLACE],
  ['services.*.healthcheck.test', REPLACE],
  // merge.go `mergeKeyValueSequence`: a list of NAME=VALUE is a map in another form
  ['services.*.annotations', NAMES],
  ['services.*.build.additional_contexts', NAMES],
  ['services.*.build.args', NAMES],
  ['services.*.build.labels', NAMES],
  ['services.*.deploy.labels', NAMES],
  ['services.*.environment', NAMES],
  ['services.*.labels', NAMES],
  ['services.*.sysctls', NAMES],
  ['networks.*.labels', NAMES],
  ['volumes.*.labels', NAMES],
  ['configs.*.labels', NAMES],
  ['secrets.*.labels', NAMES],
  // Nothing is said of it there, and its two forms are the same
  ['services.*.build.ssh', NAMES],
  // merge.go `mergeToSequence`: a text is a list of one. A host may have several addresses, so its name is no identity
  ['services.*.build.extra_hosts', APPEND],
  ['services.*.dns', APPEND],
  ['services.*.dns_opt', APPEND],
  ['services.*.dns_search', APPEND],
  ['services.*.extra_hosts', APPEND],
  ['services.*.label_file', APPEND],
  [
    'services.*.tmpfs',
    { kind: 'identity', identity: (item) => (typeof item === 'string' ? beforeColon(item) : undefined) },
  ],
  // merge.go `mergeDependsOn`, `mergeNetworks`, `mergeModels`: lists of names are maps with a default under each
  ['services.*.depends_on', { kind: 'keys', value: STARTED }],
  ['services.*.networks', { kind: 'keys', value: EMPTY }],
  ['services.*.models', { kind: 'keys', value: EMPTY }],
  // merge.go `mergeBuild`, `mergeLogging`, `mergeUlimit`
  ['services.*.build', { kind: 'short', field: 'context' }],
  ['services.*.logging', { kind: 'same', field: 'driver' }],
  // merge.go `mergeIPAMConfig`
  ['networks.*.ipam.config', { kind: 'identity', identity: (item) => field(item, 'subnet'), deep: true }],
  // uncity.go: what takes the place of what; the later one wins as a whole
  ['services.*.configs', { kind: 'identity', identity: (item) => grantIdentity(item, '') }],
  ['services.*.secrets', { kind: 'identity', identity: (item) => grantIdentity(item, '/run/secrets') }],
  ['services.*.devices', { kind: 'identity', identity: deviceIdentity }],
  [
    'services.*.env_file',
    { kind: 'identity', identity: (item) => (typeof item === 'string' ? item : field(item, 'path')) },
  ],
  [
    'services.*.expose',
    { kind: 'identity', identity: (item) => (typeof item === 'object' ? undefined : String(item)) },
  ],
  ['services.*.ports', { kind: 'identity', identity: portIdentity }],
  ['services.*.volumes', { kind: 'identity', identity: volumeIdentity }],
]

/** The rule for a place of a Compose file (`services`, `api`, `ports`); undefined where nothing special holds. */
export function mergeRule(path: readonly string[]): MergeRule | undefined {
  return RULES.find(([place]) => matches(place.split('.'), path))?.[1]
}

function matches(place: readonly string[], path: readonly string[]): boolean {
  return place.length === path.length && place.every((part, index) => part === '*' || part === path[index])
}

/** A field of a map as text; undefined if the value is no map, or has none. */
function field(item: YamlValue, name: string): string | undefined {
  if (typeof item !== 'object' || item === null || item.kind !== 'map') return undefined
  const value = item.entries.find(({ key }) => key === name)?.value
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function beforeColon(text: string): string {
  const colon = text.indexOf(':')
  return colon === -1 ? text : text.slice(0, colon)
}

/** Where the file appears: the target, else the name in the folder where such files are put. */
function grantIdentity(item: YamlValue, folder: string): string | undefined {
  const source = typeof item === 'string' ? item : field(item, 'source')
  const target = field(item, 'target') ?? source
  if (target === undefined) return undefined
  return target.startsWith('/') ? target : `${folder}/${target}`
}

function deviceIdentity(item: YamlValue): string | undefined {
  if (typeof item !== 'string') return field(item, 'target') ?? field(item, 'source')
  const parts = item.split(':')
  return parts[1] ?? parts[0]
}

/** The path in the container. Of the short form: what stands behind the first colon, a drive's letter not counted. */
function volumeIdentity(item: YamlValue): string | undefined {
  if (typeof item !== 'string') return withoutSlash(field(item, 'target'))
  const parts = item.replace(/^[A-Za-z]:(?=[\\/])/, '').split(':')
  return withoutSlash(parts.length === 1 ? parts[0] : parts[1])
}

function withoutSlash(path: string | undefined): string | undefined {
  return path !== undefined && path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Address, published port, port and protocol, the short form (`[ADDRESS:][PUBLISHED:]PORT[/PROTOCOL]`) made long. */
function portIdentity(item: YamlValue): string | undefined {
  if (typeof item === 'number' || typeof item === 'string') {
    const [ports = '', protocol = 'tcp'] = String(item).split('/')
    const colon = ports.lastIndexOf(':')
    const target = ports.slice(colon + 1)
    const host = colon === -1 ? '' : ports.slice(0, colon)
    const address = host.lastIndexOf(':')
    const published = host.slice(address + 1)
    return portText(
      address === -1 ? undefined : host.slice(0, address),
      published === '' ? undefined : published,
      target,
      protocol,
    )
  }
  const target = field(item, 'target')
  if (target === undefined) return undefined
  return portText(field(item, 'host_ip'), field(item, 'published'), target, field(item, 'protocol') ?? 'tcp')
}

function portText(
  address: string | undefined,
  published: string | undefined,
  target: string,
  protocol: string,
): string {
  const host = (address ?? '0.0.0.0').replace(/^\[|\]$/g, '')
  return `${host}:${published ?? ''}:${target}/${protocol}`
}

/** Whether a value is a list. */
export function isList(value: YamlValue): value is YamlList {
  return typeof value === 'object' && value !== null && value.kind === 'list'
}

/** Whether a value is a map. */
export function isMap(value: YamlValue): value is YamlMap {
  return typeof value === 'object' && value !== null && value.kind === 'map'
}
