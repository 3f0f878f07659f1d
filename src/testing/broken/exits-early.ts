import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('ends the process', () => process.exit(0))
test('comes after it', () => assert.ok(true))
test.run()
