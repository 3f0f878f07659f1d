import type { Code } from '../diagnostics/catalog.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Locate } from './locate.ts'

/** Where a placeholder is read: `at` moves forward over `text`; `end` is where reading must stop. */
export interface Cursor {
  readonly text: string
  readonly locate: Locate
  readonly report: Report
  /** The `$` of the placeholder. */
  readonly start: number
  at: number
}

const BLANK = /[ \t\r\n]*/y

/** What is shown of a text that was not understood. */
const TOKEN = /[A-Za-z0-9_.-]+|===?|&&|\|\||./suy

/** What a sticky pattern finds at the cursor, or nothing. */
export function match(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at
  return pattern.exec(cursor.text)?.[0] ?? ''
}

/** The same, and moves over it. */
export function take(cursor: Cursor, pattern: RegExp): string {
  const found = match(cursor, pattern)
  cursor.at += found.length
  return found
}

/** Moves over blanks and line breaks. */
export function skipBlanks(cursor: Cursor): void {
  take(cursor, BLANK)
}

/** Whether a text stands at the cursor. */
export function startsWith(cursor: Cursor, text: string): boolean {
  return cursor.text.startsWith(text, cursor.at)
}

/** Moves over a text if it stands at the cursor. */
export function accept(cursor: Cursor, text: string): boolean {
  if (!startsWith(cursor, text)) return false
  cursor.at += text.length
  return true
}

/** Reports a mistake between two offsets. */
export function fail(
  cursor: Cursor,
  code: Code,
  from: number,
  to: number,
  message: string,
  hints: readonly string[] = [],
): undefined {
  cursor.report(diagnostic(code, cursor.locate(from, to), message, { hints }))
  return undefined
}

const QUOTES_HINT =
  'a value with ": " or " #" in it needs YAML quotes around the whole of it, since YAML ends an unquoted one there'

function failUnclosed(cursor: Cursor): undefined {
  const shown = cursor.text.slice(cursor.start, cursor.at).trimEnd().replace(/\s+/g, ' ').slice(0, 60)
  return fail(cursor, 'AH4101', cursor.start, cursor.start + 2, `the placeholder "${shown}" is not closed`, [
    'end it with ">"; for a literal "$<" write "$$<"',
    ...(cursor.at < cursor.text.length ? [] : [QUOTES_HINT]),
  ])
}

/** Reports what stands where something else was expected. */
export function failUnexpected(
  cursor: Cursor,
  expected: string,
  hints: readonly string[] = ['for a literal "$<" write "$$<"'],
): undefined {
  if (cursor.at >= cursor.text.length) return failUnclosed(cursor)
  const token = match(cursor, TOKEN)
  if (startsWith(cursor, '$<')) return failNested(cursor)
  const shown = /^[\p{Cc}\p{Cf}]$/u.test(token)
    ? `U+${(token.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
    : token
  const message = `"${shown}" is not understood here; expected ${expected}`
  return fail(cursor, 'AH4109', cursor.at, cursor.at + token.length, message, hints)
}

/** Reports a `$<` that stands inside a placeholder. */
export function failNested(cursor: Cursor): undefined {
  return fail(cursor, 'AH4103', cursor.at, cursor.at + 2, 'a placeholder cannot stand inside a placeholder', [
    'inside "$<...>" write the reference alone, such as Parameters.region',
    'for a literal "$<" inside quotes write "$$<"',
  ])
}

/** How a choice looks, as a hint. */
export const CHOICE_FORM: string = "a choice is written $<Parameters.tls == true ? 'yes' : 'no'>"

/** Says why the placeholder does not end where its expression does. */
export function failAfterExpression(cursor: Cursor): void {
  const token = match(cursor, TOKEN)
  if (startsWith(cursor, '$<')) failUnclosed(cursor)
  else if (token === '=') failUnexpected(cursor, '"==" or "!="', ['compare with == or !='])
  else if (token === '&&' || token === '||') {
    failUnexpected(cursor, '">"', ['there is only == and !=; decide the rest where the value is used'])
  } else if (token === '?') failUnexpected(cursor, '">"', [CHOICE_FORM, 'choices do not nest'])
  else failUnexpected(cursor, '">", "|", "==" or "!="', ['a placeholder holds one name with filters, or one choice'])
}

/** Reports a placeholder that is longer than any that makes sense. */
export function failTooLong(cursor: Cursor, most: number): void {
  const message = `a placeholder of more than ${most} characters`
  fail(cursor, 'AH4111', cursor.start, cursor.start + 2, message, ['was its ">" forgotten?'])
}

/** Reports `$<>`. */
export function failEmpty(cursor: Cursor): void {
  fail(cursor, 'AH4102', cursor.start, cursor.at + 1, 'the placeholder is empty', [
    'name something, such as $<Parameters.region>; for a literal "$<" write "$$<"',
  ])
}
