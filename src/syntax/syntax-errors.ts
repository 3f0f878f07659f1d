import { Composer, type CST, Parser, type YAMLParseError } from 'yaml'
import { diagnostic, type Diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { positionOf, type Source, type Span } from '../diagnostics/source.ts'
import type { ParserStop } from './events.ts'
import { explain } from './syntax-messages.ts'

/** The second parser is slow: larger texts (in UTF-16 units) get the words of the first one. */
const MAXIMUM_LENGTH = 256 * 1024
/** It recurses, and Node ends the process on some overflows: deeper texts are not given to it. */
const MAXIMUM_TOKEN_DEPTH = 150
const MAXIMUM_ERRORS = 5
/** Errors nearer to each other than this many lines are mostly one mistake. */
const LINES_APART = 5

/** What a look at the tokens says before anything recursive is done with them. */
interface TokenFacts {
  readonly depth: number
  /** Opening quotes and brackets that are never closed, in the order of the text. */
  readonly unclosed: readonly { readonly offset: number; readonly sign: string }[]
  /** Quoted texts over several lines: one that swallowed a closing quote explains an error at its end. */
  readonly long: readonly { readonly start: number; readonly end: number }[]
}

interface Facts {
  depth: number
  readonly unclosed: { offset: number; sign: string }[]
  readonly long: { start: number; end: number }[]
}

function noteToken(token: CST.Token, facts: Facts): void {
  if (token.type === 'double-quoted-scalar' || token.type === 'single-quoted-scalar') {
    const sign = token.source[0] ?? '"'
    if (!isClosed(token.source, sign)) facts.unclosed.push({ offset: token.offset, sign })
    else if (token.source.includes('\n'))
      facts.long.push({ start: token.offset, end: token.offset + token.source.length })
  } else if (token.type === 'flow-collection') {
    const sign = token.start.source
    const closing = sign === '{' ? 'flow-map-end' : 'flow-seq-end'
    if (!token.end.some((one) => one.type === closing)) facts.unclosed.push({ offset: token.offset, sign })
  }
}

function isClosed(source: string, sign: string): boolean {
  if (source.length < 2 || !source.endsWith(sign)) return false
  if (sign !== '"') return true
  let slashes = 0
  while (source[source.length - 2 - slashes] === '\\') slashes++
  return slashes % 2 === 0
}

/** Walks the tokens with a stack of its own: their nesting is what the user wrote. */
function factsOf(tokens: readonly CST.Token[]): TokenFacts {
  const facts: Facts = { depth: 0, unclosed: [], long: [] }
  const stack: { readonly token: CST.Token; readonly depth: number }[] = []
  const push = (token: CST.Token | null | undefined, depth: number): void => {
    if (token !== null && token !== undefined) stack.push({ token, depth })
  }
  for (const token of tokens) push(token, 0)
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { token, depth } = top
    facts.depth = Math.max(facts.depth, depth)
    noteToken(token, facts)
    if (token.type === 'document') push(token.value, depth + 1)
    if (!('items' in token)) continue
    for (const item of token.items) {
      push(item.key, depth + 1)
      push(item.value, depth + 1)
    }
  }
  facts.unclosed.sort((left, right) => left.offset - right.offset)
  return facts
}

/** Errors of meaning, which our own tree building finds. */
const NOT_SYNTAX: ReadonlySet<string> = new Set([
  'DUPLICATE_KEY',
  'TAG_RESOLVE_FAILED',
  'BAD_COLLECTION_TYPE',
  'NON_STRING_KEY',
  'BAD_DIRECTIVE',
])

function errorsOf(tokens: readonly CST.Token[]): readonly YAMLParseError[] {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
  const errors: YAMLParseError[] = []
  for (const document of composer.compose(tokens)) errors.push(...document.errors)
  return errors.filter((one) => !NOT_SYNTAX.has(one.code)).sort((left, right) => left.pos[0] - right.pos[0])
}

function unclosedDiagnostic(source: Source, offset: number, sign: string): Diagnostic {
  const span: Span = { source, start: offset, end: offset + 1 }
  if (sign === '"' || sign === "'") {
    return diagnostic('AH1024', span, `the quote ${sign} is never closed`, { hints: [`add the closing ${sign}`] })
  }
  const closing = sign === '{' ? '}' : ']'
  return diagnostic('AH1024', span, `the bracket ${sign} is never closed where its key's indentation allows it`, {
    hints: [`add the closing ${closing}`, 'indent every line between the brackets more than the key'],
  })
}

/** `[`, items, and `]` in the column of the key: other readers only warn, so it deserves words of its own. */
function closingBracketAtKey(source: Source, stop: ParserStop): Diagnostic | undefined {
  const sign = source.text[stop.offset]
  if (stop.reason !== 'deficient indentation' || (sign !== ']' && sign !== '}')) return undefined
  const span: Span = { source, start: stop.offset, end: stop.offset + 1 }
  return diagnostic('AH1023', span, `the closing ${sign} must be indented more than the line of its key`, {
    hints: ['indent it by one space or more'],
  })
}

function candidates(source: Source): readonly Diagnostic[] {
  const tokens = [...new Parser().parse(source.text)]
  const facts = factsOf(tokens)
  const [opener] = facts.unclosed
  if (facts.depth > MAXIMUM_TOKEN_DEPTH) return []
  const found: Diagnostic[] = []
  for (const error of errorsOf(tokens)) {
    const start = Math.min(error.pos[0], source.text.length)
    // What follows an opening sign that is never closed is a consequence of it.
    if (opener !== undefined && start > opener.offset) break
    const span: Span = { source, start, end: Math.min(Math.max(error.pos[1], start), source.text.length) }
    const { code, message, hints } = explain(error.code, error.message, source.text, start)
    const swallowed = facts.long.find((one) => start >= one.start && start - one.end <= 2)
    const related = swallowed === undefined ? [] : [relatedQuote(source, swallowed)]
    found.push(diagnostic(code, span, message, { hints, related }))
  }
  if (opener !== undefined) found.push(unclosedDiagnostic(source, opener.offset, opener.sign))
  return found
}

function relatedQuote(
  source: Source,
  at: { readonly start: number; readonly end: number },
): Diagnostic['related'][number] {
  return {
    message: 'a quoted text over several lines begins here; is its closing quote missing?',
    span: { source, start: at.start, end: at.start + 1 },
  }
}

/** The first, and at most four more that are far enough from the one before to be mistakes of their own. */
function firstFew(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const chosen: Diagnostic[] = []
  let line = -LINES_APART - 1
  for (const one of found) {
    const here = one.span === undefined ? 0 : positionOf(one.span.source, one.span.start).line
    if (chosen.length === 0 || here > line + LINES_APART) {
      chosen.push(one)
      line = here
    }
    if (chosen.length === MAXIMUM_ERRORS) break
  }
  return chosen
}

/** Says what is wrong with a text that the parser gave up on: a second parser, which goes on after errors, reads it again. */
export function reportSyntaxErrors(source: Source, stop: ParserStop, report: Report): void {
  const bracket = closingBracketAtKey(source, stop)
  if (bracket !== undefined) {
    report(bracket)
    return
  }
  const found = source.text.length <= MAXIMUM_LENGTH ? firstFew(candidates(source)) : []
  for (const one of found) report(one)
  if (found.length > 0) return
  const { code, message, hints } = explain('', stop.reason, source.text, stop.offset)
  report(diagnostic(code, { source, start: stop.offset, end: stop.offset }, message, { hints }))
}
