import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('waits for ever', () => new Promise<void>(() => undefined))
test('comes after it', () => assert.ok(true))
test.run()
