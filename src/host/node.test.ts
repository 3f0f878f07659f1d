import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { errnoOf } from './errno.ts'
import { createNodeHost } from './node.ts'

const test = suite('node host')

const base = mkdtempSync(join(tmpdir(), 'host-'))
test.after(() => rmSync(base, { recursive: true }))
const host = createNodeHost({ workingDirectory: base })

function codeOf(action: () => void): string | undefined {
  try {
    action()
  } catch (error) {
    return errnoOf(error)
  }
  return undefined
}

test('file operations answer as the interface says', () => {
  const path = join(base, 'file')
  host.files.createFile(path, Uint8Array.of(1, 2), 0o600)
  assert.is(statSync(path).mode & 0o777, process.platform === 'win32' ? 0o666 : 0o600)
  assert.is(
    codeOf(() => host.files.createFile(path, Uint8Array.of(), 0o600)),
    'EEXIST',
  )
  assert.is(host.files.link(path, `${path}2`), true)
  assert.is(host.files.link(path, `${path}2`), false)
  assert.is(
    codeOf(() => void host.files.link(`${path}-gone`, `${path}3`)),
    'ENOENT',
  )
  host.files.sync(path)
  host.files.sync(base)
  host.files.unlink(`${path}2`)
  assert.is(host.files.stat(`${path}2`), undefined)
  assert.is(host.files.stat(`${path}/below`), undefined)
  symlinkSync(path, join(base, 'link'))
  assert.is(host.files.stat(join(base, 'link'))?.kind, 'link')
  host.files.makeFolder(join(base, 'folder'))
  assert.is(codeOf(() => host.files.unlink(join(base, 'folder'))) !== undefined, true)
  host.files.rename(path, join(base, 'folder', 'moved'))
  assert.is(
    codeOf(() => host.files.removeFolder(join(base, 'folder'))),
    'ENOTEMPTY',
  )
  assert.equal(host.files.readFolder(join(base, 'folder')), [{ name: 'moved', kind: 'file' }])
  assert.is(host.relativePath(base, join(base, 'folder', 'moved')), 'folder/moved')
  assert.is(host.resolvePath('folder', '..', 'x'), join(base, 'x'))
})

test('random text is new each time and as long as asked for', () => {
  assert.match(host.randomHex(12), /^[0-9a-f]{12}$/)
  assert.is(host.randomHex(7).length, 7)
  assert.is.not(host.randomHex(12), host.randomHex(12))
})

test('processes are told apart', () => {
  assert.is(host.process.isAlive(process.pid), true)
  assert.is(host.process.isAlive(2 ** 22 + 1), false)
  assert.is(host.process.startOf(process.pid), host.process.startOf(process.pid))
})

async function changedWithin(paths: readonly string[], change: () => void): Promise<string> {
  const watcher = host.watch(paths)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('nothing'), 1_500)))
  setTimeout(change, 100)
  const outcome = await Promise.race([watcher.next(), late])
  clearTimeout(timer)
  watcher.close()
  assert.is(await watcher.next(), 'closed')
  return outcome
}

test('a watch tells of writes, of editors that rename, of new files, and of nothing else', async () => {
  const file = join(base, 'watched', 'apphost.yaml')
  mkdirSync(join(base, 'watched'))
  writeFileSync(file, 'one')
  const other = join(base, 'watched', 'other')
  assert.is(await changedWithin([file], () => writeFileSync(file, 'two2')), 'changed')
  const save = (): void => {
    writeFileSync(`${file}~`, 'three')
    renameSync(`${file}~`, file)
  }
  assert.is(await changedWithin([file], save), 'changed')
  assert.is(await changedWithin([file, other], () => writeFileSync(other, 'new')), 'changed')
  assert.is(await changedWithin([join(base, 'watched')], () => writeFileSync(`${other}2`, 'new')), 'changed')
  assert.is(
    await changedWithin([join(base, 'watched', 'later', 'x')], () => mkdirSync(join(base, 'watched', 'later'))),
    'nothing',
  )
  assert.is(await changedWithin([file], () => writeFileSync(`${other}3`, 'unrelated')), 'nothing')
  assert.is(readFileSync(file, 'utf8'), 'three')
})

/** Runs a program that prints "text" through the host, with its standard output at `descriptor`. */
function runPrinting(descriptor: number | 'pipe'): SpawnSyncReturns<string> {
  const source = "import { createNodeHost } from './src/host/node.ts'\ncreateNodeHost().output.write('text')\n"
  const program = join(base, 'program.cjs')
  buildSync({
    stdin: { contents: source, resolveDir: process.cwd() },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  return spawnSync(process.execPath, [program], { encoding: 'utf8', stdio: ['ignore', descriptor, 'pipe'] })
}

test('a full disk behind standard output is told in one line', () => {
  assert.is(runPrinting('pipe').stdout, 'text')
  if (!existsSync('/dev/full')) return
  const { status, stderr } = runPrinting(openSync('/dev/full', 'w'))
  assert.is(stderr, 'error[AH8301]: cannot write to standard output: no space is left on the disk (ENOSPC)\n')
  assert.is(status, 1)
})

test.run()
