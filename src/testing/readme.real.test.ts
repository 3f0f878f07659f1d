import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { engineAnswers } from './engine.ts'
import { runCommand, temporaryFolder } from './fixtures.ts'
import { suite } from './suite.ts'
import { commandsOf, readTour, type TourStep } from './tour.ts'

const test = suite('readme on an engine')
test.skipUnless(engineAnswers(), 'docker')

const folder = temporaryFolder()
const variables: Record<string, string> = {}

/** Runs a line of the tour in a shell, and returns what it prints to standard output. */
function shell(line: string): string {
  const set = /^export (\w+)=(\S+)$/.exec(line)
  if (set !== null) {
    variables[set[1] ?? ''] = set[2] ?? ''
    return ''
  }
  const environment = { ...process.env, ...variables }
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, env: environment, encoding: 'utf8' })
  assert.is(status, 0, `${line}\n${stderr}`)
  return stdout
}

async function follow({ does, text }: TourStep): Promise<void> {
  if (does.kind === 'write') writeFileSync(join(folder, does.path), text)
  if (does.kind === 'append') appendFileSync(join(folder, does.path), text)
  if (does.kind !== 'run' && does.kind !== 'engine') return
  for (const { line, output } of commandsOf(text)) {
    if (line.startsWith('apphost-compile ')) await runCommand(folder, line.split(' ').slice(1))
    if (does.kind !== 'engine') continue
    const printed = shell(line)
    if (output !== '') assert.is(printed.trim(), output.trim(), line)
  }
}

test.before(() => {
  const local = spawnSync('docker', ['image', 'inspect', 'busybox:1.37'], { stdio: 'ignore' })
  if (local.status !== 0) spawnSync('docker', ['tag', 'local/busybox:1', 'busybox:1.37'], { stdio: 'ignore' })
})
test.after(() => {
  spawnSync('docker', ['compose', '-p', 'hello-production', 'down', '--volumes'], { stdio: 'ignore' })
})

test('the tour runs as it says', async () => {
  const steps = readTour(readFileSync('README.md', 'utf8'))
  assert.ok(steps.filter(({ does }) => does.kind === 'engine').length >= 3)
  for (const step of steps) await follow(step)
})

test.run()
