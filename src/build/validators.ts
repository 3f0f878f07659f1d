import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { parseText } from '../syntax/read-yaml.ts'
import { quickValidatorModule, validatorModule } from '../validate/ajv.ts'
import { manifestSchema, resourceTypeSchema } from '../validate/manifest-schema.ts'
import type { Schema } from '../validate/render-parts.ts'
import { type TypeShape, typeShapeOf } from '../validate/type-shape.ts'

const TYPES = 'templates/types'

/** The shapes of the built-in types, in the order of their files. Throws if one of them cannot be read. */
export function builtInShapes(): readonly TypeShape[] {
  const files = readdirSync(TYPES).filter((name) => name.endsWith('.yaml'))
  return files.toSorted().map((name) => {
    const root = parseText(name, readFileSync(`${TYPES}/${name}`, 'utf8'), (found) => {
      if (found.severity === 'error') throw new Error(`${name}: ${found.message}`)
    })
    if (root === undefined) throw new Error(`${name} is no map`)
    return typeShapeOf(root)
  })
}

/**
 * Writes the validators into `src/generated/`, without a dependency on ajv, each with its types beside it: one of manifests
 * that only says yes or no, which every run needs, and those that say what is wrong, a file each.
 */
export async function generateValidators(): Promise<void> {
  const types = builtInShapes()
  const manifest = manifestSchema(types, 'compiled')
  const names = `export const typeNames = ${JSON.stringify(types.map((type) => type.name))}\n`
  mkdirSync('src/generated', { recursive: true })
  await writeModule(
    'quick-validator',
    `${quickValidatorModule(new Map([['manifestFits', manifest]]))}\n${names}`,
    `export function manifestFits(value: unknown): boolean\nexport const typeNames: readonly string[]\n`,
  )
  const composeFile = JSON.parse(readFileSync('schema/compose-file.schema.json', 'utf8')) as Schema
  await writeValidator('manifest-validator', manifest)
  await writeValidator('resource-type-validator', resourceTypeSchema('compiled'))
  await writeValidator('compose-file-validator', composeFile)
}

async function writeValidator(file: string, schema: Schema): Promise<void> {
  const declaration = `import type { SchemaError } from '../validate/schema-error.ts'
export const validate: { (value: unknown): boolean; readonly errors?: readonly SchemaError[] | null }
`
  await writeModule(file, validatorModule(new Map([['validate', schema]])), declaration)
}

async function writeModule(file: string, contents: string, declaration: string): Promise<void> {
  await build({
    stdin: {
      contents,
      resolveDir: '.',
      loader: 'js',
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    outfile: `src/generated/${file}.js`,
  })
  writeFileSync(`src/generated/${file}.d.ts`, declaration)
}
