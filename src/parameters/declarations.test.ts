import * as assert from 'uvu/assert'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { parseText } from '../syntax/read-yaml.ts'
import type { Filter, FilterName } from '../template/expression.ts'
import { suite } from '../testing/suite.ts'
import { declareParameters, secretDeclaration } from './declarations.ts'
import { alphabetOf, DEFAULT_GENERATE, readGenerate } from './generate.ts'
import type { ParameterDeclaration } from './parameter.ts'
import { passesUnchanged } from './passes-unchanged.ts'

const test = suite('declarations of parameters')

function declare(yaml: string): {
  readonly declarations: ReadonlyMap<string, ParameterDeclaration>
  readonly diagnostics: readonly Diagnostic[]
} {
  const collector = createCollector()
  const root = parseText('apphost.yaml', `parameters:\n${yaml.replace(/^/gm, '  ')}\n`, collector.report)
  assert.ok(root !== undefined, 'the example is not YAML')
  return { declarations: declareParameters(root, collector.report), diagnostics: collector.diagnostics }
}

function one(yaml: string): ParameterDeclaration {
  const { declarations, diagnostics } = declare(`p: ${yaml}`)
  assert.equal(
    diagnostics.map((found) => found.message),
    [],
  )
  const found = declarations.get('p')
  assert.ok(found !== undefined)
  return found
}

test('reads what a declaration says', () => {
  const found = one('{ type: integer, default: 2, minimum: 1, maximum: 20, env: REPLICAS, description: How many }')
  assert.equal(
    [found.type, found.defaultNode?.text, found.minimum, found.maximum, found.environmentVariable, found.description],
    ['integer', '2', 1, 20, 'REPLICAS', 'How many'],
  )
})

test('keeps a default as it is written', () => {
  assert.is(one('{ default: 012 }').defaultNode?.text, '012')
  assert.is(one('{ default: 1.10 }').defaultNode?.text, '1.10')
  assert.is(one('{ default: yes }').defaultNode?.text, 'yes')
  assert.is(one('{ default: "" }').defaultNode?.text, '')
  assert.is(one('{ default: "a $$<b>" }').defaultNode?.text, 'a $<b>')
  assert.is(one('{ type: number, default: 1.50 }').defaultNode?.text, '1.50')
  assert.is(one('{ type: boolean, default: false }').defaultNode?.text, 'false')
})

test('leaves wrong shapes to the schema without a word', () => {
  const { declarations, diagnostics } = declare(
    'a: [1]\nb: { type: 3, enum: x, default: [1], pattern: {}, generate: { length: 0, minUpper: -1 }, secret: true, env: 1 a }\nc:',
  )
  assert.equal(
    diagnostics.map((found) => found.message),
    [],
  )
  assert.equal([...declarations.keys()], ['b'])
})

test('names of prototypes are names like any other', () => {
  const { declarations } = declare('__proto__: { default: a }\nconstructor: { default: b }')
  assert.equal([...declarations.keys()], ['__proto__', 'constructor'])
})

/** Declaration, code, text under the place, words of message or hint. */
const WRONG: readonly (readonly [string, string, string, string])[] = [
  ['{ type: integer, default: two }', 'AH4001', 'two', '"two" is not an integer'],
  ['{ type: integer, default: 012 }', 'AH4001', '012', 'write 12'],
  ['{ type: integer, default: 1_000 }', 'AH4001', '1_000', 'write 1000'],
  ['{ type: integer, default: 1.0 }', 'AH4001', '1.0', 'write 1'],
  ['{ type: integer, default: 9007199254740993 }', 'AH4001', '9007199254740993', '2^53'],
  ['{ type: number, default: .5 }', 'AH4001', '.5', 'write 0.5'],
  ['{ type: number, default: .inf }', 'AH4001', '.inf', 'not a number'],
  ['{ type: boolean, default: yes }', 'AH4001', 'yes', 'write true'],
  ['{ type: boolean, default: "False" }', 'AH4001', '"False"', 'write false'],
  ['{ type: integer, default: 50, maximum: 20 }', 'AH4002', '50', 'above the maximum of 20'],
  ['{ type: number, default: -1, minimum: 0 }', 'AH4002', '-1', 'below the minimum of 0'],
  ['{ default: ab, minLength: 3 }', 'AH4002', 'ab', 'has 2 characters; at least 3'],
  ['{ default: 😀😀, maxLength: 1 }', 'AH4002', '😀😀', 'has 2 characters; at most 1'],
  ['{ default: A, pattern: "^[a-z]+$" }', 'AH4002', 'A', 'the pattern ^[a-z]+$'],
  ['{ default: x, enum: [a, b] }', 'AH4002', 'x', 'none of a, b'],
  ['{ secret: true, default: hunter2hunter2 }', 'AH4003', 'hunter2hunter2', 'no default'],
  ['{ generate: { length: 8 } }', 'AH4004', 'generate', 'only a secret'],
  [
    '{ secret: true, generate: { lower: false, upper: false, numeric: false, special: false } }',
    'AH4005',
    '{ lower',
    'every class',
  ],
  ['{ secret: true, generate: { special: false, minSpecial: 1 } }', 'AH4005', '1', 'switches those characters off'],
  ['{ secret: true, maxLength: 10, generate: {} }', 'AH4005', '{}', 'maxLength is 10'],
  ['{ default: a, maximum: 3 }', 'AH4006', 'maximum', 'type: integer'],
  ['{ type: integer, default: 1, pattern: a }', 'AH4006', 'pattern', 'type: string'],
  ['{ type: integer, secret: true, generate: {} }', 'AH4006', 'generate', 'a string'],
  ['{ type: integer, minimum: 5, maximum: 2 }', 'AH4007', 'minimum', 'minimum 5 is above maximum 2'],
  ['{ minLength: 5, maxLength: 2 }', 'AH4007', 'minLength', 'above maxLength 2'],
  ['{ pattern: "(?=a)" }', 'AH4008', '"(?=a)"', 'looks ahead'],
  ['{ pattern: "(a{999}){999}" }', 'AH4008', '"(a', 'multiply'],
  ['{ type: integer, enum: [1, two] }', 'AH4009', 'two', 'not of type integer'],
  ['{ secret: true, file: /etc/smtp.txt }', 'AH4010', '/etc/smtp.txt', 'not a relative path'],
  ['{ secret: true, file: "C:\\\\x" }', 'AH4010', '"C:', 'backslash'],
  ['{ secret: true, file: secrets/ }', 'AH4010', 'secrets/', 'names no file'],
  ['{ default: $<Parameters.q> }', 'AH4013', '$<Parameters.q>', 'not resolved'],
  ['{ type: $<Parameters.q> }', 'AH4013', '$<Parameters.q>', 'not resolved'],
  ['{ secret: true, generate: { length: $<Parameters.q> } }', 'AH4013', '$<Parameters.q>', 'not resolved'],
]

for (const [yaml, code, place, words] of WRONG) {
  test(`refuses ${yaml}`, () => {
    const { declarations, diagnostics } = declare(`p: ${yaml}`)
    assert.equal(
      diagnostics.map((found) => found.code),
      [code],
    )
    const [found] = diagnostics
    const text = [found?.message, ...(found?.hints ?? [])].join('\n')
    assert.ok(text.includes(words), `${text} lacks ${words}`)
    const file = `parameters:\n  p: ${yaml}\n`
    assert.ok(file.startsWith(place, found?.span?.start), file.slice(found?.span?.start))
    assert.ok(declarations.has('p'))
  })
}

test('a secret in the manifest stands neither in a diagnostic nor in its frame', () => {
  const { diagnostics, declarations } = declare('p: { secret: true, default: hunter2hunter2 }')
  assert.not.ok(JSON.stringify(diagnostics).includes('hunter2'))
  assert.is(declarations.get('p')?.defaultNode, undefined)
})

const COLLISIONS: readonly (readonly [string, number])[] = [
  ['a: { env: REGION }\nb: { env: region }', 1],
  ['a: { env: Parameters__b }\nb: x', 1],
  ['a: { env: PARAMETERS__my_b }\nmy-b: { default: x }', 1],
  ['a: { env: Parameters__a }', 0],
  ['a: { env: A }\nb: { env: B }', 0],
]

for (const [yaml, count] of COLLISIONS) {
  test(`variables of ${yaml.replace('\n', ', ')}`, () => {
    const { diagnostics } = declare(yaml.replace('b: x', 'b: { default: x }'))
    assert.equal(
      diagnostics.map((found) => found.code),
      Array.from({ length: count }, () => 'AH4012'),
    )
    assert.is(diagnostics[0]?.related.length ?? 1, 1)
  })
}

test('generate has defaults, and its length covers the minimums', () => {
  const generate = (yaml: string): unknown => one(`{ secret: true, generate: ${yaml} }`).generate
  assert.equal(generate('{}'), DEFAULT_GENERATE)
  assert.equal(generate('{ length: 4, minLower: 3, minNumeric: 3 }'), {
    ...DEFAULT_GENERATE,
    length: 6,
    minLower: 3,
    minNumeric: 3,
  })
  assert.is(
    alphabetOf({ ...DEFAULT_GENERATE, upper: false, numeric: false, special: false }),
    'abcdefghjkmnpqrstuvwxyz',
  )
  assert.equal(
    readGenerate(undefined, () => assert.unreachable()),
    DEFAULT_GENERATE,
  )
})

const filter = (name: FilterName, argument = ''): Filter => ({ name, argument })

const UNCHANGED: readonly (readonly [string, readonly Filter[], boolean])[] = [
  ['{ secret: true, generate: {} }', [filter('uri')], false],
  ['{ secret: true, generate: { special: false } }', [filter('uri')], true],
  ['{ secret: true, generate: {} }', [filter('adonet')], true],
  ['{ secret: true, generate: {} }', [filter('json')], false],
  ['{ secret: true, generate: { special: false } }', [filter('base64')], false],
  ['{ secret: true, generate: { special: false } }', [filter('uri'), filter('adonet'), filter('default', 'x')], true],
  ['{ secret: true, generate: { special: false } }', [filter('uri'), filter('base64')], false],
  ['{ secret: true, generate: { special: false } }', [filter('lower')], false],
  ['{ secret: true, generate: { special: false, upper: false } }', [filter('lower')], true],
  ['{ secret: true }', [filter('uri')], false],
  ['{ secret: true, pattern: "^[A-Za-z0-9._~-]+$" }', [filter('uri')], true],
  ['{ secret: true, pattern: "^[a-z]{8,}$" }', [filter('uri')], true],
  ['{ secret: true, pattern: "^\\\\d*$" }', [filter('uri')], true],
  ['{ secret: true, pattern: "^[a-z]*$" }', [filter('default', 'x')], false],
  ['{ secret: true, pattern: "^[a-z]+$" }', [filter('default', 'x')], true],
  ['{ secret: true, pattern: "^[a-z@]+$" }', [filter('uri')], false],
  ['{ secret: true, pattern: "^[a-z@]+$" }', [filter('adonet')], true],
  ['{ secret: true, pattern: "^[^@]+$" }', [filter('uri')], false],
  ['{ secret: true, pattern: "[a-z]+" }', [filter('uri')], false],
  ['{ secret: true, pattern: "^[a-z]+x$" }', [filter('uri')], false],
  ['{ secret: true, pattern: "^[a-z]+|b$" }', [filter('uri')], false],
]

for (const [yaml, filters, expected] of UNCHANGED) {
  test(`${yaml} through ${filters.map((part) => part.name).join(' | ')}`, () => {
    assert.is(passesUnchanged(one(yaml), filters), expected)
  })
}

test('a secret property of a type is declared like a parameter', () => {
  const { span } = one('{ default: x }')
  const made = secretDeclaration('cache-password', 'Password of cache', DEFAULT_GENERATE, span, 'cache')
  assert.equal([made.name, made.secret, made.type, made.declaredBy], ['cache-password', true, 'string', 'cache'])
})

test.run()
