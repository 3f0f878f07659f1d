import type { Schema } from './render-parts.ts'

type Properties = Readonly<Record<string, unknown>>

/** Fewer fields in common are not worth a definition of their own. */
const FEWEST = 10

function propertiesOf(schema: unknown): Properties | undefined {
  const { properties, additionalProperties } = (schema ?? {}) as Schema
  return additionalProperties === false ? (properties as Properties) : undefined
}

/**
 * Says once what the fields of every workload are: every definition of the family `<family>.<case>` that has fields in
 * common with `<family>.<pattern>` names them only, and refers to one definition for their form. A validator that is
 * compiled from it reports the same, and does not grow with all those fields for each type of the catalog.
 */
export function shareFields(schema: Schema, family: string, pattern: string): Schema {
  const definitions = schema['$defs'] as Readonly<Record<string, Schema>>
  const common = propertiesOf(definitions[`${family}.${pattern}`])
  if (common === undefined) return schema
  const made = new Map<string, string>()
  const changed: Record<string, Schema> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const own = name.startsWith(`${family}.`) ? propertiesOf(definition) : undefined
    const shared = Object.entries(own ?? {}).filter(
      ([field, form]) => field !== 'type' && JSON.stringify(form) === JSON.stringify(common[field]),
    )
    if (shared.length < FEWEST) continue
    const key = shared.map(([field]) => field).join(' ')
    const known = made.get(key) ?? `${family} fields ${String(made.size + 1)}`
    made.set(key, known)
    changed[known] = { properties: Object.fromEntries(shared) }
    const named = shared.map(([field]) => [field, true])
    const allOf = [...((definition['allOf'] as readonly unknown[] | undefined) ?? []), { $ref: `#/$defs/${known}` }]
    changed[name] = { ...definition, properties: { ...own, ...Object.fromEntries(named) }, allOf }
  }
  return { ...schema, $defs: { ...definitions, ...changed } }
}
