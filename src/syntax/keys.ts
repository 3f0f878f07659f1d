import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { codePointName } from './guards.ts'
import type { ScalarNode } from './node.ts'

/** Letters and signs that look like one of ASCII, from the scripts where that happens by accident. */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    с: 'c',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    о: 'o',
    р: 'p',
    ѕ: 's',
    х: 'x',
    у: 'y',
    в: 'b',
    к: 'k',
    м: 'm',
    н: 'h',
    т: 't',
    А: 'A',
    В: 'B',
    С: 'C',
    Е: 'E',
    Н: 'H',
    І: 'I',
    К: 'K',
    М: 'M',
    О: 'O',
    Р: 'P',
    Т: 'T',
    Х: 'X',
    У: 'Y',
    ο: 'o',
    ν: 'v',
    α: 'a',
    ι: 'i',
    κ: 'k',
    ρ: 'p',
    Α: 'A',
    Β: 'B',
    Ε: 'E',
    Ο: 'O',
    Τ: 'T',
    '“': '"',
    '”': '"',
    '„': '"',
    '‘': "'",
    '’': "'",
    '–': '-',
    '—': '-',
    '−': '-',
    '：': ':',
    '\u00a0': ' ',
    '\u2007': ' ',
    '\u202f': ' ',
    '\u3000': ' ',
    '\u200b': '',
    '\u200c': '',
    '\u200d': '',
    '\u2060': '',
    '\u00ad': '',
  }),
)

const OUTSIDE_ASCII = /[^\x20-\x7e]/u

/** What the text would be with look-alikes replaced; undefined if some character looks like none of ASCII. */
function plainAscii(text: string): string | undefined {
  const made = Array.from(text, (character) => LOOKS_LIKE.get(character) ?? character).join('')
  return OUTSIDE_ASCII.test(made) ? undefined : made
}

/** Refuses keys with characters outside printable ASCII: they are invisible, or look like other ones. */
export function checkKeyCharacters(key: ScalarNode, report: Report): void {
  const found = OUTSIDE_ASCII.exec(key.text)
  if (found === null) return
  const character = found[0]
  const name = codePointName(character.codePointAt(0) ?? 0)
  const { source, start, end } = key.span
  // Only in a plain key on one line do offsets in the text and in the file agree.
  const exact = key.style === 'plain' && source.text.slice(start, end) === key.text
  const at = exact ? start + found.index : start
  const span: Span = { source, start: at, end: exact ? at + character.length : end }
  const printed = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? ` (${character})` : ''
  const twin = plainAscii(key.text)
  const hint =
    twin === undefined ? 'write keys in printable ASCII' : `it looks like "${twin.trim()}"; type that instead`
  report(diagnostic('AH1033', span, `a key may not contain the character ${name}${printed}`, { hints: [hint] }))
}

/** Whether a flow map that stands where a key should is the inner one of `{{ ... }}`, a template that was not quoted. */
export function isTemplateKey(text: string, span: Span): boolean {
  return text[span.start] === '{' && text[span.start - 1] === '{'
}

/** The first escape of a double-quoted text that makes no character: half a surrogate pair, or beyond U+10FFFF. */
export function badEscape(raw: string): { readonly start: number; readonly text: string } | undefined {
  for (let at = raw.indexOf('\\'); at !== -1; at = raw.indexOf('\\', at)) {
    const kind = raw[at + 1]
    const length = kind === 'u' ? 4 : kind === 'U' ? 8 : 0
    const codePoint = Number.parseInt(raw.slice(at + 2, at + 2 + length), 16)
    const text = raw.slice(at, at + 2 + length)
    at += 2 + length
    if (length === 0) continue
    if (codePoint > 0x10ffff || (codePoint >= 0xdc00 && codePoint <= 0xdfff)) return { start: at - text.length, text }
    if (codePoint < 0xd800 || codePoint > 0xdbff) continue
    // The way JSON writes characters beyond U+FFFF: two escapes in a row.
    if (!/^\\u[dD][c-fC-F][0-9a-fA-F]{2}/.test(raw.slice(at, at + 6))) return { start: at - text.length, text }
    at += 6
  }
  return undefined
}
