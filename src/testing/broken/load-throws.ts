import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('was declared', () => assert.ok(true))
test.run()
throw new Error('while loading')
