import { connect } from 'node:net'

/** What a login at a NATS server needs, as a client takes it out of a URI. */
export interface NatsLogin {
  readonly address: string
  readonly port: number
  readonly username: string
  readonly password: string
}

/** Where answers go to; one client, one question. */
export const INBOX = '_INBOX.proof'

/**
 * Asks over the text protocol: a text to a subject, to which whoever listens there answers; the server itself gives back
 * what is sent to `INBOX`. Where a login is refused it is the server's word for that, and without an answer after 10
 * seconds an error.
 */
export function askNats(login: NatsLogin, subject: string, text = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(login.port, login.address)
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer of NATS within 10 seconds: ${seen}`)))
    let seen = ''
    let asked = false
    socket.on('data', (bytes: Buffer) => {
      seen += bytes.toString()
      if (!asked) socket.write(question(login, subject, text))
      asked = true
      const answer = answerIn(seen)
      if (answer === undefined) return
      resolve(answer)
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

function question(login: NatsLogin, subject: string, text: string): string {
  const options = { user: login.username, pass: login.password, verbose: false, pedantic: false }
  const size = String(Buffer.byteLength(text))
  return `CONNECT ${JSON.stringify(options)}\r\nSUB ${INBOX} 1\r\nPUB ${subject} ${INBOX} ${size}\r\n${text}\r\n`
}

/** The text of a message, or of a refusal, once it is there as a whole. */
function answerIn(seen: string): string | undefined {
  const refusal = /-ERR '([^']*)'/.exec(seen)
  if (refusal !== null) return refusal[1]
  const head = /MSG \S+ \S+ (?:\S+ )?(\d+)\r\n/.exec(seen)
  if (head === null) return undefined
  const size = Number(head[1])
  const body = Buffer.from(seen.slice(head.index + head[0].length))
  return body.length < size ? undefined : body.subarray(0, size).toString()
}
