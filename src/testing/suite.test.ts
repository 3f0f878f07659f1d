import * as assert from 'uvu/assert'
import { suite } from './suite.ts'

const order: string[] = []
const test = suite('suite', { value: 1 })
test.before(() => void order.push('before'))
test.before.each(() => void order.push('each'))
test('gives cases the context', (context) => {
  assert.is(context.value, 1)
  assert.is(context.__test__, 'gives cases the context')
})
test('runs hooks in order', () => assert.equal(order, ['before', 'each', 'each']))
test('a write to __proto__ throws in tests', () => {
  assert.throws(() => Reflect.set({}, '__proto__', { polluted: true }))
})
test.run()
