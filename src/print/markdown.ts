import { markPrinted, type Printed } from './printed.ts'
import { hasUnprintable, showUnprintable } from './unprintable.ts'

/** Text that is Markdown: nothing in it is escaped again. */
export type Markdown = Printed<'markdown'>

/** Escapes text so that it is read as text, in a paragraph, an item or a table's cell; line breaks become blanks. */
export function markdownText(text: string): Markdown {
  const line = showUnprintable(text.replace(/[\r\n]+/g, ' '))
  const inline = line.replace(/[\\`*[\]<|~$]|&(?=#|[A-Za-z]{1,40};)/g, (character) => `\\${character}`)
  // An underscore within a word is none to Markdown, and names are full of them.
  const words = inline.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, () => '\\_')
  return markPrinted('markdown', escapeLineStart(words))
}

/** Escapes what would begin a heading, a list, a quotation, a rule or a table's second line. */
function escapeLineStart(line: string): string {
  if (/^[-=+ ]+$/.test(line)) return line.replace(/[-=+]/, (mark) => `\\${mark}`)
  return line.replace(
    /^( *)(?:([>]|(?:#{1,6}|[-+])(?= |$))|(\d{1,9})(?=[.)](?: |$)))/,
    (_, blanks: string, mark?: string, digits?: string) =>
      mark === undefined ? `${blanks}${digits}\\` : `${blanks}\\${mark}`,
  )
}

/** A code span, whatever backticks the text has; with a `|` in it as HTML, since no span can hold one in a table. */
export function markdownCode(text: string): Markdown {
  const line = showUnprintable(text)
  if (line === '') return markPrinted('markdown', '')
  if (line.includes('|')) return markPrinted('markdown', `<code>${line.replace(/[^A-Za-z0-9 ./:-]/gu, entity)}</code>`)
  const fence = '`'.repeat(longestRun(line) + 1)
  const padded = /^[` ]|[` ]$/.test(line) ? ` ${line} ` : line
  return markPrinted('markdown', fence + padded + fence)
}

function entity(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`
}

/** The length of the longest run of backticks. */
function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}

/** A fenced block of code, at column 0; characters that cannot be seen are shown, but newlines and tabs stand. */
export function markdownCodeBlock(language: string, text: string): Markdown {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const shown = lines.map((line) => line.split('\t').map(showUnprintable).join('\t'))
  return markPrinted('markdown', [fence + language.replace(/[^A-Za-z0-9-]/g, ''), ...shown, fence].join('\n'))
}

/** `<http://localhost:8088>`, or a code span of an address with characters that have no place in one. */
export function markdownAddress(url: string): Markdown {
  const plain = /^[a-z][a-z0-9+.-]{1,30}:[A-Za-z0-9._~:/?#@!$&'()*+,;=%[\]-]*$/.test(url) && !hasUnprintable(url)
  return plain ? markPrinted('markdown', `<${url}>`) : markdownCode(url)
}

/** A table with a head; each row is as wide as the head. Cells without content stay empty. */
export function markdownTable(head: readonly string[], rows: readonly (readonly Markdown[])[]): Markdown {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const lines = [line(head.map((cell) => markdownText(cell).printed)), `|${'---|'.repeat(head.length)}`]
  for (const row of rows) {
    if (row.length !== head.length) throw new Error(`a row of ${row.length} cells below ${head.length} headings`)
    lines.push(line(row.map((cell) => cell.printed)))
  }
  return markPrinted('markdown', lines.join('\n'))
}

/** Names as code spans in a sentence: `a`, `b` and `c`. */
export function markdownNames(names: readonly string[], conjunction: 'and' | 'or' = 'and'): Markdown {
  const spans = names.map((name) => markdownCode(name).printed)
  const last = spans.pop() ?? ''
  return markPrinted('markdown', spans.length === 0 ? last : `${spans.join(', ')} ${conjunction} ${last}`)
}

/** Names as code spans in a table's cell: `a`, `b`, `c`. */
export function markdownNameList(names: readonly string[]): Markdown {
  return markPrinted('markdown', names.map((name) => markdownCode(name).printed).join(', '))
}

/** A template tag: what stands in the source is Markdown, what is put in is printed Markdown or text to be escaped. */
export function markdown(parts: TemplateStringsArray, ...values: readonly (Markdown | string | number)[]): Markdown {
  const texts = parts.map((part, index) => {
    const value = values[index]
    if (value === undefined) return part
    return part + (typeof value === 'object' ? value : markdownText(String(value))).printed
  })
  return markPrinted('markdown', texts.join(''))
}
