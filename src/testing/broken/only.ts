import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test.only('runs alone', () => assert.ok(true))
test('is forgotten', () => assert.ok(true))
test.run()
