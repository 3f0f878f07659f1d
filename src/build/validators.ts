import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { parseText } from '../syntax/read-yaml.ts'
import { validatorModule } from '../validate/ajv.ts'
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

const DECLARATIONS = `import type { SchemaError } from '../validate/schema-error.ts'
interface Generated { (value: unknown): boolean; readonly errors?: readonly SchemaError[] | null }
`

/** Writes the validators into `src/generated/validators.js`, without a dependency on ajv, and their types beside it. */
export async function generateValidators(): Promise<void> {
  const types = builtInShapes()
  const schemas: ReadonlyMap<string, Schema> = new Map([
    ['manifest', manifestSchema(types, 'compiled')],
    ['resourceType', resourceTypeSchema('compiled')],
    ['composeFile', JSON.parse(readFileSync('schema/compose-file.schema.json', 'utf8')) as Schema],
  ])
  mkdirSync('src/generated', { recursive: true })
  await build({
    stdin: {
      contents: `${validatorModule(schemas)}\nexport const typeNames = ${JSON.stringify(types.map((type) => type.name))}\n`,
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
    outfile: 'src/generated/validators.js',
  })
  writeFileSync(
    'src/generated/validators.d.ts',
    `${DECLARATIONS}${[...schemas.keys()].map((name) => `export const ${name}: Generated\n`).join('')}export const typeNames: readonly string[]\n`,
  )
}
