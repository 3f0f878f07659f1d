import type { Span } from '../diagnostics/source.ts'
import type { Node, Path } from './node.ts'

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/

/** A path as people write it: `resources.api.env.LOG_LEVEL`, `args[0]`, `labels["a.b/c"]`. The root is empty. */
export function formatPath(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (PLAIN_KEY.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(step)}]`
  }
  return text
}

/** Where a JSON string that begins at `start` ends, past its closing quote; -1 if it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return -1
}

function bracketStep(text: string, at: number): { readonly step: string | number; readonly end: number } | undefined {
  if (text[at + 1] === '"') {
    const end = endOfString(text, at + 1)
    if (end === -1 || text[end] !== ']') return undefined
    try {
      return { step: String(JSON.parse(text.slice(at + 1, end))), end: end + 1 }
    } catch {
      return undefined
    }
  }
  const close = text.indexOf(']', at)
  const digits = close === -1 ? '' : text.slice(at + 1, close)
  return /^(?:0|[1-9][0-9]{0,8})$/.test(digits) ? { step: Number(digits), end: close + 1 } : undefined
}

/**
 * The path that a text means; undefined if it is none. Between dots any key without dots and brackets may stand, so
 * that `resources.my api` works too.
 */
export function parsePath(text: string): Path | undefined {
  const path: (string | number)[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === '[') {
      const found = bracketStep(text, at)
      if (found === undefined) return undefined
      path.push(found.step)
      at = found.end
      continue
    }
    if (at > 0) {
      if (text[at] !== '.') return undefined
      at++
    }
    const start = at
    while (at < text.length && text[at] !== '.' && text[at] !== '[') at++
    if (at === start) return undefined
    path.push(text.slice(start, at))
  }
  return path
}

function step(node: Node | undefined, part: string | number): Node | undefined {
  if (node?.kind === 'map') return node.entries.get(String(part))?.value
  if (node?.kind !== 'sequence') return undefined
  return typeof part === 'number' ? node.items[part] : undefined
}

/** The node at a path, or undefined. A number is also a key of a map that looks like one. */
export function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  let node = root
  for (const part of path) node = step(node, part)
  return node
}

/** The place of the key that the path ends in; of a list item, the item. Undefined if there is no such node. */
export function spanOfKey(root: Node | undefined, path: Path): Span | undefined {
  const last = path.at(-1)
  if (last === undefined) return root?.span
  const parent = nodeAt(root, path.slice(0, -1))
  return parent?.kind === 'map' ? parent.entries.get(String(last))?.keySpan : step(parent, last)?.span
}

/** The place of the deepest node on a path that exists: where a thing that is missing would have to stand. */
export function nearestSpan(root: Node, path: Path): Span {
  let node = root
  for (const part of path) {
    const next = step(node, part)
    if (next === undefined) break
    node = next
  }
  return node.span
}

/** A path as messages name it; the root is "the manifest". */
export function pathText(path: Path): string {
  return path.length === 0 ? 'the manifest' : formatPath(path)
}
