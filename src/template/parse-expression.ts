import { accept, CHOICE_FORM, type Cursor, fail, failUnexpected, skipBlanks, startsWith } from './cursor.ts'
import type { Expression } from './expression.ts'
import { readOperand } from './parse-operand.ts'

function readOperator(cursor: Cursor): '==' | '!=' | undefined {
  if (accept(cursor, '==')) return '=='
  return accept(cursor, '!=') ? '!=' : undefined
}

/** Reads the two branches of a choice, after its `?`. */
function readBranches(cursor: Cursor): readonly [Expression, Expression] | undefined {
  skipBlanks(cursor)
  const whenTrue = readOperand(cursor)
  if (whenTrue === undefined) return undefined
  skipBlanks(cursor)
  if (!accept(cursor, ':')) {
    const hints = [
      CHOICE_FORM,
      'a choice needs YAML quotes around the whole scalar, because YAML ends an unquoted one at ": " and " #"',
    ]
    const end = Math.min(cursor.at + 1, cursor.text.length)
    return fail(cursor, 'AH4108', cursor.start, end, 'the choice has no second branch: ":" is missing', hints)
  }
  skipBlanks(cursor)
  const whenFalse = readOperand(cursor)
  return whenFalse === undefined ? undefined : [whenTrue, whenFalse]
}

/**
 * Reads what stands in a placeholder, up to the character that cannot belong to it; reports and gives undefined where
 * nothing sensible stands there. Filters bind closer than `==`, and choices do not nest.
 */
export function readExpression(cursor: Cursor): Expression | undefined {
  const from = cursor.at
  const left = readOperand(cursor)
  if (left === undefined) return undefined
  const end = cursor.at
  skipBlanks(cursor)
  if (startsWith(cursor, '?')) {
    return fail(cursor, 'AH4108', from, cursor.at + 1, 'a choice compares two values before its "?"', [CHOICE_FORM])
  }
  const operator = readOperator(cursor)
  if (operator === undefined) {
    cursor.at = end
    return left
  }
  skipBlanks(cursor)
  if (startsWith(cursor, '='))
    return failUnexpected(cursor, `the right side of "${operator}"`, ['compare with == or !='])
  const right = readOperand(cursor)
  if (right === undefined) return undefined
  const compared = cursor.at
  skipBlanks(cursor)
  if (!accept(cursor, '?')) {
    cursor.at = compared
    return { kind: 'comparison', operator, left, right, span: cursor.locate(from, compared) }
  }
  const branches = readBranches(cursor)
  if (branches === undefined) return undefined
  const [whenTrue, whenFalse] = branches
  return { kind: 'choice', operator, left, right, whenTrue, whenFalse, span: cursor.locate(from, cursor.at) }
}
