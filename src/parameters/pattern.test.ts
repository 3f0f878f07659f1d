import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { compilePattern, findsPattern } from './match-pattern.ts'
import { parsePattern } from './pattern.ts'

const test = suite('patterns')

/** Whether the pattern is found in the text, or why it cannot be used. */
function find(pattern: string, text: string): boolean | string {
  const parsed = parsePattern(pattern)
  if ('problem' in parsed) return parsed.problem
  const program = compilePattern(parsed.node)
  return program === undefined ? 'too large' : findsPattern(program, text)
}

const MATCHES: readonly (readonly [string, string, boolean])[] = [
  ['', 'anything', true],
  ['b', 'abc', true],
  ['^b', 'abc', false],
  ['^[a-z]+$', 'abc', true],
  ['^[a-z]+$', 'abC', false],
  ['^[a-z]+$', 'abc\n', false],
  ['^(dev|prod)(-[0-9]{2,3})?$', 'prod-123', true],
  ['^(dev|prod)(-[0-9]{2,3})?$', 'prod-1', false],
  ['^a{2}$', 'aa', true],
  ['^a{2}$', 'aaa', false],
  ['^a{2,}$', 'aaaa', true],
  ['^(?:a|b)*?c$', 'abbac', true],
  ['^[^/]+$', 'a/b', false],
  ['^[\\w.-]+$', 'a_1.b-c', true],
  ['^[\\]a-]+$', ']-a', true],
  ['^\\S+$', 'a b', false],
  ['^[^\\D5]$', '5', false],
  ['^[^\\D5]$', '6', true],
  ['^\\p{Lu}\\P{L}$', 'Ä1', true],
  ['^.$', '😀', true],
  ['^.$', '\n', false],
  ['^.$', '\r', true],
  ['\\bcat\\b', 'the cat sat', true],
  ['\\bcat\\b', 'concat', false],
  ['\\Bcat', 'concat', true],
  ['^\\x41\\.\\{$', 'A.{', true],
  ['^\\s$', '\u00a0', false],
  ['^(a*)*$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', false],
]

for (const [pattern, text, expected] of MATCHES) {
  test(`${pattern} on ${JSON.stringify(text)}`, () => assert.is(find(pattern, text), expected))
}

const REFUSED: readonly (readonly [string, string])[] = [
  ['(?=a)', 'looks ahead or behind'],
  ['(?!a)', 'looks ahead or behind'],
  ['(?<=a)', 'looks ahead or behind'],
  ['(?<!a)', 'looks ahead or behind'],
  ['(?<year>a)', 'names a group'],
  ['(?P<year>a)', 'names a group'],
  ['(?i)a', 'flags'],
  ['(a)\\1', 'back-reference'],
  ['\\k<a>', 'back-reference'],
  ['\\Aabc\\z', 'does not mean the same'],
  ['\\u0041', 'does not mean the same'],
  ['\\x{41}', 'two hexadecimal digits'],
  ['[[:alpha:]]', 'unknown to JavaScript'],
  ['[]', 'empty'],
  ['[^]', 'empty'],
  ['[\\b]', 'does not mean the same'],
  ['[z-a]', 'backwards'],
  ['[a-\\d]', 'class at one end'],
  ['[abc', 'no "]"'],
  ['(abc', 'no ")"'],
  ['abc)', 'no "("'],
  ['*a', 'nothing for "*"'],
  ['a**', 'repeats a repeat'],
  ['a++', 'repeats a repeat'],
  ['^*', 'a position'],
  ['a{1001}', '1000 times'],
  ['a{3,2}', 'backwards'],
  ['a{,3}', 'written "\\{"'],
  ['a}', 'written "\\}"'],
  ['\\p{Nope}', 'general category'],
  ['\\p{Xx}', 'general category'],
  ['a\\', 'ends with'],
  ['(a{1000}){1000}', 'too large'],
  ['('.repeat(40) + ')'.repeat(40), 'nested'],
  ['a'.repeat(1001), '1000 characters'],
]

for (const [pattern, problem] of REFUSED) {
  test(`refuses ${pattern.slice(0, 40)}`, () => {
    const found = find(pattern, '')
    assert.ok(typeof found === 'string' && found.includes(problem), String(found))
  })
}

test('what is accepted means the same to JavaScript', () => {
  const tokens = [
    'a',
    'b',
    'c',
    '.',
    '[ab]',
    '[^a]',
    '(',
    ')',
    '(?:',
    '|',
    '*',
    '+',
    '?',
    '{2}',
    '{0,2}',
    '^',
    '$',
    '\\d',
    '\\W',
    '\\b',
    '\\.',
    '-',
  ]
  const patterns = fc.array(fc.constantFrom(...tokens), { maxLength: 9 }).map((list) => list.join(''))
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '-', ' ', '😀'), maxLength: 8 })
  let compared = 0
  holds(
    fc.property(patterns, texts, (pattern, text) => {
      const found = find(pattern, text)
      if (typeof found === 'string') return
      compared++
      assert.is(found, new RegExp(pattern, 'u').test(text), `${pattern} on ${text}`)
    }),
  )
  assert.ok(compared > 500, String(compared))
})

test('patterns that take JavaScript hours take no time', () => {
  const started = performance.now()
  for (const pattern of ['^([a-z0-9]+[._-]?)*(:[a-z]+)?$', '^(a+)+$', '^(a|a)*$', '^(a*)*b$']) {
    assert.is(find(pattern, `${'a'.repeat(50_000)}!`), false)
  }
  const took = performance.now() - started
  assert.ok(took < 5000, `${String(Math.round(took))} ms`)
})

test.run()
