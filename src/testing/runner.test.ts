import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { formatFailure, runFiles, type FileResult } from './runner.ts'
import { suite } from './suite.ts'

const brokenFolder = 'src/testing/broken'
const files = readdirSync(brokenFolder)
  .sort()
  .map((name) => join(brokenFolder, name))
const results = new Map<string, FileResult>()

/** What each broken file must be blamed for: cases passed, and the failures as "where: message" by a part of each. */
const expected: Readonly<Record<string, { readonly passed: number; readonly failures: readonly string[] }>> = {
  'after-hook-throws': { passed: 1, failures: ['broken, after hook: the hook failed'] },
  'before-hook-throws': {
    passed: 0,
    failures: ['broken, before hook: the hook failed', 'broken > never starts: declared, but it did not finish'],
  },
  'does-not-bundle': { passed: 0, failures: ['does-not-bundle.ts: does not bundle'] },
  'each-hook-throws': {
    passed: 1,
    failures: ['broken, after.each hook: the hook failed', 'broken, after.each hook: the hook failed'],
  },
  'exit-code': { passed: 1, failures: ['process: ended with exit code 3'] },
  'exits-early': {
    passed: 0,
    failures: ['broken > ends the process: declared, but', 'broken > comes after it: declared, but'],
  },
  fails: {
    passed: 1,
    failures: [
      'broken > compares texts: Expected value to match fixture',
      'broken > throws no error: thrown: just a text',
    ],
  },
  killed: { passed: 0, failures: ['process: the process ended without a report (signal SIGKILL)'] },
  'load-throws': { passed: 1, failures: ['an exception outside of any case'] },
  'never-settles': {
    passed: 0,
    failures: ['broken > waits for ever: declared, but', 'broken > comes after it: declared, but'],
  },
  'no-cases': { passed: 0, failures: ['broken: the suite has no cases'] },
  'no-run': {
    passed: 0,
    failures: ['broken: the suite never calls .run()', 'broken > does not run: declared, but'],
  },
  'no-suite': { passed: 0, failures: ['process: the process ended without a report'] },
  'not-awaited': { passed: 1, failures: ['a rejection that nothing awaits, at or after "broken > does not wait'] },
  only: {
    passed: 1,
    failures: ['broken > runs alone: .only was left in', 'broken > is forgotten: declared, but'],
  },
  'pollutes-objects': { passed: 1, failures: ['this file: Object.prototype was changed: polluted'] },
  'skip-without-reason': { passed: 1, failures: ['broken > later: a skipped case needs a reason'] },
  skips: { passed: 2, failures: [] },
  'throws-later': {
    passed: 1,
    failures: ['an exception outside of any case, at or after "broken > asserts in a timer'],
  },
  'too-slow': { passed: 0, failures: ['process: took too long and was ended'] },
}

const test = suite('runner')
test.before(async () => {
  const folder = join('.build', 'test', `broken-${process.pid}`)
  for (const result of await runFiles(files, { concurrency: 2, timeout: 4000, folder })) {
    results.set(result.file, result)
  }
})
for (const file of files) {
  const name = file.slice(brokenFolder.length + 1, -'.ts'.length)
  test(`judges ${name}`, () => {
    const result = results.get(file)
    const wanted = expected[name]
    assert.ok(result !== undefined && wanted !== undefined, `${name} is not in the table`)
    const found = result?.failures.map(({ where, message }) => `${where}: ${message}`) ?? []
    assert.is(result?.passed, wanted?.passed)
    assert.is(found.length, wanted?.failures.length, found.join('\n'))
    wanted?.failures.forEach((part, index) => assert.match(found[index] ?? '', new RegExp(escapePattern(part))))
  })
}
test('counts skipped cases with their reasons', () => {
  assert.equal(results.get(join(brokenFolder, 'skips.ts'))?.skipped, [
    { name: 'broken > not yet', reason: 'waits for the printer' },
    { name: 'broken > needs an engine', reason: 'docker is not available' },
  ])
})
test('shows suite, case, difference and the line in the source', () => {
  const file = join(brokenFolder, 'fails.ts')
  const [failure] = results.get(file)?.failures ?? []
  assert.ok(failure)
  const text = failure === undefined ? '' : formatFailure(file, failure)
  assert.match(text, 'FAIL src/testing/broken/fails.ts: broken > compares texts')
  assert.match(text, /--.*two[^]*\+\+.*three/)
  assert.match(text, /at .*\(?src\/testing\/broken\/fails\.ts:5:\d+/)
})
test('a run that matches no file fails, and still ends with the line of counts', () => {
  const script = 'src/build/run-typescript.mjs'
  const run = spawnSync(process.execPath, [script, 'src/testing/run.ts', 'no-such-test'], { encoding: 'utf8' })
  assert.is(run.status, 1)
  assert.match(run.stdout, /no test file matches no-such-test\n\n0 passed, 1 failed, 0 skipped\n$/)
})
test('snapshots are not rewritten where CI is set', () => {
  const run = spawnSync(process.execPath, ['src/build/run-typescript.mjs', 'src/testing/run.ts', 'suite'], {
    encoding: 'utf8',
    env: { ...process.env, CI: 'true', UPDATE_SNAPSHOTS: '1' },
  })
  assert.is(run.status, 1)
  assert.match(run.stdout, /UPDATE_SNAPSHOTS is refused[^]*\n0 passed, 1 failed, 0 skipped\n$/)
})
test.run()

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, (character) => `\\${character}`)
}
