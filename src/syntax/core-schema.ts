import type { Node } from './node.ts'

const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((text): [string, number] => [text, Infinity]),
  ...['-.inf', '-.Inf', '-.INF'].map((text): [string, number] => [text, -Infinity]),
  ...['.nan', '.NaN', '.NAN'].map((text): [string, number] => [text, NaN]),
])
const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['', '~', 'null', 'Null', 'NULL'].map((text): [string, null] => [text, null]),
  ...['true', 'True', 'TRUE'].map((text): [string, boolean] => [text, true]),
  ...['false', 'False', 'FALSE'].map((text): [string, boolean] => [text, false]),
])

function integer(text: string): number {
  // `Number` reads 0o and 0x itself, and takes no sign before them, as YAML does not.
  return Number(text)
}

/** The value of a plain scalar in the core schema of YAML 1.2: `012` is 12, `yes` is text. */
export function coreValue(text: string): string | number | boolean | null {
  const word = WORDS.get(text)
  if (word !== undefined) return word
  const first = text.charCodeAt(0)
  // Only digits, a sign or a dot begin a number.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return text
  if (INTEGER.test(text)) return integer(text)
  if (FLOAT.test(text)) return Number(text)
  return NOT_FINITE.get(text) ?? text
}

/** What a tag such as `!!int` makes of a text; undefined if the text is no such thing. */
export function taggedValue(
  tag: string,
  text: string,
): { readonly value: string | number | boolean | null } | undefined {
  if (tag === '!!str') return { value: text }
  const value = coreValue(text)
  if (tag === '!!null') return value === null ? { value } : undefined
  if (tag === '!!bool') return typeof value === 'boolean' ? { value } : undefined
  if (tag === '!!int') return INTEGER.test(text) ? { value } : undefined
  if (tag === '!!float') return typeof value === 'number' ? { value } : undefined
  return undefined
}

/** Whether a number cannot be carried exactly: a whole number beyond 2^53, `1e400`, `.inf`, `.nan`. Its `text` still says what was written. */
export function isUnsafeNumber(node: Node): boolean {
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return false
  if (!Number.isFinite(node.value)) return true
  return Number.isInteger(node.value) && !Number.isSafeInteger(node.value)
}
