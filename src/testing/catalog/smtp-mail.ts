import { connect } from 'node:net'

/** Where a mail goes, as a client takes it out of a URI; a user of '' logs in with nothing. */
export interface SmtpLogin {
  readonly address: string
  readonly port: number
  readonly username: string
  readonly password: string
}

/** The login that `smtp://user:password@host:port` says, at another address. */
export function smtpLogin(uri: string, address: string): SmtpLogin {
  const { protocol, port, username, password } = new URL(uri)
  if (protocol !== 'smtp:') throw new Error(`not SMTP: ${protocol}`)
  return {
    address,
    port: Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}

/** Sends a mail of one line; resolves to the server's last answer: `250 ...` means that it was taken. */
export async function sendMail(login: SmtpLogin, subject: string): Promise<string> {
  const plain = Buffer.from(`\0${login.username}\0${login.password}`).toString('base64')
  const lines = [
    'EHLO client',
    ...(login.username === '' ? [] : [`AUTH PLAIN ${plain}`]),
    'MAIL FROM:<shop@example.com>',
    'RCPT TO:<customer@example.com>',
    'DATA',
    `From: shop@example.com\r\nTo: customer@example.com\r\nSubject: ${subject}\r\n\r\nThank you.\r\n.`,
  ]
  return await new Promise((resolve, reject) => {
    let received = ''
    let next = 0
    const socket = connect(login.port, login.address)
    socket.setTimeout(20_000, () => socket.destroy(new Error('the mail server does not answer')))
    socket.on('error', reject)
    socket.on('data', (data) => {
      received += data.toString()
      // An answer's last line has a space after its number
      const answer = /^\d{3} .*\r\n$/m.exec(received)?.[0].trim()
      if (answer === undefined) return
      received = ''
      const line = lines[next]
      next += 1
      if (line !== undefined && /^[23]/.test(answer)) return void socket.write(`${line}\r\n`)
      socket.end()
      resolve(answer)
    })
  })
}
