/** A regular expression as it stands in a source. */
export interface Literal {
  readonly source: string
  readonly flags: string
  readonly line: number
}

const BEFORE_A_LITERAL = /(?:[(,=:[!&|?{};+\-*%~^<>]|=>|\b(?:return|typeof|case|of|in))\s*$/

/** Where a string, comment or template that begins at an offset ends; undefined if none begins there. */
function endOfText(text: string, at: number): number | undefined {
  const two = text.slice(at, at + 2)
  if (two === '//') return endAfter(text, '\n', at)
  if (two === '/*') return endAfter(text, '*/', at + 2)
  const quote = text[at]
  if (quote !== "'" && quote !== '"') return undefined
  let end = at + 1
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1
  return end + 1
}

function endAfter(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? text.length : found + mark.length
}

function endOfLiteral(text: string, at: number): number {
  let end = at + 1
  for (let inClass = false; end < text.length && (inClass || text[end] !== '/'); end += 1) {
    if (text[end] === '\\') end += 1
    else if (text[end] === '[') inClass = true
    else if (text[end] === ']') inClass = false
  }
  return end
}

/** The literals of a file as Prettier leaves it, those in `${}` of templates too. */
export function regularExpressionsIn(text: string): readonly Literal[] {
  const found: Literal[] = []
  /** Depths of braces at which a `${}` was opened; the code of a template goes on behind its end. */
  const templates: number[] = []
  let depth = 0
  let at = 0
  const readTemplate = (): void => {
    while (at < text.length) {
      if (text[at] === '\\') at += 2
      else if (text[at] === '`') return void (at += 1)
      else if (text.startsWith('${', at)) {
        templates.push(depth)
        return void (at += 2)
      } else at += 1
    }
  }
  while (at < text.length) {
    const end = endOfText(text, at)
    const character = text[at]
    if (end !== undefined) at = end
    else if (character === '`') {
      at += 1
      readTemplate()
    } else if (character === '}' && templates.at(-1) === depth) {
      templates.pop()
      at += 1
      readTemplate()
    } else if (character === '/' && BEFORE_A_LITERAL.test(text.slice(Math.max(0, at - 40), at))) {
      const close = endOfLiteral(text, at)
      const flags = /^[a-z]*/.exec(text.slice(close + 1, close + 10))?.[0] ?? ''
      const line = text.slice(0, at).split('\n').length
      found.push({ source: text.slice(at + 1, close), flags, line })
      at = close + 1 + flags.length
    } else {
      if (character === '{') depth += 1
      if (character === '}') depth -= 1
      at += 1
    }
  }
  return found
}

const CLASSES: Readonly<Record<string, string>> = { d: '0', w: 'a', s: ' ', S: 'x', D: 'x', W: '-', b: '', B: '' }

/** Characters that a pattern is about, and some that it is not. */
function alphabetOf(source: string): readonly string[] {
  const plain = source
    .replace(/\\u\{?([0-9a-fA-F]{4,6})\}?/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/\\([dwsSDWbB])/g, (_, name: string) => CLASSES[name] ?? '')
    .replace(/\\[pP]\{[^}]*\}/g, 'é')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\(.)/g, '$1')
  return [...new Set(['a', '0', ' ', ...plain.replace(/\?:|\?=|\?!/g, '')])].slice(0, 14)
}

/** Texts of a length on which an expression with overlapping repetitions takes long: one or two characters, repeated. */
export function attacksOn(source: string, length: number): readonly string[] {
  const alphabet = alphabetOf(source)
  const pairs = alphabet.flatMap((left) => alphabet.map((right) => (left === right ? left : left + right)))
  const repeated = pairs.map((unit) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length))
  return repeated.flatMap((text) => [`${text}\u0001`, `a ${text}`])
}
