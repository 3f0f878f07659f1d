import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { unifiedDiff } from './unified-diff.ts'

const test = suite('unified diff')

function numbered(from: number, to: number): string {
  let text = ''
  for (let number = from; number <= to; number += 1) text += `line ${number}\n`
  return text
}

/** Applies a diff by its format's rules; throws where the context does not fit. */
function apply(before: string, diff: string): string {
  const source = before.split(/(?<=\n)/).filter((line) => line !== '')
  const result: string[] = []
  let at = 0
  const lines = diff.split(/(?<=\n)/).slice(2)
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const head = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@\n$/.exec(line)
    if (head !== null) {
      const start = head[2] === '0' ? Number(head[1]) : Number(head[1]) - 1
      while (at < start) result.push(source[at++] ?? '')
      continue
    }
    if (line.startsWith('\\')) continue
    const bare = (lines[index + 1] ?? '').startsWith('\\ No newline') ? line.slice(1, -1) : line.slice(1)
    if (line.startsWith('+')) result.push(bare)
    else {
      if (source[at] !== bare) throw new Error(`"${source[at]}" is not "${bare}"`)
      at += 1
      if (line.startsWith(' ')) result.push(bare)
    }
  }
  return [...result, ...source.slice(at)].join('')
}

test('equal texts have none', () => assert.is(unifiedDiff('a/x', 'b/x', 'one\n', 'one\n'), ''))

test('a changed line has three lines of context', () => {
  const after = numbered(1, 20).replace('line 10\n', 'line ten\n')
  assert.is(
    unifiedDiff('a/x', 'b/x', numbered(1, 20), after),
    '--- a/x\n+++ b/x\n@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+line ten\n line 11\n line 12\n line 13\n',
  )
})

test('a new and a removed file', () => {
  assert.is(unifiedDiff('/dev/null', 'b/x', '', 'one\ntwo\n'), '--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+one\n+two\n')
  assert.is(unifiedDiff('a/x', '/dev/null', 'one\n', ''), '--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n')
})

test('a missing last line end is said on both sides', () => {
  assert.is(
    unifiedDiff('a/x', 'b/x', 'one\ntwo', 'one\ntwo\n'),
    '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+two\n',
  )
})

test('changes far apart are two hunks, changes close together one', () => {
  const far = numbered(1, 30).replace('line 3\n', '').replace('line 20\n', 'x\ny\n')
  assert.is(unifiedDiff('a', 'b', numbered(1, 30), far).match(/^@@/gm)?.length, 2)
  const close = numbered(1, 30).replace('line 3\n', '').replace('line 10\n', 'x\n')
  assert.is(unifiedDiff('a', 'b', numbered(1, 30), close).match(/^@@/gm)?.length, 1)
})

test('huge different files end soon and still apply', () => {
  const before = numbered(1, 60_000)
  const after = numbered(1, 60_000).replaceAll('line', 'text')
  const start = performance.now()
  const diff = unifiedDiff('a', 'b', before, after)
  assert.ok(performance.now() - start < 5_000)
  assert.is(apply(before, diff), after)
})

test('what is shown turns the old text into the new one', () => {
  const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'a', '-\n', '@@\n', '\\\n'), { maxLength: 40 })
  holds(
    fc.property(lines, lines, (before, after) => {
      const [left, right] = [before.join(''), after.join('')]
      assert.is(apply(left, unifiedDiff('a', 'b', left, right)), right)
    }),
  )
})

test.skipUnless(spawnSync('git', ['--version']).status === 0, 'git')

test('git takes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'))
  try {
    const after = numbered(5, 50).replace('line 30\n', 'x\ny\n') + 'last'
    writeFileSync(join(folder, 'x'), numbered(1, 50))
    writeFileSync(join(folder, 'patch'), unifiedDiff('a/x', 'b/x', numbered(1, 50), after))
    execFileSync('git', ['apply', 'patch'], { cwd: folder, stdio: 'pipe' })
    assert.is(readFileSync(join(folder, 'x'), 'utf8'), after)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.run()
