import type { Schema } from './render-parts.ts'

/** One complaint of the schema, in the words of ajv. `parentSchema` is the schema that the keyword stands in. */
export interface SchemaError {
  /** JSON Pointer of the value. */
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly parentSchema?: Schema
  readonly propertyName?: string
}

/** Checks a plain value; no errors means that it fits. Synchronous, so that `compile` can be a pure function. */
export type SchemaValidator = (value: unknown) => readonly SchemaError[]
