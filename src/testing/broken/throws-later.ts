import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('asserts in a timer', () => {
  setTimeout(() => assert.is(1, 2), 20)
})
test.run()
