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

for (const name of readdirSync(join('fixtures', 'compose')).sort()) {
  test(name, async () => {
    const produced = await publishCase(`compose/${name}`)
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

test('fixtures have different ports inside and outside', () => {
  for (const name of readdirSync(join('fixtures', 'compose'))) {
    const manifest = readFileSync(join('fixtures', 'compose', name, 'apphost.yaml'), 'utf8')
    for (const [line, targetPort, port] of manifest.matchAll(/targetPort: (\d+), port: (\d+)/g)) {
      assert.is.not(targetPort, port, `R-svc-vs-target-port: ${name}: ${line}`)
    }
  }
})

test.run()
