import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import type { FileContent, ProjectFiles } from './host.ts'
import { createMemoryHost, type MemoryHostOptions } from './memory.ts'
import { createNodeHost } from './node.ts'

const test = suite('project files')

const posix = process.platform !== 'win32'
const base = mkdtempSync(join(tmpdir(), 'project-'))
test.after(() => rmSync(base, { recursive: true }))

type Files = NonNullable<MemoryHostOptions['files']>
const link = (target: string): Files[string] => ({ kind: 'link', target })

/** The same tree for both hosts; paths below the folder that holds the project `root`. */
const TREE: Files = {
  'root/apphost.yaml': 'name: shop\n',
  'root/types/a.yaml': 'a\n',
  'root/types/deep/b.yaml': 'b\n',
  'root/types/c.txt': 'c\n',
  'root/types/.hidden.yaml': 'h\n',
  'root/.git/config': 'x\n',
  'root/empty': '',
  'root/Z': 'z\n',
  'root/\u{1f600}': 'x\n',
  'root/\uff21': 'x\n',
  'secret/key': 'key\n',
  'root/out-file': link('../secret/key'),
  'root/out-folder': link('../secret'),
  'root/in-file': link('types/a.yaml'),
  'root/in-folder': link('types'),
  'root/around': link('../root/types/a.yaml'),
  'root/dangling': link('nowhere'),
  'root/circle': link('circle'),
  'root/types/linked.yaml': link('../../secret/key'),
  'root/types/linked-folder.yaml': link('deep'),
}

function onDisk(): ProjectFiles {
  for (const [path, content] of Object.entries(TREE)) {
    const full = join(base, path)
    mkdirSync(join(full, '..'), { recursive: true })
    if (typeof content === 'string') writeFileSync(full, content)
    else if (!(content instanceof Uint8Array) && content.kind === 'link') symlinkSync(content.target, full)
  }
  return createNodeHost().project(join(base, 'root'))
}

function inMemory(): ProjectFiles {
  const files = Object.fromEntries(Object.entries(TREE).map(([path, content]) => [`/base/${path}`, content]))
  return createMemoryHost({ files }).project('/base/root')
}

function shortly(content: FileContent): string {
  if (content.kind === 'file') return `file ${new TextDecoder().decode(content.bytes)}`
  return content.kind === 'failed' ? `failed ${content.reason}` : content.kind
}

const READS: readonly (readonly [string, string])[] = [
  ['apphost.yaml', 'file name: shop\n'],
  ['./types/../apphost.yaml', 'file name: shop\n'],
  ['empty', 'file '],
  ['nowhere', 'missing'],
  ['apphost.yaml/x', 'missing'],
  ['types', 'folder'],
  ['', 'folder'],
  ['../secret/key', 'outside'],
  ['../root/apphost.yaml', 'outside'],
  ['/etc/passwd', 'outside'],
  ['a\0b', 'outside'],
  ['out-file', 'outside'],
  ['out-folder/key', 'outside'],
  ['in-file', 'file a\n'],
  ['in-folder/a.yaml', 'file a\n'],
  ['around', 'file a\n'],
  ['dangling', 'missing'],
  ['circle', 'failed its links lead in a circle'],
]

for (const [name, make] of [
  ['disk', onDisk],
  ['memory', inMemory],
] as const) {
  test.skipUnless(posix, 'links')

  test(`${name}: R-path-escape: reads`, () => {
    const project = make()
    for (const [path, expected] of READS) assert.is(shortly(project.read(path, 100)), expected, path)
    assert.is(project.read('apphost.yaml', 10).kind, 'too-large')
    assert.is(project.read('apphost.yaml', 11).kind, 'file')
  })
}

test('both list and match the same, sorted by code point', () => {
  rmSync(join(base, 'root'), { recursive: true })
  rmSync(join(base, 'secret'), { recursive: true })
  const [disk, memory] = [onDisk(), inMemory()]
  for (const folder of ['', 'types', 'types/', './types', 'nowhere', 'apphost.yaml', '..', 'out-folder', '../secret']) {
    assert.equal(disk.list(folder), memory.list(folder), folder)
  }
  assert.equal(disk.list('types'), [
    'types/.hidden.yaml',
    'types/a.yaml',
    'types/c.txt',
    'types/deep/b.yaml',
    'types/linked-folder.yaml',
    'types/linked.yaml',
  ])
  assert.equal(disk.list('').slice(-2), ['\uff21', '\u{1f600}'])
  assert.equal(disk.list('out-folder'), [])
  const patterns: readonly (readonly [string, readonly string[]])[] = [
    ['types/*.yaml', ['types/a.yaml', 'types/linked.yaml']],
    ['./types/*.yaml', ['types/a.yaml', 'types/linked.yaml']],
    ['types/**/*.yaml', ['types/a.yaml', 'types/deep/b.yaml', 'types/linked.yaml']],
    ['types/{a,c}.*', ['types/a.yaml', 'types/c.txt']],
    ['types/.hidden.yaml', ['types/.hidden.yaml']],
    ['.git/*', ['.git/config']],
    ['*/config', []],
    ['../secret/*', []],
    ['types/../../secret/*', []],
    ['*/../../secret/*', []],
    ['out-folder/*', []],
    ['/etc/*', []],
    ['nowhere/*', []],
    ['apphost.yaml', ['apphost.yaml']],
  ]
  for (const [pattern, expected] of patterns) {
    assert.equal(disk.glob('', pattern), expected, `disk: ${pattern}`)
    if (!pattern.includes('linked'))
      assert.equal(
        memory.glob('', pattern).filter((path) => !path.includes('linked-folder')),
        expected,
        `memory: ${pattern}`,
      )
  }
  assert.equal(disk.glob('types', '*.txt'), ['types/c.txt'])
  assert.equal(memory.glob('types', '*.txt'), ['types/c.txt'])
})

test('patterns that would take for ever match nothing', () => {
  const project = createNodeHost().project(join(base, 'root'))
  writeFileSync(join(base, 'root', 'a'.repeat(200)), '')
  for (const pattern of ['*a*a*a*a*a*a*b', '{a,b}{a,b}{a,b}{a,b}{a,b}', 'a'.repeat(1_001), '+(+(a))b']) {
    const start = performance.now()
    assert.equal(project.glob('', pattern), [])
    assert.ok(performance.now() - start < 1_000, pattern)
  }
})

test('a pipe is no file, and does not hang', () => {
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(base, 'root', 'pipe')])
  assert.is(createNodeHost().project(join(base, 'root')).read('pipe', 100).kind, 'special')
  assert.is(createNodeHost().project('/dev').read('null', 100).kind, 'special')
})

test('executable files are told, and what was asked for is remembered', () => {
  const project = createNodeHost().project(join(base, 'root'))
  writeFileSync(join(base, 'root', 'run.sh'), '')
  chmodSync(join(base, 'root', 'run.sh'), 0o755)
  const content = project.read('run.sh', 10)
  assert.is(content.kind === 'file' && content.executable, true)
  project.read('nowhere/else', 10)
  project.glob('', 'types/**/*.yaml')
  assert.equal([...project.asked].sort(), ['nowhere/else', 'run.sh', 'types', 'types/deep'])
})

test('a root that is a link stands for where it leads', () => {
  symlinkSync(join(base, 'root'), join(base, 'root-link'))
  assert.is(shortly(createNodeHost().project(join(base, 'root-link')).read('in-file', 10)), 'file a\n')
})

test.run()
