import { spawnSync } from 'node:child_process'
import * as assert from 'uvu/assert'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import { proofProject } from './proof-project.ts'

// Publishes a Kafka broker with topics, runs it as the README says, and sends and reads messages with the broker's own
// tools, by exactly the variables that a client is given.

const test = suite('Kafka')
const missing = missingForTypes('kafka')
test.skipUnless(missing === undefined, missing ?? '')

const project = 'kafka-proof'
const container = `${project}-events-1`
const outside = 'localhost:29392'
const tools = '/opt/kafka/bin'
const image = 'docker.io/apache/kafka:4.3.1'
const { start, up, down, docker, inside } = proofProject('kafka', project, 400)

const message = `{"note": "p@s/s:w#r?d%'\\" $\\\\ é"}`

/** What a line of the broker's own tools prints on the machine itself, which knows no name of the application's network. */
function onTheMachine(line: string): string {
  return docker('run', '--rm', '--network', 'host', image, 'sh', '-ec', line).trimEnd()
}

/** Messages of a topic from its beginning, as many as are said; fewer are an error after 30 seconds. */
function read(server: string, topic: string, count: number, more = ''): string {
  return `${tools}/kafka-console-consumer.sh --bootstrap-server ${server} --topic ${topic} --from-beginning --max-messages ${String(count)} --timeout-ms 30000 ${more} 2> /dev/null`
}

function send(server: string, topic: string, more = ''): string {
  return `printf '%s\\n' "$MESSAGE" | ${tools}/kafka-console-producer.sh --bootstrap-server ${server} --topic ${topic} ${more}`
}

/** Identity, partitions and settings of every topic that is not the broker's own. */
function topics(): string {
  const all = inside('client', `${tools}/kafka-topics.sh --bootstrap-server "$EVENTS_HOST:$EVENTS_PORT" --describe`)
  return all
    .split('\n')
    .filter((line) => line.includes('TopicId') && !line.includes('Topic: __'))
    .map((line) => line.replaceAll('\t', ' '))
    .sort()
    .join('\n')
}

test.before(() => start({}))
test.after(() => down('--volumes'))

test('R-db-created: the topics are there, as they were asked for', () => {
  const [orders = '', customers = '', ...more] = topics().split('\n').reverse().sort()
  assert.equal(more, [])
  const lines = [orders, customers].sort()
  assert.match(lines[0] ?? '', /^Topic: orders .*PartitionCount: 3 .*ReplicationFactor: 1 .*cleanup\.policy=delete/)
  assert.match(
    lines[1] ?? '',
    /^Topic: shop\.Customers_v-2 .*PartitionCount: 1 .*cleanup\.policy=compact.*retention\.ms=-1/,
  )
})
test('a message comes through by the connection string, and by the single properties', () => {
  inside('client', send('"$ConnectionStrings__orders"', '"$ORDERS_TOPICNAME"'), { MESSAGE: message })
  assert.is(inside('client', read('"$ORDERS_HOST:$ORDERS_PORT"', '"$ORDERS_TOPICNAME"', 1)), message)
  const keyed = '--reader-property parse.key=true --reader-property key.separator=,'
  inside('client', send('"$ConnectionStrings__events"', '"$CUSTOMERS_TOPICNAME"', keyed), { MESSAGE: 'a,first' })
  const withKey = '--formatter-property print.key=true --formatter-property key.separator=,'
  assert.is(inside('client', read('"$ConnectionStrings__events"', '"$CUSTOMERS_TOPICNAME"', 1, withKey)), 'a,first')
})
test('a client on the machine reads and sends through the published port', () => {
  assert.is(onTheMachine(read(outside, 'orders', 1)), message)
  onTheMachine(`MESSAGE='from the machine'; ${send(outside, 'orders')}`)
  const seen = inside('client', read('"$ConnectionStrings__orders"', 'orders', 2))
    .split('\n')
    .sort()
  assert.equal(seen, ['from the machine', message].sort())
})
test('the published port is open to the machine only', () => {
  assert.match(docker('port', container), /^9094\/tcp -> 127\.0\.0\.1:29392$/m)
})
test('the check cannot be green before the broker may serve: the port opens after that', () => {
  const log = docker('logs', container)
  const opened = log.indexOf('Awaiting socket connections on 0.0.0.0:9092')
  const mayServe = log.search(/has been unfenced\. Transitioning from RECOVERY to RUNNING/)
  assert.ok(mayServe > 0 && opened > mayServe, `may serve at ${String(mayServe)}, opened at ${String(opened)}`)
})
test('the check is red while the broker answers nothing, though its port is open', () => {
  const test = JSON.parse(docker('inspect', '--format', '{{json .Config.Healthcheck.Test}}', container)) as string[]
  const check = (): number | null => spawnSync('docker', ['exec', container, ...test.slice(1)]).status
  assert.is(check(), 0)
  docker('kill', '--signal', 'STOP', container)
  try {
    assert.is.not(check(), 0)
  } finally {
    docker('kill', '--signal', 'CONT', container)
  }
  assert.is(check(), 0)
})
test('a second `up` changes nothing, and makes a topic that is missing on a volume with data', () => {
  const before = topics()
  const [orders = ''] = before.split('\n')
  up()
  assert.is(topics(), before)
  inside(
    'client',
    `${tools}/kafka-topics.sh --bootstrap-server "$ConnectionStrings__events" --delete --topic "$CUSTOMERS_TOPICNAME"`,
  )
  assert.is(topics(), orders)
  up()
  assert.match(topics(), /shop\.Customers_v-2 .*cleanup\.policy=compact/)
  for (const job of ['events-orders', 'events-customers']) {
    const state = docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', `${project}-${job}-1`)
    assert.is(state.trim(), 'exited 0', job)
  }
})
test('messages, offsets of groups and the identity of the cluster survive `down` and `up`', () => {
  const identity = `${tools}/kafka-cluster.sh cluster-id --bootstrap-server "$ConnectionStrings__events"`
  const before = inside('client', identity)
  assert.match(before, /Cluster ID: 5L6g3nShT-eMCtK--X86sw/)
  inside('client', read('"$ConnectionStrings__orders"', 'orders', 2, '--group billing'))
  const kept = topics()
  down()
  up()
  assert.is(inside('client', identity), before)
  assert.is(topics(), kept)
  inside('client', send('"$ConnectionStrings__orders"', 'orders'), { MESSAGE: 'third' })
  assert.is(inside('client', read('"$ConnectionStrings__orders"', 'orders', 1, '--group billing')), 'third')
})

test.run()
