import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { filesBelow, readComposeCase } from '../testing/compose-cases.ts'
import { copyFixture, runCommand } from '../testing/fixtures.ts'
import { matchSnapshots } from '../testing/golden.ts'
import { suite } from '../testing/suite.ts'
import { builtInTypeNames } from './load.ts'

const test = suite('catalog, golden')
const cases = readdirSync(join('fixtures', 'catalog')).sort()

for (const name of cases) {
  test(name, async () => {
    const copy = copyFixture(`catalog/${name}`)
    const { command, output, exit } = readComposeCase(join('fixtures', 'catalog', name))
    const run = await runCommand(copy, command)
    assert.is(run.exit, exit, run.talk)
    const said = `${run.talk}${run.output}`.replaceAll(copy, '.')
    matchSnapshots('catalog', name, new Map([...filesBelow(join(copy, output)), ['messages.txt', said]]))
  })
}

test('every built-in type has a case', () => {
  const missing = builtInTypeNames().filter((name) => !cases.includes(name))
  assert.is(missing.join(' '), '')
})

test.run()
