import { CORE_SCHEMA, load, realMapTag } from 'js-yaml'
import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { nastyTexts, ODD_TEXTS } from './nasty-text.ts'
import { type PlainYaml, plainYaml, type YamlValue, yamlList, yamlMap } from './yaml-document.ts'
import { printYaml, printYamlComment, printYamlKey, printYamlScalar } from './yaml.ts'

const SEED = Number(process.env['FUZZ_SEED'] ?? 20261)

const READERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['js-yaml', (text) => load(text, { schema: CORE_SCHEMA.withTags(realMapTag) })],
  ['yaml 1.2', (text) => parse(text, { version: '1.2', mapAsMap: true, uniqueKeys: false, prettyErrors: false })],
  ['yaml 1.1', (text) => parse(text, { version: '1.1', mapAsMap: true, uniqueKeys: false, prettyErrors: false })],
]

/** Compares without quadratic diffs; returns the path of the first difference. */
function difference(left: unknown, right: unknown, path: string): string | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return `${path}: ${left.length} items, not ${right.length}`
    return left
      .map((item, index) => difference(item, right[index], `${path}[${index}]`))
      .find((one) => one !== undefined)
  }
  if (left instanceof Map && right instanceof Map) {
    const keys = [...left.keys()]
    const others = [...right.keys()]
    return (
      difference(keys, others, `${path} keys`) ?? difference([...left.values()], [...right.values()], `${path} values`)
    )
  }
  return Object.is(left, right) ? undefined : `${path}: ${JSON.stringify(left)}, not ${JSON.stringify(right)}`
}

function assertReadsBack(value: YamlValue, hint: string): void {
  const text = `${printYaml(value, 0).printed}\n`
  const expected: PlainYaml = plainYaml(value)
  for (const [name, read] of READERS) {
    let found: unknown
    try {
      found = read(text)
    } catch (error) {
      assert.unreachable(`${hint}, ${name}: ${String(error)}\n${text.slice(0, 2000)}`)
    }
    const wrong = difference(found, expected, '')
    assert.is(wrong, undefined, `${hint}, ${name}: ${wrong}\n${text.slice(0, 500)}`)
  }
}

/** The text as value, key, in brackets, in a list, last and not last, at two depths. */
function everyPlace(text: string): YamlValue {
  return yamlMap([
    { key: 'first', value: text },
    { key: 'spaced', value: text, blankBefore: true },
    { key: 'flow', value: yamlList([text, 'a', text]) },
    { key: 'block', value: yamlList([text, yamlMap([{ key: 'k', value: text }]), text]), comment: [text] },
    { key: 'keys', value: yamlMap([{ key: text, value: text }]), blankBefore: true },
    {
      key: 'nested',
      value: yamlList([yamlMap([{ key: text, value: yamlMap([{ key: text, value: yamlList([text]) }]) }])]),
    },
    { key: 'last', value: text },
  ])
}

const test = suite('print/yaml')

for (const [name, text] of ODD_TEXTS) {
  test(`odd text: ${name}`, () => {
    assertReadsBack(everyPlace(text), name)
    assertReadsBack(yamlList([text]), name)
    assertReadsBack(text, name)
  })
}

test('what stays plain and what is quoted', () => {
  const plain = [
    'unless-stopped',
    '../../api',
    './a.b/c',
    'jdbc:postgresql://orders-db:5432/orders',
    'docker.io/library/postgres:18.3',
    '/dev/null',
    'apphost-compile.dev/application',
    'https://payments.example.com/v2',
    'ConnectionStrings__cache',
  ]
  for (const text of plain) assert.is(printYamlScalar(text).printed, text)
  const quoted = [
    '5s',
    '012',
    '-h',
    '0.25',
    '512M',
    '',
    'a b',
    'a=b',
    '.a',
    '_a',
    'a:',
    'Off',
    'Y',
    'nan',
    '~',
    '${A}',
    '$$a',
    'a,b',
  ]
  for (const text of quoted) assert.is(printYamlScalar(text).printed, `"${text}"`)
  assert.is(printYamlScalar('a:b', 'flow').printed, '"a:b"')
  assert.is(printYamlKey('a:b').printed, '"a:b"')
  assert.is(printYamlKey('no').printed, '"no"')
})

test('control and invisible characters are escaped', () => {
  assert.is(printYamlScalar('\0\t\n\r\x1b\x7f\x85\xa0').printed, String.raw`"\x00\t\n\r\x1b\x7f\x85\xa0"`)
  assert.is(
    printYamlScalar('\u200b\u2028\ufeff\u202e\u{e0001}').printed,
    String.raw`"\u200b\u2028\ufeff\u202e\U000e0001"`,
  )
  assert.is(printYamlScalar('\ud83d!').printed, String.raw`"\ud83d!"`)
  assert.is(printYamlScalar('a\u{1f600} ü').printed, '"a\u{1f600} ü"')
})

test('numbers are plain and never in exponent form if they are integers', () => {
  const table: readonly (readonly [number | boolean | null, string])[] = [
    [0, '0'],
    [-0, '0'],
    [1000000, '1000000'],
    [1e21, '1000000000000000000000'],
    [-5, '-5'],
    [0.25, '0.25'],
    [1e-7, '1.0e-7'],
    [1.5e-9, '1.5e-9'],
    [true, 'true'],
    [null, 'null'],
  ]
  for (const [value, text] of table) assert.is(printYamlScalar(value).printed, text)
  assert.throws(() => printYamlScalar(Number.NaN))
})

test('layout: comments, blank lines, lists, literal blocks', () => {
  const value = yamlMap([
    { key: 'test', value: yamlList(['CMD', 'pg_isready', '-h', 'http://a']), comment: ['why'] },
    {
      key: 'volumes',
      value: {
        kind: 'list',
        items: [
          yamlMap([
            { key: 'type', value: 'tmpfs', comment: ['of the entry'] },
            { key: 'target', value: '/a' },
          ]),
          'b',
        ],
        comments: new Map([[0, ['of the item']]]),
      },
      blankBefore: true,
      comment: ['two', '', 'lines'],
    },
    { key: 'command', value: yamlList(['sh', '-ec', 'a\nb\n']) },
    { key: 'kept', value: 'a\n\n' },
    { key: 'indented', value: ' a\nb' },
    { key: 'empty', value: yamlMap([]), blankBefore: true },
    { key: 'none', value: yamlList([]) },
    { key: 'lists', value: yamlList([yamlList(['a']), yamlList([yamlMap([{ key: 'a', value: 1 }])])]) },
    { key: 'ends', value: 'a\n\n' },
  ])
  const expected = [
    '  # why',
    '  test: [CMD, pg_isready, "-h", "http://a"]',
    '',
    '  # two',
    '  #',
    '  # lines',
    '  volumes:',
    '    # of the item',
    '    # of the entry',
    '    - type: tmpfs',
    '      target: /a',
    '    - b',
    '  command:',
    '    - sh',
    '    - "-ec"',
    '    - |',
    '      a',
    '      b',
    '  kept: |+',
    '    a',
    '',
    '  indented: |2-',
    '     a',
    '    b',
    '',
    '  empty: {}',
    '  none: []',
    '  lists:',
    '    - [a]',
    '    - - a: 1',
    String.raw`  ends: "a\n\n"`,
  ]
  assert.equal(printYaml(value, 2).printed.split('\n'), expected)
})

test('a list stays on one line up to 100 columns', () => {
  const line = (length: number): string =>
    printYaml(yamlMap([{ key: 'k', value: yamlList(['a'.repeat(length), 'b']) }]), 2).printed
  assert.is(line(90).length, 100)
  assert.is(line(90).includes('\n'), false)
  assert.is(line(91).split('\n').length, 3)
})

test('nothing ends a comment', () => {
  assert.is(printYamlComment(['a\nb: c\r\nd\u2028e\x85f'], 2).printed, '  # a\n  # b: c\n  # d\\u2028e\\u0085f')
})

test('keys longer than readers look for a colon', () => {
  const key = 'a "b"'.repeat(400)
  assertReadsBack(
    yamlMap([{ key, value: yamlMap([{ key, value: yamlList([key, yamlMap([{ key, value: 'a\n b\n' }])]) }]) }]),
    'key',
  )
})

test('any text, as value and as key, reads back the same everywhere', () => {
  // Half of a pair is no text; what comes in is refused before it gets here.
  const text = fc.string({ unit: 'binary', maxLength: 12 })
  holds(
    fc.property(text, text, (key, value) => {
      assertReadsBack(
        yamlMap([
          { key, value },
          { key: `${key}x`, value: yamlList([value, key]) },
        ]),
        'generated',
      )
    }),
  )
})

test('20 000 nasty texts read back the same everywhere', () => {
  const texts = nastyTexts(SEED, 20_000)
  const size = 250
  for (let at = 0; at < texts.length; at += size) {
    const some = texts.slice(at, at + size)
    const unique = [...new Set(some)]
    const value = yamlMap([
      {
        key: 'keys',
        value: yamlMap(unique.map((key, index) => ({ key, value: some[index] ?? null, blankBefore: index % 3 === 0 }))),
      },
      { key: 'flow', value: yamlList(some.map((text) => yamlList([text]))) },
      {
        key: 'block',
        value: yamlList(some.map((text, index) => (index % 2 === 0 ? text : yamlMap([{ key: text, value: text }])))),
      },
    ])
    assertReadsBack(value, `seed ${SEED}, from ${at}`)
  }
})

test.run()
