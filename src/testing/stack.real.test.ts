import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { engineAnswers } from './engine.ts'
import { copyFixture, runCommand, temporaryFolder } from './fixtures.ts'
import {
  asWritten,
  docker,
  dotenvValue,
  environmentOf,
  filesIn,
  inspect,
  processTexts,
  readmeCommands,
  run,
} from './proof.ts'
import { suite } from './suite.ts'

// Longer than files should be: the cases are the life of one application in two environments, and share it.
const test = suite('one application in two environments on a real engine')
test.skipUnless(engineAnswers(), 'docker')

const environments = ['dev', 'other'] as const
type Environment = (typeof environments)[number]

const token = `a, "b" 'c' \\d $e \${F} \`g\` #h %i;j=k&l!m é \u{1f600}`
const certificate = '-----BEGIN KEY-----\nA+/=$x ${Y} "q" \'s\' \\n # {{ z }}\n  \n\t-----END KEY-----\n\n'
const tokenAdonet = `"${token.replaceAll('"', '""')}"`
const letters = 'letters123'
const machineFolder = temporaryFolder()
const app = { root: '' }

const project = (environment: Environment): string => `stack-${environment}`
const output = (environment: Environment): string => join(app.root, 'apphost-output', environment)
const container = (environment: Environment, service: string, at = 1): string =>
  `${project(environment)}-${service}-${at}`
const readme = (environment: Environment): string => readFileSync(join(output(environment), 'README.md'), 'utf8')

async function publish(): Promise<void> {
  for (const environment of environments) {
    const { exit, talk } = await runCommand(app.root, ['publish', '-e', environment])
    assert.is(exit, 0, talk)
  }
}

function secretsFile(): string {
  const secrets = {
    BOARD_PASSWORD: letters,
    CACHE_PASSWORD: letters,
    CERTIFICATE: certificate,
    CERTIFICATE_BASE64: Buffer.from(certificate).toString('base64'),
    CERTIFICATE_JSON: JSON.stringify(certificate),
    TOKEN: token,
    TOKEN_ADONET: tokenAdonet,
  }
  const values = Object.entries({ ...secrets, MACHINE_FOLDER: machineFolder })
  return values.map(([name, value]) => `${name}=${dotenvValue(value)}\n`).join('')
}

function up(environment: Environment, ...more: readonly string[]): void {
  const [line = ''] = readmeCommands(readme(environment), ' up --detach')
  asWritten([line, ...more].join(' '), output(environment))
}

function cleanUp(): void {
  for (const environment of environments)
    run('docker', ['compose', '-p', project(environment), 'down', '--volumes', '--timeout', '2'])
  run('docker', ['rmi', '-f', 'localhost/stack/web:2.0.0', 'localhost/stack/base:2.0.0'])
}

function containers(environment: Environment): readonly string[] {
  const format = '{{.Names}} {{.State}}'
  const ours = `label=com.docker.compose.project=${project(environment)}`
  return docker('ps', '--all', '--no-trunc', '--filter', ours, '--format', format).trim().split('\n').sort()
}

function identifiers(environment: Environment): readonly string[] {
  const ours = `label=com.docker.compose.project=${project(environment)}`
  return docker('ps', '--all', '--no-trunc', '--quiet', '--filter', ours).trim().split('\n').sort()
}

function inside(environment: Environment, service: string, script: string): string {
  return docker('exec', container(environment, service), 'sh', '-c', script).trimEnd()
}

/** How a script inside a container ended. */
function exitInside(environment: Environment, service: string, script: string): number | null {
  return run('docker', ['exec', container(environment, service), 'sh', '-c', script]).exit
}

test.before(async () => {
  app.root = copyFixture('proof/stack')
  writeFileSync(join(machineFolder, 'from-machine'), 'machine\n')
  cleanUp()
  await publish()
  for (const environment of environments) writeFileSync(join(output(environment), 'secrets.env'), secretsFile())
})
test.after(cleanUp)

test('the commands of the README build and start it', () => {
  for (const line of readmeCommands(readme('dev'), 'docker build')) asWritten(line, output('dev'))
  up('dev')
  assert.equal(containers('dev'), [
    'stack-dev-board-1 running',
    'stack-dev-board-orders-1 exited',
    'stack-dev-board-orders-first-1 exited',
    'stack-dev-cache-1 running',
    'stack-dev-legacy-1 running',
    'stack-dev-seed-1 exited',
    'stack-dev-vault-1 running',
    'stack-dev-web-1 running',
    'stack-dev-web-2 running',
    'stack-dev-web-3 running',
    'stack-dev-worker-1 running',
  ])
})

test('an image is built up to its target, on an image of the application, with its arguments', () => {
  const built = filesIn(container('dev', 'web'), '/built')
  const texts = [...built].map(([path, bytes]) => `${path}: ${bytes.toString().trim()}`)
  assert.equal(texts, ['/built/base: base', '/built/flavour: sweet', '/built/stage: runtime'])
  assert.is(inspect(container('dev', 'worker'), '{{.Image}}'), inspect(container('dev', 'web'), '{{.Image}}'))
})

const BOARD = { HOST: 'board', PORT: '8090', PASSWORD: letters }
const named = (name: string, fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [`${name}_${key}`, value]))

/** All that `web` is given in "dev", but for what Docker and the image add. */
const WEB: Readonly<Record<string, string>> = {
  ...named('BOARD', { ...BOARD, URI: `http://:${letters}@board:8090` }),
  ...named('FIRST', {
    ...BOARD,
    URI: `http://:${letters}@board:8090/orders`,
    NOTENAME: 'first',
    TOPICNAME: 'orders',
  }),
  ...named('MINE', { ...BOARD, URI: `http://:${letters}@board:8090/orders`, TOPICNAME: 'orders' }),
  ...named('CACHE', { HOST: 'cache', PORT: '6379', PASSWORD: letters, URI: `redis://:${letters}@cache:6379` }),
  ...named('LEGACY', { HOST: 'legacy', PORT: '9042' }),
  ...named('MAIL', { HOST: 'smtp.example.com', PORT: '587', PASSWORD: token }),
  ConnectionStrings__board: `Board=board:8090;Key=${letters}`,
  ConnectionStrings__first: `Board=board:8090;Key=${letters};Topic=orders`,
  'ConnectionStrings__only-string': `Board=board:8090;Key=${letters};Topic=orders`,
  ConnectionStrings__cache: `cache:6379,password=${letters}`,
  ConnectionStrings__legacy: `Contact=legacy:9042;Key=${tokenAdonet}`,
  ConnectionStrings__warehouse: `Server=board;Password=${tokenAdonet}`,
  WAREHOUSE_HOST: 'dw.example.com',
  PAY: 'https://payments.example.com/v2',
  PAYMENTS: 'overridden',
  services__PAY__https__0: 'https://payments.example.com/v2',
  services__payments__https__0: 'https://payments.example.com/v2',
  SAFE_HTTP: 'http://vault:8200',
  services__SAFE__http__0: 'http://vault:8200',
  COPIES: '3',
  ENVIRONMENT: 'dev',
  GREETING: 'hello',
  IMAGE: 'localhost/stack/web:2.0.0',
  LEGACY_AT: 'legacy:9042',
  MOOD: 'glad',
  ONLY_BASE: 'yes',
  PORT: '8080',
  STAGE: 'base',
  TOKEN: token,
  TOPIC: 'orders',
  WHO: 'web of stack 2.0.0',
}

// Read by a process of its own, since a shell drops variables whose names it does not like
function given(environment: Environment, service: string): Readonly<Record<string, string>> {
  const ofDocker = ['PATH', 'HOSTNAME', 'HOME', 'PWD', 'SHLVL', 'TERM']
  return Object.fromEntries(
    [...environmentOf(container(environment, service), 'self')].filter(([key]) => !ofDocker.includes(key)),
  )
}

test('every kind of reference and placeholder injects what the manifest says, and nothing else', () => {
  assert.equal(given('dev', 'web'), WEB)
  assert.equal(given('dev', 'worker'), { GREETING: 'hello', WHO: 'worker' })
})

test('R-db-created: children and their children exist, made by a key that only their makers know', () => {
  assert.is(inside('dev', 'board', 'cd /data && find . -type f | sort'), './orders/first/made\n./orders/made')
  assert.is(exitInside('dev', 'web', 'wget -q -O - --header "X-Key: wrong" http://board:8090/cgi-bin/make?no'), 1)
})

test('waits: healthy is healthy, completed is completed after its retries, started is not more than started', () => {
  const at = (service: string, template: string): string => inspect(container('dev', service), `{{${template}}}`)
  const started = at('web', '.State.StartedAt')
  const log = JSON.parse(at('board', 'json .State.Health.Log')) as readonly { ExitCode: number; End: string }[]
  const healthy = log.filter(({ ExitCode }) => ExitCode === 0).map(({ End }) => Date.parse(End))
  assert.ok(at('seed', '.State.FinishedAt') <= started, 'the job completed before')
  assert.is(at('seed', '.RestartCount'), '1')
  assert.is(inside('dev', 'web', 'cat /pool/seeded'), 'first\nfirst')
  assert.ok(Date.parse(at('board-orders', '.State.StartedAt')) - Date.parse(at('board', '.State.StartedAt')) > 1900)
  assert.ok(healthy.length > 0)
  // Its check succeeds only once `web` runs: had `web` waited for more than its start, neither would be here
  assert.is(at('legacy', '.State.Health.Status'), 'healthy')
  assert.ok(at('legacy', '.State.StartedAt') <= started, 'but it was started before')
})

test('replicas: three containers behind one name', () => {
  const addresses = inside('dev', 'worker', "nslookup web | grep -A9 'Name:' | grep '^Address'")
  assert.is(new Set(addresses.match(/\d+\.\d+\.\d+\.\d+/g)).size, 3)
  const names = [1, 2, 3].map((at) => docker('exec', container('dev', 'web', at), 'cat', '/tmp/www/index.html').trim())
  assert.is(new Set(names).size, 3)
  assert.ok(names.includes(inside('dev', 'worker', 'wget -q -O - http://web:8080')))
})

test('networks: only those that share one reach each other, and what is internal is made so', () => {
  const reaches = (from: string, host: string, port: number): boolean =>
    exitInside('dev', from, `nc -w 2 ${host} ${port} < /dev/null > /dev/null 2>&1`) === 0
  assert.ok(reaches('web', 'legacy', 9042), 'both on back')
  assert.ok(reaches('web', 'vault', 8200), 'both on front')
  assert.ok(reaches('worker', 'web', 8080), 'both on front')
  assert.not.ok(reaches('worker', 'board', 8090), 'front and back')
  assert.not.ok(reaches('vault', 'cache', 6379), 'front and back')
  const internal = ['back', 'front'].map((name) =>
    docker('network', 'inspect', '--format', '{{.Internal}}', `stack-dev_${name}`).trim(),
  )
  assert.equal(internal, ['true', 'false'])
})

test('an alias is a name on every network of its service', () => {
  for (const service of ['worker', 'board'])
    assert.is(exitInside('dev', service, 'nc -w 2 www.internal.example 8080 < /dev/null'), 0, service)
})

test('R-ports-leak: the endpoint that says so has free ports of the machine, one for each replica', () => {
  const ports = [1, 2, 3].map((at) =>
    docker('port', container('dev', 'web', at))
      .trim()
      .split('\n'),
  )
  for (const lines of ports) assert.match(lines[0] ?? '', /^9100\/tcp -> 0\.0\.0\.0:\d+$/)
  assert.is(new Set(ports.map(([line]) => line)).size, 3)
  assert.is(docker('port', container('dev', 'vault')), '')
  const [line = ''] = [...readme('dev').matchAll(/`(docker compose -p \S+ port web 9100)`/g)].map(([, text]) => text)
  assert.match(asWritten(line, output('dev')), /^0\.0\.0\.0:\d+\n$/)
})

test('volumes: shared, bound, of the machine, temporary on disk and in memory', () => {
  assert.is(inside('dev', 'web', 'ls /pool | grep -c started-'), '3')
  assert.is(inside('dev', 'legacy', 'ls /pool | grep -c started-'), '3')
  assert.is(exitInside('dev', 'legacy', 'touch /pool/x 2> /dev/null'), 1)
  assert.is(inside('dev', 'web', 'cat /conf/one'), 'one')
  assert.is(exitInside('dev', 'web', 'touch /conf/x 2> /dev/null'), 1)
  inside('dev', 'web', 'echo back > /machine/from-container')
  assert.is(readFileSync(join(machineFolder, 'from-container'), 'utf8'), 'back\n')
  assert.is(inside('dev', 'web', 'cat /machine/from-machine'), 'machine')
  const mounted = (path: string): string => inside('dev', 'web', `grep ' ${path} ' /proc/mounts`)
  assert.match(mounted('/scratch'), /^tmpfs \/scratch tmpfs .*size=1024k/)
  assert.not.match(mounted('/spare'), /^tmpfs/)
  assert.is(exitInside('dev', 'web', 'dd if=/dev/zero of=/scratch/x bs=1k count=2000 2> /dev/null'), 1)
})

test('R-multiline-secret: a secret is whole in the environment, as a file and inside one', () => {
  const files = filesIn(container('dev', 'web'), '/etc/stack')
  const texts = Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString()]))
  assert.equal(texts, {
    '/etc/stack/certificate': certificate,
    '/etc/stack/chain': `first\n${certificate}last\n`,
    '/etc/stack/conf': 'hello from dev\n',
    '/etc/stack/mixed': `token = ${token}\n`,
    '/etc/stack/token': token,
  })
  assert.is(inside('dev', 'web', 'stat -c %a /etc/stack/mixed'), '400')
  assert.equal(given('dev', 'vault'), {
    CERTIFICATE: certificate,
    CERTIFICATE_BASE64: Buffer.from(certificate).toString('base64'),
    CERTIFICATE_JSON: JSON.stringify({ pem: certificate }).replace(':', ': '),
    TOKEN: token,
  })
})

test('a read-only root file system has its files, and takes nothing but what a volume takes', () => {
  const files = filesIn(container('dev', 'vault'), '/etc/vault')
  assert.is(files.get('/etc/vault/plain')?.toString(), 'price = $5 {{ x }} ${HOME}\n')
  assert.is(inside('dev', 'vault', './bin/hello'), './bin/hello runs')
  assert.is(exitInside('dev', 'vault', 'touch /etc/vault/x 2> /dev/null'), 1)
  assert.match(run('docker', ['exec', container('dev', 'vault'), 'touch', '/x']).talk, 'Read-only file system')
  assert.is(exitInside('dev', 'vault', 'touch /tmp/x'), 0)
})

test('user, capabilities, folder, names and signals are what the manifest says', () => {
  assert.is(inside('dev', 'vault', 'id -u; id -g; pwd; hostname'), '1234\n2345\n/etc/vault\nsafe-house')
  assert.is(inside('dev', 'vault', "grep CapBnd /proc/1/status | tr -d 'CapBnd:\\t0'"), '')
  assert.match(inside('dev', 'vault', 'cat /etc/hosts'), /^192\.0\.2\.7\telsewhere\.example$/m)
  assert.is(inspect(container('dev', 'vault'), '{{json .HostConfig.DNS}}'), '["192.0.2.53"]')
  assert.is(inspect(container('dev', 'vault'), '{{.Config.StopSignal}} {{.Config.StopTimeout}}'), 'SIGINT 1')
  assert.is(processTexts(container('dev', 'worker'), 'cmdline').at(-1), "trap 'exit 0' TERM; while :; do sleep 1; done")
})

test('labels are ours and those of the manifest', () => {
  const labels = JSON.parse(inspect(container('dev', 'web'), '{{json .Config.Labels}}')) as Record<string, string>
  const theirs = Object.entries(labels).filter(([key]) => /^(com\.example|apphost-compile\.dev)/.test(key))
  const files = labels['apphost-compile.dev/files'] ?? ''
  assert.match(files, /^[0-9a-f]{16} GREETING=hello$/)
  assert.equal(Object.fromEntries(theirs), {
    'apphost-compile.dev/application': 'stack',
    'apphost-compile.dev/environment': 'dev',
    'apphost-compile.dev/files': files,
    'apphost-compile.dev/target': 'compose',
    'com.example.greeting': 'hello',
    'com.example.team': 'blue $5',
  })
})

test('the job after the deployment runs by the command of the README', () => {
  const [line] = readmeCommands(readme('dev'), ' run --rm')
  assert.is(asWritten(line, output('dev')).trim(), 'hello 1')
})

test('R-proj-name, R-volume-shared: the other environment starts beside the first, and touches nothing of it', () => {
  const before = identifiers('dev')
  up('other', '--build')
  assert.equal(identifiers('dev'), before)
  assert.equal(containers('other'), [
    'stack-other-board-1 running',
    'stack-other-board-orders-1 exited',
    'stack-other-board-orders-first-1 exited',
    'stack-other-helper-1 running',
    'stack-other-legacy-1 running',
    'stack-other-seed-1 exited',
    'stack-other-vault-1 running',
    'stack-other-web-1 running',
    'stack-other-web-2 running',
  ])
  const volumes = (environment: Environment): readonly string[] =>
    docker('volume', 'ls', '-q', '--filter', `name=${project(environment)}_`)
      .trim()
      .split('\n')
      .sort()
  assert.equal(volumes('dev'), ['stack-dev_board-data', 'stack-dev_pool'])
  assert.equal(volumes('other'), ['stack-other_board-data', 'stack-other_pool', 'stack-other_web-spare'])
})

test('R-merge-false: the overlay changes what it names, and nothing else', () => {
  const gone = /^(ONLY_BASE|TOKEN|MINE_.*|ConnectionStrings__only-string)$/
  const kept = Object.fromEntries(Object.entries(WEB).filter(([name]) => !gone.test(name)))
  assert.equal(given('other', 'web'), {
    ...kept,
    ...named('CACHE', {
      HOST: 'redis.example.com',
      PORT: '6380',
      PASSWORD: letters,
      URI: `redis://:${letters}@redis.example.com:6380`,
    }),
    ...named('OLD', { HOST: 'legacy', PORT: '9042' }),
    ConnectionStrings__OLD: `Contact=legacy:9042;Key=${tokenAdonet}`,
    ConnectionStrings__cache: `redis.example.com:6380,password=${letters}`,
    ADDED: '1.10',
    COPIES: '2',
    ENVIRONMENT: 'other',
    GREETING: 'goodbye',
    MOOD: 'sad',
    PAY: 'https://sandbox.example.com',
    PORT: '8081',
    services__PAY__https__0: 'https://sandbox.example.com',
    services__payments__https__0: 'https://sandbox.example.com',
    STAGE: 'other',
  })
  const files = filesIn(container('other', 'web'), '/etc/stack')
  assert.equal(
    [...files].map(([path, bytes]) => [path, bytes.toString()]),
    [
      ['/etc/stack/certificate', certificate],
      ['/etc/stack/chain', `first\n${certificate}last\n`],
      ['/etc/stack/conf', 'goodbye from other\n'],
      ['/etc/stack/extra', 'goodbye again\n'],
      ['/etc/stack/mixed', `token = ${token}\n`],
    ],
  )
  assert.is(exitInside('other', 'web', 'test -e /conf'), 1)
  assert.is(inside('other', 'web', 'cat /built/stage /built/flavour'), 'debug\nbitter')
  assert.is(exitInside('other', 'helper', 'nc -w 2 replaced.internal.example 8081 < /dev/null'), 0)
  assert.is(exitInside('other', 'helper', 'nslookup www.internal.example > /dev/null 2>&1'), 1)
  assert.is(exitInside('other', 'vault', 'touch /etc/vault/x && test "$(id -u)" = 0'), 0)
  assert.is(inside('other', 'vault', 'cat /etc/vault/plain'), 'goodbye')
  const labels = inspect(container('other', 'web'), '{{json .Config.Labels}}')
  for (const line of readmeCommands(readme('other'), 'board-invoices')) asWritten(line, output('other'))
  assert.is(inside('other', 'board', 'cd /data && find . -type f | sort').split('\n')[0], './invoices/made')
  assert.match(labels, '"com.example.more":"012"')
  assert.match(labels, '"com.example.greeting":"goodbye"')
  assert.not.match(labels, 'com.example.team')
})

test('R-db-created: a child that was added later is made on the volume that is there, and what is there stays', async () => {
  docker('exec', container('dev', 'board'), 'sh', '-c', 'echo kept > /data/orders/first/made')
  asWritten(readmeCommands(readme('dev'), ' down')[0], output('dev'))
  const manifest = join(app.root, 'apphost.yaml')
  const text = readFileSync(manifest, 'utf8')
  writeFileSync(manifest, text.replace('topics: { orders:', 'topics: { later: {}, orders:'))
  await publish()
  up('dev')
  // Nobody waits for it, so it is not started by `up`
  for (const line of readmeCommands(readme('dev'), ' run --rm')) asWritten(line, output('dev'))
  assert.is(
    inside('dev', 'board', 'cd /data && find . -type f | sort'),
    './later/made\n./orders/first/made\n./orders/made',
  )
  assert.is(inside('dev', 'board', 'cat /data/orders/first/made'), 'kept')
})

test('R-rm: what the manifest does not name any more is not started again', async () => {
  const manifest = join(app.root, 'apphost.yaml')
  const text = readFileSync(manifest, 'utf8')
  writeFileSync(manifest, text.replace('  worker:\n', '  worker:\n    enabled: false\n'))
  await publish()
  up('dev')
  assert.not.ok(containers('dev').some((line) => line.includes('worker')))
})

test.run()
