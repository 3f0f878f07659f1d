import type { Entry, Node, Path } from './node.ts'

/**
 * Called for every node, parents first; `false` skips what lies below. `entry` is there for the value of a key. The path
 * is the walk's own and changes as it goes on: who keeps it copies it.
 */
export type Visitor = (node: Node, path: Path, entry: Entry | undefined) => boolean | void

/** Walks a tree in the order of its file. Its depth is bounded by the reader. */
export function visit(root: Node, visitor: Visitor): void {
  walk(root, [], undefined, visitor)
}

function walk(node: Node, path: (string | number)[], entry: Entry | undefined, visitor: Visitor): void {
  if (visitor(node, path, entry) === false || node.kind === 'scalar') return
  const depth = path.length
  if (node.kind === 'map') {
    for (const one of node.entries.values()) {
      path[depth] = one.key
      walk(one.value, path, one, visitor)
    }
  } else {
    for (const [index, item] of node.items.entries()) {
      path[depth] = index
      walk(item, path, undefined, visitor)
    }
  }
  path.length = depth
}
