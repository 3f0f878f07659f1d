import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('does not run', () => assert.ok(true))
