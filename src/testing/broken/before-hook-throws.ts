import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test.before(() => {
  throw new Error('the hook failed')
})
test('never starts', () => assert.ok(true))
test.run()
