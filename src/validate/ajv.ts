// The only file that imports ajv. It is loaded when the package is built, and at run time by projects with types of their own.
import { Ajv, type Options } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import type { Schema } from './render-parts.ts'
import type { SchemaError } from './schema-error.ts'

// The plain Ajv: our schemas use nothing that is special to the draft of 2020, and without it the code is half as long.
const OPTIONS: Options = {
  allErrors: true,
  messages: false,
  inlineRefs: false,
  verbose: true,
  discriminator: true,
  ownProperties: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
  strictNumbers: true,
  validateFormats: false,
}

function make(options: Options): Ajv {
  const ajv = new Ajv({ ...OPTIONS, ...options })
  ajv.addVocabulary(['patternErrorMessage'])
  return ajv
}

/** Compiles a schema at run time. */
export function compileSchema(schema: Schema): (value: unknown) => readonly SchemaError[] {
  const validate = make({}).compile(withoutDialect(schema))
  return (value) => (validate(value) ? [] : ((validate.errors ?? []) as readonly SchemaError[]))
}

/** Makes the source of a module (ESM) that exports one validator per name; a validator leaves its errors in `.errors`. */
export function validatorModule(schemas: ReadonlyMap<string, Schema>): string {
  const ajv = make({ code: { source: true, esm: true, lines: false } })
  const names: Record<string, string> = {}
  for (const [name, schema] of schemas) {
    const id = String(schema['$id'] ?? name)
    ajv.addSchema(withoutDialect(schema), id)
    names[name] = id
  }
  return slimmed(standalone.default(ajv, names))
}

/**
 * Takes out of generated code what our translation never reads, and the whole schema that each root carries along. The
 * validators are loaded at every start, so their size counts.
 */
function slimmed(code: string): string {
  const withoutDefinitions = code.replaceAll(
    /const (schema\d+) = (\{"\$id":.*?\});(?=const |function |export )/g,
    (all, name: string, text: string) => {
      if (code.includes(`${name}.$defs`)) return all
      const { $defs: _definitions, ...rest } = JSON.parse(text) as Schema
      return `const ${name} = ${JSON.stringify(rest)};`
    },
  )
  return withoutDefinitions
    .replaceAll(/schemaPath:"(?:[^"\\]|\\.)*",/g, '')
    .replaceAll(
      /(params:\{[^{}]*\}),schema:(?:schema\d+[^,]*|false|-?[\d.]+|"(?:[^"\\]|\\.)*"),(parentSchema:schema[^,]*),data[\d:a-z]*/g,
      '$1,$2',
    )
    .replaceAll(
      /if\(vErrors === null\)\{vErrors = \[(err\d+)\];\}else \{vErrors\.push\(\1\);\}/g,
      '(vErrors ??= []).push($1);',
    )
}

function withoutDialect(schema: Schema): Schema {
  const { $schema: _dialect, ...rest } = schema
  return rest
}
