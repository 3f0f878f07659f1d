import { markPrinted, type Printed } from './printed.ts'
import { escapeUnprintable, hasUnprintable, showUnprintable } from './unprintable.ts'
import type { YamlEntry, YamlList, YamlMap, YamlScalar, YamlValue } from './yaml-document.ts'

/** Lists of scalars stay on one line up to this column. */
const WIDTH = 100

/** Readers give up looking for the colon of a key after 1024 characters; a longer one is written with `? `. */
const LONGEST_SIMPLE_KEY = 1000

/** What every reader takes for the same text without quotes, relative paths among it. A colon needs a letter, digit or slash behind it. */
const PLAIN = /^(?:\.{1,2}\/)*[A-Za-z/][A-Za-z0-9_./@-]*(?::[A-Za-z0-9/][A-Za-z0-9_./@-]*)*$/

/** Words that some reader, of YAML 1.1 or 1.2, takes for a boolean, null or a number, in any case. */
const RESERVED: ReadonlySet<string> = new Set([
  'y',
  'n',
  'yes',
  'no',
  'on',
  'off',
  'true',
  'false',
  'null',
  'nan',
  'inf',
])

/** An exponent without digits before it, which a lenient reader of YAML 1.1 takes for a number that is none. */
const BARE_EXPONENT = /^[eE]-?[0-9]+$/

type Context = 'block' | 'flow' | 'key'

/**
 * Prints a value as the lines of a block whose first column is `indent` spaces in, without a newline at the end. A
 * scalar is printed on one line, without indentation. `blankBefore` is not heeded on the first entry of a map.
 */
export function printYaml(value: YamlValue, indent: number): Printed<'yaml'> {
  if (!isCollection(value)) return printYamlScalar(value)
  if (isEmpty(value)) return markPrinted('yaml', spaces(indent) + emptyText(value))
  const lines: string[] = []
  addBlock(lines, value, indent, false)
  return markPrinted('yaml', lines.join('\n'))
}

/** Prints a scalar on one line: plain where every reader agrees on that, else in double quotes. */
export function printYamlScalar(value: YamlScalar, context: 'block' | 'flow' = 'block'): Printed<'yaml'> {
  return markPrinted('yaml', oneLine(value, context))
}

/** Prints a key, without its colon. */
export function printYamlKey(key: string): Printed<'yaml'> {
  return markPrinted('yaml', oneLine(key, 'key'))
}

/** Prints lines of a comment; a line break inside one begins another, and nothing in them can end the comment. */
export function printYamlComment(lines: readonly string[], indent: number): Printed<'yaml'> {
  return markPrinted('yaml', commentLines(lines, indent).join('\n'))
}

function commentLines(lines: readonly string[], indent: number): string[] {
  const all = lines.flatMap((line) => line.split(/\r\n|[\n\r]/))
  return all.map((line) => `${spaces(indent)}# ${showUnprintable(line)}`.trimEnd())
}

function spaces(count: number): string {
  return ' '.repeat(count)
}

function isCollection(value: YamlValue): value is YamlList | YamlMap {
  return typeof value === 'object' && value !== null
}

function isEmpty(value: YamlList | YamlMap): boolean {
  return value.kind === 'list' ? value.items.length === 0 : value.entries.length === 0
}

function emptyText(value: YamlList | YamlMap): string {
  return value.kind === 'list' ? '[]' : '{}'
}

/**
 * Adds the lines of a list or map that is not empty; a scalar over several lines is one addition. `followed` says whether a
 * line with text comes right after it: only then may a literal block keep several newlines at its end, since a blank line
 * behind it would become one more.
 */
function addBlock(lines: string[], value: YamlList | YamlMap, indent: number, followed: boolean): void {
  if (value.kind === 'list') addList(lines, value, indent, followed)
  else addMap(lines, value, indent, followed)
}

function addMap(lines: string[], { entries }: YamlMap, indent: number, followed: boolean): void {
  let at = 0
  for (const entry of entries) {
    const next = entries[++at]
    if (entry.blankBefore === true && at > 1) lines.push('')
    if (entry.comment !== undefined) lines.push(...commentLines(entry.comment, indent))
    addEntry(lines, entry, indent, next === undefined ? followed : next.blankBefore !== true)
  }
}

function addEntry(lines: string[], entry: YamlEntry, indent: number, followed: boolean): void {
  const key = oneLine(entry.key, 'key')
  const long = key.length > LONGEST_SIMPLE_KEY
  if (long) lines.push(`${spaces(indent)}? ${key}`)
  const head = long ? `${spaces(indent)}:` : `${spaces(indent)}${key}:`
  const { value } = entry
  const text = isCollection(value) ? collectionText(value, head) : scalarText(value, indent, followed)
  lines.push(text === undefined ? head : `${head} ${text}`)
  if (text === undefined && isCollection(value)) addBlock(lines, value, indent + 2, followed)
}

/** A collection that stands behind `head` on its line: an empty one, or a short list; undefined for any other. */
function collectionText(value: YamlList | YamlMap, head: string): string | undefined {
  if (isEmpty(value)) return emptyText(value)
  return value.kind === 'list' ? flowText(value, [...head].length + 1) : undefined
}

function addList(lines: string[], list: YamlList, indent: number, followed: boolean): void {
  let at = 0
  for (const item of list.items) {
    const comment = list.comments?.get(at)
    at++
    if (comment !== undefined) lines.push(...commentLines(comment, indent))
    addItem(lines, item, indent, at < list.items.length || followed)
  }
}

function addItem(lines: string[], item: YamlValue, indent: number, followed: boolean): void {
  const dash = `${spaces(indent)}-`
  if (!isCollection(item)) {
    lines.push(`${dash} ${scalarText(item, indent, followed)}`)
    return
  }
  const text = collectionText(item, dash)
  if (text !== undefined) {
    lines.push(`${dash} ${text}`)
    return
  }
  const block: string[] = []
  addBlock(block, item, indent + 2, followed)
  // A comment of the first entry stands above the dash: between dash and key it would push the key to the next line.
  const first = block.findIndex((line) => !line.trimStart().startsWith('#'))
  for (const [at, line] of block.entries())
    lines.push(at < first ? line.slice(2) : at === first ? dash + line.slice(indent + 1) : line)
}

/** The list in brackets, if it holds nothing but scalars, none of which wants lines of its own, and ends within the width. */
function flowText(list: YamlList, column: number): string | undefined {
  if (list.comments !== undefined && list.comments.size > 0) return undefined
  const parts: string[] = []
  let length = column + 1
  for (const item of list.items) {
    if (isCollection(item)) return undefined
    if (typeof item === 'string' && literalHeader(item, false) !== undefined) return undefined
    const part = oneLine(item, 'flow')
    length += [...part].length + (parts.length === 0 ? 0 : 2)
    if (length + 1 > WIDTH) return undefined
    parts.push(part)
  }
  return `[${parts.join(', ')}]`
}

/** A scalar behind `key:` or `-` at column `indent`: one line, or a literal block over several. */
function scalarText(value: YamlScalar, indent: number, followed: boolean): string {
  const header = typeof value === 'string' ? literalHeader(value, followed) : undefined
  if (typeof value !== 'string' || header === undefined) return oneLine(value, 'block')
  const body = value.endsWith('\n') ? value.slice(0, -1) : value
  const lines = body.split('\n').map((line) => (line === '' ? '' : spaces(indent + 2) + line))
  return [header, ...lines].join('\n')
}

/** The header of the literal block that can hold the text, or undefined if none reads back the same everywhere. */
function literalHeader(text: string, followed: boolean): string | undefined {
  if (!text.includes('\n')) return undefined
  const lines = text.split('\n')
  const first = lines.find((line) => line !== '')
  if (first === undefined) return undefined
  if (lines.some((line) => /[ \t]$/.test(line) || hasUnprintable(line.replaceAll('\t', '')))) return undefined
  // Left to themselves readers take the indentation of the first line that is not empty, and trip over a tab there.
  const indicator = /^[ \t]/.test(first) ? '2' : ''
  if (!text.endsWith('\n')) return `|${indicator}-`
  if (!text.endsWith('\n\n')) return `|${indicator}`
  return followed ? `|${indicator}+` : undefined
}

function oneLine(value: YamlScalar, context: Context): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'string') return String(value)
  // A colon inside brackets, or in a key, is nothing that people should have to think about.
  const colons = context === 'block' || !value.includes(':')
  if (colons && PLAIN.test(value) && !RESERVED.has(value.toLowerCase()) && !BARE_EXPONENT.test(value)) return value
  return quoted(value)
}

function quoted(text: string): string {
  const inner = text.replace(/["\\]/g, (character) => `\\${character}`)
  return `"${escapeUnprintable(inner, yamlEscape)}"`
}

function yamlEscape(codePoint: number): string {
  if (codePoint === 0x0a) return '\\n'
  if (codePoint === 0x0d) return '\\r'
  if (codePoint === 0x09) return '\\t'
  const hex = codePoint.toString(16)
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`
  if (codePoint <= 0xffff) return `\\u${hex.padStart(4, '0')}`
  return `\\U${hex.padStart(8, '0')}`
}

/** Digits without an exponent for integers; with a point before it otherwise, since YAML 1.1 reads `1e-7` as text. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`no number that can be printed: ${value}`)
  if (Number.isInteger(value)) return BigInt(value).toString()
  const text = String(value)
  const exponent = text.indexOf('e')
  if (exponent === -1 || text.slice(0, exponent).includes('.')) return text
  return `${text.slice(0, exponent)}.0${text.slice(exponent)}`
}
