import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('takes too long', () => new Promise((resolve) => setTimeout(resolve, 60_000)))
test('comes after it', () => assert.ok(true))
test.run()
