import type { Span } from '../diagnostics/source.ts'

/** How a scalar was written. */
export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'literal' | 'folded'

/** Which pass laid a node where it is, where that was not the manifest or an overlay at the same path. */
export type Origin = 'extends' | 'type' | 'defaults' | 'generated' | 'reference'

interface NodeBase {
  /** The place of the value itself, in the file it was written in. It survives every merge. */
  readonly span: Span
  /** What stood at this path before a merge laid this node over it; a chain, newest first. */
  readonly replaced?: Node
  readonly origin?: Origin
}

/**
 * A scalar. `text` is what a string field takes: the source text of a plain scalar (`012`, `1.10`, `null`, `yes`), the
 * decoded text of a quoted or block one. `value` is its value in the core schema of YAML 1.2 (a quoted scalar: `text`).
 */
export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar'
  readonly text: string
  readonly value: string | number | boolean | null
  readonly style: ScalarStyle
}

/** A sequence, in the order of its file. */
export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence'
  readonly items: readonly Node[]
}

/** One key of a map. `keySpan` is the place of the key, for diagnostics about it. */
export interface Entry {
  readonly key: string
  readonly keySpan: Span
  readonly value: Node
}

/** A map, in the order of its file. A `Map`, so that a key like `__proto__` is a key like any other. */
export interface MapNode extends NodeBase {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Entry>
  /** What merges took out, by key: the null that did it (with what it `replaced`), or the value that another arm of its union drove out. */
  readonly removed?: ReadonlyMap<string, Node>
}

/** A tree with a place on every key and value; immutable, shared between the trees that passes make of it. */
export type Node = ScalarNode | SequenceNode | MapNode

/** A path into a tree: keys of maps and indexes of sequences. */
export type Path = readonly (string | number)[]

/** A scalar that a pass makes; text in double quotes unless `rest` says otherwise. */
export function scalar(
  text: string,
  span: Span,
  rest: Partial<Pick<ScalarNode, 'value' | 'style' | 'origin'>> = {},
): ScalarNode {
  return { kind: 'scalar', text, value: text, style: 'double-quoted', span, ...rest }
}

/** A sequence that a pass makes. */
export function sequence(items: readonly Node[], span: Span): SequenceNode {
  return { kind: 'sequence', items, span }
}

/** A map that a pass makes; of two entries with one key the last counts. */
export function map(entries: Iterable<Entry>, span: Span): MapNode {
  const made = new Map<string, Entry>()
  for (const entry of entries) made.set(entry.key, entry)
  return { kind: 'map', entries: made, span }
}

/** An entry whose key has no place of its own: that of its value. */
export function entry(key: string, value: Node, keySpan: Span = value.span): Entry {
  return { key, keySpan, value }
}

/** The value under a key of a map; undefined for every other node and a missing key. */
export function child(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined
}

/** Whether a node is `null`; a node that is missing is not. */
export function isNull(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null
}

/** The map with one entry replaced or added (last), everything else shared. */
export function withEntry(node: MapNode, added: Entry): MapNode {
  const entries = new Map(node.entries)
  entries.set(added.key, added)
  return { ...node, entries }
}

/** The map without one entry; the same map where there is none. */
export function withoutEntry(node: MapNode, key: string): MapNode {
  if (!node.entries.has(key)) return node
  const entries = new Map(node.entries)
  entries.delete(key)
  return { ...node, entries }
}
