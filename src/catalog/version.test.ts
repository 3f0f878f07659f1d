import * as fc from 'fast-check'
import { coerce, satisfies, validRange } from 'semver'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { holdsVersion, isVersionRange, versionInRange } from './version.ts'

const test = suite('catalog/version')

test('ranges mean what they mean to npm', () => {
  const number = fc.oneof(fc.constantFrom('0', '1', '2', '10', '18', '0018', '999999999'), fc.nat(30).map(String))
  const version = fc.array(number, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'))
  const tag = fc.tuple(version, fc.constantFrom('', '-alpine', 'v', '.', ' ')).map(([text, end]) => text + end)
  const range = fc
    .tuple(fc.constantFrom('>=', '<', '>', '<=', '=', '^', '~', '', '>= '), tag)
    .map((two) => two.join(''))
  fc.assert(
    fc.property(tag, range, (one, within) => {
      const coerced = coerce(one)
      const known = validRange(within) !== null
      assert.is(holdsVersion(one), coerced !== null)
      assert.is(isVersionRange(within), known && /[<>=^~]/.test(within))
      if (known) assert.is(versionInRange(one, within), coerced === null ? undefined : satisfies(coerced, within))
    }),
    { numRuns: 10_000 },
  )
})

test('a text without a version lies in no range', () => {
  assert.is(versionInRange('latest', '>=18'), undefined)
  assert.is(versionInRange('RELEASE.2025-09-07', '>=18'), true)
})

test.run()
