import * as assert from 'uvu/assert'
import { missingForTypes } from '../engine.ts'
import { suite } from '../suite.ts'
import {
  AWKWARD_PASSWORD,
  parseConnectionString,
  percentEncoded,
  proofProject,
  adonetEncoded,
} from './proof-project.ts'
import { s3Request, type S3Login } from './s3-request.ts'
import { sendMail, smtpLogin } from './smtp-mail.ts'

// Publishes a mail catcher and an object storage, runs them as the README says, and uses them with exactly the variables
// that a client is given.

const test = suite('Mailpit and MinIO')
const missing = missingForTypes('mailpit', 'minio')
test.skipUnless(missing === undefined, missing ?? '')

const password = AWKWARD_PASSWORD
const project = 'mail-proof'
const { start, up, down, docker, inside, variable, address } = proofProject('mailpit-minio', project)

/** What a client takes out of the connection string of a bucket, with the address of the container. */
function s3Login(bucket: string): S3Login {
  const fields = parseConnectionString(variable('client', `ConnectionStrings__${bucket}`))
  const { protocol, port } = new URL(fields.get('Endpoint') ?? '')
  return {
    url: `${protocol}//${address('store')}:${port}`,
    accessKey: fields.get('AccessKey') ?? '',
    secretKey: fields.get('SecretKey') ?? '',
  }
}

function bucketsIn(listing: string): readonly string[] {
  return [...listing.matchAll(/<Name>([^<]*)<\/Name>/g)].map(([, name = '']) => name)
}

/** The subjects of the messages that a mail catcher has, by its API; else the status that it answers with. */
async function subjects(service: string, authorization = ''): Promise<readonly string[] | number> {
  // A container that was replaced may have the old one's address
  const headers: Record<string, string> = { connection: 'close', ...(authorization === '' ? {} : { authorization }) }
  const answer = await fetch(`http://${address(service)}:8025/api/v1/messages`, { headers })
  if (!answer.ok) return answer.status
  const { messages } = (await answer.json()) as { readonly messages: readonly { readonly Subject: string }[] }
  return messages.map((message) => message.Subject).sort()
}

function basic(username: string, secret: string): string {
  return `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`
}

test.before(() =>
  start({
    OUTBOX_PASSWORD: password,
    OUTBOX_PASSWORD_URI: percentEncoded(password),
    OUTBOX_PASSWORD_ADONET: adonetEncoded(password),
    STORE_PASSWORD: password,
    STORE_PASSWORD_ADONET: adonetEncoded(password),
  }),
)
test.after(() => down('--volumes'))

test('a mail that is sent to the URI is read by the API', async () => {
  const uri = variable('client', 'MAIL_URI')
  assert.is(uri, 'smtp://mail:1025')
  assert.match(await sendMail(smtpLogin(uri, address('mail')), 'Order 1'), /^250 /)
  assert.equal(await subjects('mail'), ['Order 1'])
  assert.is(variable('client', 'ConnectionStrings__mail'), 'Endpoint=smtp://mail:1025')
  assert.is(`${variable('client', 'MAIL_HOST')}:${variable('client', 'MAIL_PORT')}`, 'mail:1025')
  assert.not.match(inside('client', 'tr "\\0" "\\n" < /proc/1/environ'), /^MAIL_(PASSWORD|USERNAME)=/m)
  assert.match(inside('client', 'wget -qO- "$MAIL_PAGES/api/v1/info"'), '"Messages":1')
})
test('R-uri: with a password, a client logs in by the URI, and nobody else does', async () => {
  const login = smtpLogin(variable('client', 'OUTBOX_URI'), address('outbox'))
  assert.is(login.password, password)
  assert.match(await sendMail(login, 'Order 2'), /^250 /)
  assert.match(await sendMail({ ...login, password: 'wrong' }, 'Order 3'), /^535 /)
  assert.match(await sendMail({ ...login, username: '' }, 'Order 4'), /^530 /)
  assert.equal(await subjects('outbox', basic(login.username, password)), ['Order 2'])
  assert.is(await subjects('outbox'), 401)
  assert.is(await subjects('outbox', basic(login.username, 'wrong')), 401)
})
test('the connection string and the single properties say the same login', () => {
  const fields = parseConnectionString(variable('client', 'ConnectionStrings__outbox'))
  assert.is(fields.get('Endpoint'), 'smtp://outbox:1025')
  assert.is(fields.get('Username'), variable('client', 'OUTBOX_USERNAME'))
  assert.is(fields.get('Password'), variable('client', 'OUTBOX_PASSWORD'))
  assert.is(fields.get('Password'), password)
})
test('R-db-created: the buckets are there, and take and give objects', async () => {
  const login = s3Login('photos')
  assert.is(login.secretKey, password)
  assert.is(login.accessKey, variable('client', 'PHOTOS_ACCESSKEY'))
  assert.is(variable('client', 'PHOTOS_URI'), 'http://store:9000')
  const listing = await s3Request(login, 'GET', '/')
  assert.equal(bucketsIn(listing.text), ['photos', 'shop.invoices-2'])
  const path = `/${variable('client', 'INVOICES_BUCKETNAME')}/2026/one.txt`
  assert.is((await s3Request(login, 'PUT', path, 'Thank you.')).status, 200)
  assert.equal(await s3Request(login, 'GET', path), { status: 200, text: 'Thank you.' })
  assert.match((await s3Request(login, 'GET', '/absent/one.txt')).text, 'NoSuchBucket')
})
test('the single properties of a bucket sign too, and a wrong key does not', async () => {
  const login = {
    url: `http://${address('store')}:${variable('client', 'INVOICES_PORT')}`,
    accessKey: variable('client', 'INVOICES_ACCESSKEY'),
    secretKey: variable('client', 'INVOICES_SECRETKEY'),
  }
  assert.is((await s3Request(login, 'GET', '/photos')).status, 200)
  assert.match((await s3Request({ ...login, secretKey: 'wrong key' }, 'GET', '/')).text, 'SignatureDoesNotMatch')
  assert.match((await s3Request({ ...login, accessKey: 'nobody' }, 'GET', '/')).text, 'InvalidAccessKeyId')
})
test('a second `up` is borne by the jobs that create buckets', async () => {
  up()
  for (const job of ['store-photos', 'store-invoices']) {
    const state = docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', `${project}-${job}-1`)
    assert.is(state.trim(), 'exited 0', job)
  }
  assert.is((await s3Request(s3Login('photos'), 'GET', '/shop.invoices-2/2026/one.txt')).text, 'Thank you.')
})
test('messages and objects survive `down` and `up`', async () => {
  const login = smtpLogin(variable('client', 'OUTBOX_URI'), address('outbox'))
  down()
  up()
  const there = { ...login, address: address('outbox') }
  assert.equal(await subjects('outbox', basic(login.username, password)), ['Order 2'])
  for (const subject of ['Order 5', 'Order 6']) assert.match(await sendMail(there, subject), /^250 /)
  const kept = await subjects('outbox', basic(login.username, password))
  assert.ok(Array.isArray(kept) && kept.includes('Order 6'), String(kept))
  assert.equal(await subjects('mail'), [])
  assert.is((await s3Request(s3Login('invoices'), 'GET', '/shop.invoices-2/2026/one.txt')).text, 'Thank you.')
})

test.run()
