import type { Source, Span } from '../diagnostics/source.ts'

/** The source with everything but line breaks in those stretches as `*`, so that a frame shows the place and not the value. */
export function redactSource(source: Source, spans: readonly Span[]): Source {
  let text = ''
  let at = 0
  for (const span of [...spans].sort((left, right) => left.start - right.start)) {
    if (span.source.path !== source.path || span.end <= at) continue
    const start = Math.max(span.start, at)
    text +=
      source.text.slice(at, start) +
      source.text.slice(start, span.end).replace(/[^\r\n]+/g, (run) => '*'.repeat(run.length))
    at = span.end
  }
  return { path: source.path, text: text + source.text.slice(at) }
}

/** The same place, in a source in which what stands there is not readable. */
export function redactSpan(span: Span, hidden: readonly Span[] = [span]): Span {
  return { ...span, source: redactSource(span.source, hidden) }
}
