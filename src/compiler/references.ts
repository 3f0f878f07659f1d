import type { Expression, ReferenceExpression } from '../template/expression.ts'
import { mentionsPlaceholder, parseTemplate } from '../template/parse-template.ts'
import { visit } from '../syntax/visit.ts'
import type { Node, Path, ScalarNode } from '../syntax/node.ts'

/** A reference of a placeholder somewhere in a tree. */
export interface FoundReference {
  readonly reference: ReferenceExpression
  readonly node: ScalarNode
  readonly path: Path
}

/** Every reference of every placeholder below a node; placeholders that cannot be read are passed over. */
export function referencesBelow(root: Node): readonly FoundReference[] {
  const found: FoundReference[] = []
  visit(root, (node, path) => {
    if (node.kind !== 'scalar' || !mentionsPlaceholder(node.text)) return
    for (const part of parseTemplate(node, () => undefined).parts) {
      if (part.kind !== 'expression') continue
      for (const reference of referencesIn(part.expression)) found.push({ reference, node, path: [...path] })
    }
  })
  return found
}

function referencesIn(expression: Expression): readonly ReferenceExpression[] {
  switch (expression.kind) {
    case 'literal':
      return []
    case 'reference':
      return [expression]
    case 'filter':
      return referencesIn(expression.operand)
    case 'comparison':
      return [expression.left, expression.right].flatMap(referencesIn)
    case 'choice':
      return [expression.left, expression.right, expression.whenTrue, expression.whenFalse].flatMap(referencesIn)
  }
}
