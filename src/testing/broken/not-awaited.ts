import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('does not wait for its assertion', () => {
  void new Promise((resolve) => setTimeout(resolve, 20)).then(() => assert.is(1, 2))
})
test.run()
