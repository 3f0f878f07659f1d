import { Validator } from '@cfworker/json-schema'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { publishedSchemas } from '../build/schemas.ts'
import { builtInShapes } from '../build/validators.ts'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { normalizeManifest } from '../overlay/normalize.ts'
import { child, type MapNode } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { manifestSchema } from './manifest-schema.ts'
import { projectManifest } from './project.ts'
import type { Schema } from './render-parts.ts'
import { typeShapeOf } from './type-shape.ts'
import { validateManifest, validateResourceType } from './validate.ts'
import { builtinValidator, resourceTypeValidator } from './validator.ts'

const test = suite('published schemas')
const builtin = await builtinValidator()
const typeValidator = await resourceTypeValidator()
const texts = publishedSchemas()
const schemas = new Map([...texts].map(([name, text]) => [name, JSON.parse(text) as Schema]))

function schemaOf(file: string): Schema {
  const schema = schemas.get(file)
  if (schema === undefined) throw new Error(`no schema ${file}`)
  return schema
}

function ajv(): Ajv2020 {
  const made = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, ownProperties: true })
  made.addVocabulary(['patternErrorMessage'])
  return made
}

const checks = new Map(
  [...schemas].map(([name, schema]) => {
    const first = ajv().compile(schema)
    const second = new Validator(schema, '2020-12')
    return [
      name,
      {
        first: (value: unknown) => first(value),
        second: (value: unknown) => second.validate(value).valid,
        errors: () => JSON.stringify(first.errors?.slice(0, 5)),
      },
    ] as const
  }),
)

function both(file: string, value: unknown): readonly boolean[] {
  const check = checks.get(file)
  if (check === undefined) throw new Error(`no schema ${file}`)
  return [check.first(value), check.second(value)]
}

function read(path: string): MapNode {
  const collector = createCollector()
  const root = parseText(path, readFileSync(path, 'utf8'), collector.report)
  if (root === undefined || collector.hasErrors()) throw new Error(`${path} cannot be read`)
  return root
}

/** What an editor sees: no placeholder is replaced; through JSON, since the second validator wants prototypes. */
function plain(root: MapNode): unknown {
  return JSON.parse(JSON.stringify(projectManifest(root, { parameters: undefined, unsafeNumbersAsText: false })))
}

/** Calls back for every schema object below a schema, with its JSON Pointer. */
function visit(schema: unknown, pointer: string, found: (schema: Schema, pointer: string) => void): void {
  if (typeof schema !== 'object' || schema === null) return
  if (!Array.isArray(schema)) found(schema as Schema, pointer)
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'examples' || key === 'enum' || key === 'const' || key === 'required') continue
    visit(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, found)
  }
}

const properties: { readonly file: string; readonly pointer: string; readonly schema: Schema }[] = []
for (const [file, schema] of schemas) {
  visit(schema, '#', (one, pointer) => {
    if (pointer.endsWith('/properties') || pointer.endsWith('/$defs')) return
    const own = one['properties']
    if (typeof own === 'object' && own !== null) {
      for (const [name, property] of Object.entries(own))
        properties.push({ file, pointer: `${pointer}/properties/${name}`, schema: property as Schema })
    }
  })
}

for (const [name, text] of texts) {
  test(`${name} is what the shapes make`, () => {
    assert.ok(readFileSync(`schema/${name}`, 'utf8') === text, 'run `npm run schemas` and commit schema/')
  })
  test(`${name} is a schema of 2020-12`, () => {
    const made = ajv()
    assert.ok(made.validateSchema(schemaOf(name)), JSON.stringify(made.errors))
  })
}

test('every property has a title, a description and an example', () => {
  assert.ok(properties.length > 500)
  for (const { file, pointer, schema } of properties) {
    const { title, description, examples } = schema
    assert.ok(typeof title === 'string' && title !== '', `${file}${pointer}: title`)
    assert.ok(typeof description === 'string' && description.length > 8, `${file}${pointer}: description`)
    assert.ok(Array.isArray(examples) && examples.length > 0, `${file}${pointer}: examples`)
  }
})

test('every example is a good one', () => {
  for (const file of texts.keys()) {
    const made = ajv().addSchema(schemaOf(file), 'root')
    const distinct = new Map(
      properties.filter((one) => one.file === file).map((one) => [JSON.stringify(one.schema), one]),
    )
    for (const one of distinct.values()) {
      const check = made.getSchema(`root${encodeURI(one.pointer)}`)
      if (check === undefined) throw new Error(`${file}${one.pointer} cannot be reached`)
      for (const example of one.schema['examples'] as readonly unknown[]) {
        assert.ok(
          check(example),
          `${file}${one.pointer}: ${JSON.stringify(example)} ${JSON.stringify(check.errors?.[0])}`,
        )
      }
    }
  }
})

test('text with a pattern, lists and maps have limits', () => {
  for (const [file, schema] of schemas) {
    visit(schema, '#', (one, pointer) => {
      if (
        pointer.endsWith('/properties') ||
        pointer.endsWith('/$defs') ||
        pointer.endsWith('/not') ||
        pointer.endsWith('/if')
      )
        return
      if (typeof one['pattern'] === 'string') assert.type(one['maxLength'], 'number', `${file}${pointer}`)
      if (typeof one['items'] === 'object') assert.type(one['maxItems'], 'number', `${file}${pointer}`)
    })
  }
})

const types = builtInShapes()
const good = readdirSync('fixtures/schema').filter((name) => name.startsWith('every-'))

for (const name of good) {
  test(`${name} is accepted by both validators and by ours`, () => {
    const root = read(`fixtures/schema/${name}`)
    assert.equal(both('apphost.schema.json', plain(root)), [true, true], checks.get('apphost.schema.json')?.errors())
    const collector = createCollector()
    validateManifest(root, { types, validator: builtin }, collector.report)
    validateManifest(normalizeManifest(root), { types, validator: builtin }, collector.report)
    assert.equal(
      collector.diagnostics.map((one) => one.message),
      [],
    )
  })
}

/** Folders of cases that compile: those that say no exit code but 0. */
const cases = readdirSync('fixtures')
  .filter((topic) => topic !== 'bad-input' && statSync(`fixtures/${topic}`).isDirectory())
  .flatMap((topic) => readdirSync(`fixtures/${topic}`).map((one) => `fixtures/${topic}/${one}`))
  .filter((folder) => existsSync(`${folder}/apphost.yaml`))
  .filter((folder) => {
    const exit = existsSync(`${folder}/case.yaml`) ? child(read(`${folder}/case.yaml`), 'exit') : undefined
    return exit?.kind !== 'scalar' || exit.value === 0
  })
  .toSorted()

/** The validators for the types of the project in a folder, which most have not. */
function validatorsIn(folder: string, root: MapNode): readonly ((value: unknown) => boolean)[] {
  const check = checks.get('apphost.schema.json')
  if (child(root, 'types') === undefined && check !== undefined) return [check.first, check.second]
  const files = readdirSync(`${folder}/types`).map((one) => `types/${one}`)
  const schema = manifestSchema([...types, ...files.map((file) => typeShapeOf(read(`${folder}/${file}`)))])
  const second = new Validator(schema, '2020-12')
  return [ajv().compile(schema), (value) => second.validate(value).valid]
}

test('a resource that extends another may remove and replace, and still has no unknown property', () => {
  const manifest = (fields: object): unknown => ({
    apphost: 'v1',
    name: 'shop',
    resources: { b: { extends: 'a', ...fields } },
  })
  const good = [
    {},
    { endpoints: null },
    { env: { A: null } },
    { env: { $replace: true } },
    { volumes: [{ path: '/a', $remove: true }] },
  ]
  for (const fields of good)
    assert.equal(both('apphost.schema.json', manifest(fields)), [true, true], JSON.stringify(fields))
  const bad = [{ endpoint: null }, { replicas: 'two' }, { env: { $remove: 1 } }, { health: { $replace: 'yes' } }]
  for (const fields of bad)
    assert.equal(both('apphost.schema.json', manifest(fields)), [false, false], JSON.stringify(fields))
})

test('every manifest and overlay of the fixtures is accepted by both validators', () => {
  assert.ok(cases.length > 20)
  for (const folder of cases) {
    const root = read(`${folder}/apphost.yaml`)
    for (const accepts of validatorsIn(folder, root))
      assert.ok(accepts(plain(root)), `${folder}/apphost.yaml ${checks.get('apphost.schema.json')?.errors()}`)
    for (const file of readdirSync(folder).filter((one) => /^apphost\..+\.yaml$/.test(one))) {
      const overlay = plain(read(`${folder}/${file}`))
      const accepted = both('apphost.overlay.schema.json', overlay)
      assert.equal(accepted, [true, true], `${folder}/${file} ${checks.get('apphost.overlay.schema.json')?.errors()}`)
    }
  }
})

test('an overlay is accepted by both validators', () => {
  const value = plain(read('fixtures/schema/overlay.yaml'))
  assert.equal(
    both('apphost.overlay.schema.json', value),
    [true, true],
    checks.get('apphost.overlay.schema.json')?.errors(),
  )
  for (const key of ['apphost', 'name', 'requires', 'environments', 'types']) {
    assert.equal(both('apphost.overlay.schema.json', { [key]: 'v1' }), [false, false], key)
  }
})

for (const name of readdirSync('templates/types').filter((one) => one.endsWith('.yaml'))) {
  test(`the type in ${name} is accepted by both validators and by ours`, () => {
    const root = read(`templates/types/${name}`)
    assert.equal(
      both('resource-type.schema.json', plain(root)),
      [true, true],
      checks.get('resource-type.schema.json')?.errors(),
    )
    const collector = createCollector()
    validateResourceType(root, typeValidator, collector.report)
    assert.equal(
      collector.diagnostics.map((one) => one.message),
      [],
    )
  })
}

/** What a schema cannot say: values of parameters, reserved names, numbers that JSON cannot carry, ranges of versions. */
const BEYOND_SCHEMA = /^AH20(?:17|20|21)-|^AH2018-|^AH2012-default-of-a-parameter$|^AH2013-requires$/

for (const name of readdirSync('fixtures/bad-input').filter((one) => one.startsWith('AH2'))) {
  test(`an editor sees ${name} too`, () => {
    const inType = name.endsWith('-in-a-type')
    const file = inType ? 'resource-type.schema.json' : 'apphost.schema.json'
    const root = read(`fixtures/bad-input/${name}/${inType ? 'types/search.yaml' : 'apphost.yaml'}`)
    const value = plain(root)
    const [first, second] = both(file, value)
    assert.is(first, second, 'the validators differ')
    if (!BEYOND_SCHEMA.test(name)) assert.is(first, false)
  })
}

test.run()
