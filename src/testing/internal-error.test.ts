import * as assert from 'uvu/assert'
import { main } from '../cli/main.ts'
import type { Host } from '../host/host.ts'
import { createMemoryHost, type MemoryHost } from '../host/memory.ts'
import { suite } from './suite.ts'

// A bug of ours, wherever it strikes: exit 70, where to report it, no stack, and nothing lost
const test = suite('internal errors')

const MANIFEST = `apphost: v1
name: shop
environments: { production: { default: true } }
resources:
  web: { type: container, image: "nginx:1.29.3", files: [{ path: /etc/a, content: a }] }
  db: { type: postgres, volume: {} }
`
const CHANGED = MANIFEST.replace('nginx:1.29.3', 'nginx:1.29.4').replace(
  'path: /etc/a, content: a',
  'path: /etc/b, content: b',
)

function published(): MemoryHost {
  return createMemoryHost({ files: { '/project/apphost.yaml': MANIFEST } })
}

function assertReported(exit: number, { written }: MemoryHost, moment: string): void {
  assert.is(exit, 70, `${moment}: ${written.talk}`)
  assert.match(written.talk, /^error\[AH9001\]: internal error: a bug of ours$/m, moment)
  assert.match(written.talk, 'please report it among the issues of its repository', moment)
  assert.match(written.talk, '--version', moment)
  assert.not.match(written.talk, /^ +at /m, moment)
  assert.is(written.output, '', moment)
}

function bug(): never {
  throw new Error('a bug of ours\nwith a second line')
}

const COMMANDS = [
  'publish',
  'publish --check',
  'publish --stdout',
  'validate',
  'params',
  'environments',
  'graph',
  'schema',
  'explain resources',
]

for (const command of COMMANDS) {
  test(`${command}: a bug in the compiler writes nothing, and says where to report it`, async () => {
    const host = published()
    assert.is(await main(['publish'], host), 0)
    host.put('/project/apphost.yaml', CHANGED)
    Object.assign(host.written, { output: '', talk: '' })
    const before = [...host.tree('/')]
    const broken: Host = {
      ...host,
      process: host.process,
      project: (root) => ({
        ...host.project(root),
        read: (path, limit) => (path === 'apphost.yaml' ? bug() : host.project(root).read(path, limit)),
      }),
    }
    assertReported(await main(command.split(' '), broken), host, command)
    assert.equal([...host.tree('/')], before)
  })
}

/** A host in which the operation of this number is a bug. */
function brokenAt(host: MemoryHost, operation: number): { readonly host: Host; readonly reached: () => boolean } {
  let count = 0
  const entries = Object.entries(host.files as unknown as Record<string, (...given: unknown[]) => unknown>)
  const files = entries.map(([name, action]) => [
    name,
    (...given: unknown[]): unknown => ((count += 1) === operation ? bug() : action(...given)),
  ])
  return {
    host: { ...host, process: host.process, files: Object.fromEntries(files) as Host['files'] },
    reached: () => count >= operation,
  }
}

test('a bug at any operation on the disk: no file is half written, and the next run completes or repeats it', async () => {
  const folder = '/project/apphost-output'
  const old = published()
  await main(['publish'], old)
  const wanted = published()
  await main(['publish'], wanted)
  wanted.put('/project/apphost.yaml', CHANGED)
  await main(['publish'], wanted)
  const [oldTree, newTree] = [old.tree(folder), wanted.tree(folder)]
  let operation = 1
  for (; ; operation += 1) {
    const host = published()
    await main(['publish'], host)
    host.put('/project/apphost.yaml', CHANGED)
    Object.assign(host.written, { output: '', talk: '' })
    const broken = brokenAt(host, operation)
    const exit = await main(['publish'], broken.host)
    if (!broken.reached()) break
    const moment = `operation ${operation}`
    assertReported(exit, host, moment)
    for (const [path, content] of host.tree(folder)) {
      if (/^\.apphost-output[.](?!json$)/.test(path)) continue
      assert.ok(content === oldTree.get(path) || content === newTree.get(path), `${moment}: ${path} is torn`)
    }
    host.restart()
    assert.is(await main(['publish'], host), 0, `${moment}: ${host.written.talk}`)
    assert.equal([...host.tree(folder)], [...newTree], moment)
  }
  assert.ok(operation > 50, String(operation))
})

test.run()
