import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { folderOf, leadsOut, resolveFrom } from './paths.ts'

const test = suite('paths of a manifest')

const PATHS: readonly (readonly [folder: string, written: string, resolved: string, out: boolean])[] = [
  ['', 'a', 'a', false],
  ['', './a//b/', 'a/b', false],
  ['', '.', '', false],
  ['deploy', '../a', 'a', false],
  ['deploy', '..', '', false],
  ['deploy/app', '../../a/../b', 'b', false],
  ['deploy', '..a', 'deploy/..a', false],
  ['', '..a/b', '..a/b', false],
  ['', '..', '..', true],
  ['', '../a', '../a', true],
  ['deploy', '../..', '..', true],
  ['deploy', '../../../a', '../../a', true],
  ['', '../a/../b', '../b', true],
  ['deploy', '/a', '/a', true],
  ['deploy', '/', '/', true],
  ['deploy', 'C:\\a', 'deploy/C:\\a', true],
  ['deploy', 'c:/a', 'deploy/c:/a', true],
  ['deploy', '\\\\server\\a', 'deploy/\\\\server\\a', true],
  ['deploy', 'c:a', 'deploy/c:a', false],
  ['', 'ab:/c', 'ab:/c', false],
  ['', 'a\\\\b', 'a\\\\b', false],
]
for (const [folder, written, resolved, out] of PATHS) {
  test(`R-path-escape: ${JSON.stringify(written)} in ${JSON.stringify(folder)}`, () => {
    assert.is(resolveFrom(folder, written), resolved)
    assert.is(leadsOut(written, resolved), out)
  })
}

test('the folder of a file', () => {
  const at = (path: string): string => folderOf({ source: { path, text: '' }, start: 0, end: 0 })
  assert.is(at('apphost.yaml'), '')
  assert.is(at('deploy/apphost.yaml'), 'deploy')
  assert.is(at('a/b/c.yaml'), 'a/b')
})

test.run()
