import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as assert from 'uvu/assert'
import { itemsAt, textOf } from '../syntax/fields.ts'
import { child } from '../syntax/node.ts'
import { suite } from '../testing/suite.ts'
import { builtInType } from './load.ts'

// Checks that are scripts, of servers which cannot be had here, run against one that answers as theirs does.

const test = suite('health scripts')

/** The check of Qdrant as a command, asking this port instead of its own. */
function command(port: number): readonly string[] {
  const definition = builtInType('qdrant')
  const words = itemsAt(child(definition?.workload, 'health'), 'exec').map((item) => textOf(item) ?? '')
  assert.is(words.filter((word) => word.includes('/127.0.0.1/6333')).length, 1)
  return words.map((word) => word.replaceAll('/127.0.0.1/6333', () => `/127.0.0.1/${String(port)}`))
}

/** The exit code of the check, against a server that answers `/readyz` without a key with this status. */
async function checkOf(status: number): Promise<{ readonly exit: number; readonly asked: readonly string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    response.writeHead(status, { 'content-type': 'text/plain' }).end('all shards are ready')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const exit = await run((server.address() as AddressInfo).port)
  await closed(server)
  return { exit, asked }
}

function run(port: number): Promise<number> {
  const [program = '', ...parameters] = command(port)
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: 10_000 }, (error) =>
      resolve(error === null ? 0 : Number(error.code ?? -1)),
    )
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}

test('Qdrant is healthy once it is ready', async () => {
  assert.equal(await checkOf(200), { exit: 0, asked: ['GET /readyz'] })
})
for (const status of [503, 401, 404, 500]) {
  test(`Qdrant is not healthy while it answers ${String(status)}`, async () => {
    assert.is((await checkOf(status)).exit, 1)
  })
}
test('Qdrant is not healthy before it listens', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await closed(server)
  assert.is(await run(port), 1)
})

test.run()
