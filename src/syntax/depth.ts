import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { MAXIMUM_DEPTH } from './events.ts'

/** Says, once for a file, that maps and lists are nested too deeply. */
export function reportDepth(to: { readonly report: Report; readonly said: Set<string> }, span: Span): void {
  if (to.said.has('AH1025')) return
  to.said.add('AH1025')
  const message = `maps and lists are nested more than ${MAXIMUM_DEPTH} levels deep`
  to.report(diagnostic('AH1025', span, message, { hints: ['flatten the structure'] }))
}
