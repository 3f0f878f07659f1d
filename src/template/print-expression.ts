import type { Expression } from './expression.ts'
import { escapePlaceholders } from './parse-template.ts'

function quote(text: string): string {
  return `'${escapePlaceholders(text).replaceAll("'", "''")}'`
}

/** Writes an expression as it stands between `$<` and `>`; reading it again gives the same expression. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'reference':
      return [expression.root, ...expression.path].join('.')
    case 'literal':
      return typeof expression.value === 'string' ? quote(expression.value) : expression.text
    case 'filter': {
      const { name, argument } = expression.filter
      const call = name === 'default' ? `default(${quote(argument)})` : name
      return `${printExpression(expression.operand)} | ${call}`
    }
    case 'comparison':
      return `${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)}`
    case 'choice': {
      const { left, operator, right, whenTrue, whenFalse } = expression
      const [l, r, yes, no] = [left, right, whenTrue, whenFalse].map(printExpression)
      return `${l} ${operator} ${r} ? ${yes} : ${no}`
    }
  }
}
