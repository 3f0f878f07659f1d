import { isUnsafeNumber } from '../syntax/core-schema.ts'
import { child, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import type { Expression } from '../template/expression.ts'
import { parseTemplate, wholeExpression } from '../template/parse-template.ts'
import type { ValueType } from '../template/value.ts'

/** What the projection knows of a declared parameter. */
export interface DeclaredParameter {
  readonly name: string
  readonly type: ValueType
  /** A number that the parameter can have, for number fields: its default, else a bound, else 1. */
  readonly sample: number
  readonly declaration: Node
}

/** The declared parameters, by name. */
export type DeclaredParameters = ReadonlyMap<string, DeclaredParameter>

/** What stands in the projection for a placeholder whose value is text; no placeholder that somebody writes begins so. */
const TEXT_PLACEHOLDER = '$<|text>'

/** Reads `parameters:` as far as the projection needs it, whatever else is wrong with it. */
export function declaredParameters(root: MapNode): DeclaredParameters {
  const found = new Map<string, DeclaredParameter>()
  const parameters = child(root, 'parameters')
  if (parameters?.kind !== 'map') return found
  for (const { key, value } of parameters.entries.values()) {
    const type = child(value, 'type')
    const named = type?.kind === 'scalar' ? type.text : 'string'
    found.set(key, {
      name: key,
      type: isValueType(named) ? named : 'string',
      sample: sampleOf(value),
      declaration: value,
    })
  }
  return found
}

function isValueType(text: string): text is ValueType {
  return text === 'string' || text === 'integer' || text === 'number' || text === 'boolean'
}

function sampleOf(declaration: Node): number {
  const values = child(declaration, 'enum')
  const candidates = [
    child(declaration, 'default'),
    values?.kind === 'sequence' ? values.items[0] : undefined,
    child(declaration, 'minimum'),
    child(declaration, 'maximum'),
  ]
  for (const node of candidates) {
    if (node?.kind === 'scalar' && typeof node.value === 'number' && !isUnsafeNumber(node)) return node.value
  }
  return 1
}

/** The placeholder that a scalar consists of, and nothing else; undefined for every other text. */
export function wholePlaceholder(node: Node): Expression | undefined {
  if (node.kind !== 'scalar' || !node.text.startsWith('$<') || !node.text.endsWith('>')) return undefined
  return wholeExpression(parseTemplate(node, () => {}))
}

/** The parameter that a placeholder names directly, without a filter; undefined for every other expression. */
export function parameterOf(expression: Expression, declared: DeclaredParameters): DeclaredParameter | undefined {
  if (expression.kind !== 'reference' || expression.root !== 'Parameters' || expression.path.length !== 1)
    return undefined
  return declared.get(expression.path[0] ?? '')
}

/** A value of the type that an expression has; undefined where that cannot be told. */
function sampleOfExpression(expression: Expression, declared: DeclaredParameters): unknown {
  switch (expression.kind) {
    case 'comparison':
      return true
    case 'literal':
      return expression.value
    case 'filter':
      return TEXT_PLACEHOLDER
    case 'choice':
      return sampleOfExpression(expression.whenTrue, declared)
    case 'reference': {
      if (expression.root === 'Self' || expression.root === 'Parent') return undefined
      const parameter = parameterOf(expression, declared)
      if (parameter === undefined) return expression.root === 'Parameters' ? undefined : TEXT_PLACEHOLDER
      if (parameter.type === 'string') return TEXT_PLACEHOLDER
      return parameter.type === 'boolean' ? true : parameter.sample
    }
  }
}

/** How a tree is turned into plain values. */
export interface ProjectionOptions {
  /** Undefined: placeholders stay as they are, since their types are not known (a type definition). */
  readonly parameters: DeclaredParameters | undefined
  /** Numbers that cannot be carried exactly become text, so that number fields refuse them. */
  readonly unsafeNumbersAsText: boolean
  /** Called where a number cannot be carried exactly. */
  readonly onUnsafeNumber?: () => void
}

/**
 * The plain value that the schema sees: maps without a prototype, scalars by the core schema of YAML 1.2, and a sample of
 * the declared type for a whole-value placeholder. Values are samples; messages take what was written from the tree.
 */
export function projectManifest(root: Node, options: ProjectionOptions): unknown {
  if (root.kind === 'scalar') return projectScalar(root, options)
  if (root.kind === 'sequence') return root.items.map((item) => projectManifest(item, options))
  const value = Object.create(null) as Record<string, unknown>
  for (const one of root.entries.values()) value[one.key] = projectManifest(one.value, options)
  return value
}

function projectScalar(node: ScalarNode, options: ProjectionOptions): unknown {
  if (typeof node.value === 'number' && isUnsafeNumber(node)) {
    options.onUnsafeNumber?.()
    if (options.unsafeNumbersAsText) return node.text
  }
  if (options.parameters === undefined || typeof node.value !== 'string') return node.value
  const expression = wholePlaceholder(node)
  if (expression === undefined) return node.value
  return sampleOfExpression(expression, options.parameters) ?? node.value
}

/** Whether any number of a tree cannot be carried exactly. */
export function holdsUnsafeNumber(node: Node): boolean {
  if (node.kind === 'scalar') return isUnsafeNumber(node)
  if (node.kind === 'sequence') return node.items.some(holdsUnsafeNumber)
  return [...node.entries.values()].some((one) => holdsUnsafeNumber(one.value))
}
