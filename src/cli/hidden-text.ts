import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'

/** Which of two spellings of one file hides more, position by position: passes write `*` over a secret. */
function combine(left: string, right: string): string {
  let text = ''
  let from = 0
  for (const run of right.matchAll(/\*+/g)) {
    text += left.slice(from, run.index) + run[0]
    from = run.index + run[0].length
  }
  return text + left.slice(from)
}

/**
 * A secret that one diagnostic hides in its source line may stand in the line that another one shows: what is hidden in
 * one frame is hidden in all of the same file.
 */
export function hideEverywhere(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const spans = diagnostics.flatMap((one) => [
    ...(one.span === undefined ? [] : [one.span]),
    ...one.related.map((related) => related.span),
  ])
  const texts = new Map<string, Set<string>>()
  for (const { source } of spans) {
    const key = `${source.path}\0${source.text.length}`
    const known = texts.get(key)
    if (known === undefined) texts.set(key, new Set([source.text]))
    else known.add(source.text)
  }
  if ([...texts.values()].every((known) => known.size === 1)) return diagnostics
  const sources = new Map<string, Source>()
  for (const [key, known] of texts) {
    sources.set(key, { path: key.slice(0, key.indexOf('\0')), text: [...known].reduce(combine) })
  }
  const hide = (span: Span): Span => {
    const source = sources.get(`${span.source.path}\0${span.source.text.length}`)
    return source === undefined ? span : { ...span, source }
  }
  return diagnostics.map((one) => ({
    ...one,
    span: one.span === undefined ? undefined : hide(one.span),
    related: one.related.map((related) => ({ ...related, span: hide(related.span) })),
  }))
}
