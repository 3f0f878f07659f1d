import * as assert from 'uvu/assert'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import { askForQueue, type AmqpLogin } from './amqp-login.ts'
import {
  adonetEncoded,
  AWKWARD_PASSWORD,
  parseConnectionString,
  percentEncoded,
  proofProject,
} from './proof-project.ts'

// Publishes servers of the catalog with their children, runs them as the README says, and logs in with exactly the
// variables that a client is given. Names of users, databases, virtual hosts and queues are as awkward as the password.

const test = suite('PostgreSQL, Redis and RabbitMQ')
const missing = missingForTypes('postgres', 'redis', 'rabbitmq')
test.skipUnless(missing === undefined, missing ?? '')

const project = 'cat-proof'
const password = AWKWARD_PASSWORD
const redis = 'REDISCLI_AUTH="$CACHE_PASSWORD" redis-cli -h "$CACHE_HOST" -p "$CACHE_PORT"'
const { start, up, down, docker, inside, variable, address } = proofProject('catalog', project)

/** A client on the host reaches the broker under its container's own address. */
function amqpLogin(uri: string): AmqpLogin {
  const { port, username, password: secret, pathname } = new URL(uri)
  return {
    address: address('bus'),
    port: Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(secret),
    virtualHost: decodeURIComponent(pathname.slice(1)),
  }
}

test.before(() => {
  const uri = percentEncoded(password)
  return start({
    PG_PASSWORD: password,
    PG_PASSWORD_URI: uri,
    PG_PASSWORD_ADONET: adonetEncoded(password),
    CACHE_PASSWORD: password,
    CACHE_PASSWORD_URI: uri,
    BUS_PASSWORD: password,
    BUS_PASSWORD_URI: uri,
  })
})
test.after(() => down('--volumes'))

test('R-uri: psql connects by the URI, to a database that was created', () => {
  const query = 'psql "$ORDERS_URI" -Atc "SELECT current_database(), current_user"'
  assert.is(inside('pg-client', query), `Or/d:ers "é"; 100%|the %40; @dmin/1`)
})
test('psql connects by what the ADO.NET connection string says', () => {
  const fields = parseConnectionString(variable('pg-client', 'ConnectionStrings__orders'))
  assert.is(fields.get('Password'), password)
  const environment = {
    PGHOST: fields.get('Host') ?? '',
    PGPORT: fields.get('Port') ?? '',
    PGUSER: fields.get('Username') ?? '',
    PGPASSWORD: fields.get('Password') ?? '',
    PGDATABASE: fields.get('Database') ?? '',
  }
  assert.is(
    inside('pg-client', 'psql -Atc "SELECT current_database()"', environment),
    variable('pg-client', 'ORDERS_DATABASENAME'),
  )
})
test('psql connects by the single properties, and refuses a wrong password', () => {
  const line = 'psql -h "$PLAIN_HOST" -p "$PLAIN_PORT" -U "$PLAIN_USERNAME" "$PLAIN_DATABASENAME" -Atc "SELECT 1"'
  assert.is(inside('pg-client', `PGPASSWORD="$PLAIN_PASSWORD" ${line}`), '1')
  assert.match(inside('pg-client', `PGPASSWORD=wrong ${line} 2>&1 || true`), 'password authentication failed')
})
test('R-uri: redis-cli connects by what the URI says, by the properties, and not without the password', () => {
  // Libraries take an empty user for none, where redis-cli's own `-u` logs in as a user of that name
  const { hostname, port, username, password: secret } = new URL(variable('cache-client', 'CACHE_URI'))
  assert.is(username, '')
  assert.is(decodeURIComponent(secret), password)
  const environment = { REDISCLI_AUTH: decodeURIComponent(secret) }
  assert.is(inside('cache-client', `redis-cli -h ${hostname} -p ${port} ping`, environment), 'PONG')
  assert.is(inside('cache-client', `${redis} ping`), 'PONG')
  assert.match(inside('cache-client', 'redis-cli -h "$CACHE_HOST" ping'), 'NOAUTH')
  assert.is(variable('cache-client', 'ConnectionStrings__cache'), `cache:6379,password=${password}`)
})
test('R-uri: an AMQP client logs in by the URI, and finds virtual host and queues', async () => {
  const login = amqpLogin(variable('bus-client', 'ConnectionStrings__shop'))
  assert.is(login.password, password)
  assert.is(login.virtualHost, variable('bus-client', 'SHOP_VIRTUALHOST'))
  assert.is(await askForQueue(login, variable('bus-client', 'INCOMING_QUEUENAME')), 'declare-ok')
  assert.is(await askForQueue(login, variable('bus-client', 'PLAIN_QUEUE_QUEUENAME')), 'declare-ok')
  assert.match(await askForQueue(login, 'another'), 'NOT_FOUND')
  assert.match(await askForQueue({ ...login, password: 'wrong' }, 'another'), 'closed after start')
  assert.match(await askForQueue({ ...login, virtualHost: 'other' }, 'another'), 'vhost other not found')
})
test('R-db-created: queues are of the type that was asked for', () => {
  const listing = inside('bus', 'rabbitmqctl -q list_queues "--vhost=-sh/op v2?%" name type --no-table-headers')
  assert.equal(listing.split('\n').sort(), ['in "coming" #1\tquorum', 'plain-queue\tclassic'])
})
test('a second `up` is borne by the jobs that create children', () => {
  up()
  for (const job of ['pg-orders', 'pg-plain', 'bus-shop', 'bus-shop-incoming', 'bus-shop-plain-queue']) {
    const state = docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', `${project}-${job}-1`)
    assert.is(state.trim(), 'exited 0', job)
  }
})
test('data survives `down` and `up`', async () => {
  inside('pg-client', 'psql "$ORDERS_URI" -qc "CREATE TABLE kept AS SELECT 42 AS answer"')
  inside('cache-client', `${redis} set kept 42`)
  inside('bus', 'rabbitmqctl -q add_vhost kept')
  down()
  up()
  assert.is(inside('pg-client', 'psql "$ORDERS_URI" -Atc "SELECT answer FROM kept"'), '42')
  assert.is(inside('cache-client', `${redis} get kept`), '42')
  assert.match(inside('bus', 'rabbitmqctl -q list_vhosts'), /^kept$/m)
  const login = amqpLogin(variable('bus-client', 'INCOMING_URI'))
  assert.is(await askForQueue(login, variable('bus-client', 'INCOMING_QUEUENAME')), 'declare-ok')
})

test.run()
