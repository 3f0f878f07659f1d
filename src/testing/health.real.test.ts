import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { engineAnswers } from './engine.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { asWritten, docker, inspect, readmeCommands, run } from './proof.ts'
import { suite } from './suite.ts'

const test = suite('health checks on a real engine')
test.skipUnless(engineAnswers(), 'docker')

const project = 'health-production'
const container = (service: string): string => `${project}-${service}-1`
const app = { output: '' }

/** What stops the server of a service; its container goes on. */
const SERVERS = {
  'http-wget': 'httpd',
  'http-curl': 'httpd',
  'http-bash': 'httpd',
  'http-own': 'httpd',
  'http-port': 'httpd',
  'tcp-nc': 'httpd',
  'tcp-bash': 'httpd',
  exec: 'httpd',
  readiness: 'httpd',
  grpc: 'grpc-server',
}

/** The check as the engine runs it, run by hand. */
function check(service: string): { readonly exit: number | null; readonly talk: string } {
  const [kind, ...words] = JSON.parse(inspect(container(service), '{{json .Config.Healthcheck.Test}}')) as string[]
  assert.is(kind, 'CMD')
  const { exit, output, talk } = run('docker', ['exec', container(service), ...words])
  return { exit, talk: output + talk }
}

test.before(async () => {
  const root = copyFixture('proof/health')
  app.output = join(root, 'apphost-output')
  const { exit, talk } = await runCommand(root, ['publish'])
  assert.is(exit, 0, talk)
  run('docker', ['compose', '-p', project, 'down', '--volumes', '--timeout', '2'])
})
test.after(() => void run('docker', ['compose', '-p', project, 'down', '--volumes', '--timeout', '2']))

test('up returns once everything is healthy, by whatever asks', () => {
  asWritten(readmeCommands(readmeOf(), ' up --detach')[0], app.output)
  for (const service of Object.keys(SERVERS))
    assert.is(inspect(container(service), '{{.State.Health.Status}}'), 'healthy', service)
  const started = inspect(container('waiter'), '{{.State.StartedAt}}')
  for (const service of Object.keys(SERVERS)) {
    const log = inspect(container(service), '{{range .State.Health.Log}}{{if eq .ExitCode 0}}{{.End}}\n{{end}}{{end}}')
    assert.ok(log !== '', service)
    assert.ok(inspect(container(service), '{{.State.StartedAt}}') < started, service)
  }
})

for (const [service, server] of Object.entries(SERVERS)) {
  test(`${service}: is healthy while the server runs, and not without it`, () => {
    const running = check(service)
    assert.is(running.exit, 0, running.talk)
    docker('exec', container(service), 'sh', '-c', `kill $(pidof ${server}); while pidof ${server}; do sleep 0.1; done`)
    assert.is.not(check(service).exit, 0)
    assert.is(inspect(container(service), '{{.State.Running}}'), 'true')
  })
}

test('the answer of the server counts, not only that there is one', () => {
  for (const service of ['http-wget', 'http-curl', 'http-bash']) {
    const answers = (status: string): number | null => {
      const script = 'printf "#!/bin/sh\\nprintf \'Status: %s\\\\r\\\\n\\\\r\\\\n\'\\n" "$1" > /www/cgi-bin/check'
      docker('exec', container(service), 'sh', '-c', `${script}; pidof httpd || httpd -p 8080 -h /www`, 'sh', status)
      return check(service).exit
    }
    assert.is(answers('200 OK'), 0, service)
    assert.is.not(answers('503 No'), 0, service)
    assert.is.not(answers('404 No'), 0, service)
  }
})

function readmeOf(): string {
  return readFileSync(join(app.output, 'README.md'), 'utf8')
}

test.run()
