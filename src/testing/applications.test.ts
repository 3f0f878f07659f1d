import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { filesBelow, readComposeCase } from './compose-cases.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { matchSnapshots } from './golden.ts'
import { suite } from './suite.ts'

const test = suite('applications as teams run them, golden')
const applications = readdirSync(join('fixtures', 'applications')).sort()

for (const name of applications) {
  test(name, async () => {
    const copy = copyFixture(`applications/${name}`)
    const { command, output, exit } = readComposeCase(join('fixtures', 'applications', name))
    const run = await runCommand(copy, command)
    assert.is(run.exit, exit, `${name}: exit ${String(run.exit)}\n${run.talk}`)
    const messages = `${run.talk}${run.output}`.replaceAll(copy, '.')
    matchSnapshots('applications', name, new Map([...filesBelow(join(copy, output)), ['messages.txt', messages]]))
  })
}

test('every manifest names the schema, and says in one line what it is', () => {
  for (const name of applications) {
    const folder = name === 'monorepo' ? join(name, 'deploy') : name
    const [editor = '', about = ''] = readFileSync(
      join('fixtures', 'applications', folder, 'apphost.yaml'),
      'utf8',
    ).split('\n')
    assert.match(editor, /^# yaml-language-server: \$schema=(?:\.\.\/)+schema\/apphost\.schema\.json$/, name)
    assert.match(about, /^# .+\.$/, name)
  }
})

test.run()
