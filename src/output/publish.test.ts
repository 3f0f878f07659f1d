import * as assert from 'uvu/assert'
import { pageOf } from '../diagnostics/catalog.ts'
import type { MemoryEntry } from '../host/memory-files.ts'
import { suite } from '../testing/suite.ts'
import type { Artifact } from '../targets/artifact.ts'
import {
  AFTER,
  artifact,
  BEFORE,
  codesOf,
  dotenv,
  NO_FACTS,
  outputSet,
  projectHost,
  requestOf,
} from '../testing/example-output.ts'
import { publishOutput, type PublishRequest } from './publish.ts'

const test = suite('publish')

const OLD = [artifact('compose.yaml', 'old\n'), artifact('files/a', 'a\n')]
const NEW = [artifact('compose.yaml', 'new\n')]

function errorsOf(result: ReturnType<typeof publishOutput>): readonly string[] {
  return codesOf({ diagnostics: result.diagnostics.filter((one) => one.severity === 'error') })
}

test('what was done is told, folder by folder', () => {
  const host = projectHost()
  publishOutput(host, requestOf(BEFORE))
  const [folder] = publishOutput(host, requestOf(AFTER)).folders
  assert.equal(folder?.updated, ['.env', 'compose.yaml', 'files/api/one.conf'])
  assert.equal(folder?.created.slice(0, 3), ['files/back', 'files/empty', 'files/large'])
  assert.equal(folder?.unchanged, ['.gitattributes', 'README.md', 'files/api/two.conf'])
  assert.equal(folder?.removed, [
    'compose.jobs.yaml',
    'files/back/deep/inside.conf',
    'files/old/deep/down/only.conf',
    'files/old/only.conf',
    'files/swap',
  ])
  assert.is(folder?.shownAs, 'out')
})

test('the second run writes nothing', () => {
  const host = projectHost()
  publishOutput(host, requestOf(AFTER))
  const before = [...host.tree('/')]
  host.restart()
  publishOutput(host, requestOf(AFTER))
  assert.equal([...host.tree('/')], before)
  assert.equal(
    host.operations.filter((line) => /^rename|\.tmp-/.test(line)),
    [],
  )
})

test('executable files are, and a lost bit is given back', () => {
  const host = projectHost()
  publishOutput(host, requestOf([artifact('run.sh', '#!/bin/sh\n', { executable: true })]))
  const entry = host.disk.get('/project/out/run.sh')
  assert.is(entry?.kind === 'file' && entry.mode, 0o755)
  if (entry?.kind === 'file') host.put('/project/out/run.sh', { ...entry, mode: 0o644 })
  const again = publishOutput(host, requestOf([artifact('run.sh', '#!/bin/sh\n', { executable: true })]))
  assert.equal(again.folders[0]?.updated, ['run.sh'])
})

test('a file that turns into a folder, and a folder that turns into a file', () => {
  const host = projectHost()
  const [file, folder] = [artifact('a', 'file\n'), artifact('a/b', 'below\n')]
  for (const wanted of [file, folder, file]) {
    assert.equal(codesOf(publishOutput(host, requestOf([wanted]))), [])
    assert.is(host.tree('/project/out').get(wanted.path), wanted.content)
  }
  host.put('/project/out/a', 'edited\n')
  assert.equal(codesOf(publishOutput(host, requestOf([folder]))), ['AH8003', 'AH8008'])
  host.disk.delete('/project/out/a')
  publishOutput(host, requestOf([folder]))
  host.put('/project/out/a/mine', 'mine\n')
  assert.equal(codesOf(publishOutput(host, requestOf([file]))), ['AH8003'])
  assert.is(host.tree('/project/out').get('a/mine'), 'mine\n')
})

interface Row {
  readonly name: string
  /** Laid into `/project/out` after a publish of `OLD`; undefined removes. */
  readonly lay: Readonly<Record<string, string | MemoryEntry | undefined>>
  readonly wanted?: readonly Artifact[]
  readonly codes: readonly string[]
  /** With `--force`. */
  readonly forced: readonly string[]
  readonly withoutFirst?: boolean
}

const TABLE: readonly Row[] = [
  { name: 'untouched', lay: {}, codes: [], forced: [] },
  { name: 'edited', lay: { 'compose.yaml': 'mine\n' }, codes: ['AH8006'], forced: [] },
  { name: 'edited to what is wanted', lay: { 'compose.yaml': 'new\n' }, codes: [], forced: [] },
  { name: 'deleted', lay: { 'compose.yaml': undefined }, codes: [], forced: [] },
  { name: 'outdated and edited', lay: { 'files/a': 'mine\n' }, codes: ['AH8008'], forced: [] },
  { name: 'outdated and deleted', lay: { 'files/a': undefined }, codes: [], forced: [] },
  { name: 'foreign', lay: { 'compose.yaml': 'theirs\n' }, codes: ['AH8007'], forced: [], withoutFirst: true },
  { name: 'foreign and right', lay: { 'compose.yaml': 'new\n' }, codes: [], forced: [], withoutFirst: true },
  { name: 'a foreign file elsewhere', lay: { 'notes.txt': 'theirs\n' }, codes: [], forced: [], withoutFirst: true },
  {
    name: 'a link',
    lay: { 'compose.yaml': { kind: 'link', target: '/project/apphost.yaml' } },
    codes: ['AH8003'],
    forced: ['AH8003'],
  },
  {
    name: 'a dangling link',
    lay: { 'compose.yaml': { kind: 'link', target: '/gone' } },
    codes: ['AH8003'],
    forced: ['AH8003'],
  },
  { name: 'a folder', lay: { 'compose.yaml': { kind: 'folder' } }, codes: ['AH8003'], forced: ['AH8003'] },
  { name: 'a pipe', lay: { 'compose.yaml': { kind: 'other' } }, codes: ['AH8003'], forced: ['AH8003'] },
  {
    name: 'a linked folder on the way',
    lay: { files: { kind: 'link', target: '/etc' } },
    wanted: [...NEW, artifact('files/passwd', 'x\n')],
    codes: ['AH8003'],
    forced: ['AH8003'],
    withoutFirst: true,
  },
  {
    name: 'a linked folder over an outdated file',
    lay: { 'files/a': undefined, files: { kind: 'link', target: '/etc' } },
    codes: ['AH8003'],
    forced: ['AH8003'],
  },
  { name: 'a damaged list', lay: { '.apphost-output.json': '{' }, codes: ['AH8005'], forced: ['AH8005'] },
  {
    name: 'a list of the future',
    lay: { '.apphost-output.json': '{"version":2}' },
    codes: ['AH8005'],
    forced: ['AH8005'],
  },
  {
    name: 'a linked list',
    lay: { '.apphost-output.json': { kind: 'link', target: '/project/apphost.yaml' } },
    codes: ['AH8005'],
    forced: ['AH8005'],
  },
  { name: 'a damaged journal', lay: { '.apphost-output.journal': '{}' }, codes: ['AH8005'], forced: ['AH8005'] },
  {
    name: 'a lock of another machine',
    lay: { '.apphost-output.lock': '{"pid":1,"host":"elsewhere"}' },
    codes: ['AH8201'],
    forced: ['AH8201'],
  },
  { name: 'a damaged lock', lay: { '.apphost-output.lock': '' }, codes: ['AH8201'], forced: ['AH8201'] },
  {
    name: 'a lock of a dead process',
    lay: { '.apphost-output.lock': '{"pid":7,"host":"memory"}' },
    codes: [],
    forced: [],
  },
  {
    name: 'a .env in Latin-1',
    lay: { '.env': { kind: 'file', bytes: Uint8Array.of(0x41, 0x3d, 0xe4), mode: 0o600 } },
    wanted: [...NEW, dotenv('A=1\n')],
    codes: ['AH8403'],
    forced: ['AH8403'],
  },
]

for (const row of TABLE) {
  test(`R-clobber: ${row.name}`, () => {
    for (const force of [false, true]) {
      const host = projectHost()
      if (row.withoutFirst !== true) publishOutput(host, requestOf(OLD))
      for (const [path, content] of Object.entries(row.lay)) {
        if (content === undefined) host.disk.delete(`/project/out/${path}`)
        else {
          if (typeof content !== 'string' && content.kind !== 'folder') host.disk.delete(`/project/out/${path}`)
          host.put(`/project/out/${path}`, content)
        }
      }
      const before = [...host.tree('/')]
      const result = publishOutput(host, requestOf(row.wanted ?? NEW, { force }))
      assert.equal(errorsOf(result), force ? row.forced : row.codes, `force: ${force}`)
      if (errorsOf(result).length > 0) {
        assert.equal([...host.tree('/')], before, 'a refusal changes nothing')
        for (const code of errorsOf(result)) assert.is(pageOf(code)?.exit, 5)
      } else {
        const after = host.tree('/project/out')
        assert.is(after.get('compose.yaml'), 'new\n')
        assert.not(after.has('files/a'))
        assert.equal(
          [...after.keys()].filter((path) => /lock|journal|tmp/.test(path)),
          [],
        )
      }
    }
  })
}

const PLACES: readonly (readonly [string, Partial<PublishRequest>, string])[] = [
  ['the project', { output: '/project', shownAs: '.' }, 'AH8001'],
  [
    'the project, with an environment below',
    { output: '/project', shownAs: '.', sets: [outputSet(NEW, { folder: 'staging' })] },
    'AH8001',
  ],
  ['the root', { output: '/', shownAs: '/' }, 'AH8001'],
  ['the home folder', { output: '/home/somebody', shownAs: '~' }, 'AH8001'],
  ['above the home folder', { output: '/home', shownAs: '/home' }, 'AH8001'],
  ['a repository', { output: '/repo', shownAs: '/repo' }, 'AH8001'],
  ['a repository by a set', { output: '/project/out', sets: [outputSet(NEW, { folder: 'module' })] }, 'AH8001'],
  [
    'the folder of the manifest',
    { output: '/project/app', shownAs: 'app', manifest: '/project/app/apphost.yaml' },
    'AH8001',
  ],
  [
    'the root of the project, above the manifest',
    { output: '/project', shownAs: '..', manifest: '/project/app/apphost.yaml' },
    'AH8001',
  ],
  [
    'above the project',
    { output: '/project', shownAs: '..', projectRoot: '/project/app', manifest: '/project/app/apphost.yaml' },
    'AH8001',
  ],
  [
    'above what the manifest is a link to',
    { output: '/far', shownAs: '/far', manifest: '/project/app/linked.yaml' },
    'AH8001',
  ],
  ['a file', { output: '/project/apphost.yaml', shownAs: 'apphost.yaml' }, 'AH8002'],
  ['below a file', { output: '/project/apphost.yaml/deep/er', shownAs: 'apphost.yaml/deep/er' }, 'AH8002'],
  ['a link', { output: '/project/linked', shownAs: 'linked' }, 'AH8002'],
  ['below a link out of the project', { output: '/project/linked/deep', shownAs: 'linked/deep' }, 'AH8002'],
  ['a link by a set', { output: '/project/out', sets: [outputSet(NEW, { folder: 'linked' })] }, 'AH8002'],
]

for (const [name, request, code] of PLACES) {
  test(`R-rm: the output path is ${name}`, () => {
    const host = projectHost({
      '/repo/.git/HEAD': 'x',
      '/project/out/module/.git': 'gitdir: x\n',
      '/elsewhere/file': 'x',
      '/home/somebody/x': 'x',
      '/project/app/apphost.yaml': 'x',
    })
    host.put('/far/away/apphost.yaml', 'x')
    host.put('/project/app/linked.yaml', { kind: 'link', target: '/far/away/apphost.yaml' })
    host.put('/project/linked', { kind: 'link', target: '/elsewhere' })
    host.put('/project/out/linked', { kind: 'link', target: '/elsewhere' })
    const before = [...host.tree('/')]
    const result = publishOutput(host, requestOf(NEW, { ...request, force: true }))
    assert.equal(codesOf(result), [code])
    assert.equal([...host.tree('/')], before)
  })
}

test('R-rm: removed resources take their files along, and nothing else', () => {
  const host = projectHost({ '/project/out/files/mine': 'mine\n', '/project/out/other/mine': 'mine\n' })
  publishOutput(host, requestOf([...OLD, artifact('other/generated', 'x\n')]))
  publishOutput(host, requestOf(NEW))
  assert.equal(
    [...host.tree('/project/out').keys()],
    ['.apphost-output.json', '.gitattributes', 'compose.yaml', 'files/mine', 'other/mine'],
  )
})

test('R-path-escape: a list that names files outside is refused', () => {
  for (const path of [
    '../apphost.yaml',
    '/project/apphost.yaml',
    'a/../../apphost.yaml',
    'a\\..\\x',
    '.apphost-output.json',
  ]) {
    const host = projectHost()
    publishOutput(host, requestOf(OLD))
    const list = JSON.parse(host.tree('/project/out').get('.apphost-output.json') ?? '') as {
      files: { path: string }[]
    }
    list.files.push({ ...list.files[0], path })
    host.put('/project/out/.apphost-output.json', JSON.stringify(list))
    assert.equal(errorsOf(publishOutput(host, requestOf(NEW, { force: true }))), ['AH8005'], path)
    assert.is(host.tree('/project').get('apphost.yaml'), 'name: shop\n')
  }
})

test('R-path-escape: a journal that somebody planted moves nothing out and removes nothing', () => {
  const host = projectHost()
  publishOutput(host, requestOf(OLD))
  const list = JSON.parse(host.tree('/project/out').get('.apphost-output.json') ?? '') as unknown
  const journal = { version: 1, staging: '../../etc', moves: [], removals: [], oldList: null, newList: list }
  for (const planted of [
    journal,
    { ...journal, staging: '.apphost-output.tmp-000000000000', moves: [{ path: '../x', sha256: 'x', old: null }] },
    { ...journal, staging: '.apphost-output.tmp-000000000000', removals: [{ path: '../apphost.yaml', sha256: 'x' }] },
  ]) {
    host.put('/project/out/.apphost-output.journal', JSON.stringify(planted))
    assert.equal(errorsOf(publishOutput(host, requestOf(NEW))), ['AH8005'])
  }
})

test('R-path-escape: paths that leave the folder, or that not every system has, are refused', () => {
  for (const path of [
    '../x',
    '/x',
    'a//b',
    './x',
    'a/..',
    'a\\b',
    'a\0b',
    'con',
    'files/AUX.txt',
    'com1.x',
    'a.',
    'a ',
    'a:b',
    'x\n',
    'x'.repeat(201),
    '.apphost-output.json',
    '.Apphost-output.lock',
  ]) {
    const host = projectHost()
    const result = publishOutput(host, requestOf([artifact(path, 'x')], { force: true }))
    assert.equal(codesOf(result), ['AH8101'], JSON.stringify(path))
    assert.equal([...host.tree('/project').keys()], ['apphost.yaml'])
  }
})

test('paths that are one on some disks are refused', () => {
  for (const [left, right] of [
    ['a', 'A'],
    ['files/é', 'files/e\u0301'],
    ['a', 'a/b'],
    ['A/b', 'a/c'],
    ['straße', 'STRASSE'],
    ['a', 'a'],
  ] as const) {
    const result = publishOutput(projectHost(), requestOf([artifact(left, 'x'), artifact(right, 'y')]))
    assert.equal(codesOf(result), ['AH8102'], `${left} and ${right}`)
  }
  assert.equal(codesOf(publishOutput(projectHost(), requestOf([artifact('a/b', 'x'), artifact('a/c', 'y')]))), [])
})

test('a folder of another application, environment or target is refused', () => {
  const others = [
    requestOf(NEW, { application: 'bakery' }),
    requestOf(NEW, { sets: [outputSet(NEW, { environment: 'staging' })] }),
    requestOf(NEW, { sets: [outputSet(NEW, { target: 'edge' })] }),
  ]
  for (const other of others) {
    const host = projectHost()
    publishOutput(host, requestOf(OLD))
    const before = [...host.tree('/')]
    assert.equal(codesOf(publishOutput(host, { ...other, force: true })), ['AH8004'])
    assert.equal([...host.tree('/')], before)
  }
})

test('several folders: an error in one writes none', () => {
  const host = projectHost()
  const sets = ['a', 'b'].map((name) => outputSet(OLD, { environment: name, folder: name }))
  assert.equal(
    publishOutput(host, requestOf([], { sets })).folders.map((folder) => folder.shownAs),
    ['out/a', 'out/b'],
  )
  host.put('/project/out/b/compose.yaml', 'edited\n')
  const before = [...host.tree('/')]
  const next = ['a', 'b'].map((name) => outputSet(NEW, { environment: name, folder: name }))
  const result = publishOutput(host, requestOf([], { sets: next }))
  assert.equal(codesOf(result), ['AH8006'])
  assert.equal(result.folders, [])
  assert.equal([...host.tree('/')], before)
})

test('a run for one target leaves the others alone', () => {
  const host = projectHost()
  const one = outputSet(OLD, { target: 'one', folder: 'one' })
  const two = outputSet(OLD, { target: 'two', folder: 'two' })
  publishOutput(host, requestOf([], { sets: [one, two] }))
  publishOutput(host, requestOf([], { sets: [{ ...one, artifacts: NEW }] }))
  assert.is(host.tree('/project/out').get('two/files/a'), 'a\n')
})

test('artifacts of an earlier layout are told of', () => {
  const host = projectHost()
  publishOutput(host, requestOf(OLD))
  const result = publishOutput(host, requestOf([], { sets: [outputSet(NEW, { folder: 'compose' })] }))
  assert.equal(codesOf(result), ['AH8009'])
})

test('R-stable-format: the list is the same bytes whatever the order of artifacts, and says no more than it must', () => {
  const lists = [OLD, [...OLD].reverse()].map((artifacts) => {
    const host = projectHost()
    publishOutput(host, requestOf(artifacts))
    return host.tree('/project/out').get('.apphost-output.json')
  })
  assert.is(lists[0], lists[1])
  assert.is(
    lists[0],
    `{
  "version": 1,
  "application": "shop",
  "environment": null,
  "target": "compose",
  "files": [
    {
      "path": ".gitattributes",
      "sha256": "e0bffd7a11c017b0c3f61251ed12c8afc774bc946e2c457f8aaff90d489374ca"
    },
    {
      "path": "compose.yaml",
      "sha256": "01d09d19c2139a46aebfb577780d123d7396e97201bc7ead210a2ebff8239dee"
    },
    {
      "path": "files/a",
      "sha256": "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
    }
  ],
  "userFiles": [],
  "deployment": {
    "parameters": [],
    "derived": [],
    "images": [],
    "jobs": [],
    "pins": {}
  }
}
`,
  )
})

test('the list carries what a deployment needs', () => {
  const host = projectHost()
  const facts = { ...NO_FACTS, pins: { project: 'shop' } }
  publishOutput(host, requestOf([], { sets: [outputSet(NEW, { facts })] }))
  assert.match(host.tree('/project/out').get('.apphost-output.json') ?? '', '"project": "shop"')
})

test.run()
