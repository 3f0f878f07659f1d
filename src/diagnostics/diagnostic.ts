import { CATALOG, type Code } from './catalog.ts'
import type { Severity } from './code-page.ts'
import type { Span } from './source.ts'

/** A second place that helps to understand a diagnostic. */
export interface Related {
  readonly message: string
  readonly span: Span
}

/** What a diagnostic speaks of, for `accept:` on a resource or a target. */
export interface Subject {
  readonly resource?: string
  readonly target?: string
}

/**
 * A user's mistake, or something a user should know. `message` is one line without position, colour or newline;
 * each hint says one way to mend it.
 */
export interface Diagnostic {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
  readonly span: Span | undefined
  readonly related: readonly Related[]
  readonly hints: readonly string[]
  readonly subject: Subject
}

/** Takes diagnostics as passes find them; passes go on after an error. */
export type Report = (diagnostic: Diagnostic) => void

/** What a diagnostic may say besides its message. */
export interface DiagnosticDetails {
  readonly hints?: readonly string[]
  readonly related?: readonly Related[]
  readonly subject?: Subject
  /** Only where the catalog's severity does not fit (a warning that one command raises to an error). */
  readonly severity?: Severity
}

/** Makes a diagnostic; its severity is the catalog's unless `details` says another. */
export function diagnostic(
  code: Code,
  span: Span | undefined,
  message: string,
  details: DiagnosticDetails = {},
): Diagnostic {
  return {
    code,
    severity: details.severity ?? CATALOG[code].severity,
    message,
    span,
    related: details.related ?? [],
    hints: details.hints ?? [],
    subject: details.subject ?? {},
  }
}

/** Collects what passes report; `hasErrors` decides whether anything is written. */
export interface Collector {
  readonly report: Report
  readonly diagnostics: readonly Diagnostic[]
  hasErrors(): boolean
}

/** An empty collector. */
export function createCollector(): Collector {
  const diagnostics: Diagnostic[] = []
  return {
    report: (found) => void diagnostics.push(found),
    diagnostics,
    hasErrors: () => diagnostics.some((one) => one.severity === 'error'),
  }
}
