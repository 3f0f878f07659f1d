import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('compares texts', () => assert.fixture('one\ntwo\n', 'one\nthree\n'))
test('throws no error', () => {
  throw 'just a text'
})
test('passes', () => assert.ok(true))
test.run()
