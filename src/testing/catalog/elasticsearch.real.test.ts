import * as assert from 'uvu/assert'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import { AWKWARD_PASSWORD, percentEncoded, proofProject } from './proof-project.ts'

// Publishes an Elasticsearch, runs it as the README says, and uses it with exactly the variables that a client is given.

const test = suite('Elasticsearch')
const missing = missingForTypes('elasticsearch')
test.skipUnless(missing === undefined, missing ?? '')

const password = AWKWARD_PASSWORD
const { start, up, down, docker, inside, variable } = proofProject('elasticsearch', 'search-proof', 420)

/** The answer of the API to a client that was given these curl arguments, with its status in a line of its own. */
function ask(parameters: string): { readonly status: number; readonly body: unknown } {
  const text = inside('client', `curl -sS -w '\\n%{http_code}' ${parameters}`)
  const end = text.lastIndexOf('\n')
  const body = text.slice(0, end)
  return { status: Number(text.slice(end + 1)), body: body === '' ? undefined : JSON.parse(body) }
}

test.before(() => start({ SEARCH_PASSWORD: password, SEARCH_PASSWORD_URI: percentEncoded(password) }))
test.after(() => {
  delete process.env['SEARCH_PASSWORD']
  delete process.env['SEARCH_PASSWORD_URI']
  down('--volumes')
})

test('R-uri: a client logs in by the connection string, which is the URI', () => {
  const { username, password: secret, hostname, port } = new URL(variable('client', 'ConnectionStrings__search'))
  assert.equal([username, decodeURIComponent(secret), hostname, port], ['elastic', password, 'search', '9200'])
  assert.is(variable('client', 'SEARCH_URI'), variable('client', 'ConnectionStrings__index'))
  const { status, body } = ask('"$SEARCH_URI/_security/_authenticate"')
  assert.is(status, 200)
  assert.match(JSON.stringify(body), /"username":"elastic".*"enabled":true/)
})
test('a client logs in by the single properties, and nobody else does', () => {
  const nodes = '"http://$SEARCH_HOST:$SEARCH_PORT/_nodes/_local"'
  const { status, body } = ask(`-u "$SEARCH_USERNAME:$SEARCH_PASSWORD" ${nodes}`)
  assert.is(status, 200)
  assert.match(JSON.stringify(body), '"version":"9.5.3"')
  assert.is(ask(nodes).status, 401)
  assert.is(ask(`-u "$SEARCH_USERNAME:wrong" ${nodes}`).status, 401)
})
test('what is indexed is found, also after `down` and `up` with another password, which is then the one that counts', () => {
  const json = '-H content-type:application/json'
  const made = ask(`-X PUT ${json} -d '{"title":"Kept"}' "$SEARCH_URI/orders/_doc/1?refresh=true"`)
  assert.is(made.status, 201, JSON.stringify(made.body))
  const hits = (): string => JSON.stringify(ask('"$SEARCH_URI/orders/_search?q=title:kept"').body)
  assert.match(hits(), /"_source":\{"title":"Kept"\}/)
  down()
  // Of the environment of `docker compose`, which goes before its files
  Object.assign(process.env, { SEARCH_PASSWORD: 'changed-since', SEARCH_PASSWORD_URI: 'changed-since' })
  up()
  assert.is(variable('client', 'SEARCH_URI'), 'http://elastic:changed-since@search:9200')
  assert.match(hits(), /"_source":\{"title":"Kept"\}/)
})
test('it has the heap that was asked for, and runs as a user that is not root', () => {
  assert.match(JSON.stringify(ask('"$SEARCH_URI/_nodes/jvm"').body), '"heap_max_in_bytes":536870912')
  assert.match(docker('top', 'search-proof-search-1', '-o', 'pid,uid,args'), /^\d+ +1000 .*org\.elasticsearch/m)
})
test('it is not healthy for somebody who has another password, as with data that was made with one', () => {
  const [test = ''] = JSON.parse(
    docker('inspect', '--format', '{{json .Config.Healthcheck.Test}}', 'search-proof-search-1'),
  ).slice(-1) as readonly string[]
  assert.is(inside('search', `${test}; echo $?`), '0')
  assert.match(
    inside('search', `(${test}) 2>&1 || echo "refused $?"`, { ELASTIC_PASSWORD: 'wrong' }),
    /401[^]*refused 22/,
  )
})

test.run()
