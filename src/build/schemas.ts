import { writeFileSync } from 'node:fs'
import { manifestSchema, overlaySchema, resourceTypeSchema } from '../validate/manifest-schema.ts'
import { builtInShapes } from './validators.ts'

/** The published schemas of our own languages: file name to text. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  const types = builtInShapes()
  const schemas = [
    ['apphost.schema.json', manifestSchema(types)],
    ['apphost.overlay.schema.json', overlaySchema(types)],
    ['resource-type.schema.json', resourceTypeSchema()],
  ] as const
  return new Map(schemas.map(([name, schema]) => [name, `${JSON.stringify(schema, null, 1)}\n`]))
}

/** Writes them into `schema/`. */
export function generateSchemas(): void {
  for (const [name, text] of publishedSchemas()) writeFileSync(`schema/${name}`, text)
}
