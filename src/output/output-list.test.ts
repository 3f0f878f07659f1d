import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { AFTER, NO_FACTS, outputSet, projectHost, requestOf } from '../testing/example-output.ts'
import type { DeploymentFacts } from '../targets/deployment-facts.ts'
import { printOutputList, readListValue, readOutputList, type OutputList } from './output-list.ts'
import { publishOutput } from './publish.ts'

const test = suite('list of generated files')

const schema = JSON.parse(readFileSync('schema/output-manifest.schema.json', 'utf8')) as object
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema)

const FACTS: DeploymentFacts = {
  parameters: [
    {
      name: 'log-level',
      variable: 'LOG_LEVEL',
      type: 'string',
      secret: false,
      default: 'info',
      constraints: { enum: ['info'] },
    },
    { name: 'key', variable: 'KEY', type: 'string', secret: true, description: 'a key', constraints: { minLength: 3 } },
  ],
  derived: [{ variable: 'KEY_URI', expression: '$<Parameters.key | uri>', required: false }],
  images: [{ name: 'api', variable: 'API_IMAGE', default: 'shop-api', users: ['api'] }],
  jobs: [{ name: 'migrate', when: 'before-deploy', file: 'compose.yaml', steps: [], retries: 0 }],
  pins: { project: 'shop' },
}

function published(): string {
  const host = projectHost()
  publishOutput(host, requestOf([], { sets: [outputSet(AFTER, { facts: FACTS })] }))
  return host.tree('/project/out').get('.apphost-output.json') ?? ''
}

test('what is written fits its schema, and is read back as it was', () => {
  const text = published()
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors))
  const read = readOutputList(new TextEncoder().encode(text))
  assert.is(read.kind === 'list' && printOutputList(read.list), text)
})

test('the schema refuses a secret with a default, and anything that does not belong', () => {
  for (const [from, to] of [
    ['"description": "a key"', '"default": "x"'],
    ['"application": "shop"', '"application": "shop", "path": "/home/somebody"'],
    ['"version": 1', '"version": 2'],
    ['"path": ".gitattributes"', '"path": "/etc/passwd"'],
  ] as const) {
    const text = published()
    assert.ok(text.includes(from))
    assert.not.ok(validate(JSON.parse(text.replace(from, () => to))), to)
  }
})

test('everything else is refused with a reason', () => {
  const whole = JSON.parse(published()) as Record<string, unknown>
  const hash = '0'.repeat(64)
  const wrong: readonly unknown[] = [
    null,
    [],
    'x',
    {},
    { ...whole, version: '1' },
    { ...whole, application: 1 },
    { ...whole, target: null },
    { ...whole, environment: 1 },
    { ...whole, files: {} },
    { ...whole, files: [null] },
    { ...whole, files: [{ path: 'a', sha256: 'x' }] },
    { ...whole, files: [{ path: '../a', sha256: hash }] },
    { ...whole, userFiles: [{ path: 'a' }] },
    { ...whole, userFiles: [{ path: 'a', variables: [{ name: 'A', value: 'plain text', comment: hash }] }] },
    { ...whole, deployment: {} },
    { ...whole, deployment: { ...NO_FACTS, jobs: null } },
  ]
  for (const value of wrong) assert.is(readListValue(value).kind, 'wrong', JSON.stringify(value))
  assert.is(readOutputList(Uint8Array.of(0xff)).kind, 'wrong')
  assert.is(readListValue(whole).kind, 'list')
})

test('names like __proto__ are names', () => {
  const list: OutputList = {
    application: '__proto__',
    environment: 'constructor',
    target: 'x',
    files: [{ path: '__proto__', sha256: '0'.repeat(64) }],
    userFiles: [],
    deployment: NO_FACTS,
  }
  const read = readOutputList(new TextEncoder().encode(printOutputList(list)))
  assert.equal(read, { kind: 'list', list })
})

test.run()
