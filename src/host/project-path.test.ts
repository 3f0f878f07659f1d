import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { isBoundedPattern, normalizeProjectPath } from './project-path.ts'

const test = suite('project paths')

const PATHS: readonly (readonly [path: string, posix: string | undefined, windows: string | undefined])[] = [
  ['', '', ''],
  ['.', '', ''],
  ['a/./b//c/', 'a/b/c', 'a/b/c'],
  ['a/../b', 'b', 'b'],
  ['a/b/../..', '', ''],
  ['..', undefined, undefined],
  ['a/../..', undefined, undefined],
  ['a/../../a', undefined, undefined],
  ['/a', undefined, undefined],
  ['a\0', undefined, undefined],
  ['...', '...', '...'],
  ['C:/a', 'C:/a', undefined],
  ['a\\..\\..\\b', 'a\\..\\..\\b', undefined],
  ['a:stream', 'a:stream', undefined],
]
for (const [path, posix, windows] of PATHS) {
  test(`R-path-escape: ${JSON.stringify(path)}`, () => {
    assert.is(normalizeProjectPath(path, 'posix'), posix)
    assert.is(normalizeProjectPath(path, 'windows'), windows)
  })
}

test('patterns that take matchers long are told apart', () => {
  const bounded = ['types/*.yaml', '**/*.yaml', 'a/{b,c}/{d,e}/{f,g}', '*a*b*c*', 'a..b', `${'a/'.repeat(499)}ab`]
  for (const pattern of bounded) assert.is(isBoundedPattern(pattern), true, pattern)
  const unbounded = ['*a*b*c*d*e', 'x/*a*b*c*d*e/y', '{a}{b}{c}{d}', '{1..9}', 'a{b,1..9}', 'a'.repeat(1001)]
  for (const pattern of unbounded) assert.is(isBoundedPattern(pattern), false, pattern)
})

test.run()
