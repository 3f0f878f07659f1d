import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { compareCodePoints } from '../syntax/compare.ts'
import { engineAnswers } from './engine.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { literalInManifest, ODD_VALUES } from './odd-values.ts'
import {
  asWritten as runAsWritten,
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

// Longer than files should be: the cases are the steps of one application's life, and share it.
const test = suite('compose on a real engine')
test.skipUnless(engineAnswers(), 'docker')

const project = 'proof-dev'
const note = '$<Parameters.log-level> ${HOME} $$ $(id) "q" \'s\' # \\n {{ x }}'
const apiKey = '${HOME} $$ `id` \'q\' "d" \\ # é'
const password = 'p@s/s:w#r?d%\'"$\\ x'
const container = (service: string): string => `${project}-${service}-1`
const odd = [...ODD_VALUES].map(([name, text], at) => ({ name, text, key: `ODD_${String(at).padStart(3, '0')}` }))
const app = { root: '', output: '', readme: '' }
/** What the container "odd" was given. */
const given = {
  environment: new Map<string, string>() as ReadonlyMap<string, string>,
  arguments: [] as readonly string[],
  files: new Map<string, Buffer>() as ReadonlyMap<string, Buffer>,
  labels: {} as Readonly<Record<string, string>>,
}

const parameterOf = (key: string): string => key.toLowerCase().replace('_', '-')
/** A parameter's value has at most 64 KiB. */
const isParameter = ({ text }: { readonly text: string }): boolean => text.length <= 65_536

function oddOverlay(): string {
  const rows = odd.map(({ text, key }) => ({ key, value: literalInManifest(text) }))
  const late = odd
    .filter(isParameter)
    .map(({ text, key }) => ({ key, name: parameterOf(key), value: literalInManifest(text) }))
  return [
    'parameters:',
    ...late.map(({ name, value }) => `  ${name}: { default: ${value} }`),
    'resources:',
    '  odd:',
    '    args:',
    ...rows.map(({ value }) => `      - ${value}`),
    '    env:',
    ...rows.map(({ key, value }) => `      ${key}: ${value}`),
    ...late.map(({ key, name }) => `      LATE_${key}: $<Parameters.${name}>`),
    '    labels:',
    ...rows.map(({ key, value }) => `      proof.${key}: ${value}`),
    '    files:',
    ...rows.map(({ key, value }) => `      - { path: /odd/${key}, content: ${value} }`),
    '',
  ].join('\n')
}

/** Replaces a text in a file of the project that must be there. */
function edit(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8')
  assert.ok(text.includes(from), `${path} holds ${from}`)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
}

async function publish(): Promise<void> {
  const { exit, talk } = await runCommand(app.root, ['publish', '--param', `note=${note}`])
  assert.is(exit, 0, talk)
  app.readme = readFileSync(join(app.output, 'README.md'), 'utf8')
}

const readmeLines = (part: string): readonly string[] => readmeCommands(app.readme, part)
const asWritten = (line: string | undefined): string => runAsWritten(line, app.output)

function up(): void {
  asWritten(readmeLines(' up --detach')[0])
}

function identifiers(): ReadonlyMap<string, string> {
  const services = ['db', 'cache', 'api', 'api-shipper', 'worker', 'odd']
  return new Map(services.map((service) => [service, inspect(container(service), '{{.Id}}')]))
}

/** Services that have another container than before. */
function replacedSince(before: ReadonlyMap<string, string>): readonly string[] {
  return [...identifiers()].filter(([service, id]) => before.get(service) !== id).map(([service]) => service)
}

function rows(): number {
  return Number(
    docker('exec', container('db'), 'psql', '-U', 'postgres', '-d', 'orders', '-Atqc', 'select count(*) from runs'),
  )
}

function get(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/' }, (answer) => {
      let text = ''
      answer
        .setEncoding('utf8')
        .on('data', (piece: string) => (text += piece))
        .on('end', () => resolve(text))
    })
    asked.on('error', reject).end()
  })
}

test.before(async () => {
  app.root = join(copyFixture('proof/app'), '.')
  app.output = join(app.root, 'apphost-output')
  mkdirSync(join(app.root, 'overlays'), { recursive: true })
  writeFileSync(join(app.root, 'overlays', 'odd.yaml'), oddOverlay())
  run('docker', ['compose', '-p', project, 'down', '--volumes', '--timeout', '2'])
  run('docker', ['rmi', '-f', 'localhost/proof/api:1.0.0', 'localhost/proof/migrate:1.0.0'])
  await publish()
})

test.after(() => {
  run('docker', ['compose', '-p', project, 'down', '--volumes', '--timeout', '2'])
  run('docker', ['rmi', '-f', 'localhost/proof/api:1.0.0', 'localhost/proof/migrate:1.0.0'])
})

test('R-missing-all: without secrets Compose refuses, and names all of them at once', () => {
  const { exit, talk } = run('docker', ['compose', 'config', '--quiet'], app.output)
  assert.is(exit, 1)
  for (const variable of ['API_KEY', 'DB_PASSWORD', 'CACHE_PASSWORD'])
    assert.match(talk, `required variable ${variable} is missing`)
})

test('the command of the README starts it all', () => {
  const secrets: Readonly<Record<string, string>> = {
    API_KEY: apiKey,
    CACHE_PASSWORD: 'letters123',
    DB_PASSWORD: password,
    DB_PASSWORD_URI: 'p%40s%2Fs%3Aw%23r%3Fd%25%27%22%24%5C%20x',
    DB_PASSWORD_ADONET: '"p@s/s:w#r?d%\'""$\\ x"',
  }
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${dotenvValue(value)}\n`)
  writeFileSync(join(app.output, 'secrets.env'), lines.join(''))
  up()
  const states = docker(
    'compose',
    '-p',
    project,
    'ps',
    '--all',
    '--format',
    '{{.Service}} {{.State}} {{.Health}} {{.ExitCode}}',
  )
  assert.equal(
    states
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +/g, ' '))
      .sort(),
    [
      'api running healthy 0',
      'api-prepare exited 0',
      'api-shipper running 0',
      'cache running healthy 0',
      'db running healthy 0',
      'db-orders exited 0',
      'migrate exited 0',
      'odd running 0',
      'worker running 0',
    ],
  )
})

test('the container "odd" can be read', () => {
  given.environment = environmentOf(container('odd'))
  given.arguments = processTexts(container('odd'), 'cmdline').slice(4)
  given.files = filesIn(container('odd'), '/odd')
  given.labels = JSON.parse(inspect(container('odd'), '{{json .Config.Labels}}')) as Readonly<Record<string, string>>
  assert.is(given.arguments.length, odd.length)
})
odd.forEach(({ name, text, key }, at) => {
  test(`R-env-file, R-dollar, R-values-quote, R-yaml11: ${name} in env, args, labels and files`, () => {
    assert.is(given.environment.get(key), text, 'environment')
    if (isParameter({ text })) assert.is(given.environment.get(`LATE_${key}`), text, 'environment, by .env')
    assert.is(given.arguments[at], text, 'arguments')
    assert.is(given.labels[`proof.${key}`], text, 'label')
    assert.is(given.files.get(`/odd/${key}`)?.toString('utf8'), text, 'file')
  })
})

test('variables are what the manifest, its overlay and the env files say', () => {
  const api = environmentOf(container('api'))
  const expected: Readonly<Record<string, string>> = {
    LOG_LEVEL: 'info',
    API_KEY: apiKey,
    PUBLIC_URL: 'http://localhost:18101',
    STAGE: 'from the overlay',
    FROM_FILE: 'two words',
    BRACES: '${HOME} $$ $(id)',
    FROM_SECRET_FILE: 'hidden',
    PAY: 'https://payments.example.com/v2',
    ORDERS_PASSWORD: password,
    ORDERS_URI: 'postgresql://postgres:p%40s%2Fs%3Aw%23r%3Fd%25%27%22%24%5C%20x@db:5432/orders',
    ConnectionStrings__orders: `Host=db;Port=5432;Username=postgres;Password="p@s/s:w#r?d%'""$\\ x";Database=orders`,
    CACHE_URI: 'redis://:letters123@cache:6379',
  }
  for (const [name, value] of Object.entries(expected)) assert.is(api.get(name), value, name)
  const worker = environmentOf(container('worker'))
  assert.is(worker.get('ADDED'), '012')
  assert.is(worker.has('STAGE'), false)
  assert.is(worker.get('API_HTTP'), 'http://api:8080')
})

test('R-no-reparse: a value that looks like placeholders stays as it is', () => {
  const api = environmentOf(container('api'))
  assert.is(api.get('NOTE'), note)
  assert.is(api.get('NOTE_INSIDE'), `<${note}>`)
  assert.is(
    filesIn(container('api'), '/etc/proof').get('/etc/proof/app.ini')?.toString(),
    `level = info\nnote = ${note}\nprice = $5\n`,
  )
})

test('R-multiline-secret: an awkward secret reaches files as it is, with mode and owner', () => {
  const files = filesIn(container('api'), '/etc/proof')
  assert.is(files.get('/etc/proof/api.key')?.toString(), apiKey)
  const modes = docker('exec', container('api'), 'stat', '-c', '%a %u %g', '/etc/proof/api.key', '/etc/proof/app.ini')
  assert.equal(modes.trim().split('\n'), ['440 1000 1001', '604 1002 0'])
})

test('R-empty-file: a folder arrives byte for byte, empty files among it', () => {
  const files = filesIn(container('api'), '/etc/proof/static')
  assert.equal(
    [...files.keys()],
    ['deep/logo.bin', 'empty', 'one.conf'].map((name) => `/etc/proof/static/${name}`),
  )
  for (const [path, bytes] of files) {
    const source = readFileSync(join(app.root, 'static', path.slice('/etc/proof/static/'.length)))
    assert.is(bytes.toString('hex'), source.toString('hex'), path)
  }
})

test('R-secret-values: no secret stands in any file that was written', () => {
  for (const file of ['compose.yaml', 'compose.jobs.yaml', '.env', 'README.md', 'crontab']) {
    const text = readFileSync(join(app.output, file), 'utf8')
    for (const secret of [apiKey, password, 'letters123', 'hidden']) assert.is(text.includes(secret), false, file)
  }
})

test('R-proto, R-ports-leak: only what is published is, over TCP and UDP', async () => {
  const ports = docker('ps', '--filter', `label=com.docker.compose.project=${project}`, '--format', '{{.Ports}}')
  const published = [...ports.matchAll(/0\.0\.0\.0:(\d+->\d+\/\w+)/g)].map(([, port]) => port ?? '')
  assert.equal(published.toSorted(compareCodePoints), ['18101->8080/tcp', '18102->5353/udp'])
  assert.is(await get(18101), 'proof api\n')
})

test('R-svc-vs-target-port: peers reach it by its names and the port on which it listens', () => {
  for (const url of ['http://api:8080/', 'http://backend.internal.example:8080/']) {
    assert.is(docker('exec', container('worker'), 'wget', '-q', '-O', '-', url), 'proof api\n')
  }
})

test('R-healthy-dep: everything starts in the order of the waits', () => {
  const at = (service: string, field: string): string => inspect(container(service), `{{.State.${field}}}`)
  const before = (first: string, second: string, what: string): void =>
    assert.ok(first <= second, `${what}: ${first}, ${second}`)
  before(at('db-orders', 'FinishedAt'), at('migrate', 'StartedAt'), 'the database exists before migrate runs')
  before(at('migrate', 'FinishedAt'), at('api', 'StartedAt'), 'migrate before api')
  before(at('cache', 'StartedAt'), at('api', 'StartedAt'), 'cache before api')
  before(at('api-prepare', 'FinishedAt'), at('api', 'StartedAt'), 'the init step before api')
  before(at('api', 'StartedAt'), at('api-shipper', 'StartedAt'), 'api before its sidecar')
  before(at('api', 'StartedAt'), at('worker', 'StartedAt'), 'api before worker')
  assert.is(rows(), 1)
})

test('the image was built with its arguments and its secret', () => {
  const built = filesIn(container('api'), '/built')
  const expected = { price: '$5 ${HOME} \'q\' # "d"', empty: '', level: 'info', secret: apiKey }
  for (const [name, text] of Object.entries(expected)) assert.is(built.get(`/built/${name}`)?.toString(), text, name)
})

test('init step and sidecar share volumes and the network', () => {
  assert.is(docker('exec', container('api'), 'cat', '/var/lib/proof/prepared'), 'prepared\n')
  assert.is(docker('exec', container('api'), 'cat', '/var/log/proof/from-sidecar'), 'proof api\n')
})

test('limits and our labels are on the containers', () => {
  assert.is(inspect(container('worker'), '{{.HostConfig.Memory}}'), String(64 * 1024 * 1024))
  const ours = docker(
    'ps',
    '-aq',
    '--filter',
    'label=apphost-compile.dev/application=proof',
    '--filter',
    'label=apphost-compile.dev/environment=dev',
  )
  assert.is(ours.trim().split('\n').length, 9)
})

test('jobs run by the commands of the README', () => {
  const announced = readmeLines('announce').map(asWritten)
  assert.is(announced.at(-1), `proof api\nproof api\n${apiKey}`)
  assert.is(announced.length, 2)
  // `$$` reached the shell, whose own number it is
  assert.is(asWritten(readmeLines('run --rm --no-deps purge')[0]), 'purged 1')
})

test('the crontab starts what it says', () => {
  const crontab = readFileSync(join(app.output, 'crontab'), 'utf8')
  const line = crontab.split('\n').find((one) => one.startsWith('0 3 * * * '))
  const { exit, output, talk } = run('env', [
    `FOLDER=${app.output}`,
    'sh',
    '-c',
    line?.slice('0 3 * * * '.length) ?? 'false',
  ])
  assert.is(exit, 0, talk)
  assert.is(output, 'report of info\n')
})

test('R-up-wait-race: a second up is content and replaces nothing', () => {
  const before = identifiers()
  up()
  assert.equal(replacedSince(before), [])
  assert.is(rows(), 2)
})

test('R-no-checksum: a changed file replaces its container and what shares its network, nothing else', async () => {
  const before = identifiers()
  edit(join(app.root, 'apphost.yaml'), 'price = $5', 'price = $6')
  await publish()
  up()
  assert.equal(replacedSince(before), ['api', 'api-shipper'])
  assert.match(filesIn(container('api'), '/etc/proof').get('/etc/proof/app.ini')?.toString() ?? '', 'price = $6')
  assert.is(docker('exec', container('api-shipper'), 'wget', '-q', '-O', '-', 'http://localhost:8080/'), 'proof api\n')
})

test('R-env-file: a value that the user changes in .env reaches variables and files, and survives publish', async () => {
  const before = identifiers()
  edit(join(app.output, '.env'), 'LOG_LEVEL=info', 'LOG_LEVEL=debug')
  await publish()
  up()
  assert.equal(replacedSince(before), ['api', 'api-shipper'])
  assert.is(environmentOf(container('api')).get('LOG_LEVEL'), 'debug')
  assert.match(filesIn(container('api'), '/etc/proof').get('/etc/proof/app.ini')?.toString() ?? '', /^level = debug\n/)
})

test('R-volume-shared, R-emptydir: volumes survive down, and bear the project’s name', () => {
  asWritten(readmeLines('down')[0])
  assert.is(docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${project}`), '')
  assert.equal(docker('volume', 'ls', '-q', '--filter', `name=${project}_`).trim().split('\n'), [
    'proof-dev_api-logs',
    'proof-dev_api-state',
    'proof-dev_db-data',
  ])
  up()
  assert.ok(rows() >= 4, 'the rows of earlier runs are still there')
})

test('R-destroy-scope: the last command of the README leaves nothing', () => {
  asWritten(readmeLines('down --volumes')[0])
  assert.is(docker('volume', 'ls', '-q', '--filter', `name=${project}_`), '')
  assert.is(docker('network', 'ls', '-q', '--filter', `name=${project}_`), '')
})

test.run()
