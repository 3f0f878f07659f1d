import { connect } from 'node:net'

/** What a login over AMQP 0-9-1 needs, as a client takes it out of a URI. */
export interface AmqpLogin {
  readonly address: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly virtualHost: string
}

const FRAME_END = 0xce
const METHOD = 1

/** `class.method` of the methods that a login and a passive declaration of a queue use. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['10.10', 'start'],
  ['10.30', 'tune'],
  ['10.41', 'open-ok'],
  ['10.50', 'connection closed'],
  ['20.11', 'channel-open-ok'],
  ['20.40', 'channel closed'],
  ['50.11', 'declare-ok'],
])

function short(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

function long(text: string): Buffer {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function frame(channel: number, classNumber: number, method: number, ...parts: readonly Buffer[]): Buffer {
  const numbers = Buffer.alloc(4)
  numbers.writeUInt16BE(classNumber, 0)
  numbers.writeUInt16BE(method, 2)
  const payload = Buffer.concat([numbers, ...parts])
  const head = Buffer.alloc(7)
  head.writeUInt8(METHOD, 0)
  head.writeUInt16BE(channel, 1)
  head.writeUInt32BE(payload.length, 3)
  return Buffer.concat([head, payload, Buffer.from([FRAME_END])])
}

/** The answer to one method of the server; undefined where it wants none. */
function answerTo(name: string, payload: Buffer, login: AmqpLogin, queue: string): Buffer | undefined {
  switch (name) {
    case 'start':
      return frame(0, 10, 11, long(''), short('PLAIN'), long(`\0${login.username}\0${login.password}`), short('en_US'))
    case 'tune':
      // The limits of the server, taken as they are, without heartbeats
      return Buffer.concat([
        frame(0, 10, 31, payload.subarray(4, 10), Buffer.alloc(2)),
        frame(0, 10, 40, short(login.virtualHost), short(''), Buffer.alloc(1)),
      ])
    case 'open-ok':
      return frame(1, 20, 10, short(''))
    case 'channel-open-ok':
      return frame(1, 50, 10, Buffer.alloc(2), short(queue), Buffer.from([1]), long(''))
    default:
      return undefined
  }
}

/**
 * Logs in, opens the virtual host and asks for a queue without creating it. Resolves to the last step that was reached:
 * `declare-ok` means that the queue is there, `closed after start` that the password is wrong; else why the server closed,
 * in its own words.
 */
export async function askForQueue(login: AmqpLogin, queue: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    let last = 'connected'
    const socket = connect(login.port, login.address, () => void socket.write('AMQP\0\0\x09\x01', 'latin1'))
    const finish = (result: string): void => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(20_000, () => finish(`no answer after ${last}`))
    // A broker that refuses a password hangs up
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? finish(`closed after ${last}`) : reject(error),
    )
    socket.on('close', () => resolve(`closed after ${last}`))
    socket.on('data', (data) => {
      received = Buffer.concat([received, data])
      while (received.length >= 8 && received.length >= 8 + received.readUInt32BE(3)) {
        const payload = received.subarray(7, 7 + received.readUInt32BE(3))
        received = received.subarray(8 + payload.length)
        last = NAMES.get(`${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`) ?? 'something else'
        if (last === 'declare-ok') return finish(last)
        if (last.endsWith('closed')) return finish(payload.subarray(7, 7 + payload.readUInt8(6)).toString())
        const answer = answerTo(last, payload, login, queue)
        if (answer !== undefined) socket.write(answer)
      }
    })
  })
}
