import { posix, win32 } from 'node:path'
import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { normalizeProjectPath } from '../host/project-path.ts'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { outputPathProblem } from './output-path.ts'

const test = suite('paths')

const names = fc.oneof(
  fc.constantFrom('..', '.', '', 'a', 'b.c', 'con', 'NUL.txt', 'a.', 'a ', '~', 'C:', '.apphost-output.json', '.git'),
  fc.string({ maxLength: 4, unit: 'binary' }),
  fc.string({ maxLength: 3, unit: fc.constantFrom('.', '/', '\\', 'a', ':', '\0') }),
)
const paths = fc.array(names, { maxLength: 6 }).map((parts) => parts.join('/'))

test('a path of the project that is taken never leads out of it, and one that leads out is never taken', () => {
  holds(
    fc.property(paths, (path) => {
      const normal = normalizeProjectPath(path, 'posix')
      const outside = path
        .split('/')
        .some((_, index, parts) => /^\.\.(?:\/|$)/.test(posix.normalize(parts.slice(0, index + 1).join('/'))))
      assert.is(normal === undefined, path.startsWith('/') || path.includes('\0') || outside, JSON.stringify(path))
      if (normal !== undefined)
        assert.is(posix.join('/root', normal), posix.join('/root', path).replace(/([^])\/$/, '$1'))
    }),
  )
})

test('a path that may be written lies below the output folder on every system, under the very name', () => {
  let taken = 0
  holds(
    fc.property(paths, (path) => {
      if (outputPathProblem(path) !== undefined) return
      taken += 1
      for (const [system, root] of [
        [posix, '/out'],
        [win32, 'C:\\out'],
      ] as const) {
        assert.is(system.relative(root, system.resolve(root, path)), path.replaceAll('/', system.sep), path)
      }
      assert.not.match(path, /[\0-\x1f<>:"|?*\\]|[. ](?:\/|$)|^\.apphost-output/i)
    }),
  )
  assert.ok(taken > 100, String(taken))
})

const PROBLEMS: readonly (readonly [path: string, problem: string])[] = [
  ['/a', 'it is absolute'],
  ['', 'it has an empty part'],
  ['a//b', 'it has an empty part'],
  ['a/', 'it has an empty part'],
  ['.', '"." is no name of a file or folder'],
  ['a/..', '".." is no name of a file or folder'],
  ['a\nb', 'it has a control character'],
  ['a\x7f', 'it has a control character'],
  ['a\x1fb', 'it has a control character'],
  ...[...'\\<>:"|?*'].map((one) => [`a${one}b`, `Windows has no files with ${one} in their names`] as const),
  ['a./b', 'Windows has no names that end in a dot or a blank'],
  ['a/b ', 'Windows has no names that end in a dot or a blank'],
  ...['con', 'PRN', 'aux', 'Nul', 'com0', 'com9', 'lpt¹', 'con.txt', 'nul.tar.gz'].map(
    (name) => [`files/${name}`, `"${name}" is a device on Windows`] as const,
  ),
  ['\ud800', 'it is no valid text'],
  ['a/b\udfff', 'it is no valid text'],
  [`a/${'b'.repeat(199)}`, 'it has more than 200 characters'],
  ['你'.repeat(86), 'a name in it has more than 255 bytes'],
  ['.apphost-output.json', 'names that begin with ".apphost-output" are apphost-compile\'s own'],
  ['.APPHOST-output.x/a', 'names that begin with ".apphost-output" are apphost-compile\'s own'],
]
for (const [path, problem] of PROBLEMS) {
  test(`R-path-escape: ${JSON.stringify(path.slice(0, 30))}: ${problem}`, () =>
    assert.is(outputPathProblem(path), problem))
}

test('what every system can write', () => {
  const paths = [
    'compose.yaml',
    '.env',
    'files/api.etc-app.ini',
    'a b',
    '..a',
    'a..b',
    'console',
    'com10',
    'lpt',
    'icon',
    'x/.apphost-output.json',
    'ü\u{1f600}',
    'b'.repeat(200),
    '你'.repeat(85),
  ]
  for (const path of paths) assert.is(outputPathProblem(path), undefined, path)
})

test.run()
