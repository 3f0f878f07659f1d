import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { referentsOf, requiredFields, wholeFields } from '../build/catalog-example.ts'
import type { CompileResult } from '../compiler/compilation.ts'
import { BUILT_IN_TYPES } from '../generated/catalog.ts'
import { keysOf, textAt } from '../syntax/fields.ts'
import { child } from '../syntax/node.ts'
import { compileText, composeServices, diagnosticLines, type ComposeService } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'
import { builtInType, builtInTypeNames } from './load.ts'
import type { DefinitionBody, PropertyDefinition, TypeDefinition } from './type-definition.ts'

const test = suite('built-in types')

type Services = Readonly<Record<string, ComposeService>>

/** The services of a compilation without errors. */
function servicesOf(result: CompileResult): Services {
  assert.equal(
    diagnosticLines(result).filter((line) => line.includes(' error ')),
    [],
  )
  return composeServices(result)
}

function manifest(resources: string, parameters = ''): string {
  return `apphost: v1\nname: shop\n${parameters}resources:\n${resources.replace(/^/gm, '  ')}\n`
}

async function services(resources: string, parameters = ''): Promise<Services> {
  return servicesOf(await compileText(manifest(resources, parameters)))
}

function api(references: string): string {
  return `api: { type: container, image: nginx:1.29.3, references: [${references}] }`
}

/** JSON is YAML, so it can stand in a manifest. */
function written(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields)
}

/** Every property of a type and its children. */
function propertiesOf(body: DefinitionBody): readonly PropertyDefinition[] {
  return [...body.properties.values(), ...[...body.children.values()].flatMap(propertiesOf)]
}

/** Name of a child -> the field that holds it, at any depth. */
function childrenIn(fields: unknown, body: DefinitionBody): readonly (readonly [string, string])[] {
  return [...body.children.values()].flatMap((kind) =>
    Object.entries((fields as Readonly<Record<string, object>>)[kind.field] ?? {}).flatMap(([key, below]) => [
      [key, kind.field] as const,
      ...childrenIn(below, kind),
    ]),
  )
}

/** Whether an output or property has a value whatever is set. */
function isAlwaysThere(definition: TypeDefinition, name: string): boolean {
  const output = definition.outputs.get(name)
  if (output !== undefined) return child(output, 'when') === undefined || child(output, 'otherwise') !== undefined
  const property = definition.properties.get(name)
  return property?.type === 'secret' ? !property.optional : property?.default !== undefined
}

function variables(service: ComposeService | undefined): readonly string[] {
  return Object.keys(service?.environment ?? {}).sort()
}

for (const definition of builtInTypeNames().flatMap((name) => builtInType(name) ?? [])) {
  const { name } = definition
  const least = written({ type: name, ...requiredFields(definition) })
  const hasConnectionString = definition.outputs.has('connectionString')
  const children = referentsOf(definition, 'it').filter((one) => one.child !== undefined)

  test(`${name}: what must be set is enough`, async () => {
    const made = await services(`it: ${least}`)
    assert.equal(Object.keys(made), ['it'])
    const tag = /^[a-z0-9.-]+(?:\/[a-z0-9._-]+)+:([\w.-]+)$/.exec(made['it']?.image ?? '')?.[1]
    assert.match(tag ?? '', /\d[.-]\d/, `${made['it']?.image ?? 'nothing'} is not pinned`)
    assert.not.match(tag ?? '', /latest|nightly|edge|stable/)
  })
  test(`${name}: it says when it is healthy`, () => {
    assert.ok(child(definition.workload, 'health') !== undefined)
  })
  test(`${name}: a reference injects what the definition declares, of one whose secrets are all set`, async () => {
    const optional = [...definition.properties.values()].filter((property) => property.optional)
    const secrets = Object.fromEntries(optional.map((property) => [property.name, '$<Parameters.given>']))
    const fields = written({ type: name, ...requiredFields(definition), ...secrets })
    const made = await services(`it: ${fields}\n${api('it')}`, 'parameters: { given: { secret: true } }\n')
    const endpoints = keysOf(child(definition.workload, 'endpoints'))
    assert.ok(hasConnectionString || endpoints.length > 0, 'a reference injects nothing')
    if (!hasConnectionString) return
    const always = [...definition.inject].filter(([, output]) => isAlwaysThere(definition, output))
    const further = [...definition.connectionStrings.keys()].map((key) => `ConnectionStrings__it_${key}`)
    const expected = ['ConnectionStrings__it', ...further, ...always.map(([key]) => `IT_${key.toUpperCase()}`)]
    for (const variable of expected) assert.ok(variables(made['api']).includes(variable), variable)
  })
  test(`${name}: each of its children can be referred to, and is made by a job`, async () => {
    const references = children.map((one) => one.name)
    const made = await services(`it: ${written(wholeFields(definition))}\n${api(['it', ...references].join(', '))}`)
    for (const { name: its, child: kind, parents } of children) {
      const [first = ''] = kind?.inject.keys() ?? []
      const variable = hasConnectionString ? `ConnectionStrings__${its}` : `${its}_${first}`.toUpperCase()
      assert.ok(variables(made['api']).includes(variable), variable)
      const job = made[[...parents, its].join('-')]
      assert.is(job !== undefined, kind?.create !== undefined, `the job of ${its}`)
    }
  })
  test(`${name}: a reference to one that exists already injects the same variables`, async () => {
    const created = await services(`it: ${least}\n${api('it')}`)
    const fields = definition.existing.filter(
      (field) => field !== 'connectionString' && definition.properties.get(field)?.type !== 'secret',
    )
    assert.ok(fields.length > 0, 'nothing can be said of one that exists')
    const existing = Object.fromEntries(
      fields.map((field) => [field, /port$/i.test(field) ? 4711 : `the-${field}`] as const),
    )
    const found = await services(`it: ${written({ type: name, existing })}\n${api('it')}`)
    assert.equal(Object.keys(found), ['api'])
    assert.equal(variables(found['api']), variables(created['api']))
    const shown = JSON.stringify(found['api']?.environment)
    for (const field of ['host', 'url']) if (fields.includes(field)) assert.match(shown, `the-${field}`)
  })
  if (hasConnectionString) {
    test(`${name}: of one that exists already the connection string can be all that is known`, async () => {
      const connection = '$<Parameters.connection>'
      const found = await services(
        `it: ${written({ type: name, existing: { connectionString: connection } })}\n${api('it')}`,
        'parameters: { connection: { secret: true } }\n',
      )
      assert.equal(found['api']?.environment, { ConnectionStrings__it: '${CONNECTION:?parameter connection}' })
    })
  }
  test(`${name}: a copy of it under another name, as a type of the project's own, gives the same`, async () => {
    const references = ['it', ...children.map((one) => one.name)].join(', ')
    const manifestOf = (type: string): string =>
      manifest(`it: ${written({ ...wholeFields(definition), type })}\n${api(references)}`)
    const builtIn = await compileText(manifestOf(name))
    const copied = await compileText({
      'apphost.yaml': `types: [types/*.yaml]\n${manifestOf(`my-${name}`)}`,
      'types/mine.yaml': (BUILT_IN_TYPES.get(name) ?? '').replace(/^resourceType: /m, 'resourceType: my-'),
    })
    assert.equal(servicesOf(copied), servicesOf(builtIn))
    assert.equal(copied.diagnostics.length, builtIn.diagnostics.length)
  })
  test(`${name}: every secret is generated, required, or may be absent`, () => {
    for (const property of propertiesOf(definition).filter((one) => one.type === 'secret')) {
      const isSaid = child(property.schema, 'generate') !== undefined || property.optional || property.required
      assert.ok(isSaid, property.name)
      assert.is(property.default, undefined, property.name)
    }
  })
  test(`${name}: every property and the type say what they are`, () => {
    for (const { name: property, schema } of propertiesOf(definition))
      assert.ok((textAt(schema, 'description') ?? '').length > 5, property)
    assert.not.match(textAt(definition.root, 'description') ?? '.', /\.$/, 'ends in a full stop, or is missing')
  })
  test(`${name}: it says how far it was tried out, and without proof which pages it follows`, () => {
    assert.match(definition.proven ?? '', /^(on a real server|not run)$/)
    const head = /^(?:#.*\n)+/.exec(BUILT_IN_TYPES.get(name) ?? '')?.[0] ?? ''
    assert.match(head, /^# Conventions: /m)
    if (definition.proven === 'not run') assert.match(head, /not run/)
  })
  test(`${name}: a case publishes it and a workload that refers to it`, () => {
    const text = readFileSync(`fixtures/catalog/${name}/apphost.yaml`, 'utf8')
    const { resources } = load(text) as {
      readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    }
    const all = Object.values(resources)
    const own = Object.entries(resources).filter(([, one]) => one['type'] === name)
    const kinds = new Map(own.flatMap(([, one]) => childrenIn(one, definition)))
    const referable = new Set([...own.map(([key]) => key), ...kinds.keys()])
    const named = all.flatMap((one) => (one['references'] ?? []) as readonly (string | { readonly resource: string })[])
    assert.ok(
      named.some((one) => referable.has(typeof one === 'string' ? one : one.resource)),
      'nothing refers to it',
    )
    assert.equal(
      [...new Set(kinds.values())].sort(),
      [...new Set(children.map((one) => one.child?.field ?? ''))].sort(),
      'there is a child of every kind',
    )
  })
}

test.run()
