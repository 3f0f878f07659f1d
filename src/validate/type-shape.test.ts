import * as assert from 'uvu/assert'
import { builtInShapes } from '../build/validators.ts'
import { createCollector } from '../diagnostics/diagnostic.ts'
import type { MapNode } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { typeShapeOf } from './type-shape.ts'
import { validateManifest, validateResourceType } from './validate.ts'
import { resourceTypeValidator, validatorFor } from './validator.ts'

const test = suite("types of the project's own")

function tree(path: string, text: string): MapNode {
  const root = parseText(path, text, (one) => assert.unreachable(one.message))
  if (root === undefined) throw new Error('no tree')
  return root
}

const SEARCH = `resourceType: search
description: Search server
properties:
  tag: { type: string, default: "9", pattern: '^[0-9.]+$', maxLength: 8 }
  label: { type: string, minLength: 3, maxLength: 12 }
  loose: { type: string, pattern: 'b+' }
  size: { type: string, enum: [small, large], default: small }
  shards: { type: integer, minimum: 1, maximum: 9 }
  fast: { type: boolean }
  share: { type: number }
  plugins: { type: array, items: { type: string } }
  options: { type: object }
  key: { $ref: "#/$defs/secret" }
  volume: { $ref: "#/$defs/volume" }
workload:
  image: acme/search:$<Self.tag>
  endpoints: { http: { targetPort: 9200 } }
outputs: { host: $<Self.endpoints.http.host> }
children:
  indexes:
    properties: { shards: { type: integer } }
    children:
      fields: { properties: { kind: { type: string } } }
existing: [host, key]
`
const shapes = [...builtInShapes(), typeShapeOf(tree('types/search.yaml', SEARCH))]
const validator = await validatorFor(shapes)
const typeValidator = await resourceTypeValidator()

function complaints(fields: string): readonly string[] {
  const collector = createCollector()
  const root = tree('apphost.yaml', `apphost: v1\nname: shop\nresources:\n  find: { type: search, ${fields} }\n`)
  validateManifest(root, { types: shapes, validator }, collector.report)
  return collector.diagnostics.map((one) => `${one.code} ${one.message}`)
}

test('the definition itself is accepted', () => {
  const collector = createCollector()
  validateResourceType(tree('types/search.yaml', SEARCH), typeValidator, collector.report)
  assert.equal(collector.diagnostics, [])
})

for (const [fields, expected] of [
  ['tag: "9.2"', undefined],
  [
    'tag: nine',
    'AH2013 "tag" of "find" must be text that matches ^[0-9.]+$ and has at most 8 characters, but is "nine"',
  ],
  ['tag: "123456789"', 'AH2013 "tag" of "find" must be'],
  ['tag: $<Parameters.a-tag-whose-name-is-longer-than-eight>', undefined],
  ['label: abc', undefined],
  ['label: ab', 'AH2013 "label" of "find" must be text that has 3 to 12 characters, but is "ab"'],
  ['loose: abbc', undefined],
  ['loose: acc', 'AH2013'],
  ['size: large', undefined],
  ['size: huge', 'AH2009 "size" of "find" cannot be "huge": it must be one of small, large'],
  ['shards: 3', undefined],
  ['shards: 10', 'AH2012 "shards" of "find" must be at most 9, but is 10'],
  ['fast: "yes"', 'AH2006'],
  ['share: 0.5', undefined],
  ['plugins: [a, b]', undefined],
  ['plugins: [1]', 'AH2007'],
  ['options: { anything: [1, null] }', undefined],
  ['key: $<Parameters.search-key>', undefined],
  // A literal secret is told by the pass that knows secrets, and never printed.
  ['key: hunter2', undefined],
  ['key: [hunter2]', 'AH2006 "key" of "find" must be text, but is something else'],
  ['volume: {}', undefined],
  ['volume: { sise: 1Gi }', 'AH2003 unknown property "sise" on "volume" of "find"'],
  ['indexes: { goods: {}, more: { shards: 2, fields: { price: { kind: number } } } }', undefined],
  ['indexes: { Goods: {} }', 'AH2001'],
  ['indexes: { goods: { shard: 2 } }', 'AH2003 unknown property "shard" on "indexes.goods" of "find"'],
  ['existing: { host: search.example.com, key: $<Parameters.search-key> }', undefined],
  ['existing: { port: 9200 }', 'AH2003 unknown property "port" on "existing" of "find"'],
  ['endpoints: { http: { published: 9200 } }, env: { A: 1 }', undefined],
  ['replica: 2', 'AH2003 unknown property "replica" on search "find"'],
] as const) {
  test(`{ ${fields} } is ${expected === undefined ? 'accepted' : 'told'}`, () => {
    const found = complaints(fields)
    assert.is(found.length, expected === undefined ? 0 : 1, found.join('\n'))
    if (expected !== undefined) assert.ok(found[0]?.startsWith(expected), found[0])
  })
}

for (const [text, expected] of [
  ['properties: { replicas: { type: integer } }', 'AH2021 "replicas" is a field of every container'],
  ['properties: { a: { type: text } }', 'AH2009'],
  ['properties: { a: { $ref: "#/$defs/volumes" } }', 'AH2009'],
  ['properties: { a: { type: string, $ref: "#/$defs/secret" } }', 'AH2015'],
  ['properties: { A-b: {} }', 'AH2019'],
  ['workload: { image: x, imag: y }', 'AH2003'],
  ['workload: { endpoints: { http: { targetPort: eighty } } }', 'AH2013'],
  ['workload: { replicas: two }', 'AH2006 "workload.replicas" must be an integer or a map'],
  [
    'workload: { volumes: [{ name: data, when: $<Self.volume>, path: { match: $<Self.version>, case: {} } }] }',
    'AH2003',
  ],
  ['children: { databases: { propertys: {} } }', 'AH2003'],
  ['existing: host', 'AH2006'],
] as const) {
  test(`a definition with ${text} is told`, () => {
    const collector = createCollector()
    const workload = text.startsWith('workload') ? '' : 'workload: { image: acme/x:1 }\n'
    validateResourceType(
      tree('types/x.yaml', `resourceType: x\ndescription: X\n${workload}${text}\n`),
      typeValidator,
      collector.report,
    )
    const found = collector.diagnostics.map((one) => `${one.code} ${one.message}`)
    assert.is(found.length, 1, found.join('\n'))
    assert.ok(found[0]?.startsWith(expected), found[0])
  })
}

test.run()
