/** One file's text. `path` is relative to the project root, with `/`, as it is shown to people. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** A stretch of a source: offsets in UTF-16 code units, `end` exclusive. Lines exist only in formatters. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** A place as people count: both from 1, the column in Unicode code points. */
export interface Position {
  readonly line: number
  readonly column: number
}

const lineStarts = new WeakMap<Source, readonly number[]>()

function startsOfLines(source: Source): readonly number[] {
  const known = lineStarts.get(source)
  if (known !== undefined) return known
  const starts = [0]
  for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1)
  lineStarts.set(source, starts)
  return starts
}

/** Where the second half of a pair of surrogates stands, which is no character of its own. */
function isSecondHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 0xdc00 || unit > 0xdfff || at === 0) return false
  const before = text.charCodeAt(at - 1)
  return before >= 0xd800 && before <= 0xdbff
}

/** Code points that begin in a stretch of a text. */
function codePointsIn(text: string, from: number, to: number): number {
  let count = to - from
  for (let at = from; at < to; at++) if (isSecondHalf(text, at)) count--
  return count
}

/** Code units between two marks in a long line; with them, many places in one line take no quadratic time. */
const MARK_EVERY = 1024
/** By the offset at which a line begins: the code points before each mark. */
const marks = new WeakMap<Source, Map<number, number[]>>()

function codePointsBefore(source: Source, start: number, at: number): number {
  if (at - start < MARK_EVERY) return codePointsIn(source.text, start, at)
  const lines = marks.get(source) ?? new Map<number, number[]>()
  marks.set(source, lines)
  const known = lines.get(start) ?? [0]
  lines.set(start, known)
  const wanted = Math.floor((at - start) / MARK_EVERY)
  for (let mark = known.length; mark <= wanted; mark++) {
    const from = start + (mark - 1) * MARK_EVERY
    known.push((known[mark - 1] ?? 0) + codePointsIn(source.text, from, from + MARK_EVERY))
  }
  return (known[wanted] ?? 0) + codePointsIn(source.text, start + wanted * MARK_EVERY, at)
}

/** An offset that does not stand within a character. */
export function characterStart({ text }: Source, offset: number): number {
  return isSecondHalf(text, offset) ? offset - 1 : offset
}

/** Turns an offset into line and column; an offset past the end is the end. */
export function positionOf(source: Source, offset: number): Position {
  const starts = startsOfLines(source)
  const at = Math.min(Math.max(offset, 0), source.text.length)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  const start = starts[low] ?? 0
  return { line: low + 1, column: codePointsBefore(source, start, at) + 1 }
}

/** Where the line of an offset begins and ends, without its line end. */
export function lineAround(source: Source, offset: number): { readonly start: number; readonly end: number } {
  const { line } = positionOf(source, offset)
  const start = startsOfLines(source)[line - 1] ?? 0
  return { start, end: start + lineText(source, line).length }
}

/** The text of one line (from 1), without its line end. */
export function lineText(source: Source, line: number): string {
  const starts = startsOfLines(source)
  const start = starts[line - 1]
  if (start === undefined) return ''
  const end = starts[line] ?? source.text.length + 1
  return source.text.slice(start, end - 1).replace(/\r$/, '')
}
