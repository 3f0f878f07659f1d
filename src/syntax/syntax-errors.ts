import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import type { ParserStop } from './events.ts'

/** Says what is wrong with a text that the parser gave up on. */
export function reportSyntaxErrors(source: Source, stop: ParserStop, report: Report): void {
  report(diagnostic('AH1021', { source, start: stop.offset, end: stop.offset }, stop.reason))
}
