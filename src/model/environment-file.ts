import type { Span } from '../diagnostics/source.ts'

/** One `NAME=value` of an `envFile`, with its place in that file. */
export interface FileVariable {
  readonly name: string
  readonly text: string
  readonly span: Span
}

const NAME = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
  ['$', '$'],
])

/**
 * Reads a file of environment variables: comments, blank lines, `NAME=value`, quotes of both kinds (double ones may span
 * lines and know `\n \r \t \" \\ \$`), ` #` begins a comment after an unquoted value. `$` is text: nothing is replaced.
 * Places of lines that are none of these come back in `wrong`.
 */
export function readEnvironmentFile(span: Span): {
  readonly variables: readonly FileVariable[]
  readonly wrong: readonly Span[]
} {
  const { source } = span
  const variables: FileVariable[] = []
  const wrong: Span[] = []
  let at = 0
  while (at < source.text.length) {
    const lineEnd = endOfLine(source.text, at)
    const line = source.text.slice(at, lineEnd).replace(/\r$/, '')
    const trimmed = line.trim()
    const match = NAME.exec(line.trimStart())
    if (trimmed === '' || trimmed.startsWith('#')) {
      at = lineEnd + 1
      continue
    }
    if (match === null) {
      wrong.push({ source, start: at, end: at + line.length })
      at = lineEnd + 1
      continue
    }
    const start = at + (line.length - line.trimStart().length)
    const value = readValue(source.text, start + match[0].length, lineEnd)
    variables.push({ name: match[1] ?? '', text: value.text, span: { source, start, end: value.end } })
    const end = endOfLine(source.text, value.end)
    const rest = source.text.slice(value.end, end).trim()
    // Text behind a closing quote would be lost.
    if (!value.closed) wrong.push({ source, start, end: value.end })
    else if (rest !== '' && !rest.startsWith('#')) wrong.push({ source, start, end })
    at = end + 1
  }
  return { variables, wrong }
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from)
  return found === -1 ? text.length : found
}

function readValue(
  text: string,
  from: number,
  lineEnd: number,
): { readonly text: string; readonly end: number; readonly closed: boolean } {
  const quote = text[from]
  if (quote === "'") {
    const close = text.indexOf("'", from + 1)
    return close === -1
      ? { text: text.slice(from + 1, lineEnd), end: lineEnd, closed: false }
      : { text: text.slice(from + 1, close), end: close + 1, closed: true }
  }
  if (quote === '"') return readDoubleQuoted(text, from + 1)
  const raw = text.slice(from, lineEnd).replace(/\r$/, '')
  const comment = raw.search(/(?:^|[ \t])#/)
  return { text: (comment === -1 ? raw : raw.slice(0, comment)).trimEnd(), end: lineEnd, closed: true }
}

function readDoubleQuoted(
  text: string,
  from: number,
): { readonly text: string; readonly end: number; readonly closed: boolean } {
  let value = ''
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === '"') return { text: value, end: at + 1, closed: true }
    const escaped = character === '\\' ? ESCAPES.get(text[at + 1] ?? '') : undefined
    value += escaped ?? character
    if (escaped !== undefined) at++
  }
  return { text: value, end: text.length, closed: false }
}
