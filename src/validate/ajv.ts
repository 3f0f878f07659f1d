// The only file that imports ajv. It is loaded when the package is built, and at run time by projects with types of their own.
import { Ajv, type Options } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { withoutErrors } from './quick-code.ts'
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

const CODE = { source: true, esm: true, lines: false }

/** Makes the source of a module (ESM) that exports one validator per name; a validator leaves its errors in `.errors`. */
export function validatorModule(schemas: ReadonlyMap<string, Schema>): string {
  return slimmed(generated(make({ code: CODE }), schemas))
}

/** The same for validators that say yes or no only, of values whose maps have no prototype. */
export function quickValidatorModule(schemas: ReadonlyMap<string, Schema>): string {
  const quick: Options = { allErrors: false, verbose: false, ownProperties: false }
  return withoutDefinitions(withoutErrors(generated(make({ ...quick, code: CODE }), schemas)))
}

function generated(ajv: Ajv, schemas: ReadonlyMap<string, Schema>): string {
  const names: Record<string, string> = {}
  for (const [name, schema] of schemas) {
    const id = String(schema['$id'] ?? name)
    ajv.addSchema(withoutDialect(schema), id)
    names[name] = id
  }
  return standalone.default(ajv, names)
}

/** Without the whole schema that each root carries along. */
function withoutDefinitions(code: string): string {
  return code.replaceAll(
    /const (schema\d+) = (\{"\$id":.*?\});(?=const |function |export )/g,
    (all, name: string, text: string) => {
      if (code.includes(`${name}.$defs`)) return all
      const { $defs: _definitions, ...rest } = JSON.parse(text) as Schema
      return `const ${name} = ${JSON.stringify(rest)};`
    },
  )
}

/** Takes out of generated code what our translation never reads. */
function slimmed(code: string): string {
  return withoutDefinitions(code)
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
