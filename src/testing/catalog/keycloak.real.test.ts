import * as assert from 'uvu/assert'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import { AWKWARD_PASSWORD, proofProject } from './proof-project.ts'

// Publishes two servers, one with its data in a file and one behind a proxy with a database, runs them as the README says,
// and asks them for tokens and for what their realms are, with exactly the variables that a client is given.

const test = suite('Keycloak')
const missing = missingForTypes('keycloak', 'postgres')
test.skipUnless(missing === undefined, missing ?? '')

const password = AWKWARD_PASSWORD
const project = 'login-proof'
// Each server builds itself and its database before it answers
const { start, up, down, docker, inside, variable, address } = proofProject('keycloak', project, 600)

/** A container that was replaced may have the old one's address: no connection is used again. */
const ANEW = { connection: 'close' } as const

interface Token {
  readonly access_token?: string
  readonly error_description?: string
}

/** What an administrator gets who logs in as the client is told. */
async function tokenOf(secret: string): Promise<Token> {
  const { port } = new URL(variable('client', 'LOGIN_HTTP'))
  const fields = { grant_type: 'password', client_id: 'admin-cli', password: secret }
  const body = new URLSearchParams({ ...fields, username: variable('client', 'ADMIN_USERNAME') })
  const url = `http://${address('login')}:${port}/realms/master/protocol/openid-connect/token`
  return (await (await fetch(url, { method: 'POST', body, headers: ANEW })).json()) as Token
}

/** The names of all realms of the server, by its API. */
async function realms(): Promise<readonly string[]> {
  const { access_token: token = '' } = await tokenOf(variable('client', 'ADMIN_PASSWORD'))
  const answer = await fetch(`http://${address('login')}:8080/admin/realms`, {
    headers: { ...ANEW, authorization: `Bearer ${token}` },
  })
  const found = (await answer.json()) as readonly { readonly realm: string }[]
  return found.map(({ realm }) => realm).sort()
}

/** What a realm says of itself to a client in another container. */
function configurationOf(realm: string): Readonly<Record<string, unknown>> {
  const text = inside('client', `wget -qO- "$${realm}_AUTHORITY/.well-known/openid-configuration"`)
  return JSON.parse(text) as Readonly<Record<string, unknown>>
}

test.before(() => start({ LOGIN_PASSWORD: password, LOGIN_LIVE_PASSWORD: password, ACCOUNTS_PASSWORD: password }))
test.after(() => down('--volumes'))

test('an administrator gets a token with the password, and none without', async () => {
  assert.is(variable('client', 'ADMIN_PASSWORD'), password)
  assert.type((await tokenOf(password)).access_token, 'string')
  assert.is((await tokenOf('wrong')).error_description, 'Invalid user credentials')
})
test('R-db-created: the realms are there, and say who they are as the client is told', async () => {
  assert.equal(await realms(), ['master', 'shop', 'staff', variable('client', 'PARTNERS_REALMNAME')])
  for (const realm of ['SHOP', 'PARTNERS']) {
    const { issuer, token_endpoint: endpoint } = configurationOf(realm)
    assert.is(issuer, variable('client', `${realm}_ISSUER`))
    assert.is(endpoint, `${variable('client', `${realm}_AUTHORITY`)}/protocol/openid-connect/token`)
  }
})
test('behind a proxy the issuer is what the world sees, and other containers get their own addresses', () => {
  const { issuer, authorization_endpoint: page, token_endpoint: endpoint } = configurationOf('LIVE')
  assert.is(issuer, 'https://login.example.com/auth/realms/live')
  assert.is(issuer, variable('client', 'LIVE_ISSUER'))
  assert.is(page, `${variable('client', 'LIVE_ISSUER')}/protocol/openid-connect/auth`)
  assert.is(endpoint, 'http://login-live:8080/realms/live/protocol/openid-connect/token')
})
test('with a database the realms are in it', () => {
  const query = 'psql -U postgres -d identities -Atc "SELECT name FROM realm ORDER BY name"'
  assert.is(inside('accounts', query), 'live\nmaster')
})
test('data survives a new container, and the jobs bear a second run', async () => {
  docker('compose', '-p', project, 'rm', '--stop', '--force', 'login')
  up()
  for (const job of ['login-shop', 'login-partners', 'login-live-live']) {
    const state = docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', `${project}-${job}-1`)
    assert.is(state.trim(), 'exited 0', job)
    assert.match(docker('logs', `${project}-${job}-1`), /"realm" : "/, `${job} found its realm the second time`)
  }
  assert.equal(await realms(), ['master', 'shop', 'staff', variable('client', 'PARTNERS_REALMNAME')])
})

test.run()
