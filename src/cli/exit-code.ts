import { CATALOG } from '../diagnostics/catalog.ts'
import type { CodePage } from '../diagnostics/code-page.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'

/**
 * Which code wins where errors of several kinds came together: a bug first, since nothing else can be trusted then; wrong
 * content before everything that may follow from it; then usage, prerequisites, refusals, failed operations.
 */
const ORDER: readonly number[] = [70, 3, 2, 6, 5, 1, 4]

/** The exit code for what a run reported: 0 without an error, else that of the codes' pages (3 where a page says nothing). */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): number {
  const codes = new Set<number>()
  for (const one of diagnostics) {
    const page: CodePage = CATALOG[one.code]
    if (one.severity === 'error') codes.add(page.exit ?? 3)
  }
  return ORDER.find((code) => codes.has(code)) ?? 0
}
