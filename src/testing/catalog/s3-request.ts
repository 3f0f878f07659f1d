import { createHash, createHmac } from 'node:crypto'

/** Where an object storage is, and by whose key requests are signed. */
export interface S3Login {
  /** `http://address:port`. */
  readonly url: string
  readonly accessKey: string
  readonly secretKey: string
}

const REGION = 'us-east-1'

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** A request that is signed as Amazon's Signature Version 4 says; resolves to the status and the body. */
export async function s3Request(
  login: S3Login,
  method: 'GET' | 'PUT',
  path: string,
  body = '',
): Promise<{ readonly status: number; readonly text: string }> {
  const { host } = new URL(login.url)
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${REGION}/s3/aws4_request`
  const hash = sha256(body)
  const headers = { 'x-amz-content-sha256': hash, 'x-amz-date': time }
  const names = 'host;x-amz-content-sha256;x-amz-date'
  const canonical = [
    method,
    path,
    '',
    `host:${host}\nx-amz-content-sha256:${hash}\nx-amz-date:${time}\n`,
    names,
    hash,
  ].join('\n')
  const steps = scope.split('/')
  const key = steps.reduce<string | Buffer>((made, step) => hmac(made, step), `AWS4${login.secretKey}`)
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${login.accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  const answer = await fetch(`${login.url}${path}`, {
    method,
    // A container that was replaced may have the old one's address
    headers: { ...headers, authorization, connection: 'close' },
    ...(method === 'PUT' ? { body } : {}),
  })
  return { status: answer.status, text: await answer.text() }
}
