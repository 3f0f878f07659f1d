import type { Severity } from './code-page.ts'
import type { Diagnostic, Related } from './diagnostic.ts'
import { leftOutText, withoutFlood } from './flood.ts'
import { characterWidth, safeText, textWidth } from './safe-text.ts'
import { characterStart, lineAround, positionOf, type Span } from './source.ts'

/** How the frame is drawn. */
export interface TextFormatOptions {
  /** With ANSI colours. */
  readonly colour: boolean
  /** Columns of the terminal; a hint that does not fit beside the carets goes below them. Default: 120. */
  readonly columns?: number
  /** Turns a path relative to the project root into the one to show. Default: as it is. */
  readonly displayPath?: (path: string) => string
}

/** A source line is shown in at most this many columns around the place. */
const LONGEST_LINE = 200
const TAB_WIDTH = 4
/** A longer message is a mistake of ours; it must not flood a log. */
const LONGEST_MESSAGE = 4000

/** A circle may go through thousands of places; so many show where to cut it. */
const MOST_RELATED = 20

const LABEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'info' }

type Style = Severity | 'gutter' | 'strong' | 'note'

const ANSI: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  information: '1;36',
  gutter: '1;34',
  strong: '1',
  note: '1;32',
}

interface Painter {
  paint(style: Style, text: string): string
  readonly columns: number
  readonly displayPath: (path: string) => string
}

/** One character of a source line as it is shown. */
interface Cell {
  readonly text: string
  readonly width: number
}

function cellsOf(line: string, from: number): readonly Cell[] {
  const cells: Cell[] = []
  let column = from
  for (const character of line) {
    const tab = TAB_WIDTH - (column % TAB_WIDTH)
    const text = character === '\t' ? ' '.repeat(tab) : safeText(character)
    const width = text === character ? characterWidth(character) : text.length
    cells.push({ text, width })
    column += width
  }
  return cells
}

const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0)
const textOf = (cells: readonly Cell[]): string => cells.map((cell) => cell.text).join('')

/** The shown line, and where the carets begin and how many there are, in columns. */
interface Excerpt {
  readonly text: string
  readonly indent: number
  readonly carets: number
}

function takeColumns(cells: readonly Cell[], columns: number): readonly Cell[] {
  let width = 0
  const end = cells.findIndex((cell) => (width += cell.width) > columns)
  return end === -1 ? cells : cells.slice(0, end)
}

/** Cuts the line so that the place is in sight; what is cut away shows as `...`. Long lines are not looked at as a whole. */
function excerptOf(span: Span): Excerpt & { readonly line: number; readonly column: number } {
  const { source } = span
  const { line, column } = positionOf(source, span.start)
  const whole = lineAround(source, span.start)
  const start = Math.min(span.start, whole.end)
  const rest = source.text.slice(start, whole.end)
  const stop = span.end <= whole.end ? Math.max(span.end, start) : start + rest.trimEnd().length
  const near = characterStart(source, Math.max(whole.start, start - LONGEST_LINE))
  const marked = characterStart(source, Math.min(stop, start + 2 * LONGEST_LINE))
  const far = characterStart(source, Math.min(whole.end, marked + LONGEST_LINE))
  const complete = near === whole.start && far === whole.end
  const head = cellsOf(source.text.slice(near, start), 0)
  const middle = cellsOf(source.text.slice(start, marked), widthOf(head))
  const tail = cellsOf(source.text.slice(marked, far), widthOf(head) + widthOf(middle))
  const carets = Math.max(1, widthOf(middle))
  if (complete && widthOf(head) + widthOf(middle) + widthOf(tail) <= LONGEST_LINE) {
    return { line, column, text: textOf([...head, ...middle, ...tail]), indent: widthOf(head), carets }
  }
  return { line, column, ...clip(head, middle, tail, near > whole.start) }
}

function clip(before: readonly Cell[], marked: readonly Cell[], after: readonly Cell[], cutAlready: boolean): Excerpt {
  const head = takeColumns([...before].reverse(), 60).toReversed()
  const shown = takeColumns(marked, LONGEST_LINE - widthOf(head))
  const tail = shown.length < marked.length ? [] : takeColumns(after, LONGEST_LINE - widthOf(head) - widthOf(shown))
  const left = cutAlready || head.length < before.length ? '...' : ''
  const right = shown.length < marked.length || tail.length < after.length ? '...' : ''
  return {
    text: left + textOf(head) + textOf(shown) + textOf(tail) + right,
    indent: left.length + widthOf(head),
    carets: Math.max(1, widthOf(shown)),
  }
}

interface Frame {
  readonly lines: readonly string[]
  /** Whether `beside` found room after the carets. */
  readonly took: boolean
}

function frameOf(span: Span, gutter: number, beside: string | undefined, style: Style, painter: Painter): Frame {
  const bar = painter.paint('gutter', '|')
  const excerpt = excerptOf(span)
  const number = painter.paint('gutter', String(excerpt.line).padStart(gutter))
  const path = safeText(painter.displayPath(span.source.path))
  const took =
    beside !== undefined && gutter + 4 + excerpt.indent + excerpt.carets + 1 + textWidth(beside) <= painter.columns
  const carets = '^'.repeat(excerpt.carets) + (took ? ` ${beside}` : '')
  return {
    took,
    lines: [
      `${' '.repeat(gutter + 1)}${painter.paint('gutter', '-->')} ${path}:${excerpt.line}:${excerpt.column}`,
      `${' '.repeat(gutter + 2)}${bar}`,
      ` ${number} ${bar} ${excerpt.text}`.trimEnd(),
      `${' '.repeat(gutter + 2)}${bar} ${' '.repeat(excerpt.indent)}${painter.paint(style, carets)}`,
    ],
  }
}

function clipMessage(message: string): string {
  return message.length <= LONGEST_MESSAGE ? safeText(message) : `${safeText(message.slice(0, LONGEST_MESSAGE))}...`
}

function helpLines(hints: readonly string[], gutter: number, painter: Painter): readonly string[] {
  return hints.map(
    (hint) =>
      `${' '.repeat(gutter + 2)}${painter.paint('gutter', '=')} ${painter.paint('strong', 'help:')} ${clipMessage(hint)}`,
  )
}

function lineOf(span: Span): number {
  return positionOf(span.source, span.start).line
}

function noteLines(related: Related, gutter: number, painter: Painter): readonly string[] {
  const head = `${painter.paint('note', 'note')}: ${clipMessage(related.message)}`
  return [head, ...frameOf(related.span, gutter, undefined, 'note', painter).lines]
}

function diagnosticLines(diagnostic: Diagnostic, painter: Painter): readonly string[] {
  const { span, related, hints, severity } = diagnostic
  const spans = [...(span === undefined ? [] : [span]), ...related.map((one) => one.span)]
  const gutter = Math.max(1, ...spans.map((one) => String(lineOf(one)).length))
  const label = painter.paint(severity, `${LABEL[severity]}[${diagnostic.code}]`)
  const head = `${label}${painter.paint('strong', `: ${clipMessage(diagnostic.message)}`)}`
  const notes = related.slice(0, MOST_RELATED).flatMap((one) => noteLines(one, gutter, painter))
  if (related.length > MOST_RELATED) {
    notes.push(
      `${painter.paint('note', 'note')}: ${related.length - MOST_RELATED} more places; --diagnostics json has all`,
    )
  }
  if (span === undefined) return [head, ...helpLines(hints, gutter - 1, painter), ...notes]
  const first = hints[0]
  const frame = frameOf(span, gutter, first === undefined ? undefined : clipMessage(first), severity, painter)
  const below = helpLines(frame.took ? hints.slice(1) : hints, gutter, painter)
  const space = below.length > 0 ? [`${' '.repeat(gutter + 2)}${painter.paint('gutter', '|')}`] : []
  return [head, ...frame.lines, ...space, ...below, ...notes]
}

function count(number: number, singular: string): readonly string[] {
  if (number === 0) return []
  return [`${number} ${singular}${number === 1 ? '' : 's'}`]
}

/** `2 errors, 1 warning`; empty where there is neither. */
export function summaryOf(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Severity): number => diagnostics.filter((one) => one.severity === severity).length
  return [...count(of('error'), 'error'), ...count(of('warning'), 'warning')].join(', ')
}

/**
 * Diagnostics as people read them: message, place, the source line with carets, related places, hints, and a last line
 * that counts all, those too that are left out because their file has so many. Empty for none. Text from outside never reaches a terminal unescaped.
 */
export function formatText(diagnostics: readonly Diagnostic[], options: TextFormatOptions): string {
  const painter: Painter = {
    paint: (style, text) => (options.colour ? `\u001b[${ANSI[style]}m${text}\u001b[0m` : text),
    columns: Math.max(60, options.columns ?? 120),
    displayPath: options.displayPath ?? ((path) => path),
  }
  const { shown, leftOut } = withoutFlood(diagnostics)
  const blocks = shown.map((one) => `${diagnosticLines(one, painter).join('\n')}\n`)
  const rest = leftOut.map((one) => `${safeText(leftOutText(one, painter.displayPath))}\n`)
  const summary = summaryOf(diagnostics)
  return [...blocks, ...rest, ...(summary === '' ? [] : [`${summary}\n`])].join('\n')
}
