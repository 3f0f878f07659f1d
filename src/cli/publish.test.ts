import { readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { createMemoryHost, type MemoryHost } from '../host/memory.ts'
import { suite } from '../testing/suite.ts'
import { main } from './main.ts'

const test = suite('publish')

const MANIFEST = `apphost: v1
name: shop
parameters:
  log-level: info
resources:
  web:
    type: container
    image: acme/web:1
    env: { LOG_LEVEL: $<Parameters.log-level> }
`
const ENVIRONMENTS = `environments:
  dev: { default: true }
  production: {}
`

function machine(manifest: string = MANIFEST): MemoryHost {
  return createMemoryHost({ files: { '/project/apphost.yaml': manifest } })
}

async function run(host: MemoryHost, line: string): Promise<number> {
  host.written.output = ''
  host.written.talk = ''
  return main(line.split(' '), host)
}

test('publish prints the files on standard output, and how to go on on standard error', async () => {
  const host = machine()
  assert.is(await run(host, 'publish'), 0, host.written.talk)
  const files = host.written.output.trimEnd().split('\n')
  assert.ok(files.includes('apphost-output/compose.yaml'), host.written.output)
  for (const file of files) assert.ok(host.tree('/project').has(file), file)
  assert.match(host.written.talk, /shop \(production\), target \S+: \d+ new\n/)
  assert.match(host.written.talk, 'cd apphost-output && docker compose up --detach --wait\n')
  assert.is(await run(host, 'publish'), 0)
  assert.match(host.written.talk, /: \d+ unchanged\n/)
})

test('what init makes can be published as it is, without a word of complaint', async () => {
  const start = readFileSync('templates/init/apphost.yaml', 'utf8')
  const host = createMemoryHost({ files: { '/package/templates/init/apphost.yaml': start } })
  assert.is(await main(['init', '--name', 'demo'], host, { folder: '/package' }), 0)
  assert.is(await run(host, 'validate -e all'), 0)
  assert.is(host.written.talk, 'demo is valid (environment production)\n')
  assert.is(await run(host, 'publish'), 0)
  assert.not.match(host.written.talk, '[AH')
  assert.match(host.tree('/project/apphost-output').get('compose.yaml') ?? '', 'name: demo')
})

test('what people are to type next is one word for a shell', async () => {
  for (const [folder, word] of [
    ['sp ace', "'sp ace'"],
    ["it's", String.raw`'it'\''s'`],
    ['-x', './-x'],
    ['a;b', "'a;b'"],
  ] as const) {
    const host = machine()
    assert.is(await main(['publish', `--output-path=${folder}`], host), 0, host.written.talk)
    assert.match(host.written.talk, `next: cd ${word} && docker`)
  }
})

test('quiet says nothing, and the files all the same', async () => {
  const host = machine()
  assert.is(await run(host, 'publish -q'), 0)
  assert.is(host.written.talk, '')
  assert.match(host.written.output, 'apphost-output/compose.yaml\n')
})

test('the product as JSON names every file and what became of it', async () => {
  const host = machine()
  assert.is(await run(host, 'publish --format json'), 0)
  const product = JSON.parse(host.written.output) as {
    targets: { folder: string; files: { path: string; change: string }[] }[]
  }
  assert.is(product.targets[0]?.folder, 'apphost-output')
  assert.ok(product.targets[0]?.files.some((file) => file.path === 'compose.yaml' && file.change === 'created'))
})

test('nothing is written after an error, in any environment', async () => {
  const host = machine(`${MANIFEST}${ENVIRONMENTS}`)
  host.put('/project/apphost.production.yaml', 'resources: { web: { imge: x } }\n')
  assert.is(await run(host, 'publish -e all'), 3)
  assert.equal([...host.tree('/project').keys()], ['apphost.production.yaml', 'apphost.yaml'])
  assert.is(host.written.output, '')
})

test('environments have folders where there are several', async () => {
  const host = machine(`${MANIFEST}${ENVIRONMENTS}`)
  assert.is(await run(host, 'publish -e all'), 0, host.written.talk)
  const files = host.written.output.split('\n')
  assert.ok(files.includes('apphost-output/dev/compose.yaml'), host.written.output)
  assert.ok(files.includes('apphost-output/production/compose.yaml'))
  const named = machine(`${MANIFEST}${ENVIRONMENTS}`)
  await run(named, 'publish -o out')
  assert.match(named.written.output, /^out\/compose\.yaml$/m)
})

test('--stdout prints every file and writes none', async () => {
  const host = machine()
  assert.is(await run(host, 'publish --stdout'), 0)
  assert.match(host.written.output, /^# Source: compose\.yaml\n/m)
  assert.equal([...host.tree('/project').keys()], ['apphost.yaml'])
})

test('--check writes nothing, and ends with 4 where something differs', async () => {
  const host = machine()
  assert.is(await run(host, 'publish --check'), 4)
  assert.match(host.written.output, 'missing:\n')
  assert.equal([...host.tree('/project').keys()], ['apphost.yaml'])
  await run(host, 'publish')
  assert.is(await run(host, 'publish --check'), 0)
  assert.is(host.written.output, '')
  assert.match(host.written.talk, 'apphost-output is up to date\n')
  host.put('/project/apphost-output/compose.yaml', 'by hand\n')
  assert.is(await run(host, 'publish --check --format json'), 4)
  const product = JSON.parse(host.written.output) as { upToDate: boolean; differences: { kind: string }[] }
  assert.equal([product.upToDate, product.differences.map((one) => one.kind)], [false, ['edited']])
})

test('an edited file is refused with 5, unless forced', async () => {
  const host = machine()
  await run(host, 'publish')
  host.put('/project/apphost-output/compose.yaml', 'by hand\n')
  assert.is(await run(host, 'publish'), 5)
  assert.is(host.tree('/project/apphost-output').get('compose.yaml'), 'by hand\n')
  assert.is(await run(host, 'publish --force'), 0)
  assert.is.not(host.tree('/project/apphost-output').get('compose.yaml'), 'by hand\n')
})

test('a disk that refuses ends with 1', async () => {
  const twin = machine()
  await run(twin, 'publish')
  const host = machine()
  host.failAt(twin.operations.findIndex((one) => one.startsWith('createFile')) + 1, 'ENOSPC')
  assert.is(await run(host, 'publish'), 1)
  assert.match(host.written.talk, 'no space is left on the disk')
})

test('a wrong layout is told of where it lies', async () => {
  const files = { '/project/apphost.yaml': MANIFEST, '/project/ours/compose/README.md.hbs': '# Ours\n{{nothing}}\n' }
  const host = createMemoryHost({ files })
  assert.is(await run(host, 'publish --templates ours'), 3)
  assert.match(host.written.talk, '--> ours/compose/README.md.hbs:2:3\n')
})

test('a wrong target is wrong usage', async () => {
  const host = machine()
  assert.is(await run(host, 'publish --target clutser'), 2)
})

/** Lets the loop of `--watch` come to where it waits. */
async function settle(host: MemoryHost, text: string): Promise<void> {
  for (let round = 0; round < 200 && !host.written.talk.includes(text); round++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  assert.match(host.written.talk, text)
}

test('--watch publishes again on every change, goes on after errors, and ends when interrupted', async () => {
  const host = machine()
  const ended = run(host, 'publish --watch')
  await settle(host, 'published; waiting for changes')
  const first = host.tree('/project/apphost-output').get('compose.yaml')
  host.put('/project/apphost.yaml', MANIFEST.replace('acme/web:1', 'acme/web:2').replace('image:', 'imge:'))
  host.written.talk = ''
  host.touch()
  await settle(host, 'nothing was written; waiting for changes')
  assert.match(host.written.talk, 'error[AH2003]')
  assert.is(host.tree('/project/apphost-output').get('compose.yaml'), first)
  host.put('/project/apphost.yaml', MANIFEST.replace('acme/web:1', 'acme/web:2'))
  host.written.talk = ''
  host.touch()
  await settle(host, 'published; waiting for changes')
  assert.match(host.tree('/project/apphost-output').get('compose.yaml') ?? '', 'acme/web:2')
  host.interrupt(130)
  assert.is(await ended, 130)
})

test('--watch waits for a manifest that is not there yet', async () => {
  const host = createMemoryHost()
  const ended = run(host, 'publish --watch')
  await settle(host, 'nothing was written; waiting for changes')
  host.put('/project/apphost.yaml', MANIFEST)
  host.touch()
  await settle(host, 'published; waiting for changes')
  host.interrupt(143)
  assert.is(await ended, 143)
})

test.run()
