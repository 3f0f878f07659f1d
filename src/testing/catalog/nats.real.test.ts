import * as assert from 'uvu/assert'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import { askNats, INBOX, type NatsLogin } from './nats-client.ts'
import { AWKWARD_PASSWORD, percentEncoded, proofProject } from './proof-project.ts'

// Publishes NATS servers, runs them as the README says, and speaks their text protocol with exactly the variables that a
// client is given. `$JS.API` is where JetStream answers.

const test = suite('NATS')
const missing = missingForTypes('nats')
test.skipUnless(missing === undefined, missing ?? '')

const project = 'nats-proof'
const { start, up, down, docker, inside, variable, address } = proofProject('nats', project)

/** A client on this machine reaches the server under its container's own address. */
function loginBy(uri: string): NatsLogin {
  const { hostname, port, username, password } = new URL(uri)
  return {
    address: address(hostname),
    port: Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}

function streamLogin(): NatsLogin {
  return loginBy(variable('client', 'STREAM_URI'))
}

async function messagesKept(): Promise<number> {
  const answer = await askNats(streamLogin(), '$JS.API.STREAM.INFO.orders')
  return (JSON.parse(answer) as { readonly state: { readonly messages: number } }).state.messages
}

test.before(() =>
  start({
    STREAM_PASSWORD: AWKWARD_PASSWORD,
    STREAM_PASSWORD_URI: percentEncoded(AWKWARD_PASSWORD),
    STREAM_PASSWORD_JSON: JSON.stringify(AWKWARD_PASSWORD),
    SIGNALS_PASSWORD: '12e3',
  }),
)
test.after(() => down('--volumes'))

test('R-uri: a client logs in by the URI, which is the connection string too', async () => {
  assert.is(variable('client', 'ConnectionStrings__stream'), variable('client', 'STREAM_URI'))
  const login = streamLogin()
  assert.is(login.password, AWKWARD_PASSWORD)
  assert.is(login.username, `us/er @"'$1 \\ é`)
  assert.match(await askNats(login, '$JS.API.INFO'), '"type":"io.nats.jetstream.api.v1.account_info_response"')
})
test('a client logs in by the single properties, and not with another password or user', async () => {
  const login = {
    address: address(variable('client', 'STREAM_HOST')),
    port: Number(variable('client', 'STREAM_PORT')),
    username: variable('client', 'STREAM_USERNAME'),
    password: variable('client', 'STREAM_PASSWORD'),
  }
  assert.match(await askNats(login, '$JS.API.INFO'), 'account_info_response')
  assert.is(await askNats({ ...login, password: 'wrong' }, '$JS.API.INFO'), 'Authorization Violation')
  assert.is(await askNats({ ...login, username: 'nats' }, '$JS.API.INFO'), 'Authorization Violation')
})
test('a password that looks like a number is a text; without a volume there are no streams', async () => {
  const login = loginBy(variable('client', 'ConnectionStrings__signals'))
  assert.equal([login.username, login.password], ['nats', '12e3'])
  assert.is(await askNats(login, INBOX, 'hello'), 'hello')
  assert.is(await askNats({ ...login, password: '12000' }, INBOX, 'hello'), 'Authorization Violation')
  assert.match(inside('client', 'wget -q -O - http://signals:8222/jsz'), /"disabled":\s*true/)
})
test('R-secret-argv: no password is in the arguments of a process, nor in the file', () => {
  for (const service of ['stream', 'signals']) {
    const [command] = docker('inspect', '--format', '{{json .Args}}', `${project}-${service}-1`).split('\n')
    const running = inside(service, "tr '\\0' ' ' < /proc/1/cmdline")
    const file = inside(service, 'cat /etc/nats/authorization.conf')
    for (const text of [command ?? '', running, file]) {
      assert.not.match(text, AWKWARD_PASSWORD)
      assert.not.match(text, '12e3')
    }
    assert.match(running, '--config /etc/nats/authorization.conf')
  }
})
test('a stream and its messages survive `down` and `up`', async () => {
  const configuration = JSON.stringify({ name: 'orders', subjects: ['orders.>'], storage: 'file' })
  assert.match(await askNats(streamLogin(), '$JS.API.STREAM.CREATE.orders', configuration), 'stream_create_response')
  assert.match(await askNats(streamLogin(), 'orders.new', '{"id":1}'), '"stream":"orders"')
  assert.is(await messagesKept(), 1)
  down()
  up()
  assert.is(await messagesKept(), 1)
})

test.run()
