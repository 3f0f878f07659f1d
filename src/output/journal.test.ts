import * as assert from 'uvu/assert'
import { createMemoryHost, type MemoryHost } from '../host/memory.ts'
import { sha256 } from '../print/sha256.ts'
import { NO_FACTS } from '../testing/example-output.ts'
import { suite } from '../testing/suite.ts'
import {
  completeJournal,
  JOURNAL_NAME,
  makeParents,
  printJournal,
  readJournal,
  removeEmptyParents,
  removeLeftovers,
  type Journal,
} from './journal.ts'
import { LIST_NAME } from './output-path.ts'
import { readOutputList, type ListedFile, type ListedUserFile, type OutputList } from './output-list.ts'

const test = suite('journal')

const STAGING = '.apphost-output.tmp-0123456789ab'
const hashOf = (text: string): string => sha256(new TextEncoder().encode(text))
const file = (path: string, text: string): ListedFile => ({ path, sha256: hashOf(text) })
const userFile = (path: string, text: string): ListedUserFile => ({ ...file(path, text), variables: [] })
const listOf = (files: readonly ListedFile[], userFiles: readonly ListedUserFile[] = []): OutputList => ({
  application: 'shop',
  environment: undefined,
  target: 'compose',
  files,
  userFiles,
  deployment: NO_FACTS,
})
const show = (path: string): string => `out/${path}`

function hostWith(files: Readonly<Record<string, string>>): MemoryHost {
  const entries = Object.entries(files).map(([path, text]) => [`/out/${path}`, text])
  return createMemoryHost({ files: { '/out/keep': '', ...Object.fromEntries(entries) } })
}

/** A journal that moves `a` (from "old" to "new") and removes `b`. */
const JOURNAL: Journal = {
  staging: STAGING,
  moves: [{ path: 'a', sha256: hashOf('new'), old: hashOf('old') }],
  removals: [file('b', 'gone')],
  oldList: listOf([file('a', 'old'), file('b', 'gone')]),
  newList: listOf([file('a', 'new')]),
}

/** Completes a journal over files; what lies there afterwards, and the list that was written. */
function complete(
  files: Readonly<Record<string, string>>,
  journal: Journal = JOURNAL,
): { readonly tree: ReadonlyMap<string, string>; readonly list: OutputList } {
  const host = hostWith({ ...files, [JOURNAL_NAME]: printJournal(journal) })
  completeJournal(host.files, '/out', journal, 'ffffffffffff', show)
  removeLeftovers(host.files, '/out')
  const read = readOutputList(new TextEncoder().encode(host.tree('/out').get(LIST_NAME)))
  if (read.kind !== 'list') throw new Error(read.reason)
  const tree = new Map([...host.tree('/out')].filter(([path]) => path !== 'keep' && path !== LIST_NAME))
  return { tree, list: read.list }
}

function read(content: string): string {
  const found = readJournal(hostWith({ [JOURNAL_NAME]: content }).files, '/out', show)
  return found.kind === 'wrong' ? found.reason : found.kind
}

test('what was printed is read', () => {
  const found = readJournal(hostWith({ [JOURNAL_NAME]: printJournal(JOURNAL) }).files, '/out', show)
  assert.equal(found, { kind: 'journal', journal: JOURNAL })
  const first = { ...JOURNAL, oldList: undefined, moves: [{ path: 'a', sha256: hashOf('new'), old: undefined }] }
  assert.equal(readJournal(hostWith({ [JOURNAL_NAME]: printJournal(first) }).files, '/out', show), {
    kind: 'journal',
    journal: first,
  })
  assert.equal(readJournal(hostWith({}).files, '/out', show), { kind: 'none' })
})

const plain = JSON.parse(printJournal(JOURNAL)) as Readonly<Record<string, unknown>>
const WRONG: readonly (readonly [content: string, reason: string])[] = [
  ['{', 'it is no JSON object'],
  ['[]', 'it is no JSON object'],
  ['null', 'it is no JSON object'],
  ['"x"', 'it is no JSON object'],
  ['{}', 'it is not of version 1'],
  [JSON.stringify({ ...plain, version: 2 }), 'it is not of version 1'],
  ...[7, '', 'x', `${STAGING}0`, `x${STAGING}`, '../../etc', '.apphost-output.tmp-XYZ'].map(
    (staging) => [JSON.stringify({ ...plain, staging }), 'it names no temporary folder'] as const,
  ),
  ...[
    7,
    [7],
    [null],
    [{ path: '../x', sha256: 'x' }],
    [{ path: 7, sha256: 'x' }],
    [{ path: 'x' }],
    [...[file('a', 'a')], {}],
  ].map((moves) => [JSON.stringify({ ...plain, moves }), 'its moves are not as apphost-compile writes them'] as const),
  ...[undefined, [[]], [{ path: '/x', sha256: 'x' }], [{ path: 'x', sha256: 7 }]].map(
    (removals) =>
      [JSON.stringify({ ...plain, removals }), 'its removals are not as apphost-compile writes them'] as const,
  ),
  [JSON.stringify({ ...plain, newList: null }), 'of its list: it is no JSON object'],
  [JSON.stringify({ ...plain, newList: undefined }), 'of its list: it is no JSON object'],
  [JSON.stringify({ ...plain, oldList: 7 }), 'of its list: it is no JSON object'],
]
for (const [content, reason] of WRONG) {
  test(`a journal that is none: ${content.slice(0, 60)}: ${reason}`, () => assert.is(read(content), reason))
}

test('a journal that is a folder is none of ours', () => {
  const host = createMemoryHost({ files: { [`/out/${JOURNAL_NAME}/x`]: '' } })
  assert.equal(readJournal(host.files, '/out', show), { kind: 'wrong', reason: 'it is no regular file' })
})

test('what waits is moved, what is to go goes, and the list says so', () => {
  const { tree, list } = complete({ a: 'old', b: 'gone', [`${STAGING}/0.new`]: 'new', [`${STAGING}/0.old`]: 'old' })
  assert.equal([...tree], [['a', 'new']])
  assert.equal(list, JOURNAL.newList)
})

test('what was moved already stays, and may be done again', () => {
  const { tree, list } = complete({ a: 'new' })
  assert.equal([...tree], [['a', 'new']])
  assert.equal(list, JOURNAL.newList)
})

test('what somebody changed since stays as it is, and in the list as it was', () => {
  const { tree, list } = complete({ a: 'theirs', b: 'theirs too', [`${STAGING}/0.new`]: 'new' })
  assert.equal(
    [...tree],
    [
      ['a', 'theirs'],
      ['b', 'theirs too'],
    ],
  )
  assert.equal(list.files, [file('a', 'old'), file('b', 'gone')])
})

test('what waits no more, or is not what was meant, is not moved', () => {
  for (const waiting of [{}, { [`${STAGING}/0.new`]: 'half' }]) {
    const { tree, list } = complete({ a: 'old', ...waiting })
    assert.equal([...tree], [['a', 'old']])
    assert.equal(list.files, [file('a', 'old')])
  }
})

test('a new file that never came is not in the list; one that somebody put there is neither', () => {
  const journal = {
    ...JOURNAL,
    moves: [{ path: 'n/x', sha256: hashOf('new'), old: undefined }],
    oldList: undefined,
    newList: listOf([file('n/x', 'new')]),
  }
  assert.equal(complete({}, journal).list.files, [])
  assert.equal(complete({ 'n/x': 'theirs' }, journal).list.files, [file('n/x', 'new')])
  const moved = complete({ [`${STAGING}/0.new`]: 'new' }, journal)
  assert.equal([...moved.tree], [['n/x', 'new']])
  // A file on the way, or a folder at the place, is somebody's
  for (const path of ['n', 'n/x/y']) {
    const { tree } = complete({ [path]: 'theirs', [`${STAGING}/0.new`]: 'new' }, journal)
    assert.equal([...tree], [[path, 'theirs']])
  }
})

test('a file of the user’s that was not written is in the list as it was before', () => {
  const journal: Journal = {
    ...JOURNAL,
    moves: [{ path: '.env', sha256: hashOf('new'), old: hashOf('old') }],
    removals: [],
    oldList: listOf([], [userFile('.env', 'old')]),
    newList: listOf([], [userFile('.env', 'new')]),
  }
  assert.equal(complete({ '.env': 'old' }, journal).list.userFiles, [userFile('.env', 'old')])
  assert.equal(complete({ '.env': 'new' }, journal).list.userFiles, [userFile('.env', 'new')])
  const first = { ...journal, oldList: undefined }
  assert.equal(complete({}, first).list.userFiles, [])
})

test('a file of the user’s that was to go and was changed stays in the list', () => {
  const journal: Journal = {
    ...JOURNAL,
    moves: [],
    removals: [file('.env', 'old'), file('b', 'gone')],
    oldList: listOf([file('b', 'gone')], [userFile('.env', 'old')]),
    newList: listOf([]),
  }
  const { tree, list } = complete({ '.env': 'theirs', b: 'theirs' }, journal)
  assert.equal(
    [...tree],
    [
      ['.env', 'theirs'],
      ['b', 'theirs'],
    ],
  )
  assert.equal(list.userFiles, [userFile('.env', 'old')])
  assert.equal(list.files, [file('b', 'gone')])
  assert.equal(complete({ '.env': 'old', b: 'gone' }, journal).list, listOf([]))
})

test('folders on the way are made, and go when they are empty', () => {
  const host = hostWith({ 'x/y/mine': '' })
  const made: string[] = []
  makeParents(host.files, '/out', 'x/y/z/w/file', (parent) => made.push(parent))
  assert.equal(made, ['/out/x/y/z', '/out/x/y/z/w'])
  removeEmptyParents(host.files, '/out', 'x/y/z/w/file')
  assert.is(host.files.stat('/out/x/y/z'), undefined)
  assert.is(host.files.stat('/out/x/y')?.kind, 'folder')
  removeEmptyParents(host.files, '/out', 'nowhere/file')
  removeEmptyParents(host.files, '/out', 'x/y/mine/file')
  assert.is(host.tree('/out').get('x/y/mine'), '')
})

test('links are not followed on the way', () => {
  const host = hostWith({ [JOURNAL_NAME]: '', [`${STAGING}/0.new`]: 'new' })
  host.put('/elsewhere/x', 'old')
  host.put('/out/n', { kind: 'link', target: '/elsewhere' })
  const journal = {
    ...JOURNAL,
    moves: [{ path: 'n/x', sha256: hashOf('new'), old: hashOf('old') }],
    removals: [file('n/x', 'old')],
  }
  completeJournal(host.files, '/out', journal, 'ffffffffffff', show)
  assert.is(host.tree('/elsewhere').get('x'), 'old')
})

test('a link deeper on the way is not followed, nor one in the place of the folder of what waits', () => {
  const host = hostWith({ [JOURNAL_NAME]: '', 'n/x': '' })
  host.put('/elsewhere/x', 'old')
  host.put('/elsewhere/0.new', 'new')
  host.put('/out/n/m', { kind: 'link', target: '/elsewhere' })
  host.put(`/out/${STAGING}`, { kind: 'link', target: '/elsewhere' })
  const moves = ['n/m/x', 'a'].map((path) => ({ path, sha256: hashOf('new'), old: undefined }))
  const journal = { ...JOURNAL, moves, removals: [file('n/m/x', 'old')], newList: listOf([file('a', 'new')]) }
  completeJournal(host.files, '/out', journal, 'ffffffffffff', show)
  assert.equal(
    [...host.tree('/elsewhere')],
    [
      ['0.new', 'new'],
      ['x', 'old'],
    ],
  )
  assert.is(host.tree('/out').has('a'), false)
})

test('only what we call our own is cleared away', () => {
  const host = hostWith({ [`${STAGING}/0.new`]: '', '.apphost-output.tmp-x/y': '', 'mine/x': '' })
  host.put(`/out/${STAGING}/folder/x`, '')
  removeLeftovers(host.files, '/out')
  assert.equal([...host.tree('/out').keys()].toSorted(), [
    '.apphost-output.tmp-0123456789ab/folder/x',
    '.apphost-output.tmp-x/y',
    'keep',
    'mine/x',
  ])
})

test.run()
