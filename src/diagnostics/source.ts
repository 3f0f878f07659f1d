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
  return { line: low + 1, column: [...source.text.slice(start, at)].length + 1 }
}

/** The text of one line (from 1), without its line end. */
export function lineText(source: Source, line: number): string {
  const starts = startsOfLines(source)
  const start = starts[line - 1]
  if (start === undefined) return ''
  const end = starts[line] ?? source.text.length + 1
  return source.text.slice(start, end - 1).replace(/\r$/, '')
}
