import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { filesBelow, readComposeCase } from './compose-cases.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { run } from './proof.ts'
import { suite } from './suite.ts'

const test = suite('compose, read by others')
const hasCompose = run('docker', ['compose', 'version']).exit === 0
const hasPython = run('python3', ['-c', 'import yaml']).exit === 0
const toJson = 'import json, sys, yaml; print(json.dumps(yaml.load(sys.stdin.buffer, Loader=yaml.SafeLoader)))'

/** Everything that `.env` leaves to be given, with a value that no reader can take for something else. */
function missingValues(environment: string): Readonly<Record<string, string>> {
  const names = [...environment.matchAll(/^#([A-Za-z0-9_]+)=$/gm)].map(([, name]) => name ?? '')
  return Object.fromEntries(names.map((name) => [name, `given${name.length}`]))
}

function compose(
  folder: string,
  files: readonly string[],
  variables: Readonly<Record<string, string>>,
): { readonly exit: number | null; readonly output: string; readonly talk: string } {
  const { PATH = '', HOME = '' } = process.env
  const parameters = ['compose', ...files.flatMap((file) => ['-f', file]), 'config', '--format', 'json']
  const { status, stdout, stderr } = spawnSync('docker', parameters, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME, ...variables },
  })
  return { exit: status, output: stdout, talk: stderr }
}

interface Read {
  readonly name: string
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>
}

/** What a service's variable must come to, by the rules of Compose for what we write: `$$`, and our own placeholders. */
function interpolated(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\$|\$\{(\w+)(?:\?[^}]*|:\?[^}]*|:-\$\{(\w+):\?[^}]*\}|:-([^}]*))\}/g,
    (whole, name: string | undefined, other: string | undefined, literal: string | undefined) => {
      if (whole === '$$' || name === undefined) return '$'
      return values[name] ?? (other === undefined ? (literal ?? '') : (values[other] ?? ''))
    },
  )
}

for (const name of readdirSync(join('fixtures', 'compose')).sort()) {
  const publish = async (): Promise<readonly string[]> => {
    const copy = copyFixture(`compose/${name}`)
    const { command, output, exit } = readComposeCase(join('fixtures', 'compose', name))
    assert.is((await runCommand(copy, command)).exit, exit)
    const found = [...filesBelow(join(copy, output)).keys()].filter((path) => /(^|\/)compose\.yaml$/.test(path))
    return found.map((path) => dirname(join(copy, output, path)))
  }

  if (!hasCompose) test.skip(`${name}: docker compose config`, 'docker compose is not available')
  else {
    test(`${name}: docker compose config`, async () => {
      for (const folder of await publish()) {
        const files = ['compose.yaml', 'compose.jobs.yaml'].filter((file) => existsSync(join(folder, file)))
        const missing = missingValues(readFileSync(join(folder, '.env'), 'utf8'))
        const bare = compose(folder, files, {})
        // A secret that a file or a build takes from the environment is asked for when it is used
        const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
        const asked = Object.keys(missing).filter(
          (variable) => text.includes(`\${${variable}?`) || text.includes(`\${${variable}:?`),
        )
        assert.is(bare.exit === 0, asked.length === 0, `without values: ${bare.talk}`)
        for (const variable of asked) assert.match(bare.talk, `required variable ${variable} is missing a value`)
        const { exit, output, talk } = compose(folder, files, missing)
        assert.is(exit, 0, talk)
        // Compose says so of files that it copies into a container, and then gives them their owner and mode all the same
        const complaints = talk
          .split('\n')
          .filter((line) => line !== '' && !/[ugm](id|ode) is not supported outside Swarm mode/.test(line))
        assert.equal(complaints, [])
        const read = JSON.parse(output) as Read
        const meant = load(readFileSync(join(folder, 'compose.yaml'), 'utf8')) as Read
        assert.is(read.name, meant.name)
        for (const [service, { environment = {} }] of Object.entries(meant.services)) {
          for (const [variable, text] of Object.entries(environment)) {
            if (!text.includes('${') || text.includes('$$')) continue
            assert.ok(read.services[service]?.environment?.[variable] !== undefined, `${service}.${variable}`)
            const values = { ...missing, ...dotenvValues(readFileSync(join(folder, '.env'), 'utf8')) }
            assert.is(
              read.services[service]?.environment?.[variable]?.replaceAll('$$', '$'),
              interpolated(text, values),
              `${service}.${variable}`,
            )
          }
        }
      }
    })
  }

  if (!hasPython) test.skip(`${name}: PyYAML`, 'PyYAML is not available')
  else {
    test(`R-yaml11: ${name}: PyYAML reads what js-yaml reads`, async () => {
      for (const folder of await publish()) {
        for (const file of ['compose.yaml', 'compose.jobs.yaml'].filter((one) => existsSync(join(folder, one)))) {
          const text = readFileSync(join(folder, file), 'utf8')
          const { status, stdout, stderr } = spawnSync('python3', ['-c', toJson], { input: text, encoding: 'utf8' })
          assert.is(status, 0, stderr)
          assert.equal(JSON.parse(stdout), load(text), `${name}/${file}`)
        }
      }
    })
  }
}

/** The values of a `.env` that we wrote. */
function dotenvValues(text: string): Readonly<Record<string, string>> {
  const lines = [...text.matchAll(/^([A-Za-z0-9_]+)=(.*)$/gm)]
  return Object.fromEntries(
    lines.map(([, name = '', value = '']) => [
      name,
      value.startsWith('"') ? value.slice(1, -1).replace(/\\([\\"$])/g, '$1') : value,
    ]),
  )
}

test.run()
