import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { readComposeCase } from './compose-cases.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { suite } from './suite.ts'

const test = suite('applications as teams run them, read by Docker Compose')
test.skipUnless(spawnSync('docker-compose', ['version'], { stdio: 'ignore' }).status === 0, 'docker-compose')

/** Folders of an output that hold a Compose file. */
function composeFolders(output: string): readonly string[] {
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'compose.yaml')
    .map((entry) => dirname(join(entry.parentPath, entry.name)))
    .sort()
}

/** What a team sets before it starts the application: all that `.env` only asks for. */
function dummies(folder: string): Record<string, string> {
  const names = [...readFileSync(join(folder, '.env'), 'utf8').matchAll(/^#([A-Z][A-Z0-9_]*)=$/gm)]
  return Object.fromEntries(names.map(([, name = '']) => [name, 'letters123']))
}

/** Newer versions say of the mode and owner of a config with `content` that it holds under Swarm only, which is not so. */
function withoutSwarm(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/configs\..*(?:mode|[ug]id) is not supported outside Swarm mode/.test(line))
    .join('\n')
}

for (const name of readdirSync(join('fixtures', 'applications')).sort()) {
  test(name, async () => {
    const copy = copyFixture(`applications/${name}`)
    const { command, output, exit } = readComposeCase(join('fixtures', 'applications', name))
    const published = await runCommand(copy, command)
    assert.is(published.exit, exit, published.talk)
    const folders = composeFolders(join(copy, output))
    assert.ok(folders.length > 0)
    for (const folder of folders) {
      const files = ['compose.yaml', 'compose.jobs.yaml'].filter((file) => existsSync(join(folder, file)))
      const { status, stderr } = spawnSync(
        'docker-compose',
        [...files.flatMap((file) => ['-f', file]), 'config', '--quiet'],
        { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: copy, ...dummies(folder) } },
      )
      assert.is(status, 0, `${folder}: ${stderr}`)
      assert.is(withoutSwarm(stderr), '', folder)
    }
  })
}

test.run()
