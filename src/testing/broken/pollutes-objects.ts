import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('changes what every object has', () => {
  Object.defineProperty(Object.prototype, 'polluted', { value: true, enumerable: false })
  assert.ok(true)
})
test.run()
