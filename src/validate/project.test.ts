import * as assert from 'uvu/assert'
import type { MapNode } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { declaredParameters, holdsUnsafeNumber, projectManifest } from './project.ts'

const test = suite('projection for the schema')

const DECLARED = `parameters:
  text: info
  count: { type: integer, default: 3, minimum: 1 }
  least: { type: integer, minimum: 7 }
  most: { type: number, maximum: 0.5 }
  any: { type: integer }
  one-of: { type: integer, enum: [5, 6] }
  huge: { type: integer, default: 9007199254740993, minimum: 2 }
  flag: { type: boolean }
  secret: { secret: true }
`

function tree(text: string): MapNode {
  const root = parseText('apphost.yaml', text, (one) => assert.unreachable(one.message))
  if (root === undefined) throw new Error('no tree')
  return root
}

function projected(value: string): unknown {
  const root = tree(`${DECLARED}value: ${value}\n`)
  const options = { parameters: declaredParameters(root), unsafeNumbersAsText: false }
  return (projectManifest(root, options) as Record<string, unknown>)['value']
}

const TEXT = '$<|text>'

for (const [written, expected] of [
  ['$<Parameters.text>', TEXT],
  ['$<Parameters.count>', 3],
  ['$<Parameters.least>', 7],
  ['$<Parameters.most>', 0.5],
  ['$<Parameters.any>', 1],
  ['$<Parameters.one-of>', 5],
  ['$<Parameters.huge>', 2],
  ['$<Parameters.flag>', true],
  ['$<Parameters.secret>', TEXT],
  ['$<Parameters.count | json>', TEXT],
  ['"$<Parameters.flag == true>"', true],
  ['"$<Parameters.flag == true ? 2 : 3>"', 2],
  ['"$<Parameters.flag == true ? Parameters.count : 3>"', 3],
  ["\"$<Parameters.flag == true ? 'a' : 'b'>\"", 'a'],
  ['$<Environment>', TEXT],
  ['$<Resources.api.endpoints.http.port>', TEXT],
  ['$<Self.port>', '$<Self.port>'],
  ['$<Parameters.unknown>', '$<Parameters.unknown>'],
  ['a$<Parameters.count>', 'a$<Parameters.count>'],
  ['$$<Parameters.count>', '$$<Parameters.count>'],
  ['$<broken', '$<broken'],
  ['012', 12],
  ['1.10', 1.1],
  ['yes', 'yes'],
  ['"12"', '12'],
  ['null', null],
  ['[1, a, true, null]', [1, 'a', true, null]],
] as const) {
  test(`${written} is seen as ${JSON.stringify(expected)}`, () => assert.equal(projected(written), expected))
}

test('keys of every name are own keys, and nothing is inherited', () => {
  const root = tree('__proto__: { polluted: true }\nconstructor: 1\n')
  const value = projectManifest(root, { parameters: undefined, unsafeNumbersAsText: false }) as object
  assert.is(Object.getPrototypeOf(value), null)
  assert.equal(Object.keys(value), ['__proto__', 'constructor'])
  assert.is(({} as Record<string, unknown>)['polluted'], undefined)
})

test('numbers that cannot be kept are found, and can be seen as text', () => {
  const root = tree('a: { b: [1, 9007199254740993] }\n')
  assert.ok(holdsUnsafeNumber(root))
  assert.not(holdsUnsafeNumber(tree('a: { b: [1, 9007199254740991, "9007199254740993"] }\n')))
  const value = projectManifest(root, { parameters: undefined, unsafeNumbersAsText: true })
  assert.is(JSON.stringify(value), '{"a":{"b":[1,"9007199254740993"]}}')
})

test.run()
