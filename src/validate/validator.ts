import { composeFile, manifest, resourceType, typeNames } from '../generated/validators.js'
import { manifestSchema } from './manifest-schema.ts'
import type { SchemaError, SchemaValidator } from './schema-error.ts'
import type { TypeShape } from './type-shape.ts'

/** What ajv generates: a predicate that leaves its errors behind. */
interface Generated {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}

function fromGenerated(check: Generated): SchemaValidator {
  return (value) => (check(value) ? [] : (check.errors ?? []))
}

/** The validator of manifests that use the built-in types only; compiled when the package was built. */
export function builtinValidator(): SchemaValidator {
  return fromGenerated(manifest)
}

/** The names of the built-in types. */
export function builtInTypeNames(): readonly string[] {
  return typeNames
}

/** The validator of resource type definitions; compiled when the package was built. */
export function resourceTypeValidator(): SchemaValidator {
  return fromGenerated(resourceType)
}

/** The validator of manifests that may use these types, all of them; ajv is loaded only by calling it. */
export async function validatorFor(types: readonly TypeShape[]): Promise<SchemaValidator> {
  const { compileSchema } = await import('./ajv.ts')
  return compileSchema(manifestSchema(types, 'compiled'))
}

/** What the schema of Compose files says against a plain document. */
export function composeFileErrors(value: unknown): readonly SchemaError[] {
  return fromGenerated(composeFile)(value)
}
