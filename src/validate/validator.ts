import { manifestFits, typeNames } from '../generated/quick-validator.js'
import { manifestSchema } from './manifest-schema.ts'
import type { SchemaError, SchemaValidator } from './schema-error.ts'
import type { TypeShape } from './type-shape.ts'

/** What ajv generates: a predicate that leaves its errors behind. */
interface Generated {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}

function fromGenerated({ validate }: { readonly validate: Generated }): SchemaValidator {
  return (value) => (validate(value) ? [] : (validate.errors ?? []))
}

/**
 * Whether a manifest that uses the built-in types only is right, as `builtinValidator` would find. Maps of the value have
 * no prototype. The only one of the validators that every run loads: they are long, and hardly ever have anything to say.
 */
export function isValidManifest(value: unknown): boolean {
  return manifestFits(value)
}

/** The validator of manifests that use the built-in types only; compiled when the package was built. */
export async function builtinValidator(): Promise<SchemaValidator> {
  return fromGenerated(await import('../generated/manifest-validator.js'))
}

/** The names of the built-in types. */
export function builtInTypeNames(): readonly string[] {
  return typeNames
}

/** The validator of resource type definitions; compiled when the package was built. */
export async function resourceTypeValidator(): Promise<SchemaValidator> {
  return fromGenerated(await import('../generated/resource-type-validator.js'))
}

/** The validator of manifests that may use these types, all of them; ajv is loaded only by calling it. */
export async function validatorFor(types: readonly TypeShape[]): Promise<SchemaValidator> {
  const { compileSchema } = await import('./ajv.ts')
  return compileSchema(manifestSchema(types, 'compiled'))
}

/** The validator of Compose files, as plain data. */
export async function composeFileValidator(): Promise<SchemaValidator> {
  return fromGenerated(await import('../generated/compose-file-validator.js'))
}
