import { secretDeclaration } from '../parameters/declarations.ts'
import type { ParameterDeclaration } from '../parameters/parameter.ts'
import { entriesAt, textAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import type { DefinitionBody, TypeDefinition } from './type-definition.ts'

/** The secret properties that resources of catalog types bring along and that no declared parameter stands in for. */
export function impliedSecrets(
  resources: MapNode | undefined,
  types: ReadonlyMap<string, TypeDefinition>,
  declared: ReadonlyMap<string, ParameterDeclaration>,
): ReadonlyMap<string, ParameterDeclaration> {
  const implied = new Map<string, ParameterDeclaration>()
  for (const one of resources?.entries.values() ?? []) {
    const definition = types.get(textAt(one.value, 'type') ?? '')
    if (definition === undefined) continue
    const add = (path: string, fields: Node | undefined, body: DefinitionBody, existing: Node | undefined): void => {
      for (const property of body.properties.values()) {
        const name = `${path}-${kebabCase(property.name)}`
        const given = child(fields, property.name) ?? child(existing, property.name)
        if (property.type !== 'secret' || property.optional || property.required) continue
        if (given !== undefined || declared.has(name)) continue
        if (child(existing, 'connectionString') !== undefined) continue
        const description = `${capitalised(property.name)} of ${path}`
        implied.set(name, secretDeclaration(name, description, property.generate, one.keySpan, one.key))
      }
      for (const [field, definitionOfChild] of body.children) {
        for (const item of entriesAt(fields, field)) {
          add(`${path}-${item.key}`, item.value, definitionOfChild, undefined)
        }
      }
    }
    add(one.key, one.value, definition, child(one.value, 'existing'))
  }
  return implied
}

/** `adminPassword` -> `admin-password`, as parameters are called. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function capitalised(name: string): string {
  const words = kebabCase(name).replace(/-/g, () => ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
