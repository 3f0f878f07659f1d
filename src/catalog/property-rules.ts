import type { Span } from '../diagnostics/source.ts'
import type { ValueRule } from '../parameters/parameter.ts'
import { entriesAt, textAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { parseTemplate, wholeExpression } from '../template/parse-template.ts'
import { kebabCase } from './implied-secrets.ts'
import type { DefinitionBody, PropertyDefinition, TypeDefinition } from './type-definition.ts'

/**
 * What the properties of resources ask of parameters, by the parameter's name: of those that they are set to as a whole,
 * and of those that a secret property brings along.
 */
export function propertyRules(
  resources: MapNode,
  types: ReadonlyMap<string, TypeDefinition>,
): ReadonlyMap<string, readonly ValueRule[]> {
  const found = new Map<string, ValueRule[]>()
  const add = (name: string, rule: ValueRule): void => {
    const rules = found.get(name)
    if (rules === undefined) found.set(name, [rule])
    else rules.push(rule)
  }
  const visit = (path: string, at: Span, fields: Node, body: DefinitionBody, existing: Node | undefined): void => {
    for (const property of body.properties.values()) {
      const { limits } = property
      if (limits === undefined) continue
      const given = child(existing, property.name) ?? child(fields, property.name)
      const name = given === undefined ? ownParameter(path, property, existing) : parameterNamed(given)
      const span = given?.span ?? at
      if (name !== undefined) add(name, { ...limits, asker: `"${property.name}" of "${path}"`, span })
    }
    for (const [field, definition] of body.children) {
      for (const item of entriesAt(fields, field)) {
        visit(`${path}.${item.key}`, item.keySpan, item.value, definition, undefined)
      }
    }
  }
  for (const one of resources.entries.values()) {
    const definition = types.get(textAt(one.value, 'type') ?? '')
    if (definition === undefined) continue
    visit(one.key, one.keySpan, one.value, definition, child(one.value, 'existing'))
  }
  return found
}

/** The parameter that a secret property has where nothing is set. */
function ownParameter(path: string, property: PropertyDefinition, existing: Node | undefined): string | undefined {
  if (property.type !== 'secret' || property.optional || child(existing, 'connectionString') !== undefined) {
    return undefined
  }
  return `${path.replace(/\./g, () => '-')}-${kebabCase(property.name)}`
}

/** The parameter of `$<Parameters.name>`, where that is the whole value. */
function parameterNamed(node: Node): string | undefined {
  if (node.kind !== 'scalar') return undefined
  const expression = wholeExpression(parseTemplate(node, () => undefined))
  return expression?.kind === 'reference' && expression.root === 'Parameters' ? expression.path.join('.') : undefined
}
