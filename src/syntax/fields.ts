import { child, type Entry, type MapNode, type Node, type ScalarNode } from './node.ts'

// Readers of trees whose shape is checked elsewhere: what is of another kind than is asked for counts as not written.

/** The text of a scalar. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined
}

/** The items of a sequence; none of every other node. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'sequence' ? node.items : []
}

/** The entries of a map, in its order; none of every other node. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? [...node.entries.values()] : []
}

/** The keys of a map, in its order; none of every other node. */
export function keysOf(node: Node | undefined): readonly string[] {
  return node?.kind === 'map' ? [...node.entries.keys()] : []
}

/** The scalar under a key of a map. */
export function scalarAt(tree: Node | undefined, key: string): ScalarNode | undefined {
  const node = child(tree, key)
  return node?.kind === 'scalar' ? node : undefined
}

/** The map under a key of a map. */
export function mapAt(tree: Node | undefined, key: string): MapNode | undefined {
  const node = child(tree, key)
  return node?.kind === 'map' ? node : undefined
}

/** The text of the scalar under a key of a map. */
export function textAt(tree: Node | undefined, key: string): string | undefined {
  return textOf(child(tree, key))
}

/** The items of the sequence under a key of a map. */
export function itemsAt(tree: Node | undefined, key: string): readonly Node[] {
  return itemsOf(child(tree, key))
}

/** The entries of the map under a key of a map. */
export function entriesAt(tree: Node | undefined, key: string): readonly Entry[] {
  return entriesOf(child(tree, key))
}
