import type { Span } from '../diagnostics/source.ts'

/** Turns a stretch of a scalar's decoded text into a place in its file. */
export type Locate = (start: number, end: number) => Span

function occurrences(text: string): readonly number[] {
  const found: number[] = []
  for (let at = text.indexOf('$<'); at !== -1; at = text.indexOf('$<', at + 2)) found.push(at)
  return found
}

function samePrefix(text: string, raw: string, base: number): number {
  let length = 0
  while (length < text.length && text[length] === raw[base + length]) length++
  return length
}

/**
 * Finds places inside a scalar. Up to the first escape or line break the decoded text stands in the file as it is; after
 * it the n-th `$<` of the text is the n-th of the file, as long as both have as many. Where neither helps, the place is
 * the whole scalar.
 */
export function locator(text: string, span: Span): Locate {
  const raw = span.source.text.slice(span.start, span.end)
  const base = raw[0] === '"' || raw[0] === "'" ? 1 : 0
  const prefix = samePrefix(text, raw, base)
  const inText = occurrences(text)
  const inRaw = occurrences(raw)
  const ordinals = inText.length === inRaw.length ? new Map(inText.map((at, index) => [at, index])) : new Map()
  return (start, end) => {
    if (end <= prefix) return { source: span.source, start: span.start + base + start, end: span.start + base + end }
    const anchor = text.lastIndexOf('$<', start)
    const found = inRaw[ordinals.get(anchor) ?? -1]
    if (found === undefined) return span
    const from = span.start + found
    if (raw.startsWith(text.slice(anchor, end), found)) {
      return { source: span.source, start: from + start - anchor, end: from + end - anchor }
    }
    return { source: span.source, start: from, end: from + 2 }
  }
}
