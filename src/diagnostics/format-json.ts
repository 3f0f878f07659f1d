import type { Diagnostic } from './diagnostic.ts'
import { positionOf, type Span } from './source.ts'

/** A place in `schema/diagnostics.schema.json`: lines and columns from 1, columns and offsets as `Position` and `Span` have them. */
interface JsonPlace {
  readonly line: number
  readonly column: number
  readonly offset: number
}

function placeOf(span: Span, offset: number): JsonPlace {
  const { line, column } = positionOf(span.source, offset)
  return { line, column, offset }
}

function locationOf(span: Span): { file: string; start: JsonPlace; end: JsonPlace } {
  return { file: span.source.path, start: placeOf(span, span.start), end: placeOf(span, span.end) }
}

function toJson(diagnostic: Diagnostic): Record<string, unknown> {
  const { code, severity, message, span, hints, related, subject } = diagnostic
  return {
    code,
    severity,
    message,
    location: span === undefined ? null : locationOf(span),
    hints,
    related: related.map((one) => ({ message: one.message, location: locationOf(one.span) })),
    ...(subject.resource === undefined ? {} : { resource: subject.resource }),
    ...(subject.target === undefined ? {} : { target: subject.target }),
  }
}

/** JSON that steers no terminal when somebody looks at it: everything outside printable ASCII and letters is escaped. */
export function printJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2)
  return `${json.replace(/[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, escapeUnit)}\n`
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** All diagnostics as one JSON document, described by `schema/diagnostics.schema.json`. */
export function formatJson(diagnostics: readonly Diagnostic[]): string {
  return printJson({ version: 1, diagnostics: diagnostics.map(toJson) })
}
