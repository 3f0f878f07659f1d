/** One statement of a `.env` file. `text` is exact, line end included: joined, the texts are the file. */
export type DotenvLine = DotenvAssignment | DotenvOther

/** A variable and its value. */
export interface DotenvAssignment {
  readonly kind: 'assignment'
  /** May be several lines, where quotes go over several. */
  readonly text: string
  readonly key: string
  /** As it stands behind the `=`, quotes and a comment on the line included, without white space around it. */
  readonly rawValue: string
  /** What Compose reads, except that a substitution stays as it is written. */
  readonly value: string
  /** Whether `value` holds a `$` that Compose would substitute, or refuse. */
  readonly interpolated: boolean
}

/** A statement that assigns nothing. */
export interface DotenvOther {
  /** `other` is a name without a value (taken from the environment), or a line that Compose refuses. */
  readonly kind: 'comment' | 'blank' | 'other'
  readonly text: string
}

/**
 * Reads a `.env` file by the rules of Compose (compose-go, `dotenv/parser.go`): `export` before a name, `:` for `=`,
 * single quotes without and double quotes with escapes, over several lines too, ` #` begins a comment behind a value
 * without quotes. Never fails: what Compose would refuse is a line of kind `other`.
 */
export function parseDotenv(text: string): readonly DotenvLine[] {
  const lines: DotenvLine[] = []
  for (let at = 0; at < text.length;) {
    const line = readStatement(text, at)
    lines.push(line)
    at += line.text.length
  }
  return lines
}

/** White space within a line, as compose-go counts it. */
const BLANK = '[\\t\\v\\f\\r \\u0085\\u00a0]*'
const HEAD = new RegExp(
  `^\\ufeff?${BLANK}(?:export[\\t\\v\\f\\r \\u0085\\u00a0]+)?([\\p{L}\\p{N}_.\\[\\]-]+)${BLANK}[=:]${BLANK}`,
  'u',
)

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end + 1
}

function readStatement(text: string, at: number): DotenvLine {
  const line = text.slice(at, lineEnd(text, at))
  const content = line.trim()
  if (content === '' || content === '\ufeff') return { kind: 'blank', text: line }
  if (content.startsWith('#')) return { kind: 'comment', text: line }
  const head = HEAD.exec(line)
  const key = head?.[1]
  if (head === null || key === undefined) return { kind: 'other', text: line }
  const start = at + head[0].length
  const quote = text[start]
  if (quote === '"' || quote === "'") return readQuoted(text, at, start, key, quote)
  return { kind: 'assignment', text: line, key, ...plainValue(text.slice(start, at + line.length)) }
}

type Value = Pick<DotenvAssignment, 'rawValue' | 'value' | 'interpolated'>

function plainValue(rest: string): Value {
  const comment = rest.indexOf(' #')
  return { rawValue: rest.trim(), ...substituted((comment === -1 ? rest : rest.slice(0, comment)).trimEnd()) }
}

function readQuoted(text: string, at: number, start: number, key: string, quote: string): DotenvLine {
  const close = closingQuote(text, start, quote)
  if (close === -1) return { kind: 'other', text: text.slice(at, lineEnd(text, at)) }
  const end = lineEnd(text, close)
  // A quote behind a backslash loses it before anything else is read, in single quotes too.
  const inner = text.slice(start + 1, close).replaceAll('\r\n', '\n')
  const unquoted = inner.replace(/\\([^])/g, (pair, character: string) => (character === quote ? quote : pair))
  const value = quote === '"' ? substituted(unescaped(unquoted)) : { value: unquoted, interpolated: false }
  return { kind: 'assignment', text: text.slice(at, end), key, rawValue: text.slice(start, end).trim(), ...value }
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === quote) return at
  }
  return -1
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['"', '"'],
  ['\\', '\\'],
  // for the substitution that follows
  ['$', '$$'],
])

function unescaped(text: string): string {
  return text.replace(/\\(?:[abcfnrtv$"\\]|0\d{0,3})/g, (escape) => {
    const name = escape.slice(1)
    if (!name.startsWith('0')) return ESCAPES.get(name) ?? escape
    const digits = name.slice(1)
    const code = /^[0-7]{3}$/.test(digits) ? Number.parseInt(digits, 8) : 256
    // What is no octal number of one byte loses its zero and keeps its backslash.
    return code < 256 ? String.fromCharCode(code) : `\\${digits}`
  })
}

function substituted(text: string): Pick<Value, 'value' | 'interpolated'> {
  const interpolated = text.replaceAll('$$', '').includes('$')
  return { value: text.replaceAll('$$', () => '$'), interpolated }
}
