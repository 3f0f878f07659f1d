import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test.after.each(() => {
  throw new Error('the hook failed')
})
test('passes', () => assert.ok(true))
test.run()
