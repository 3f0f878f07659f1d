import type { Source } from '../diagnostics/source.ts'

/** A key at the start of a line or in a flow map. */
const KEY = /(^|[{,[])(\s*)["']?([\w.-]+)["']?\s*:(?=\s|$)/g
/** Of its own, since a pattern that is `g` goes on where its last match ended. */
const FIRST_KEY = /^\s*["']?([\w.-]+)["']?\s*:(?=\s|$)/
const FLAG = /(?:^|[\s{,])secret\s*:\s*["']?(?:true|yes|on)\b/i
const NO_SECRET = /^\s*(?:\{|\$<[^<>]*>\s*[,}]?\s*$)/
const OFTEN_SECRET = /password$|secretkey$|token$/i

interface Line {
  readonly start: number
  readonly text: string
  readonly indent: number
}

function linesOf(text: string): readonly Line[] {
  let start = 0
  return text.split('\n').map((line) => {
    const found = { start, text: line, indent: line.length - line.trimStart().length }
    start += line.length + 1
    return found
  })
}

/** The key that a line begins with. */
function firstKey(text: string): string | undefined {
  return FIRST_KEY.exec(text)?.[1]
}

/** All keys of a line, those of flow maps among them. */
function keysIn(text: string): readonly string[] {
  return [...text.matchAll(KEY)].map(([, , , name = '']) => name)
}

/** Names of parameters that have `secret: true` on their line or on a line below them, as far as a broken file tells. */
function secretNames(lines: readonly Line[]): ReadonlySet<string> {
  const names = new Set<string>(['default'])
  const above: { readonly indent: number; readonly name: string }[] = []
  for (const { text, indent } of lines) {
    const name = firstKey(text)
    while ((above.at(-1)?.indent ?? -1) >= indent && text.trim() !== '') above.pop()
    if (FLAG.test(text)) {
      const owner = name === undefined || name === 'secret' ? above.at(-1)?.name : name
      if (owner !== undefined) names.add(owner)
    }
    if (name !== undefined) above.push({ indent, name })
  }
  return names
}

/**
 * Hides what may be secrets in a file that cannot be read as a whole, line by line: the rest of a line behind
 * `default:`, behind the name of a parameter that is declared secret, and behind keys that hold passwords as a rule, with
 * the lines that go on with it. `found` is told what was hidden.
 */
export function hideUnreadSecrets(source: Source, found: (text: string) => void): Source {
  const lines = linesOf(source.text)
  if (!lines.some(({ text }) => FLAG.test(text) || keysIn(text).some((key) => OFTEN_SECRET.test(key)))) return source
  const names = secretNames(lines)
  let made = ''
  let within: number | undefined
  for (const [index, { text, indent }] of lines.entries()) {
    if (within !== undefined && text.trim() !== '' && indent <= within) within = undefined
    const next = lines.slice(index + 1).find((line) => line.text.trim() !== '')
    const from = within === undefined ? hiddenFrom(text, names, next) : indent
    if (from !== undefined && within === undefined && /:\s*(?:[|>][^"']*)?$|^[^"]*"(?:[^"\\]|\\.)*$/.test(text))
      within = indent
    const hidden = from === undefined ? '' : text.slice(from)
    if (hidden.trim() !== '') tell(hidden, found)
    if (index > 0) made += '\n'
    made += text.slice(0, text.length - hidden.length) + hidden.replace(/[^\r]+/g, (run) => '*'.repeat(run.length))
  }
  return { path: source.path, text: made }
}

/** Where the value behind the first key that may hold a secret begins; `next` is the line after it, which may hold it. */
function hiddenFrom(text: string, names: ReadonlySet<string>, next: Line | undefined): number | undefined {
  for (const found of text.matchAll(KEY)) {
    const [whole, , , name = ''] = found
    const from = found.index + whole.length
    const rest = text.slice(from)
    const isSecret = names.has(name) || OFTEN_SECRET.test(name)
    if (!isSecret) continue
    // A declaration, or a placeholder alone, holds none itself.
    const isNone = rest.trim() === '' ? next === undefined || firstKey(next.text) !== undefined : NO_SECRET.test(rest)
    if (!isNone) return from
  }
  return undefined
}

/** The hidden rest of a line, and the value in it, for messages that quote it. */
function tell(hidden: string, found: (text: string) => void): void {
  const text = hidden.trim()
  found(text)
  // A quote without its end takes all the rest, so that none is looked for again behind every other one.
  for (const [part, double, single] of text.matchAll(/"(?:[^"\\]|\\.)*("?)|'[^']*('?)|[^\s,{}[\]"']+/g)) {
    found(part)
    if (double === '' || single === '') {
      for (const piece of part.split(/[\s,{}[\]"']+/)) if (piece !== '') found(piece)
    } else if (part.length > 2 && /^["']/.test(part)) found(part.slice(1, -1))
  }
}
