import * as assert from 'uvu/assert'
import type { Source, Span } from '../diagnostics/source.ts'
import { suite } from '../testing/suite.ts'
import { redactSource, redactSpan } from './redact.ts'

const test = suite('redacted sources')

const source: Source = { path: 'a', text: '0123456789\r\nabcdef\n' }
const span = (start: number, end: number, of: Source = source): Span => ({ source: of, start, end })

const CASES: readonly (readonly [name: string, spans: readonly Span[], text: string])[] = [
  ['nothing', [], source.text],
  ['one stretch', [span(2, 4)], '01**456789\r\nabcdef\n'],
  ['in any order', [span(7, 8), span(2, 4)], '01**456*89\r\nabcdef\n'],
  ['one that begins in another', [span(2, 6), span(4, 8)], '01******89\r\nabcdef\n'],
  ['one inside another', [span(2, 8), span(4, 6), span(8, 9)], '01*******9\r\nabcdef\n'],
  ['one after another', [span(2, 4), span(4, 6)], '01****6789\r\nabcdef\n'],
  ['over the end of a line', [span(8, 14)], '01234567**\r\n**cdef\n'],
  ['to the end', [span(12, 19)], '0123456789\r\n******\n'],
  ['of another file', [span(2, 4, { path: 'b', text: source.text })], source.text],
]
for (const [name, spans, text] of CASES) {
  test(`R-canary: ${name}`, () => assert.equal(redactSource(source, spans), { path: 'a', text }))
}

test('a place keeps where it is, and hides itself or what it is told to', () => {
  assert.equal(redactSpan(span(0, 2)), { source: { path: 'a', text: '**23456789\r\nabcdef\n' }, start: 0, end: 2 })
  assert.is(redactSpan(span(0, 2), [span(3, 4)]).source.text, '012*456789\r\nabcdef\n')
})

test.run()
