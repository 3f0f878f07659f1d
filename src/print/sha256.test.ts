import { createHash, randomBytes } from 'node:crypto'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { sha256 } from './sha256.ts'

const test = suite('sha256')

test('equals the platform for every length around a block, and for texts', () => {
  for (let length = 0; length < 300; length += 1) {
    const bytes = randomBytes(length)
    assert.is(sha256(bytes), createHash('sha256').update(bytes).digest('hex'), bytes.toString('hex'))
  }
  for (const text of ['', 'abc', 'ä日本🎉', 'x'.repeat(100_000)]) {
    assert.is(sha256(text), createHash('sha256').update(text).digest('hex'))
  }
})

test.run()
