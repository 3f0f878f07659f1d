import { didYouMean } from '../diagnostics/suggest.ts'
import type { MapNode, Node, Path } from '../syntax/node.ts'
import { parsePath, pathText } from '../syntax/pointer.ts'

/** What a typed path leads to, or how far it leads and what else there is. */
export type PathLookup =
  | { readonly kind: 'found'; readonly path: Path; readonly node: Node }
  | { readonly kind: 'missing'; readonly step: string; readonly parent: string; readonly hints: readonly string[] }
  | { readonly kind: 'no-path' }

const MOST_KEYS = 12

/** What a path can go on with: the keys of a map, the indexes of a list. */
function stepsBelow(node: Node): readonly string[] {
  if (node.kind === 'map') return [...node.entries.keys()]
  return node.kind === 'sequence' ? node.items.map((_, index) => String(index)) : []
}

function hintsFor(node: Node, typed: string): readonly string[] {
  const keys = stepsBelow(node)
  if (keys.length === 0) return [node.kind === 'scalar' ? 'it is a single value, with nothing below it' : 'it is empty']
  const near = didYouMean(typed, keys)
  if (near.length > 0) return near
  const rest = keys.length > MOST_KEYS ? `, and ${keys.length - MOST_KEYS} more` : ''
  return [
    `there is ${keys
      .slice(0, MOST_KEYS)
      .map((key) => `"${key}"`)
      .join(', ')}${rest}`,
  ]
}

/**
 * One step down: a key (also one with dots, of which the next steps are parts), or an index, typed `[0]` or `.0`. The
 * number tells how many steps were used.
 */
function descend(
  node: Node,
  steps: Path,
): { readonly part: string | number; readonly node: Node; readonly used: number } | undefined {
  const first = steps[0]
  if (first === undefined || node.kind === 'scalar') return undefined
  if (node.kind === 'sequence') {
    const index = typeof first === 'number' ? first : /^(0|[1-9][0-9]{0,8})$/.test(first) ? Number(first) : -1
    const item = node.items[index]
    return item === undefined ? undefined : { part: index, node: item, used: 1 }
  }
  for (let used = steps.length; used >= 1; used--) {
    const parts = steps.slice(0, used)
    if (used > 1 && parts.some((part) => typeof part === 'number')) continue
    const key = parts.join('.')
    const value = node.entries.get(key)?.value
    if (value !== undefined) return { part: key, node: value, used }
  }
  return undefined
}

/** Finds what a text like `resources.api.env.LOG_LEVEL` names in a tree. */
export function lookUp(root: MapNode, text: string): PathLookup {
  const steps = parsePath(text)
  if (steps === undefined || steps.length === 0) return { kind: 'no-path' }
  const path: (string | number)[] = []
  let node: Node = root
  let rest: Path = steps
  while (rest.length > 0) {
    const next = descend(node, rest)
    if (next === undefined) {
      const step = String(rest[0])
      return { kind: 'missing', step, parent: pathText(path), hints: hintsFor(node, step) }
    }
    path.push(next.part)
    node = next.node
    rest = rest.slice(next.used)
  }
  return { kind: 'found', path, node }
}
