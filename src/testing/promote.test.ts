import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { filesBelow } from './compose-cases.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { matchSnapshots } from './golden.ts'
import { suite } from './suite.ts'

const test = suite('publish --promote')

const PROMOTE = ['publish', '--promote', 'staging,production'] as const

test('one set of files for both, and a file of values for each', async () => {
  const folder = copyFixture('promote/shop')
  const { exit, talk } = await runCommand(folder, PROMOTE)
  assert.is(exit, 0, talk)
  assert.match(
    talk,
    'next: set API_KEY, DB_PASSWORD, then cd apphost-output && docker compose --env-file staging.env up',
  )
  const files = filesBelow(join(folder, 'apphost-output'))
  assert.equal([...files.keys()].includes('.env'), false)
  matchSnapshots('promote', 'shop', files)
  const again = await runCommand(folder, [...PROMOTE, '--check'])
  assert.is(again.exit, 0, again.output)
})

test('a value that a user changed stays, in its own file', async () => {
  const folder = copyFixture('promote/shop')
  await runCommand(folder, PROMOTE)
  const path = join(folder, 'apphost-output', 'staging.env')
  writeFileSync(path, readFileSync(path, 'utf8').replace('LOG_LEVEL=info', 'LOG_LEVEL=trace'))
  const { exit } = await runCommand(folder, PROMOTE)
  assert.is(exit, 0)
  assert.match(readFileSync(path, 'utf8'), 'LOG_LEVEL=trace')
  assert.match(readFileSync(join(folder, 'apphost-output', 'production.env'), 'utf8'), 'LOG_LEVEL=warn')
})

test('what differs in more than a value is shown, and nothing is written', async () => {
  const folder = copyFixture('promote/shop')
  writeFileSync(join(folder, 'apphost.staging.yaml'), 'resources: { cleanup: { image: "busybox:1.36" } }\n')
  const { exit, talk } = await runCommand(folder, PROMOTE)
  assert.is(exit, 3)
  assert.match(talk, 'AH6142')
  assert.match(talk, 'compose.jobs.yaml has "image: busybox:1.36" for one and "image: busybox:1.37" for the other')
  assert.is(existsSync(join(folder, 'apphost-output')), false)
})

test('names are looked up, and may be all', async () => {
  const folder = copyFixture('promote/shop')
  const wrong = await runCommand(folder, ['publish', '--promote', 'staging,prod'])
  assert.is(wrong.exit, 2)
  assert.match(wrong.talk, 'there is no environment "prod"')
  const all = await runCommand(folder, ['publish', '--promote', 'all', '--stdout'])
  assert.is(all.exit, 0, all.talk)
  for (const name of ['staging', 'production', 'dev']) assert.match(all.output, `# Source: ${name}.env`)
  const none = await runCommand(folder, ['publish', '--promote', ','])
  assert.is(none.exit, 2)
  assert.match(none.talk, 'AH8503')
  const both = await runCommand(folder, [...PROMOTE, '--environment', 'dev'])
  assert.is(both.exit, 2)
  assert.match(both.talk, 'AH8512')
})

test.run()
