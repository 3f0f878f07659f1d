import type { Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { ScalarNode } from '../syntax/node.ts'
import type { Expression, Template, TemplatePart } from './expression.ts'
import { type Locate, locator } from './locate.ts'
import { type Cursor, failAfterExpression, failEmpty, failTooLong, skipBlanks } from './cursor.ts'
import { readExpression } from './parse-expression.ts'

/** Characters of one placeholder, more than anybody needs. */
const LONGEST_PLACEHOLDER = 8192

/** Whether a text can hold a placeholder or an escaped one; all others are their own value. */
export function mentionsPlaceholder(text: string): boolean {
  return text.includes('$<')
}

/** Writes text so that it is read as itself: the other direction of `$$<`. */
export function escapePlaceholders(text: string): string {
  return text.replaceAll('$<', () => '$$<')
}

/**
 * Where reading goes on after a broken placeholder: behind its `>` (those in quotes and those of placeholders inside it
 * left out), at the next placeholder if it was simply not closed, or at the end of the text.
 */
function resumeAfter(text: string, start: number, failedAt: number): number {
  const end = Math.min(text.length, start + LONGEST_PLACEHOLDER)
  const next = text.indexOf('$<', failedAt)
  const close = text.indexOf('>', failedAt)
  if (close === -1) return text.length
  const operatorBefore = next !== -1 && /[=?:(|]\s*'?[^'>]*$/.test(text.slice(start + 2, Math.min(next, end)))
  if (next !== -1 && next < close && !operatorBefore) return next
  let depth = 1
  let quoted = false
  for (let at = start + 2; at < end; at++) {
    if (text[at] === "'") quoted = !quoted
    else if (text.startsWith('$<', at)) depth++
    else if (text[at] === '>' && !quoted && --depth === 0) return at + 1
  }
  return close + 1
}

/** Reads one placeholder at `cursor.at`, which ends behind it. */
function readPlaceholder(cursor: Cursor): Expression | undefined {
  cursor.at += 2
  skipBlanks(cursor)
  if (cursor.text[cursor.at] === '>') {
    failEmpty(cursor)
    cursor.at++
    return undefined
  }
  const expression = readExpression(cursor)
  if (expression !== undefined) {
    skipBlanks(cursor)
    const long = cursor.at - cursor.start > LONGEST_PLACEHOLDER
    if (cursor.text[cursor.at] === '>' && !long) {
      cursor.at++
      return expression
    }
    if (long) failTooLong(cursor, LONGEST_PLACEHOLDER)
    else failAfterExpression(cursor)
  }
  cursor.at = resumeAfter(cursor.text, cursor.start, cursor.at)
  return undefined
}

function parse(text: string, span: Span, locate: Locate, report: Report): Template {
  const parts: TemplatePart[] = []
  let literal = ''
  let malformed = false
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal })
    literal = ''
  }
  let at = 0
  for (let next = text.indexOf('$<'); next !== -1; next = text.indexOf('$<', at)) {
    if (next > at && text[next - 1] === '$') {
      literal += `${text.slice(at, next - 1)}$<`
      at = next + 2
      continue
    }
    literal += text.slice(at, next)
    const cursor: Cursor = { text, locate, report, start: next, at: next }
    const expression = readPlaceholder(cursor)
    at = cursor.at
    if (expression === undefined) malformed = true
    else {
      flush()
      parts.push({ kind: 'expression', expression, span: locate(next, at) })
    }
  }
  literal += text.slice(at)
  flush()
  return malformed ? { parts, span, malformed } : { parts, span }
}

/** Reads a text that stands at `span`, such as a file's content. Mistakes are reported; what is left is a template without them. */
export function parseTemplateText(text: string, span: Span, report: Report): Template {
  if (!mentionsPlaceholder(text)) return { parts: text === '' ? [] : [{ kind: 'text', text }], span }
  return parse(text, span, locator(text, span), report)
}

/** Templates of scalars that several passes read; those with mistakes are read again, so that each pass hears of them. */
const parsed = new WeakMap<ScalarNode, Template>()

/** Reads the placeholders of a scalar. */
export function parseTemplate(node: ScalarNode, report: Report): Template {
  const known = parsed.get(node)
  if (known !== undefined) return known
  const template = parseTemplateText(node.text, node.span, report)
  if (template.malformed !== true) parsed.set(node, template)
  return template
}

/** The expression of a template that consists of nothing else, and so has its declared type; undefined for every other. */
export function wholeExpression(template: Template): Expression | undefined {
  const [part] = template.parts
  return template.parts.length === 1 && part?.kind === 'expression' ? part.expression : undefined
}
