import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('passes', () => assert.ok(true))
test.skip('not yet', 'waits for the printer')
test.skipUnless(true, 'node')
test('runs with a tool that is there', () => assert.ok(true))
test.skipUnless(false, 'docker')
test.before(() => assert.unreachable('hooks of a missing tool do not run'))
test('needs an engine', () => assert.unreachable())
test.run()
