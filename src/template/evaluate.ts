import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expression, Filter, ReferenceExpression, Template } from './expression.ts'
import { applyFilter } from './filters.ts'
import { concatenate, literalOf, text, type Value, type ValuePart } from './value.ts'

/** What a reference stands for: a value, `absent` (a parameter without one), or undefined after a reported error. */
export type Lookup = (reference: ReferenceExpression) => Value | 'absent' | undefined

/** `<resource>.<output>` of a reference, to name a derived variable after it. */
export type NameOf = (reference: ReferenceExpression) => string

function nameAsWritten(reference: ReferenceExpression): string {
  return reference.path.join('.')
}

/** The most characters that one string may come to. */
const LONGEST_TEXT = 1024 * 1024

/**
 * Resolves a template once; what values contain is never scanned again. Undefined after an error that `lookup` or this
 * function reported. `absent` where nothing is wrong, but a placeholder has neither a value nor a `default`.
 */
export function evaluate(
  template: Template,
  lookup: Lookup,
  report: Report,
  nameOf: NameOf = nameAsWritten,
): Value | 'absent' | undefined {
  const values: Value[] = []
  let failed = template.malformed === true
  let absent = false
  for (const part of template.parts) {
    if (part.kind === 'text') {
      values.push(text(part.text))
      continue
    }
    const value = evaluateExpression(part.expression, lookup, nameOf)
    if (value === 'absent') absent = true
    else if (value === undefined) failed = true
    else values.push(value)
  }
  if (failed) return undefined
  if (absent) return 'absent'
  const only = values[0]
  const joined = values.length === 1 && only !== undefined ? only : concatenate(values)
  return tooLong(joined, template.span, report) ? undefined : joined
}

function tooLong(value: Value, span: Span, report: Report): boolean {
  const length = value.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0)
  if (length <= LONGEST_TEXT) return false
  report(
    diagnostic(
      'AH4210',
      span,
      `this text comes to ${String(length)} characters; at most ${String(LONGEST_TEXT)} are taken`,
      {
        hints: ['put large content into a file, with `source`'],
      },
    ),
  )
  return true
}

function evaluateExpression(expression: Expression, lookup: Lookup, nameOf: NameOf): Value | 'absent' | undefined {
  switch (expression.kind) {
    case 'literal':
      return text(expression.text, typeOfLiteral(expression.value))
    case 'reference':
      return lookup(expression)
    case 'filter': {
      const operand = evaluateExpression(expression.operand, lookup, nameOf)
      if (operand === undefined) return undefined
      if (operand === 'absent')
        return expression.filter.name === 'default' ? text(expression.filter.argument) : 'absent'
      return filtered(operand, expression.filter, nameOfOperand(expression.operand, nameOf))
    }
    case 'choice':
    case 'comparison': {
      const left = evaluateExpression(expression.left, lookup, nameOf)
      const right = evaluateExpression(expression.right, lookup, nameOf)
      const branches = expression.kind === 'choice'
      const whenTrue = branches ? evaluateExpression(expression.whenTrue, lookup, nameOf) : text('true', 'boolean')
      const whenFalse = branches ? evaluateExpression(expression.whenFalse, lookup, nameOf) : text('false', 'boolean')
      if (left === undefined || right === undefined || whenTrue === undefined || whenFalse === undefined)
        return undefined
      if (left === 'absent' || right === 'absent' || whenTrue === 'absent' || whenFalse === 'absent') return 'absent'
      return choose(expression.operator, left, right, whenTrue, whenFalse)
    }
  }
}

function typeOfLiteral(value: string | number | boolean): Value['type'] {
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return 'string'
}

function nameOfOperand(expression: Expression, nameOf: NameOf): string | undefined {
  if (expression.kind === 'filter') return nameOfOperand(expression.operand, nameOf)
  return expression.kind === 'reference' ? nameOf(expression) : undefined
}

/** Puts a value through a filter: at once where it is literal, later where it is not. */
function filtered(value: Value, filter: Filter, name: string | undefined): Value {
  const literal = literalOf(value)
  if (literal !== undefined) return text(applyFilter(filter, literal))
  const only = value.parts.length === 1 ? value.parts[0] : undefined
  const part: ValuePart =
    only?.kind === 'parameter' || only?.kind === 'filtered'
      ? { ...only, filters: [...only.filters, filter] }
      : { kind: 'filtered', value, filters: [filter], name }
  return { parts: [part], type: 'string' }
}

function choose(operator: '==' | '!=', left: Value, right: Value, whenTrue: Value, whenFalse: Value): Value {
  const one = literalOf(left)
  const other = literalOf(right)
  if (one !== undefined && other !== undefined) {
    return equalTexts(one, left.type, other, right.type) === (operator === '==') ? whenTrue : whenFalse
  }
  const type = whenTrue.type === whenFalse.type ? whenTrue.type : 'string'
  return { parts: [{ kind: 'choice', operator, left, right, whenTrue, whenFalse }], type }
}

/** Numbers compare as numbers, everything else as text. */
export function equalTexts(one: string, oneType: Value['type'], other: string, otherType: Value['type']): boolean {
  const numeric = (type: Value['type']): boolean => type === 'integer' || type === 'number'
  if (numeric(oneType) && numeric(otherType)) return Number(one) === Number(other)
  return one === other
}
