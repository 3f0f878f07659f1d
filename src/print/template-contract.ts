import type { Format, Printed } from './printed.ts'

/**
 * What a template may name. `text` is quoted where it is put in, `printed` is put in as it is, a `flag` is only asked
 * for; `each` and `fields` hold more of them.
 */
export type TemplateField =
  'text' | 'printed' | 'flag' | { readonly each: TemplateField } | { readonly fields: TemplateFields }

/** Fields by name. */
export interface TemplateFields {
  readonly [name: string]: TemplateField
}

/** The field that a context's type asks for: the compiler holds a contract against its context with this. */
export type FieldOf<T> =
  T extends Printed<Format>
    ? 'printed'
    : T extends string | number
      ? 'text'
      : T extends boolean
        ? 'flag'
        : T extends readonly (infer Item)[]
          ? { readonly each: FieldOf<Item> }
          : { readonly fields: FieldsOf<T> }

/** The fields that a context's type asks for, optional ones included. */
export type FieldsOf<T> = { readonly [Name in keyof T]-?: FieldOf<NonNullable<T[Name]>> }

/** The format of a template's file and the names that a template of it may use. */
export interface TemplateContract<Context = unknown> {
  readonly format: Format
  readonly fields: unknown extends Context ? TemplateFields : FieldsOf<Context>
}
