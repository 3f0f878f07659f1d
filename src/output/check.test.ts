import * as assert from 'uvu/assert'
import { Killed } from '../host/memory.ts'
import { suite } from '../testing/suite.ts'
import { checkOutput, printCheck } from './check.ts'
import { AFTER, artifact, BEFORE, codesOf, dotenv, projectHost, requestOf } from '../testing/example-output.ts'
import { printStream } from './print-stream.ts'
import { publishOutput } from './publish.ts'

const test = suite('publish --check and --stdout')

const READS = /^(?:stat|readFile|readFolder|realPath) /

test('right after a publish there is no difference', () => {
  const host = projectHost()
  publishOutput(host, requestOf(AFTER))
  const result = checkOutput(host, requestOf(AFTER))
  assert.equal([result.differences, result.diagnostics, printCheck(result)], [[], [], ''])
})

test('files are told apart, with a diff, and nothing is written', () => {
  const host = projectHost({ '/project/out/README.md': '# theirs\n' })
  const first = BEFORE.filter((file) => file.path !== 'README.md')
  publishOutput(host, requestOf(first))
  host.put('/project/out/files/api/two.conf', 'edited\u001b[31m\n')
  host.put('/project/out/.env', '# log level\nLOG_LEVEL=s3cret\n')
  const before = [...host.tree('/')]
  host.restart()
  const wanted = AFTER.filter((file) => !/new|large|empty|run|swap|back/.test(file.path))
  const result = checkOutput(
    host,
    requestOf([...wanted, artifact('files/bytes', '', { content: Uint8Array.of(0, 1) })]),
  )
  assert.equal([...host.tree('/')], before)
  assert.equal(
    host.operations.filter((line) => !READS.test(line)),
    [],
  )
  assert.is(
    printCheck(result),
    `# out/.env: +PORT +REGION (values are not shown)
--- a/out/README.md
+++ b/out/README.md
@@ -1 +1 @@
-# theirs
+# shop
--- a/out/compose.jobs.yaml
+++ /dev/null
@@ -1 +0,0 @@
-services: { migrate: {} }
--- a/out/compose.yaml
+++ b/out/compose.yaml
@@ -1,2 +1,2 @@
 services: {}
-# before
+# after
--- a/out/files/api/one.conf
+++ b/out/files/api/one.conf
@@ -1 +1 @@
-one before
+one after
--- a/out/files/api/two.conf
+++ b/out/files/api/two.conf
@@ -1 +1 @@
-edited\\u{1b}[31m
+two
--- a/out/files/back/deep/inside.conf
+++ /dev/null
@@ -1 +0,0 @@
-a folder before, a file after
Binary files /dev/null and b/out/files/bytes differ
--- a/out/files/old/deep/down/only.conf
+++ /dev/null
@@ -1 +0,0 @@
-gone after, too
--- a/out/files/old/only.conf
+++ /dev/null
@@ -1 +0,0 @@
-gone after
--- a/out/files/swap
+++ /dev/null
@@ -1 +0,0 @@
-a file before, a folder after

stale (the input has changed since):
  out/.env
  out/compose.yaml
  out/files/api/one.conf
missing:
  out/files/bytes
orphaned (no longer generated):
  out/compose.jobs.yaml
  out/files/back/deep/inside.conf
  out/files/old/deep/down/only.conf
  out/files/old/only.conf
  out/files/swap
edited (changed by hand since):
  out/files/api/two.conf
foreign (not written by apphost-compile):
  out/README.md
`,
  )
  assert.not.match(JSON.stringify(result), /s3cret/)
})

test('an edited .env is information, a missing key a difference', () => {
  const host = projectHost()
  publishOutput(host, requestOf([dotenv('A=1\nB=2\n')]))
  host.put('/project/out/.env', 'A=mine\nB=2\n')
  const edited = checkOutput(host, requestOf([dotenv('A=1\nB=2\n')]))
  assert.equal([edited.differences, codesOf(edited)], [[], ['AH8404']])
  host.put('/project/out/.env', 'B=2\n')
  const missing = checkOutput(host, requestOf([dotenv('A=1\nB=2\n')]))
  assert.equal(
    missing.differences.map((one) => [one.kind, one.path]),
    [['stale', 'out/.env']],
  )
})

test('before the first publish everything is missing, and no folder is made', () => {
  const host = projectHost()
  const result = checkOutput(host, requestOf(AFTER))
  assert.equal([...new Set(result.differences.map((one) => one.kind))], ['missing'])
  assert.not(host.disk.has('/project/out'))
})

test('new facts alone are a difference too', () => {
  const host = projectHost()
  const request = requestOf([artifact('a', 'a\n')])
  publishOutput(host, request)
  const sets = request.sets.map((set) => ({ ...set, facts: { ...set.facts, pins: { project: 'x' } } }))
  assert.equal(
    checkOutput(host, { ...request, sets }).differences.map((one) => one.path),
    ['out/.apphost-output.json'],
  )
})

test('a journal is not compared over', () => {
  const host = projectHost()
  publishOutput(host, requestOf(BEFORE))
  for (let operation = 1; !host.tree('/project/out').has('.apphost-output.journal'); operation += 1) {
    host.restart()
    host.killAt(operation)
    try {
      publishOutput(host, requestOf(AFTER))
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }
  host.restart()
  assert.equal(codesOf(checkOutput(host, requestOf(AFTER))), ['AH8202'])
})

test('a disk that cannot be read is an error, whatever it was about to say', () => {
  const whole = projectHost()
  publishOutput(whole, requestOf(BEFORE))
  whole.restart()
  checkOutput(whole, requestOf(AFTER))
  for (let operation = 1; operation <= whole.operations.length; operation += 1) {
    const host = projectHost()
    publishOutput(host, requestOf(BEFORE))
    host.restart()
    host.failAt(operation, 'EIO')
    assert.equal(codesOf(checkOutput(host, requestOf(AFTER))), ['AH8301'], host.operations.at(-1) ?? '')
  }
})

test('one stream, each file under its path', () => {
  const stream = printStream([
    { folder: 'compose', artifacts: [artifact('b', 'no line end'), artifact('a', 'x: 1\n')] },
    { folder: '', artifacts: [artifact('bytes', '', { content: Uint8Array.of(0, 1, 2) }), artifact('empty', '')] },
  ])
  assert.is(
    stream,
    '# Source: bytes\n# (binary, 3 bytes)\n# Source: compose/a\nx: 1\n# Source: compose/b\nno line end\n# Source: empty\n',
  )
})

test.run()
