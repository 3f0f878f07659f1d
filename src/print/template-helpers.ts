import { printDotenvValue } from './dotenv.ts'
import { markdownCode, markdownNameList, markdownText } from './markdown.ts'
import type { Format, Printed } from './printed.ts'
import { showUnprintable } from './unprintable.ts'
import { printYamlScalar } from './yaml.ts'

/** What a helper of templates takes: fields of text, lists of them (of text or printed), or words in quotes. */
export type HelperParameter = 'text' | 'list' | 'word'

/** A helper that templates may call: what it takes, and the text that it makes of it. */
export interface TemplateHelper {
  readonly takes: readonly HelperParameter[]
  readonly run: (values: readonly unknown[]) => string
}

/** Prints text so that it stays within a comment of one line; to be put behind the `#`. */
const COMMENT: TemplateHelper = {
  takes: ['text'],
  run: ([value]) =>
    showUnprintable(
      textOf(value)
        .replace(/[\r\n]+/g, ' ')
        .trim(),
    ),
}

const MARKDOWN: ReadonlyMap<string, TemplateHelper> = new Map<string, TemplateHelper>([
  ['code', { takes: ['text'], run: ([value]) => markdownCode(textOf(value)).printed }],
  ['codes', { takes: ['list'], run: ([list]) => markdownNameList(listOf(list).map(textOf)).printed }],
  ['names', { takes: ['list'], run: ([list]) => sentence(listOf(list)) }],
  [
    'plural',
    { takes: ['list', 'word', 'word'], run: ([list, one, many]) => textOf(listOf(list).length === 1 ? one : many) },
  ],
  ['block', { takes: ['text'], run: ([value]) => withinBlock(textOf(value)) }],
])

const HELPERS: Readonly<Record<Format, ReadonlyMap<string, TemplateHelper>>> = {
  yaml: new Map([['comment', COMMENT]]),
  dotenv: new Map([['comment', COMMENT]]),
  markdown: MARKDOWN,
  crontab: new Map<string, TemplateHelper>([
    ['comment', COMMENT],
    ['schedule', { takes: ['text'], run: ([value]) => schedule(textOf(value)) }],
  ]),
}

/** The helpers that templates of a format may call besides `if`, `unless` and `each`. */
export function helpersOf(format: Format): ReadonlyMap<string, TemplateHelper> {
  return HELPERS[format]
}

/** What `{{value}}` puts into a file: printed text of its format as it is, anything else through the format's printer. */
export function printField(format: Format, value: unknown): string {
  if (isPrinted(value)) return printedField(format, value)
  const text = textOf(value)
  switch (format) {
    case 'yaml':
      return printYamlScalar(typeof value === 'number' ? value : text).printed
    case 'dotenv':
      return printDotenvValue(text).printed
    case 'markdown':
      return markdownText(text).printed
    case 'crontab':
      return cronWord(text)
  }
}

/** What a field of printed text puts into a file; throws for anything that no printer of the format has made. */
export function printedField(format: Format, value: unknown): string {
  if (isPrinted(value) && value.format === format) return value.printed
  throw new Error(
    `a template for ${format} was given ${isPrinted(value) ? `text printed for ${value.format}` : typeof value}`,
  )
}

function isPrinted(value: unknown): value is Printed<Format> {
  return (
    typeof value === 'object' && value !== null && Object.hasOwn(value, 'printed') && Object.hasOwn(value, 'format')
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new Error(`a template was given ${typeof value} where text belongs`)
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new Error(`a template was given ${typeof value} where a list belongs`)
}

/** `a`, `b` and `c`; text becomes code spans, printed items stand as they are. */
function sentence(items: readonly unknown[]): string {
  const parts = items.map((item) =>
    isPrinted(item) ? printedField('markdown', item) : markdownCode(textOf(item)).printed,
  )
  const last = parts.pop() ?? ''
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

/** Text inside a fenced block that the template has opened with three backticks. */
function withinBlock(text: string): string {
  if (text.includes('```')) throw new Error('text that would end a block of code')
  return showUnprintable(text)
}

/** One word of a command in a crontab: for the shell, and with the `%` escaped that cron takes for a newline. */
function cronWord(text: string): string {
  if (/^[A-Za-z0-9_./:@+-]+$/.test(text)) return text
  if (/[\0\n\r]/.test(text)) throw new Error('a crontab has no way to write a line break')
  return `'${text.replaceAll("'", () => String.raw`'\''`)}'`.replaceAll('%', () => String.raw`\%`)
}

function schedule(text: string): string {
  if (!/^[A-Za-z0-9*,/?#@ -]+$/.test(text)) throw new Error(`no schedule for a crontab: ${JSON.stringify(text)}`)
  return text
}
