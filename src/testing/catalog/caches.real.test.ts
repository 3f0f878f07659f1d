import { spawnSync } from 'node:child_process'
import { connect } from 'node:net'
import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { BUILT_IN_TYPES } from '../../generated/catalog.ts'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import { AWKWARD_PASSWORD, percentEncoded, proofProject } from './proof-project.ts'

const test = suite('caches of the catalog')
const missing = missingForTypes('redis', 'valkey', 'memcached')
test.skipUnless(missing === undefined, missing ?? '')

const project = 'cache-proof'
const { start, up, down, docker, inside, variable, address } = proofProject('caches', project)

/** Ends in what quotes options of the servers, and is not in ASCII alone. */
const ODD_PASSWORD = `save "é 日" \\x00\\`
const PASSWORDS: ReadonlyMap<string, string> = new Map([
  ['redis', ODD_PASSWORD],
  ['redisdb', AWKWARD_PASSWORD],
  // Begins like an option besides, which valkey reads from its standard input
  ['valkey', `--${ODD_PASSWORD}`],
  ['valkeydb', AWKWARD_PASSWORD],
])

/** `redis` or `valkey`. */
function typeOf(server: string): string {
  return server.replace('db', '')
}

/** The name in variables: `REDISDB`. */
function inVariables(server: string): string {
  return server.toUpperCase()
}

/** As StackExchange.Redis reads a connection string: split at commas, everything trimmed, keys up to the first `=`. */
function stackExchange(text: string): { readonly host: string; readonly port: string; readonly password: string } {
  const options = text.split(',').map((option) => option.trim())
  const [endpoint = '', ...settings] = options
  assert.is(settings.length, 1, text)
  const at = (settings[0] ?? '').indexOf('=')
  assert.is(settings[0]?.slice(0, at), 'password')
  const [host = '', port = ''] = endpoint.split(':')
  return { host, port, password: (settings[0] ?? '').slice(at + 1).trim() }
}

/** What memcached answers to lines of its text protocol. */
async function memcached(host: string, port: number, lines: readonly string[]): Promise<readonly string[]> {
  return await new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(port, host, () => void socket.write([...lines, 'quit', ''].join('\r\n')))
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no end after ${received}`)))
    socket.on('error', reject)
    socket.on('data', (data) => (received += data.toString('latin1')))
    socket.on('close', () => resolve(received.split('\r\n').slice(0, -1)))
  })
}

/** Logs in with a password, or without one, and says what the server answers. */
function ask(server: string, password: string | undefined, words: string, host = server, port = '6379'): string {
  const login = password === undefined ? {} : { REDISCLI_AUTH: password }
  const type = typeOf(server)
  return inside(`${type}-client`, `${type}-cli -h ${host} -p ${port} ${words} 2>&1 || true`, login)
}

/** What a container of a service was made from. */
interface Made {
  readonly Image: string
  readonly Cmd: readonly string[]
  readonly Healthcheck: { readonly Test: readonly string[] }
}

function madeFrom(server: string): Made {
  return JSON.parse(docker('inspect', '--format', '{{json .Config}}', `${project}-${server}-1`)) as Made
}

/** The check of health of a type for which there is no server here. */
function healthOf(type: string): readonly string[] {
  const definition = load(BUILT_IN_TYPES.get(type) ?? '') as {
    readonly workload: { readonly health: { readonly exec: readonly string[] } }
  }
  return definition.workload.health.exec
}

/** Runs something that is expected to fail now and then. */
function tryDocker(...parameters: readonly string[]): { readonly status: number | null; readonly talk: string } {
  const { status, stdout, stderr } = spawnSync('docker', parameters, { encoding: 'utf8' })
  return { status, talk: stdout + stderr }
}

test.before(() => {
  const values = [...PASSWORDS].flatMap(([server, password]) => [
    [`${inVariables(server)}_PASSWORD`, password] as const,
    [`${inVariables(server)}_PASSWORD_URI`, percentEncoded(password)] as const,
  ])
  return start(Object.fromEntries(values))
})
test.after(() => down('--volumes'))

for (const [server, password] of PASSWORDS) {
  const name = inVariables(server)
  const client = `${typeOf(server)}-client`

  test(`${server}: the connection string logs in as StackExchange.Redis reads it`, () => {
    const read = stackExchange(variable(client, `ConnectionStrings__${server}`))
    assert.is(read.password, password)
    assert.is(ask(server, read.password, 'ping', read.host, read.port), 'PONG')
  })
  test(`R-uri: ${server}: the URI logs in`, () => {
    const { protocol, hostname, port, username, password: secret } = new URL(variable(client, `${name}_URI`))
    assert.is(protocol, `${typeOf(server)}:`)
    assert.is(username, '')
    assert.is(ask(server, decodeURIComponent(secret), 'ping', hostname, port), 'PONG')
  })
  test(`${server}: the properties log in, a wrong password and none do not`, () => {
    assert.is(ask(server, variable(client, `${name}_PASSWORD`), 'ping'), 'PONG')
    assert.match(ask(server, `${password} `, 'ping'), 'WRONGPASS')
    assert.match(ask(server, undefined, 'ping'), 'NOAUTH')
  })
  test(`${server}: users of its access control list log in besides`, () => {
    assert.is(ask(server, password, 'acl whoami'), 'default')
    assert.not.match(ask(server, password, 'acl list'), 'nopass')
    assert.is(ask(server, password, "acl setuser reader on '>only, read' '~*' +get +ping"), 'OK')
    assert.is(ask(server, 'only, read', '--user reader ping'), 'PONG')
    assert.match(ask(server, 'only, read', '--user reader set key value'), 'NOPERM')
  })
  test(`${server}: it is not root, and valkey's command line does not show the password`, () => {
    assert.match(inside(server, 'cat /proc/1/status'), /^Uid:\t999\t999\t/m)
    const line = inside(server, "tr '\\0' ' ' < /proc/1/cmdline")
    assert.match(line, /^(redis|valkey)-server /)
    if (typeOf(server) === 'valkey') assert.not.match(line, password.slice(2, 6))
  })
}

for (const server of ['valkey']) {
  test(`${server}: a password that its connection string cannot say is refused when it starts`, () => {
    const { Image, Cmd } = madeFrom(server)
    for (const password of ['a,b', ' a', 'a ']) {
      const variable = `${server.toUpperCase()}_PASSWORD=${password}`
      const { status, talk } = tryDocker('run', '--rm', '--env', variable, Image, ...Cmd)
      assert.is(status, 1, talk)
      assert.match(talk, 'holds a comma or a space at an end')
    }
  })
}

test('memcached: it answers where it is said to be, as its own user, with the memory that was asked for', async () => {
  assert.is(variable('memcached-client', 'ConnectionStrings__memcached'), 'memcached:11211')
  const { protocol, hostname, port } = new URL(variable('memcached-client', 'MEMCACHED_URI'))
  assert.equal([protocol, hostname, port], ['memcached:', variable('memcached-client', 'MEMCACHED_HOST'), '11211'])
  const lines = ['version', 'set key 0 0 5', 'a, b\0', 'get key', 'stats settings']
  const [version, stored, head, value, end, ...settings] = await memcached(address('memcached'), Number(port), lines)
  assert.match(version ?? '', /^VERSION 1\.6\./)
  assert.equal([stored, head, value, end], ['STORED', 'VALUE key 0 5', 'a, b\0', 'END'])
  assert.ok(settings.includes(`STAT maxbytes ${32 * 1024 * 1024}`), settings.join(' '))
  assert.match(inside('memcached', 'cat /proc/1/status'), /^Uid:\t11211\t/m)
})
test('checks of health fail where nothing serves', () => {
  for (const server of ['redis', 'valkey', 'memcached']) {
    const { Image, Healthcheck } = madeFrom(server)
    const [, ...check] = Healthcheck.Test
    assert.is.not(tryDocker('run', '--rm', '--entrypoint', '', Image, ...check).status, 0, server)
    assert.is(tryDocker('exec', `${project}-${server}-1`, ...check).status, 0, server)
  }
})
test('garnet: its check of health, which speaks the protocol itself, tells a login from a refusal', () => {
  const [command = '', flag = '', script = ''] = healthOf('garnet')
  const check = (password: string, host: string): number | null =>
    spawnSync(command, [flag, script.replace('127.0.0.1', host)], {
      env: { ...process.env, GARNET_PASSWORD: password },
    }).status
  assert.is(check(ODD_PASSWORD, address('redis')), 0)
  assert.is(check(AWKWARD_PASSWORD, address('redisdb')), 0)
  assert.is.not(check('wrong', address('redis')), 0)
  assert.is.not(check(ODD_PASSWORD, '127.0.0.2'), 0)
})
test('what is kept in a volume survives `down` and `up`, and what is not goes', () => {
  for (const [server, password] of PASSWORDS) assert.is(ask(server, password, 'set kept 42'), 'OK', server)
  down()
  up()
  for (const [server, password] of PASSWORDS)
    assert.is(ask(server, password, 'get kept'), server.endsWith('db') ? '42' : '', server)
})

test.run()
