import type { Form, RecordShape } from './shape.ts'

/** A JSON Schema, or a part of one. */
export type Schema = Record<string, unknown>

/**
 * Which schema is made: `published` for editors, with titles, descriptions and what else they can check; `compiled` for
 * our validator, where unions are told apart so that one mistake is one error; `overlay` for editors of overlays.
 */
export type SchemaMode = 'published' | 'compiled' | 'overlay'

/** A whole-value placeholder; the projection writes `$<|` for one whose type is text, so that other types refuse it. */
export const TYPED_PLACEHOLDER = '^\\$<[^|]'
/** A text that holds or is a placeholder. */
export const PLACEHOLDER = '^\\$<'
/** Characters of a placeholder, more than anybody needs. */
export const LONGEST_PLACEHOLDER = 8_192

/** A place for secrets takes a placeholder, and what stands there is never shown. */
export const SECRET: Schema = {
  type: 'string',
  pattern: PLACEHOLDER,
  patternErrorMessage: 'a placeholder such as $<Parameters.api-key>',
  maxLength: LONGEST_PLACEHOLDER,
  writeOnly: true,
}

/** The limits of a number, those that there are. */
export function bounds(minimum: number | undefined, maximum: number | undefined): Schema {
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) }
}

/** The text that a number or a boolean may be: a placeholder of that type. */
export function typedPlaceholder(): Schema {
  return { pattern: TYPED_PLACEHOLDER, maxLength: LONGEST_PLACEHOLDER }
}

/** Text, with or without a form. */
export function renderText(form: Form | undefined, maxLength: number): Schema {
  if (form === undefined) return { type: 'string', maxLength }
  return {
    type: 'string',
    maxLength: form.literal === true ? maxLength : Math.max(maxLength, LONGEST_PLACEHOLDER),
    pattern: form.literal === true ? `^(?:${form.pattern})$` : `^(?:${form.pattern})$|\\$<`,
    patternErrorMessage: form.says,
  }
}

/** One of several words, or a placeholder. */
export function renderChoice(values: readonly string[], mode: SchemaMode): Schema {
  if (mode === 'compiled') {
    return {
      type: 'string',
      if: { type: 'string', not: { type: 'string', pattern: PLACEHOLDER } },
      then: { enum: values },
    }
  }
  return { anyOf: [{ enum: values }, { type: 'string', pattern: PLACEHOLDER, maxLength: LONGEST_PLACEHOLDER }] }
}

/** What an overlay may say in any map. */
export const OVERLAY_MARKS: Readonly<Record<string, Schema>> = {
  $remove: { title: 'Remove', description: 'Takes out every item of this identity.', examples: [true], const: true },
  $replace: {
    title: 'Replace',
    description: 'This replaces what is below instead of merging with it.',
    examples: [true],
    const: true,
  },
}

/** `stopGracePeriod` as people write it: "Stop grace period". */
export function titleOf(name: string): string {
  const words = name
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The schema, or null. */
export function nullable(schema: Schema): Schema {
  const { type } = schema
  if (Array.isArray(schema['anyOf'])) return { ...schema, anyOf: [...schema['anyOf'], { type: 'null' }] }
  if (schema['$ref'] !== undefined || schema['const'] !== undefined) return { anyOf: [schema, { type: 'null' }] }
  if (type === undefined) return schema
  const types = Array.isArray(type) ? type : [type]
  return types.includes('null') ? schema : { ...schema, type: [...types, 'null'] }
}

/** What our own rules say better is in the published schema too, so that editors refuse it. */
export function constraints(shape: RecordShape, partial: boolean): Schema {
  const pairs = shape.exclusive.flatMap((group) =>
    group.flatMap((left, index) =>
      group.slice(index + 1).map((right) => ({ not: { type: 'object', required: [left, right] } })),
    ),
  )
  const needs = partial ? [] : shape.needs.map((group) => ({ anyOf: group.map((name) => ({ required: [name] })) }))
  const all = [...pairs, ...needs]
  return all.length === 0 ? {} : { allOf: all }
}

/** The record that has the properties of every arm. */
export function unionOfArms(shape: RecordShape): RecordShape {
  const properties = new Map(shape.properties)
  for (const arm of shape.arms?.values() ?? []) for (const [name, one] of arm.properties) properties.set(name, one)
  return { ...shape, arms: undefined, properties }
}
