import type { Severity } from './code-page.ts'
import type { Diagnostic } from './diagnostic.ts'
import { leftOutText, withoutFlood } from './flood.ts'
import { safeText } from './safe-text.ts'
import { positionOf, type Span } from './source.ts'

const COMMAND: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' }

/** What stands after `::`; only the line ends of our own hints get here unescaped. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function placeProperties(span: Span): readonly (readonly [string, string])[] {
  const start = positionOf(span.source, span.start)
  const end = positionOf(span.source, span.end)
  const lines = [
    ['file', safeText(span.source.path)],
    ['line', String(start.line)],
  ] as const
  // GitHub refuses columns on an annotation of several lines.
  if (end.line !== start.line) return [...lines, ['endLine', String(end.line)]]
  return [
    ...lines,
    ['endLine', String(end.line)],
    ['col', String(start.column)],
    ['endColumn', String(Math.max(end.column, start.column))],
  ]
}

function annotation(diagnostic: Diagnostic): string {
  const { code, severity, message, hints, related, span } = diagnostic
  const properties = [...(span === undefined ? [] : placeProperties(span)), ['title', code] as const]
  const places = related.map((one) => {
    const { line, column } = positionOf(one.span.source, one.span.start)
    return `note: ${safeText(one.message)} (${safeText(one.span.source.path)}:${line}:${column})`
  })
  const text = [safeText(message), ...hints.map((hint) => `help: ${safeText(hint)}`), ...places].join('\n')
  const head = properties.map(([key, value]) => `${key}=${escapeProperty(value)}`).join(',')
  return `::${COMMAND[severity]} ${head}::${escapeData(text)}\n`
}

/** Diagnostics as workflow commands that GitHub shows on the lines of a pull request. */
export function formatGithub(diagnostics: readonly Diagnostic[]): string {
  const { shown, leftOut } = withoutFlood(diagnostics)
  const rest = leftOut.map(
    (one) => `::${COMMAND[one.severity]}::${escapeData(safeText(leftOutText(one, (path) => path)))}\n`,
  )
  return [...shown.map(annotation), ...rest].join('')
}
