import type { Filter } from './expression.ts'

/** The declared type of a value; text made of several parts is a `string`. */
export type ValueType = 'string' | 'integer' | 'number' | 'boolean'

/** A parameter that is bound after `publish` (a secret always is), with the filters that its text goes through. */
export interface ParameterPart {
  readonly kind: 'parameter'
  readonly name: string
  readonly secret: boolean
  readonly filters: readonly Filter[]
}

/** The reference of an image that we build: a placeholder in every artifact, filled by `deploy`. */
export interface ImagePart {
  readonly kind: 'image'
  /** The resource after which the image is named. */
  readonly image: string
}

/** The environment's name where one set of artifacts serves several environments. */
export interface EnvironmentPart {
  readonly kind: 'environment'
}

/** A filter over a composed value that holds something late-bound (a type's `connectionString | uri`). */
export interface FilteredPart {
  readonly kind: 'filtered'
  readonly value: Value
  readonly filters: readonly Filter[]
  /** `<resource>.<output>` it was read from, for the name of a derived variable; undefined for a choice. */
  readonly name: string | undefined
}

/** A choice one of whose operands is late-bound. */
export interface ChoicePart {
  readonly kind: 'choice'
  readonly operator: '==' | '!='
  readonly left: Value
  readonly right: Value
  readonly whenTrue: Value
  readonly whenFalse: Value
}

/** A piece of a value: text that is known, or something that is bound later. */
export type ValuePart =
  | { readonly kind: 'text'; readonly text: string }
  | ParameterPart
  | ImagePart
  | EnvironmentPart
  | FilteredPart
  | ChoicePart

/** A resolved string: nothing in it is scanned for placeholders again. Neighbouring text parts are joined. */
export interface Value {
  readonly parts: readonly ValuePart[]
  readonly type: ValueType
}

/** A value that is known. */
export function text(literal: string, type: ValueType = 'string'): Value {
  return { parts: literal === '' ? [] : [{ kind: 'text', text: literal }], type }
}

/** The text of a value without a late-bound part; undefined for every other. */
export function literalOf(value: Value): string | undefined {
  let joined = ''
  for (const part of value.parts) {
    if (part.kind !== 'text') return undefined
    joined += part.text
  }
  return joined
}

function partIsSecret(part: ValuePart): boolean {
  switch (part.kind) {
    case 'text':
    case 'image':
    case 'environment':
      return false
    case 'parameter':
      return part.secret
    case 'filtered':
      return isSecret(part.value)
    case 'choice':
      return [part.left, part.right, part.whenTrue, part.whenFalse].some(isSecret)
  }
}

/** Whether any part is, or is made from, a secret. It flows through concatenation, filters and choices. */
export function isSecret(value: Value): boolean {
  return value.parts.some(partIsSecret)
}

/** Joins values into one string. */
export function concatenate(values: readonly Value[]): Value {
  const parts: ValuePart[] = []
  for (const part of values.flatMap((value) => value.parts)) {
    const last = parts.at(-1)
    if (part.kind === 'text' && last?.kind === 'text') {
      parts[parts.length - 1] = { kind: 'text', text: last.text + part.text }
    } else parts.push(part)
  }
  return { parts, type: 'string' }
}

/** Every parameter a value is made of, in order, those inside filters and choices included. */
export function parametersOf(value: Value): readonly ParameterPart[] {
  return value.parts.flatMap((part): readonly ParameterPart[] => {
    switch (part.kind) {
      case 'text':
      case 'image':
      case 'environment':
        return []
      case 'parameter':
        return [part]
      case 'filtered':
        return parametersOf(part.value)
      case 'choice':
        return [part.left, part.right, part.whenTrue, part.whenFalse].flatMap(parametersOf)
    }
  })
}
