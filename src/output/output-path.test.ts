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
        assert.is(posix.join('/root', normal), posix.join('/root', path).replace(/(.)\/$/, '$1'))
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

test.run()
