import type { Entry, Node, Path } from './node.ts'

/** Called for every node, parents first; `false` skips what lies below. `entry` is there for the value of a key. */
export type Visitor = (node: Node, path: Path, entry: Entry | undefined) => boolean | void

/** Walks a tree in the order of its file. Its depth is bounded by the reader. */
export function visit(root: Node, visitor: Visitor): void {
  walk(root, [], undefined, visitor)
}

function walk(node: Node, path: Path, entry: Entry | undefined, visitor: Visitor): void {
  if (visitor(node, path, entry) === false) return
  if (node.kind === 'map') {
    for (const one of node.entries.values()) walk(one.value, [...path, one.key], one, visitor)
  } else if (node.kind === 'sequence') {
    for (const [index, item] of node.items.entries()) walk(item, [...path, index], undefined, visitor)
  }
}
