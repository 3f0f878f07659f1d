import * as assert from 'uvu/assert'
import { publishedSchemas } from '../build/schemas.ts'
import { processorTime } from '../testing/processor-time.ts'
import { suite } from '../testing/suite.ts'

const test = suite('patterns of the schemas')
const patterns = new Set<string>()
for (const text of publishedSchemas().values()) {
  JSON.parse(text, (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') patterns.add(value)
    return value
  })
}

/** Texts on which a pattern with overlapping repetitions takes long. */
const ATTACKS = [
  'a',
  'A',
  '0',
  '-',
  '.',
  '/',
  ' ',
  'a-',
  'a.',
  '0.',
  'a/',
  '1h',
  '1m',
  'ms',
  '* ',
  'a:',
  '[0',
  '@a',
  '%',
  '$',
].map((unit) => `${unit.repeat(50_000 / unit.length)}\u0001`)

test('no pattern takes long', () => {
  assert.ok(patterns.size > 30)
  for (const pattern of patterns) {
    const expression = new RegExp(pattern, 'u')
    for (const attack of ATTACKS) {
      const start = performance.now()
      expression.test(attack)
      // A clock counts what other processes do; a second look does not.
      const took = performance.now() - start < 50 ? 0 : processorTime(() => expression.test(attack))
      assert.ok(took < 50, `${pattern} took ${took} ms on ${attack.slice(0, 5)}...`)
    }
  }
})

test.run()
