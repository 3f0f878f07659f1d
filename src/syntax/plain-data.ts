import type { Node } from './node.ts'

/**
 * The data of a tree, without places: maps become objects with own properties only (a key `__proto__` too), scalars
 * their value.
 */
export function plainData(node: Node | undefined): unknown {
  if (node === undefined) return undefined
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'sequence') return node.items.map(plainData)
  return Object.fromEntries([...node.entries.values()].map((entry) => [entry.key, plainData(entry.value)]))
}
