// Longer than 300 lines: one table for every row of the catalogue of bad input, Y1 to Y22.
import * as assert from 'uvu/assert'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import { suite } from '../testing/suite.ts'
import { isUnsafeNumber } from './core-schema.ts'
import { child, type MapNode, type Node } from './node.ts'
import { plainData } from './plain-data.ts'
import { parseText, readYaml, readYamlMap } from './read-yaml.ts'

interface Result {
  readonly root: Node | undefined
  readonly found: readonly Diagnostic[]
  /** `AH1031 2:1`, one for each diagnostic. */
  readonly places: readonly string[]
  readonly milliseconds: number
}

function read(content: string | Uint8Array): Result {
  const { report, diagnostics } = createCollector()
  // Processor time, so that a busy machine does not fail a test.
  const start = process.cpuUsage()
  const root = readYaml('apphost.yaml', content, report)?.root
  const { user, system } = process.cpuUsage(start)
  const milliseconds = (user + system) / 1000
  const places = diagnostics.map((one) => {
    if (one.span === undefined) throw new Error(`${one.code} has no place`)
    const { line, column } = positionOf(one.span.source, one.span.start)
    return `${one.code} ${line}:${column}`
  })
  return { root, found: diagnostics, places, milliseconds }
}

/** The data of a text without mistakes. */
function good(content: string | Uint8Array): unknown {
  const { root, places } = read(content)
  assert.equal(places, [])
  return plainData(root)
}

function expectPlaces(table: Readonly<Record<string, readonly string[]>>): void {
  for (const [text, places] of Object.entries(table)) assert.equal(read(text).places, places, JSON.stringify(text))
}

function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))
}

/** Lists of aliases to lists of aliases: `width` to the power of `depth` values. */
function bomb(width: number, depth: number): string {
  let text = `x0: &x0 [${Array(width).fill('v').join()}]\n`
  for (let level = 1; level < depth; level++) {
    text += `x${level}: &x${level} [${Array(width)
      .fill(`*x${level - 1}`)
      .join()}]\n`
  }
  return text
}

const test = suite('read-yaml')

test('Y1: alias bombs stop at the budget, and every size is decided fast', () => {
  for (let width = 2; width <= 50; width += 6) {
    for (let depth = 2; depth <= 12; depth++) {
      const { found, milliseconds } = read(bomb(width, depth))
      let total = 0
      for (let level = 1; level <= depth; level++) total += width ** level
      const tooLarge = total > 1_100_000
      if (tooLarge) assert.equal([...new Set(found.map((one) => one.code))], ['AH1043'], `${width} ${depth}`)
      if (total < 900_000) assert.is(found.length, 0, `${width} ${depth}`)
      assert.ok(milliseconds < 200, `${width} ${depth}: ${milliseconds} ms`)
    }
  }
})

test('Y1: merges of merges count too', () => {
  let text = 'x0: &x0 { k0: 0 }\n'
  for (let level = 1; level < 30; level++) text += `x${level}: &x${level}\n  <<: *x${level - 1}\n  k${level}: 0\n`
  assert.is((child(read(text).root, 'x29') as MapNode).entries.size, 30)
  const wide = `a: &a {${Array.from({ length: 2000 }, (_, index) => `k${index}: 0`).join()}}\nb:\n`
  const { places, milliseconds } = read(`${wide}  - { <<: *a }\n${'  - { <<: *a }\n'.repeat(999)}`)
  assert.equal(places, ['AH1043 500:11'])
  assert.ok(milliseconds < 2000, `${milliseconds} ms`)
})

test('Y2: five hundred uses of a small anchor are fine', () => {
  const data = good(`a: &a { x: 1 }\nb: [${Array(500).fill('*a').join()}]\n`) as { b: unknown[] }
  assert.equal(
    data.b,
    Array.from({ length: 500 }, () => ({ x: 1 })),
  )
})

test('Y3: an alias inside its own value', () => {
  expectPlaces({
    'a: &a [*a]': ['AH1042 1:8'],
    'a: &a\n  <<: *a\n': ['AH1042 2:7'],
    'a: &a { b: { c: [*a] } }': ['AH1042 1:18'],
    '&a a: *a': [],
  })
})

test('Y4: merge keys', () => {
  const anchors = 'a: &a { x: 1, y: 2 }\nb: &b { x: 3, z: 4 }\n'
  const merged = (text: string): unknown => (good(`${anchors}c: ${text}\n`) as { c: unknown }).c
  assert.equal(merged('{ <<: *a }'), { x: 1, y: 2 })
  assert.equal(merged('{ <<: [*a, *b] }'), { x: 1, y: 2, z: 4 })
  assert.equal(merged('{ <<: [*b, *a] }'), { x: 3, z: 4, y: 2 })
  assert.equal(merged('{ x: 9, <<: *a }'), { x: 9, y: 2 })
  assert.equal(merged('{ <<: *a, x: 9 }'), { y: 2, x: 9 })
  assert.equal(merged('{ <<: [] }'), {})
  assert.equal(merged('{ <<: { q: 1 } }'), { q: 1 })
  assert.equal(merged('{ "<<": 3 }'), { '<<': 3 })
  assert.equal(merged('{ <<: &c { <<: *a, w: 0 }, d: *c }'), { x: 1, y: 2, w: 0, d: { x: 1, y: 2, w: 0 } })
  assert.equal(Object.keys(merged('{ k: 0, <<: *a, l: 0 }') as object), ['k', 'x', 'y', 'l'])
  expectPlaces({
    'a: { <<: 3 }': ['AH1045 1:10'],
    'a: { <<: }': ['AH1045 1:9'],
    'a: { <<: [1, { b: c }] }': ['AH1045 1:11'],
    'a: &a { b: c }\nd:\n  <<: *a\n  <<: *a\n': ['AH1031 4:3'],
    'a: { <<: *b }': ['AH1041 1:10'],
    'a: { <<: [*b] }': ['AH1041 1:11'],
  })
  const wide = `a: &a { x: 1 }\nb: { <<: [${Array(2000).fill('*a').join()}] }\n`
  assert.ok(read(wide).milliseconds < 200)
})

test('Y5: duplicate keys, compared as text, with both places', () => {
  expectPlaces({
    'a: 1\nb: 2\na: 3': ['AH1031 3:1'],
    '{ a: 1, a: 2 }': ['AH1031 1:9'],
    'a: 1\n"a": 2': ['AH1031 2:1'],
    '\'a\': 1\n"\\x61": 2': ['AH1031 2:1'],
    '1: a\n"1": b': ['AH1031 2:1'],
    '1: a\n01: b': [],
    '? a\n: 1\na: 2': ['AH1031 3:1'],
    'a: 1\na: 2\na: 3': ['AH1031 2:1', 'AH1031 3:1'],
    'a: { b: 1 }\nc: { b: 1 }': [],
  })
  const [first] = read('b: 0\na: 1\na: 2').found
  assert.equal(
    first?.related.map((one) => positionOf(one.span.source, one.span.start)),
    [{ line: 2, column: 1 }],
  )
  assert.equal(plainData(read('a: 1\na: 2').root), { a: 1 })
})

test('Y6: a hundred thousand keys', () => {
  const { root, milliseconds } = read(Array.from({ length: 100_000 }, (_, index) => `key${index}: 1\n`).join(''))
  assert.is((root as MapNode).entries.size, 100_000)
  assert.ok(milliseconds < 2000, `${milliseconds} ms`)
})

test('Y7: plain scalars have their value of YAML 1.2, and keep their text', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ...['yes', 'no', 'on', 'off', 'y', 'n', 'Yes', 'NO', 'On', 'OFF', '0b11', '1_000', '1_0.5', '2024-01-01'].map(
      (text) => [text, text] as const,
    ),
    ...['12:30:45', '22:22', '-0o7', '+0x1', '1e', '.', '+', '0x', '1.2.3', 'nUll', 'tRue', '.Nan1'].map(
      (text) => [text, text] as const,
    ),
    ['012', 12],
    ['0o12', 10],
    ['08', 8],
    ['0x1F', 31],
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['+1', 1],
    ['-1', -1],
    ['1.10', 1.1],
    ['.inf', Infinity],
    ['-.INF', -Infinity],
    ['.nan', NaN],
    ['~', null],
    ['null', null],
    ['NULL', null],
    ['true', true],
    ['FALSE', false],
    ['1E-2', 0.01],
    ['-.5e1', -5],
  ]
  for (const [text, value] of table) {
    const node = child(read(`a: ${text}`).root, 'a')
    if (node?.kind !== 'scalar') throw new Error(`${text} is no scalar`)
    assert.is(node.text, text)
    assert.ok(Object.is(node.value, value), `${text} is ${String(node.value)}`)
    assert.is(node.style, 'plain')
  }
  assert.equal(good('a:\nb: ""\nc: "12"\nd: \'true\''), { a: null, b: '', c: '12', d: 'true' })
})

test('Y8: numbers that cannot be carried exactly are known as such', () => {
  const table: Readonly<Record<string, boolean>> = {
    '9007199254740991': false,
    '9007199254740992': true,
    '9007199254740993': true,
    '1e400': true,
    '-1e400': true,
    '.inf': true,
    '.nan': true,
    '0x20000000000001': true,
    '"9007199254740993"': false,
    '1.5': false,
    '1e3': false,
    '0.1': false,
    '-0': false,
    text: false,
  }
  for (const [text, unsafe] of Object.entries(table)) {
    const node = child(read(`a: ${text}`).root, 'a')
    assert.is(node !== undefined && isUnsafeNumber(node), unsafe, text)
  }
})

test('Y9: tabs, and characters in keys that deceive', () => {
  expectPlaces({
    'a:\n\tb: 1': ['AH1022 2:1'],
    'a:\n  b: 1\n\tc: 2': ['AH1022 3:1'],
    'a:\t1': [],
    'a: 1\t# comment': [],
    'a:\n\u00a0\u00a0b: 1': ['AH1033 2:1'],
    '\u00a0b: 1': ['AH1033 1:1'],
    'na\u200bme: 1': ['AH1033 1:3'],
    'nаme: 1': ['AH1033 1:2'],
    '“name”: 1': ['AH1033 1:1'],
    'name: “shop”': [],
    '"caf\\u00e9": 1': ['AH1033 1:1'],
    '名: 1': ['AH1033 1:1'],
    'a: 名前 😀 é': [],
    '# 名前\na: 1': [],
    'a: \u202eb': ['AH1015 1:4'],
    '# \u2066': ['AH1015 1:3'],
    'a: "\\u202e"': [],
  })
})

test('Y10: line ends and byte order marks', () => {
  assert.equal(good('\uFEFFa: 1\n'), { a: 1 })
  assert.equal(good(bytes(0xef, 0xbb, 0xbf, 'a: 1\n')), { a: 1 })
  assert.equal(good('a: |\r\n  x\r\n  y\r\nb: 2\r\n'), { a: 'x\ny\n', b: 2 })
  assert.equal(good('a: "x\u2028y\u0085z"\n'), { a: 'x\u2028y\u0085z' })
  expectPlaces({
    'a: 1\rb: 2': ['AH1013 1:5'],
    'a: 1\r\r\nb: 2': ['AH1013 1:5'],
    'a: 1\n\uFEFFb: 2': ['AH1016 2:1'],
    'a: x\uFEFFy': ['AH1016 1:5'],
    'a: "\\uFEFF"': [],
    '\uFEFF\uFEFFa: 1': ['AH1016 1:1'],
  })
})

test('Y11: characters that are not printable', () => {
  for (const code of [0, 1, 7, 8, 0xb, 0xc, 0x1b, 0x1f, 0x7f, 0x80, 0x84, 0x86, 0x9f, 0xfffe, 0xffff]) {
    const character = String.fromCharCode(code)
    for (const text of [`a: x${character}`, `a: "x${character}"`, `a: 1#${character}`]) {
      assert.equal(
        read(text).places,
        ['AH1014 1:5'].map((one) => (text.includes('"') || text.includes('#') ? 'AH1014 1:6' : one)),
        `${code}`,
      )
    }
  }
  assert.match(read('a: \u001b').found[0]?.message ?? '', 'U+001B')
  assert.equal(good('a: "\\e[31m\\0\\x7f"'), { a: '\u001b[31m\0\u007f' })
})

test('Y12: escapes that are no characters', () => {
  expectPlaces({
    'a: "\\ud800"': ['AH1061 1:5'],
    'a: "x\\udc00"': ['AH1061 1:6'],
    'a: "\\ud83d\\u0041"': ['AH1061 1:5'],
    'a: "\\U00110000"': ['AH1061 1:5'],
    'a: "\\UFFFFFFFF"': ['AH1061 1:5'],
    'a: "\\U0000d800"': ['AH1061 1:5'],
    'a: "\\\\ud800"': [],
    "a: '\\ud800'": [],
    '"\\ud800": 1': ['AH1061 1:2', 'AH1033 1:1'],
    'a: "\\\n  \\ud800"': ['AH1061 2:3'],
  })
  assert.equal(good('a: "\\ud83d\\ude00 \\U0001F600"'), { a: '😀 😀' })
})

test('Y13: encodings', () => {
  const text = 'a: é\n'
  const wide = Buffer.from(text, 'utf16le')
  const swapped = Buffer.from(wide).swap16()
  const utf32 = Buffer.from([...text].flatMap((one) => [(one.codePointAt(0) ?? 0) & 255, 0, 0, 0]))
  for (const content of [bytes(0xff, 0xfe, ...wide), bytes(0xfe, 0xff, ...swapped), wide, swapped]) {
    const { found } = read(content)
    assert.equal(
      found.map((one) => one.code),
      ['AH1012'],
    )
    assert.match(found[0]?.message ?? '', 'UTF-16')
  }
  for (const content of [utf32, bytes(0xff, 0xfe, 0, 0, ...utf32), bytes(0, 0, 0xfe, 0xff)]) {
    assert.match(read(content).found[0]?.message ?? '', 'UTF-32')
  }
  const broken: readonly (readonly [Uint8Array, number, string])[] = [
    [bytes('a: caf', 0xe9, '\n'), 6, '1:7'],
    [bytes('a: ', 0xff), 3, '1:4'],
    [bytes('é\na: é', 0xe9), 8, '2:5'],
    [bytes('a: ', 0xf0, 0x9f, 0x98), 3, '1:4'],
    [bytes('a: ', 0xed, 0xa0, 0x80), 3, '1:4'],
    [bytes('a: ', 0xc0, 0xaf), 3, '1:4'],
    [bytes('a: ', 0x80), 3, '1:4'],
  ]
  for (const [content, offset, place] of broken) {
    const { found, places } = read(content)
    assert.equal(places, [`AH1011 ${place}`])
    assert.match(found[0]?.message ?? '', `byte offset ${offset} `)
  }
  assert.equal(good(bytes('a: é😀\n')), { a: 'é😀' })
})

test('Y14: directives', () => {
  expectPlaces({
    '%YAML 1.1\n---\na: yes': ['AH1027 1:1'],
    '%YAML 1.2\n---\na: yes': [],
    '%YAML 1.2 # version\n---\na: yes': [],
    '# first\n\n%YAML 1.3\n---\na: 1': ['AH1027 3:1'],
    '%TAG ! tag:x,2026:\n---\na: 1': ['AH1027 1:1'],
    '%FOO bar\n---\na: 1': ['AH1027 1:1'],
    'a: |\n  %YAML 1.1\n': [],
  })
})

test('Y15: tags', () => {
  for (const tag of [
    '!!js/function',
    '!!python/object/apply:os.system',
    '!!binary',
    '!!set',
    '!!omap',
    '!!timestamp',
    '!!merge',
    '!Ref',
    '!',
    '!<tag:yaml.org,2002:str>',
  ]) {
    assert.equal(read(`a: ${tag} x`).places, ['AH1051 1:4'], tag)
  }
  assert.equal(
    good(
      'a: !!str 12\nb: !!int "12"\nc: !!float 1\nd: !!bool true\ne: !!null\nf: !!map { a: 1 }\ng: !!seq [1]\nh: !!str\ni: !!str null',
    ),
    { a: '12', b: 12, c: 1, d: true, e: null, f: { a: 1 }, g: [1], h: '', i: 'null' },
  )
  expectPlaces({
    'a: !!int "x"': ['AH1052 1:4'],
    'a: !!int 1.5': ['AH1052 1:4'],
    'a: !!bool yes': ['AH1052 1:4'],
    'a: !!null x': ['AH1052 1:4'],
    'a: !!str [1]': ['AH1052 1:4'],
    'a: !!map [1]': ['AH1052 1:4'],
    'a: !!seq x': ['AH1052 1:4'],
    '!!str a: 1': [],
    '!!int 1: 1': ['AH1032 1:7'],
  })
})

test('Y16: keys that are not text', () => {
  expectPlaces({
    '? { a: 1 }\n: 2': ['AH1032 1:3'],
    '[a, b]: c': ['AH1032 1:1'],
    ': c': ['AH1032 1:1'],
    '? \n: c': ['AH1032 1:1'],
    'a: {{ x }}': ['AH1032 1:4'],
    '{{ x }}: 1': ['AH1032 1:1'],
    'a: [{{ x }}]': ['AH1032 1:5'],
    'a: &a b\n*a : c': ['AH1032 2:1'],
    'null: 1\ntrue: 2\n12: 3\n~: 4': [],
    '"": 1': [],
  })
  assert.match(read('a: {{ x }}').found[0]?.hints.join('') ?? '', '"{{ ... }}"')
  assert.equal(Object.keys(good('null: 1\n012: 3\n"~": 4') as object), ['null', '012', '~'])
})

test('Y17: one document with a map', () => {
  expectPlaces({
    '': ['AH1008 1:1'],
    '\n\n': ['AH1008 1:1'],
    '# only a comment': ['AH1008 1:1'],
    '---': ['AH1008 1:1'],
    '---\n# x\n...\n': ['AH1008 1:1'],
    '\uFEFF': ['AH1008 1:1'],
    'a: 1\n---\nb: 2': ['AH1026 2:1'],
    'a: 1\n---\n': ['AH1026 2:1'],
    '---\na: 1\n---\nb: 2\n---\nc: 3': ['AH1026 3:1'],
    'a: 1\n...\nb: 2': ['AH1026 2:1'],
    '---\n---\na: 1': ['AH1026 2:1'],
    '---\na: 1\n...\n': [],
    'a: |\n  ---\n  x': [],
    '--- # comment\na: 1': [],
  })
  for (const text of ['- a', 'text', '12', '"x"', '[]', 'null', '~']) {
    const { report, diagnostics } = createCollector()
    assert.is(parseText('a.yaml', text, report), undefined)
    assert.equal(
      diagnostics.map((one) => one.code),
      ['AH1009'],
      text,
    )
  }
  assert.is(
    readYamlMap(undefined, () => assert.unreachable()),
    undefined,
  )
})

test('Y18: nesting', () => {
  const flow = (depth: number): string => `a: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`
  const block = (depth: number): string =>
    Array.from({ length: depth }, (_, index) => `${' '.repeat(index)}k:${index === depth - 1 ? ' v' : ''}\n`).join('')
  const pairs = (depth: number): string => '[a: '.repeat(depth / 2) + ']'.repeat(depth / 2)
  const dashes = (depth: number): string => `${'- '.repeat(depth)}v`
  for (const make of [flow, block, pairs, dashes]) {
    assert.equal(read(make(64)).places, [], `${make.name} 64`)
    for (const depth of [66, 100, 786, 1000, 1300]) {
      const { found, milliseconds } = read(make(depth))
      assert.equal(
        found.map((one) => one.code),
        ['AH1025'],
        `${make.name} ${depth}`,
      )
      assert.ok(milliseconds < 250)
    }
  }
  assert.equal(
    read(flow(65)).found.map((one) => one.code),
    ['AH1025'],
  )
  assert.equal(
    read(block(65)).found.map((one) => one.code),
    ['AH1025'],
  )
  for (const text of [
    '['.repeat(1_000_000),
    '{'.repeat(1_000_000),
    '- '.repeat(500_000),
    '? '.repeat(500_000),
    '&a '.repeat(100_000),
  ]) {
    const { found, milliseconds } = read(text)
    assert.is(found.length, 1)
    assert.ok(milliseconds < 2000, `${text.slice(0, 2)} ${milliseconds} ms`)
  }
  // An error first, and what would overflow the second parser after it.
  for (const deep of ['['.repeat(5000), '- '.repeat(5000), '{a: '.repeat(5000), block(400)]) {
    const { found, milliseconds } = read(`a: @b\nc: ${deep}`)
    assert.ok(found.length > 0)
    assert.ok(milliseconds < 2000, `${milliseconds} ms`)
  }
  const levels = `a: &a ${'['.repeat(40)}${']'.repeat(40)}\nb: ${'['.repeat(30)}*a${']'.repeat(30)}`
  assert.equal(read(levels).places, ['AH1025 2:34'])
})

test('Y20: one long line, and many errors', () => {
  assert.ok(read(`a: "${'x'.repeat(4_000_000)}"`).milliseconds < 1000)
  assert.ok(read(`a: "${'x'.repeat(4_000_000)}`).milliseconds < 2000)
  const { found, milliseconds } = read(`a: 1\n${'a: 1\n'.repeat(200_000)}`)
  assert.is(found.length, 51)
  assert.is(found[50]?.code, 'AH1090')
  assert.match(found[50]?.message ?? '', '(200000 in all)')
  assert.ok(milliseconds < 2000, `${milliseconds} ms`)
  const control = read('\u0001'.repeat(100_000))
  assert.is(control.found.length, 51)
  const syntax = read('a: @\n'.repeat(20_000))
  assert.is(syntax.found.length, 5)
  assert.ok(syntax.milliseconds < 2000, `${syntax.milliseconds} ms`)
})

test('Y21: keys that are properties of every object', () => {
  const text = '__proto__: { polluted: yes }\nconstructor: { prototype: {} }\ntoString: x\nhasOwnProperty: y\n'
  const { root } = read(`${text}a: &a { __proto__: 1 }\nb: { <<: *a }\n`)
  assert.equal(
    [...(root as MapNode).entries.keys()],
    ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a', 'b'],
  )
  assert.equal([...(child(root, 'b') as MapNode).entries.keys()], ['__proto__'])
  assert.is(Reflect.get({}, 'polluted'), undefined)
  assert.is(child(read('a: 1').root, 'toString'), undefined)
})

test('Y22: aliases without an anchor', () => {
  expectPlaces({
    'a: *nope': ['AH1041 1:4'],
    'a: *later\nb: &later 1': ['AH1041 1:4'],
    'a: [*x, *y]': ['AH1041 1:5', 'AH1041 1:9'],
    'a: &x 1\nb: *x\nc: &x 2\nd: *x': [],
  })
  assert.equal(good('a: &x 1\nb: *x\nc: &x 2\nd: *x'), { a: 1, b: 1, c: 2, d: 2 })
})

test('every key and value knows its place', () => {
  const text = 'a: 012\nb:\nc: [ x, {k: , l}, ]\nd:\n- \n- "q\\n"\ne: |\n  t\nf: &f\n  g: *r\n'.replace('*r', "'s'")
  const root = read(text).root
  const shown: string[] = []
  const show = (node: Node): void => {
    shown.push(node.span.source.text.slice(node.span.start, node.span.end))
    if (node.kind === 'sequence') node.items.forEach(show)
    if (node.kind !== 'map') return
    for (const entry of node.entries.values()) {
      shown.push(`${node.span.source.text.slice(entry.keySpan.start, entry.keySpan.end)}:`)
      show(entry.value)
    }
  }
  if (root !== undefined) show(root)
  assert.equal(shown, [
    text.trimEnd(),
    'a:',
    '012',
    'b:',
    '',
    'c:',
    '[ x, {k: , l}, ]',
    'x',
    '{k: , l}',
    'k:',
    '',
    'l:',
    '',
    'd:',
    '- \n- "q\\n"',
    '',
    '"q\\n"',
    'e:',
    '  t\n',
    'f:',
    "g: 's'",
    'g:',
    "'s'",
  ])
  const empty = child(root, 'b')
  assert.is(empty?.span.start, text.indexOf('b:') + 2)
})

test('a thousand resources are read in time', () => {
  const one = (index: number): string =>
    `  r${index}:\n    type: container\n    image: registry.example.org/app/r${index}:1.0\n    env:\n      A: "1"\n      B: $<Parameters.x>\n    endpoints:\n      http: { port: 80${index % 100}, external: true }\n    args: [--flag, "value ${index}"]\n    references: [r0]\n`
  const text = (count: number): string =>
    `apphost: v1\nname: shop\nresources:\n${Array.from({ length: count }, (_, index) => one(index)).join('')}`
  read(text(200))
  const best = Math.min(...[1, 2, 3].map(() => read(text(1000)).milliseconds))
  // The goal is 60 ms on an idle machine; a shared one is slower.
  assert.ok(best < 200, `${best} ms`)
})

test.run()
