import * as assert from 'uvu/assert'
import { processorTime } from '../testing/processor-time.ts'
import { suite } from '../testing/suite.ts'
import { nearest } from './suggest.ts'

const test = suite('suggestions')

const cases: readonly (readonly [typed: string, candidates: readonly string[], expected: string | undefined])[] = [
  ['img', ['image', 'env'], undefined],
  ['imag', ['env', 'image'], 'image'],
  ['iamge', ['image'], 'image'],
  ['Log_Level', ['log-level'], 'log-level'],
  ['loglevel', ['l-o-g-l-e-v-e-l'], 'l-o-g-l-e-v-e-l'],
  ['ab', ['cd', 'abcd'], undefined],
  ['replicsa', ['replicas', 'replica'], 'replicas'],
  ['', ['a'], 'a'],
  ['worker', [], undefined],
  ['x'.repeat(200), ['x'.repeat(300)], 'x'.repeat(300)],
]
for (const [typed, candidates, expected] of cases) {
  test(`${typed.slice(0, 20)} among ${candidates.join(', ').slice(0, 40)}`, () => {
    assert.is(nearest(typed, candidates), expected)
  })
}

test('thousands of unknown names among thousands end soon', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `service-${index}`)
  const took = processorTime(() => {
    for (let index = 0; index < 2000; index++) nearest(`sorbice-${index}`, names)
  })
  assert.ok(took < 8000, `${Math.round(took)} ms`)
})

test.run()
