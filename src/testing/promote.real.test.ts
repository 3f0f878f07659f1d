import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { copyFixture, runCommand } from './fixtures.ts'
import { suite } from './suite.ts'

const test = suite('publish --promote, read by Docker Compose')
test.skipUnless(spawnSync('docker-compose', ['version'], { stdio: 'ignore' }).status === 0, 'docker-compose')

interface Read {
  readonly name: string
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>
  readonly configs: Readonly<Record<string, { readonly content?: string }>>
}

test('each environment has its project and its values, and none can be forgotten', async () => {
  const copy = copyFixture('promote/shop')
  const { exit, talk } = await runCommand(copy, ['publish', '--promote', 'staging,production'])
  assert.is(exit, 0, talk)
  const folder = join(copy, 'apphost-output')
  const secrets = { API_KEY: 'k', DB_PASSWORD: 'p', MOTTO: undefined }
  const read = (...more: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync('docker-compose', [...more, 'config', '--format', 'json'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: copy, ...secrets },
    })
  assert.match(String(read().stderr), 'required variable APPHOST_PROMOTED_ENVIRONMENT is missing a value')
  const staging = JSON.parse(String(read('--env-file', 'staging.env').stdout)) as Read
  assert.is(staging.name, 'shop-staging')
  assert.is(staging.services['api']?.environment?.['ENVIRONMENT'], 'staging')
  assert.is(staging.services['api']?.environment?.['LOG_LEVEL'], 'info')
  assert.is(staging.services['api']?.environment?.['MOTTO'], "It's $$5 off")
  assert.is(staging.configs['api.etc-shop-environment']?.content, 'shop in staging\n')
  // Its value was never supplied, so it is asked for.
  assert.match(String(read('--env-file', 'production.env').stderr), 'required variable MOTTO is missing a value')
})

test.run()
