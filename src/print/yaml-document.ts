/**
 * A YAML document to be printed: what it says, and how it is to look. Text is as it shall be read back (already encoded
 * for the target's own substitution language); the printer quotes it.
 */
export type YamlValue = YamlScalar | YamlList | YamlMap

/** A scalar; text is quoted where plain text would be read as something else. */
export type YamlScalar = string | number | boolean | null

/** A list, with comments for its items. */
export interface YamlList {
  readonly kind: 'list'
  readonly items: readonly YamlValue[]
  /** Lines above each item (without `# `), by index. */
  readonly comments?: ReadonlyMap<number, readonly string[]>
}

/** A key and its value, with what stands above it. */
export interface YamlEntry {
  readonly key: string
  readonly value: YamlValue
  /** Lines of a comment above the key, without `# `. */
  readonly comment?: readonly string[]
  /** A blank line before it (and before its comment). */
  readonly blankBefore?: boolean
}

/** A map, printed in the order of its entries. */
export interface YamlMap {
  readonly kind: 'map'
  readonly entries: readonly YamlEntry[]
}

/** A list without comments. */
export function yamlList(items: readonly YamlValue[]): YamlList {
  return { kind: 'list', items }
}

/** A map of these entries. */
export function yamlMap(entries: readonly YamlEntry[]): YamlMap {
  return { kind: 'map', entries }
}

/** What a document says, for comparing with what was read back: maps as `Map`, lists as arrays. */
export type PlainYaml = YamlScalar | readonly PlainYaml[] | ReadonlyMap<string, PlainYaml>

/** Takes comments and blank lines from a document. */
export function plainYaml(value: YamlValue): PlainYaml {
  if (typeof value !== 'object' || value === null) return value
  if (value.kind === 'list') return value.items.map(plainYaml)
  return new Map(value.entries.map((entry) => [entry.key, plainYaml(entry.value)]))
}
