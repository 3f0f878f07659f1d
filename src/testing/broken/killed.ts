import * as assert from 'uvu/assert'
import { suite } from '../suite.ts'

const test = suite('broken')
test('kills the process', () => void process.kill(process.pid, 'SIGKILL'))
test('comes after it', () => assert.ok(true))
test.run()
