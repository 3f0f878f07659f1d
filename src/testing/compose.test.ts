import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { parse, parseAllDocuments } from 'yaml'
import { copyFixture, runCommand } from './fixtures.ts'
import { matchSnapshots } from './golden.ts'
import { filesBelow, readComposeCase } from './compose-cases.ts'
import { suite } from './suite.ts'

const test = suite('compose, golden')

/** Publishes a case into a copy of its folder; its files by path, and what was said under `messages.txt`. */
async function publishCase(folder: string): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const copy = copyFixture(folder)
  const { command, output, exit } = readComposeCase(join('fixtures', folder))
  const run = await runCommand(copy, command)
  assert.is(run.exit, exit, `${folder}: exit ${run.exit}\n${run.talk}`)
  return new Map([
    ...filesBelow(join(copy, output)),
    ['messages.txt', `${run.talk}${run.output}`.replaceAll(copy, '.')],
  ])
}

/** Every reader at hand sees the same data in a file, whatever version of YAML it speaks. */
function readAlike(path: string, content: string): void {
  const meant = load(content)
  assert.equal(parse(content, { version: '1.1', merge: false }), meant, `${path}, YAML 1.1`)
  assert.equal(parse(content, { version: '1.2' }), meant, `${path}, YAML 1.2`)
  assert.is(parseAllDocuments(content).length, 1, path)
}

interface Read {
  readonly services?: Readonly<
    Record<
      string,
      {
        readonly restart?: string
        readonly healthcheck?: unknown
        readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
      }
    >
  >
}

/** Containers of the fixtures that are not to be restarted, and look like jobs. */
const NEVER_RESTARTED: ReadonlySet<string> = new Set(['numbers'])

/** Waits that can come true: for a check that is there, for a job that ends; and a job is in the file only if awaited. */
function checkWaits(path: string, content: string): void {
  const services = Object.entries((load(content) as Read | undefined)?.services ?? {})
  const waits = services.flatMap(([, service]) => Object.entries(service.depends_on ?? {}))
  for (const [name, { restart, healthcheck }] of services) {
    const conditions = waits.flatMap(([other, { condition }]) => (other === name ? [condition] : []))
    const isJob = restart === 'no' || restart?.startsWith('on-failure') === true
    if (conditions.includes('service_healthy')) assert.ok(healthcheck !== undefined, `${path}: ${name} has no check`)
    if (conditions.includes('service_completed_successfully')) assert.ok(isJob, `${path}: ${name} never ends`)
    if (restart === 'no' && !NEVER_RESTARTED.has(name)) assert.ok(conditions.length > 0, `${path}: ${name} races`)
  }
}

for (const name of readdirSync(join('fixtures', 'compose')).sort()) {
  test(`R-healthy-dep, R-up-wait-race: ${name}`, async () => {
    const produced = await publishCase(`compose/${name}`)
    for (const [path, content] of produced) {
      if (typeof content === 'string' && /(^|\/)compose\.yaml$/.test(path)) checkWaits(path, content)
    }
    for (const [path, content] of produced) {
      if (typeof content === 'string' && path.endsWith('.yaml') && !path.includes('files/')) readAlike(path, content)
    }
    matchSnapshots('compose', name, produced)
  })
}

test('the example of the README is what people wrote by hand', async () => {
  const copy = copyFixture('shop/example')
  const run = await runCommand(copy, ['publish'])
  assert.is(run.exit, 0, run.talk)
  matchSnapshots('shop', 'dev', filesBelow(join(copy, 'apphost-output', 'dev')))
})

test('publishing twice changes nothing', async () => {
  for (const name of readdirSync(join('fixtures', 'compose')).sort()) {
    const copy = copyFixture(`compose/${name}`)
    const { command } = readComposeCase(join('fixtures', 'compose', name))
    await runCommand(copy, command)
    const check = await runCommand(copy, [...command, '--check'])
    assert.is(check.exit, 0, `${name}: ${check.output}${check.talk}`)
  }
})

test('R-svc-vs-target-port: fixtures have different ports inside and outside', () => {
  let seen = 0
  for (const name of readdirSync(join('fixtures', 'compose'))) {
    const manifest = readFileSync(join('fixtures', 'compose', name, 'apphost.yaml'), 'utf8')
    for (const [line, targetPort, port] of manifest.matchAll(/targetPort: (\d+), port: (\d+)/g)) {
      seen++
      assert.is.not(targetPort, port, `${name}: ${line}`)
    }
  }
  assert.ok(seen > 20, `${seen} endpoints with both`)
})

test.run()
