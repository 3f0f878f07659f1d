import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import type { Filter, FilterName } from './expression.ts'
import { applyFilter, applyFilters, safeClass } from './filters.ts'

const test = suite('filters')

const as = (name: FilterName, argument = ''): Filter => ({ name, argument })
const wellFormed = fc.string({ unit: 'binary' })

const TABLE: readonly (readonly [Filter, string, string])[] = [
  [as('uri'), 'p@ss/w:o#r?d%', 'p%40ss%2Fw%3Ao%23r%3Fd%25'],
  [as('uri'), "-._~!'()*+ ", '-._~%21%27%28%29%2A%2B%20'],
  [as('uri'), 'é😀\n', '%C3%A9%F0%9F%98%80%0A'],
  [as('base64'), '', ''],
  [as('base64'), 'é😀', 'w6nwn5iA'],
  [as('json'), 'a"b\\c/</>&', '"a\\"b\\\\c/</>&"'],
  [as('json'), '\b\t\n\f\r\u0000\u001f\u007f\u0085', '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u0085"'],
  [as('json'), '\u2028\u2029é😀', '"\\u2028\\u2029é😀"'],
  [as('adonet'), 'plain-{}()*', 'plain-{}()*'],
  [as('adonet'), '', ''],
  [as('adonet'), 'a;b', '"a;b"'],
  [as('adonet'), 'a"b', '"a""b"'],
  [as('adonet'), "a'b", '"a\'b"'],
  [as('adonet'), 'a=b', '"a=b"'],
  [as('adonet'), ' a', '" a"'],
  [as('adonet'), 'a\u0085b', '"a\u0085b"'],
  [as('adonet'), 'a\u00a0b', '"a\u00a0b"'],
  [as('default', 'x'), '', 'x'],
  [as('default', 'x'), '0', '0'],
  [as('default', 'x'), 'false', 'false'],
  [as('lower'), 'ÄBCİ', 'Äbcİ'],
  [as('upper'), 'äbcß', 'äBCß'],
]

for (const [filter, text, expected] of TABLE) {
  test(`${filter.name} of ${JSON.stringify(text)}`, () => assert.is(applyFilter(filter, text), expected))
}

test('filters apply from left to right', () => {
  assert.is(applyFilters([as('base64'), as('uri')], '>>>?'), 'Pj4%2BPw%3D%3D')
})

test('R-uri: a percent-encoded text comes back through a URL', () => {
  holds(
    fc.property(wellFormed, (text) => {
      const encoded = applyFilter(as('uri'), text)
      assert.match(encoded, /^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/)
      const bytes = [...Buffer.from(text, 'utf8')].map((byte) => {
        const character = String.fromCharCode(byte)
        return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      })
      assert.is(encoded, bytes.join(''))
      assert.is(decodeURIComponent(new URL(`amqp://u:${encoded}@host/`).password), text)
    }),
  )
})

test('base64 is that of the UTF-8 bytes', () => {
  holds(
    fc.property(wellFormed, (text) => {
      assert.is(applyFilter(as('base64'), text), Buffer.from(text, 'utf8').toString('base64'))
    }),
  )
})

test('json is read back as the same text and never breaks a line', () => {
  holds(
    fc.property(wellFormed, (text) => {
      const encoded = applyFilter(as('json'), text)
      assert.is(JSON.parse(encoded), text)
      assert.not.match(encoded, /[\u0000-\u001f\u2028\u2029]/)
    }),
  )
})

test('adonet is read back by the rules of connection strings', () => {
  holds(
    fc.property(wellFormed, (text) => {
      const encoded = applyFilter(as('adonet'), text)
      const quoted = encoded.startsWith('"')
      assert.is(quoted ? encoded.slice(1, -1).replaceAll('""', '"') : encoded, text)
      if (!quoted) assert.not.match(encoded, /["'=;\s]/)
    }),
  )
})

test('a text of safe characters passes unchanged, a single other one does not', () => {
  for (const name of ['uri', 'adonet', 'lower', 'upper'] as const) {
    const safe = safeClass(as(name))
    for (let code = 0; code < 0x3100; code++) {
      const character = String.fromCodePoint(code)
      assert.is(safe?.test(character), applyFilter(as(name), character) === character, `${name} ${code.toString(16)}`)
    }
  }
  assert.is(safeClass(as('base64')), undefined)
  assert.is(safeClass(as('json')), undefined)
})

test.run()
