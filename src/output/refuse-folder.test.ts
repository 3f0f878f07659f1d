import * as assert from 'uvu/assert'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { createMemoryHost, type MemoryHost } from '../host/memory.ts'
import { suite } from '../testing/suite.ts'
import { DiskError } from './disk-error.ts'
import { refuseFolder } from './refuse-folder.ts'

const test = suite('refused output folders')

function makeHost(): MemoryHost {
  const host = createMemoryHost({
    homeDirectory: '/home/somebody',
    files: {
      '/project/app/apphost.yaml': '',
      '/project/empty/..here/x': '',
      '/project2/x': '',
      '/repo/.git/HEAD': '',
      '/worktree/.git': 'gitdir: x\n',
      '/elsewhere/x': '',
      '/far/away/apphost.yaml': '',
      '/home/somebody/x': '',
      '/pipe': { kind: 'other' },
    },
  })
  host.put('/project/out-link', { kind: 'link', target: '/elsewhere' })
  host.put('/project/in-link', { kind: 'link', target: '/project/empty' })
  host.put('/project/dangling', { kind: 'link', target: '/nowhere' })
  host.put('/to-project', { kind: 'link', target: '/project' })
  host.put('/project/app/linked.yaml', { kind: 'link', target: '/far/away/apphost.yaml' })
  return host
}

/** What is said of an output path; undefined where it is taken. */
function reasonFor(
  path: string,
  host: MemoryHost = makeHost(),
  manifest = '/project/app/apphost.yaml',
): string | undefined {
  const found: Diagnostic[] = []
  const place = { output: path, projectRoot: '/project', manifest }
  const refused = refuseFolder(host, place, path, 'shown', (one) => void found.push(one))
  assert.is(refused, found.length > 0, 'it is refused exactly if something is said')
  assert.ok(found.length <= 1)
  assert.ok(found.every(({ hints }) => hints.length === 1))
  return found[0] === undefined ? undefined : `${found[0].code} ${found[0].message}`
}

const somebodys = (reason: string): string => `AH8001 "shown" cannot be the output folder: ${reason}`
const CASES: readonly (readonly [path: string, reason: string])[] = [
  ['/', somebodys('it is the root of the disk')],
  ['/home/somebody', somebodys('it is your home folder')],
  ['/home', somebodys('your home folder is in it')],
  ['/project/app', somebodys('the manifest is in it')],
  ['/project', somebodys('it is the root of the project')],
  ['/repo', somebodys('it is the root of a git repository')],
  ['/worktree', somebodys('it is the root of a git repository')],
  ['/project/app/apphost.yaml', 'AH8002 the output path "shown" is a file'],
  ['/pipe', 'AH8002 the output path "shown" is no folder'],
  ['/project/out-link', 'AH8002 the output path "shown" is a link, and links are not followed'],
  ['/project/dangling', 'AH8002 the output path "shown" is a link, and links are not followed'],
  ['/to-project', 'AH8002 the output path "shown" is a link, and links are not followed'],
  ['/project/app/apphost.yaml/a', 'AH8002 a file is in the way of the output path "shown"'],
  ['/project/app/apphost.yaml/a/b/c', 'AH8002 a file is in the way of the output path "shown"'],
  ['/pipe/a', 'AH8002 a file is in the way of the output path "shown"'],
  ['/project/out-link/a', 'AH8002 a link on the way to the output path "shown" leads out of the project'],
  ['/project/out-link/a/b', 'AH8002 a link on the way to the output path "shown" leads out of the project'],
  ['/to-project/app', somebodys('the manifest is in it')],
]
for (const [path, reason] of CASES) test(`R-rm: ${path}`, () => assert.is(reasonFor(path), reason))

test('R-rm: what holds the project, or what the manifest is a link to', () => {
  const host = makeHost()
  host.put('/work/project/apphost.yaml', '')
  const found: Diagnostic[] = []
  const place = { output: '/work', projectRoot: '/work/project', manifest: '/work/project/apphost.yaml' }
  assert.ok(refuseFolder(host, place, '/work', 'shown', (one) => void found.push(one)))
  assert.is(found[0]?.message, '"shown" cannot be the output folder: the project is in it')
  const linked = '/project/app/linked.yaml'
  assert.is(reasonFor('/far/away', makeHost(), linked), somebodys('the manifest is in it'))
  assert.is(reasonFor('/far', makeHost(), linked), somebodys('the project is in it'))
})

test('what nobody owns is taken, be it there or not', () => {
  const paths = [
    '/project/out',
    '/project/deep/er/out',
    '/project/empty',
    '/project/empty/..here',
    '/project/in-link/out',
    '/project2',
    '/projects/out',
    '/home/somebody/out',
    '/home/somebody2',
    '/repo/out',
    '/elsewhere',
    '/new/out',
  ]
  for (const path of paths) assert.is(reasonFor(path), undefined, path)
})

test('without a home folder nothing is said of one', () => {
  const host = createMemoryHost({ files: { '/project/app/apphost.yaml': '', '/home/somebody/x': '' } })
  const place = { output: '/home/somebody', projectRoot: '/project', manifest: '/project/app/apphost.yaml' }
  const homeless = { ...host, files: host.files, homeDirectory: undefined }
  assert.is(
    refuseFolder(homeless, place, '/home/somebody', 'shown', () => assert.unreachable()),
    false,
  )
})

test('a disk that refuses is no folder that may be taken', () => {
  for (let operation = 1; operation <= 6; operation++) {
    const host = makeHost()
    host.failAt(operation, 'EACCES')
    assert.throws(
      () => reasonFor('/project/out', host),
      (error: unknown) => error instanceof DiskError && error.message.includes('"shown"'),
      String(operation),
    )
  }
})

test.run()
