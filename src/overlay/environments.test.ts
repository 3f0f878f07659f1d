import * as assert from 'uvu/assert'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import { child, type MapNode } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { readEnvironments, selectEnvironment, type Environment } from './environments.ts'
import { loadOverlays, prepareManifest } from './load.ts'

const test = suite('overlay/environments')

function parse(text: string, path = 'apphost.yaml'): MapNode {
  const collector = createCollector()
  const tree = parseText(path, text, collector.report)
  if (tree === undefined) throw new Error(`${path} does not read`)
  return tree
}

interface Selected {
  readonly environment: Environment | undefined
  readonly diagnostics: readonly Diagnostic[]
}

function select(text: string, requested?: string, path?: string): Selected {
  const collector = createCollector()
  const environments = readEnvironments(parse(text, path), collector.report)
  const environment = selectEnvironment(environments, requested, collector.report)
  return { environment, diagnostics: collector.diagnostics }
}

const CLOUD = `environments:
  cloud: { abstract: true, overlays: [overlays/cloud.yaml], targets: [cluster], parameters: { region: a, level: info } }
  staging: { extends: cloud }
  production-eu: { extends: cloud, parameters: { region: b }, targets: [cluster, other], default: true }
  dev: { overlays: [] }
`

const CHOICES: readonly (readonly [text: string, requested: string | undefined, name: string])[] = [
  ['apphost: v1', undefined, 'production'],
  ['apphost: v1', 'anything-1', 'anything-1'],
  ['environments: {}', undefined, 'production'],
  [CLOUD, undefined, 'production-eu'],
  [CLOUD, 'STAGING', 'staging'],
  ['environments: { a: {}, production: {} }', undefined, 'production'],
  ['environments: { a: {} }', undefined, 'a'],
  ['environments: { base: { abstract: true }, a: { extends: base } }', undefined, 'a'],
  ['environments: { a: {}, constructor: {} }', 'constructor', 'constructor'],
]

for (const [text, requested, name] of CHOICES) {
  test(`-e ${requested ?? '(none)'} of ${text.split('\n')[0]} is ${name}`, () => {
    const { environment, diagnostics } = select(text, requested)
    assert.equal(diagnostics, [])
    assert.is(environment?.name, name)
  })
}

const REFUSALS: readonly (readonly [
  text: string,
  requested: string | undefined,
  code: string,
  message: string,
  hint: string,
])[] = [
  ['apphost: v1', 'Pre Production', 'AH3028', 'Pre Production', 'did you mean "pre-production"?'],
  ['apphost: v1', 'a--b', 'AH3028', 'a--b', 'did you mean "a-b"?'],
  ['apphost: v1', 'all', 'AH3028', '"all"', 'lower-case'],
  ['apphost: v1', '', 'AH3028', '""', 'lower-case'],
  ['apphost: v1', '__proto__', 'AH3028', '__proto__', 'did you mean "proto"?'],
  [CLOUD, 'stagng', 'AH3020', 'stagng', 'did you mean "staging"?'],
  [CLOUD, 'toString', 'AH3020', 'toString', 'staging, production-eu, dev'],
  [CLOUD, 'x\u001b[31m\n', 'AH3020', 'x?[31m?', 'choose'],
  [CLOUD, 'cloud', 'AH3021', 'abstract', 'staging'],
  ['environments: { a: {}, b: {} }', undefined, 'AH3027', 'which environment', 'a, b'],
  ['environments: { a: { abstract: true } }', undefined, 'AH3027', 'abstract', 'add one'],
]

for (const [text, requested, code, message, hint] of REFUSALS) {
  test(`${code} for -e ${JSON.stringify(requested)}`, () => {
    const { environment, diagnostics } = select(text, requested)
    assert.is(environment, undefined)
    assert.equal(
      diagnostics.map((one) => one.code),
      [code],
    )
    assert.ok(diagnostics[0]?.message.includes(message), diagnostics[0]?.message)
    assert.ok(diagnostics[0]?.hints.join('; ').includes(hint), diagnostics[0]?.hints.join('; '))
  })
}

const MISTAKES: readonly (readonly [text: string, code: string, place: string, message: string])[] = [
  ['environments:\n  a: { default: true }\n  b: { default: true }', 'AH3022', '3:17', '"a" and "b"'],
  ['environments:\n  a: { extends: b }\n  b: { extends: a }', 'AH3023', '2:17', 'a -> b -> a'],
  ['environments:\n  a: { extends: a }', 'AH3023', '2:17', 'a -> a'],
  ['environments:\n  cloud: {}\n  a: { extends: clout }', 'AH3024', '3:17', '"clout"'],
  ['environments:\n  production: {}\n  a: { abstract: true, default: true }', 'AH3029', '3:33', '"a"'],
  [
    `environments:\n  production: {}\n${Array.from({ length: 5000 }, (_, index) => `  e${index}: { extends: e${index + 1} }`).join('\n')}\n  e5000: {}`,
    'AH3031',
    '3:18',
    '32',
  ],
]

for (const [text, code, place, message] of MISTAKES) {
  test(`${code} in ${text.slice(0, 60).replaceAll('\n', ' ')}`, () => {
    const found = select(text, text.includes('production') ? undefined : 'a').diagnostics
    assert.equal(
      found.map((one) => one.code),
      [code],
    )
    const [first] = found
    const at = first?.span === undefined ? undefined : positionOf(first.span.source, first.span.start)
    assert.is(`${at?.line}:${at?.column}`, place)
    assert.ok(first?.message.includes(message), first?.message)
  })
}

test('overlays of what an environment extends come first, beside the manifest', () => {
  const { environment } = select(CLOUD, 'staging', 'deploy/apphost.yaml')
  assert.equal(
    environment?.overlays.map((one) => one.paths),
    [['deploy/overlays/cloud.yaml'], ['deploy/apphost.staging.yaml', 'deploy/apphost.staging.yml']],
  )
  assert.equal(
    environment?.overlays.map((one) => one.at !== undefined),
    [true, false],
  )
  assert.equal(select(CLOUD, 'dev').environment?.overlays, [])
})

test('R-env-precedence: the nearest environment decides, targets and parameters are inherited', () => {
  const staging = select(CLOUD, 'staging').environment
  assert.equal(
    staging?.targets?.map((one) => one.name),
    ['cluster'],
  )
  assert.equal(
    [...(staging?.parameters ?? [])].map(([name, value]) => [name, value.text]),
    [
      ['region', 'a'],
      ['level', 'info'],
    ],
  )
  const eu = select(CLOUD, 'production-eu').environment
  assert.equal(
    eu?.targets?.map((one) => one.name),
    ['cluster', 'other'],
  )
  assert.equal(
    [...(eu?.parameters ?? [])].map(([name, value]) => [name, value.text]),
    [
      ['region', 'b'],
      ['level', 'info'],
    ],
  )
})

function load(
  manifest: string,
  files: Readonly<Record<string, string>>,
): { readonly image: string | undefined; readonly codes: readonly string[]; readonly asked: readonly string[] } {
  const collector = createCollector()
  const base = prepareManifest(parse(manifest), collector.report)
  const selected = selectEnvironment(readEnvironments(base, collector.report), undefined, collector.report)
  if (selected === undefined) throw new Error('no environment')
  const asked: string[] = []
  const read = (path: string, _at: unknown, optional: boolean): MapNode | undefined => {
    asked.push(optional ? `${path}?` : path)
    const text = files[path]
    return text === undefined ? undefined : parse(text, path)
  }
  const merged = loadOverlays(base, selected, read, collector.report)
  const image = child(child(child(merged, 'resources'), 'a'), 'image')
  return {
    image: image?.kind === 'scalar' ? image.text : undefined,
    codes: collector.diagnostics.map((one) => one.code),
    asked,
  }
}

const BASE = 'resources: { a: { image: base } }\n'

test('the file of the environment is laid over the manifest if it is there', () => {
  assert.equal(load(BASE, {}), {
    image: 'base',
    codes: [],
    asked: ['apphost.production.yaml?', 'apphost.production.yml?'],
  })
  assert.is(load(BASE, { 'apphost.production.yaml': 'resources: { a: { image: over } }' }).image, 'over')
  assert.is(load(BASE, { 'apphost.production.yml': 'resources: { a: { image: over } }' }).image, 'over')
})

test('two default files are one too many', () => {
  assert.equal(load(BASE, { 'apphost.production.yaml': 'x-a: 1', 'apphost.production.yml': 'x-a: 1' }).codes, [
    'AH3030',
  ])
})

test('listed overlays apply in order and must be there', () => {
  const text = `${BASE}environments: { e: { overlays: [one.yaml, sub/../two.yaml] } }`
  const found = load(text, {
    'one.yaml': 'resources: { a: { image: one } }',
    'two.yaml': 'resources: { a: { image: two } }',
  })
  assert.equal(found, { image: 'two', codes: [], asked: ['one.yaml', 'two.yaml'] })
})

test('targets of an environment must exist, in an overlay at the latest', () => {
  const text = (targets: string): string =>
    `${BASE}targets: { local: {} }\nenvironments: { e: { targets: ${targets}, overlays: [o.yaml] } }`
  assert.equal(load(text('[local, late]'), { 'o.yaml': 'targets: { late: {} }' }).codes, [])
  assert.equal(load(text('[locl]'), { 'o.yaml': 'x-a: 1' }).codes, ['AH3025'])
  assert.equal(load(`${BASE}environments: { e: { targets: [compose] } }`, {}).codes, [])
})

test.run()
