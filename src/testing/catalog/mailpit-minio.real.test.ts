import * as assert from 'uvu/assert'
import { engineAnswers } from '../engine.ts'
import { suite } from '../suite.ts'
import {
  AWKWARD_PASSWORD,
  parseConnectionString,
  percentEncoded,
  proofProject,
  adonetEncoded,
} from './proof-project.ts'
import { sendMail, smtpLogin } from './smtp-mail.ts'

// Publishes a mail catcher and an object storage, runs them as the README says, and uses them with exactly the variables
// that a client is given.

const test = suite('Mailpit and MinIO')
test.skipUnless(engineAnswers(), 'docker')

const password = AWKWARD_PASSWORD
const { start, up, down, inside, variable, address } = proofProject('mailpit-minio', 'mail-proof')

/** The subjects of the messages that a mail catcher has, by its API; else the status that it answers with. */
async function subjects(service: string, authorization = ''): Promise<readonly string[] | number> {
  const headers: Record<string, string> = authorization === '' ? {} : { authorization }
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
test('messages survive `down` and `up`, as many as were asked for', async () => {
  const login = smtpLogin(variable('client', 'OUTBOX_URI'), address('outbox'))
  down()
  up()
  const there = { ...login, address: address('outbox') }
  assert.equal(await subjects('outbox', basic(login.username, password)), ['Order 2'])
  for (const subject of ['Order 5', 'Order 6']) assert.match(await sendMail(there, subject), /^250 /)
  assert.equal(await subjects('mail'), [])
})

test.run()
