/** A form of text: `pattern` without anchors, `says` what it wants as the end of "must be ...". */
export interface Form {
  readonly pattern: string
  readonly says: string
  readonly maxLength: number
  /** No placeholder may stand here. */
  readonly literal?: true
}

/** What one place of the manifest takes. Rendered to JSON Schema by `render.ts`, once for each published or compiled schema. */
export type Shape =
  | { readonly kind: 'text'; readonly form: Form | undefined; readonly maxLength: number }
  /** Only a placeholder: what stands here is secret. */
  | { readonly kind: 'secret' }
  /** A scalar that is kept as it is written: text, number or boolean; `null` too in lists. */
  | { readonly kind: 'scalar'; readonly nullable: boolean }
  | {
      readonly kind: 'number'
      readonly integer: boolean
      readonly minimum: number | undefined
      readonly maximum: number | undefined
    }
  | { readonly kind: 'flag'; readonly only: boolean | undefined }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'list'; readonly items: Shape; readonly minItems: number; readonly maxItems: number }
  | { readonly kind: 'map'; readonly keys: Form; readonly values: Shape }
  | RecordShape
  /** Anything: a tree of another language, checked elsewhere. */
  | { readonly kind: 'free' }
  /** A map of another language, checked elsewhere. */
  | { readonly kind: 'tree' }
  /** Members of different JSON types. */
  | { readonly kind: 'union'; readonly members: readonly Shape[] }
  | { readonly kind: 'named'; readonly name: string }
  /** Maps told apart by their `type`. */
  | { readonly kind: 'tagged'; readonly cases: ReadonlyMap<string, RecordShape>; readonly overlay: string }

/** A map with a fixed set of keys. */
export interface RecordShape {
  readonly kind: 'record'
  readonly properties: ReadonlyMap<string, Property>
  /** Properties of which one entry may have one only, with whatever else goes with it. */
  readonly arms: ReadonlyMap<string, RecordShape> | undefined
  /** Groups of properties of which at most one may stand. */
  readonly exclusive: readonly (readonly string[])[]
  /** Groups of properties of which at least one must stand. */
  readonly needs: readonly (readonly string[])[]
  /** Keys that begin with `x-` are the user's own. */
  readonly extensions: boolean
  /** Laid over something else before it is used: nothing in it is required. */
  readonly partial: boolean
  /** Part of a type definition's workload: `when`, `from`, `match` and `otherwise` may stand anywhere in it. */
  readonly logic: boolean
}

/** A property of a record, with what an editor shows for it. */
export interface Property {
  readonly shape: Shape
  readonly description: string
  readonly examples: readonly unknown[]
  readonly required: boolean
}

const LONGEST_TEXT = 65_536
const LONGEST_LIST = 1_000

/** A property that may be left out. */
export function property(shape: Shape, description: string, ...examples: readonly unknown[]): Property {
  return { shape, description, examples, required: false }
}

/** A property that must stand. */
export function required(shape: Shape, description: string, ...examples: readonly unknown[]): Property {
  return { shape, description, examples, required: true }
}

/** Text, of a form where one is given. */
export function text(form?: Form, maxLength: number = form?.maxLength ?? LONGEST_TEXT): Shape {
  return { kind: 'text', form, maxLength }
}

/** Any scalar but `null`, kept as it is written. */
export const scalar: Shape = { kind: 'scalar', nullable: false }
/** Any scalar, kept as it is written. */
export const scalarOrNull: Shape = { kind: 'scalar', nullable: true }
/** Whatever the other language takes. */
export const free: Shape = { kind: 'free' }
/** A map of another language. */
export const tree: Shape = { kind: 'tree' }

/** A whole number within limits. */
export function integer(minimum?: number, maximum?: number): Shape {
  return { kind: 'number', integer: true, minimum, maximum }
}

/** A number within limits. */
export function number(minimum?: number, maximum?: number): Shape {
  return { kind: 'number', integer: false, minimum, maximum }
}

/** A boolean; with `only` just that one. */
export function flag(only?: boolean): Shape {
  return { kind: 'flag', only }
}

/** One of a few texts. */
export function choice(...values: readonly string[]): Shape {
  return { kind: 'choice', values }
}

/** One text and no other. */
export function constant(value: string): Shape {
  return { kind: 'constant', value }
}

/** A list of items of one shape. */
export function list(items: Shape, minItems: number = 0, maxItems: number = LONGEST_LIST): Shape {
  return { kind: 'list', items, minItems, maxItems }
}

/** A map whose keys are the user's own. */
export function mapOf(keys: Form, values: Shape): Shape {
  return { kind: 'map', keys, values }
}

/** A map with these keys; `rest` says what else holds of it. */
export function record(
  properties: Readonly<Record<string, Property>> | ReadonlyMap<string, Property>,
  rest: Partial<Pick<RecordShape, 'arms' | 'exclusive' | 'needs' | 'extensions' | 'partial' | 'logic'>> = {},
): RecordShape {
  const entries = properties instanceof Map ? properties : new Map(Object.entries(properties))
  return {
    kind: 'record',
    properties: entries,
    arms: undefined,
    exclusive: [],
    needs: [],
    extensions: false,
    partial: false,
    logic: false,
    ...rest,
  }
}

/** One of several shapes that differ in their JSON type. */
export function union(...members: readonly Shape[]): Shape {
  return { kind: 'union', members }
}

/** A shape of the table of definitions. */
export function named(name: string): Shape {
  return { kind: 'named', name }
}
