// The test runner. usage: run.ts [--real] [PATTERN...]; a pattern is a part of a test file's path
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { provideEngine } from './engine.ts'
import { findTests, formatFailure, runFiles, type FileResult } from './runner.ts'

const minutes = 60_000

const LONGEST = /testing\/(?:fuzz|secrets|dangerous)\.test|one-mistake|validate\/schema|output\/crash|publish-process/

/** Snapshot files that no test of a whole run compared; removed when snapshots are being rewritten. */
function orphanedSnapshots(results: readonly FileResult[]): readonly string[] {
  if (!existsSync('snapshots')) return []
  const produced = new Set(results.flatMap(({ snapshots }) => snapshots))
  const orphans = readdirSync('snapshots', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.gitkeep')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !produced.has(path.slice('snapshots/'.length)))
    .sort()
  if (process.env['UPDATE_SNAPSHOTS'] !== '1') return orphans
  for (const path of orphans) rmSync(path)
  return []
}

function print(result: FileResult): void {
  const { file, passed, failures, skipped, notes, noise, duration } = result
  const counts = `${passed} passed${failures.length > 0 ? `, ${failures.length} failed` : ''}`
  const mark = failures.length > 0 ? 'FAIL' : 'ok  '
  console.log(
    `${mark} ${file}: ${counts}${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}, ${Math.round(duration)} ms`,
  )
  for (const note of notes) console.log(`     ${note}`)
  for (const failure of failures) console.log(`\n${formatFailure(file, failure)}`)
  for (const { name, reason } of skipped) console.log(`     skipped: ${name} (${reason})`)
  if (failures.length > 0 && noise.trim() !== '') console.log(`     standard error of ${file}:\n${noise}`)
}

async function main(argv: readonly string[]): Promise<number> {
  const real = argv.includes('--real')
  const patterns = argv.filter((word) => word !== '--real')
  if (process.env['UPDATE_SNAPSHOTS'] === '1' && process.env['CI'] !== undefined && process.env['CI'] !== '') {
    console.log(
      'UPDATE_SNAPSHOTS is refused where CI is set: snapshots are changed by people\n\n0 passed, 1 failed, 0 skipped',
    )
    return 1
  }
  const files = findTests('src', real)
    .filter((file) => patterns.length === 0 || patterns.some((part) => file.includes(part)))
    // Those that take longest begin first, so that none of them is left running alone at the end
    .sort((left, right) => Number(LONGEST.test(right)) - Number(LONGEST.test(left)))
  const run = (some: readonly string[], concurrency: number, lane: string): Promise<readonly FileResult[]> => {
    const folder = join('.build', 'test', `${process.pid}-${lane}`)
    return runFiles(some, { concurrency, timeout: real ? 15 * minutes : 10 * minutes, folder }, print)
  }
  // Tests that start containers share one engine, and wait most of the time; those with other tools go on beside them
  const inEngine = files.filter((file) => real && readFileSync(file, 'utf8').includes('/engine.ts'))
  const others = files.filter((file) => !inEngine.includes(file))
  const lanes = [
    ...(inEngine.length > 0 ? [run(inEngine, 1, 'engine')] : []),
    ...(others.length > 0 ? [run(others, real ? 1 : Math.min(2, availableParallelism()), 'others')] : []),
  ]
  const results = (await Promise.all(lanes)).flat()
  const problems: string[] = []
  if (files.length === 0) problems.push(`no test file matches ${patterns.join(' ')}`)
  // After a failure it is not known what the tests would have compared, so nothing may be called stale, or removed
  if (patterns.length === 0 && !real && results.every(({ failures }) => failures.length === 0)) {
    problems.push(...orphanedSnapshots(results).map((path) => `${path}: no test produces this snapshot`))
  }
  for (const problem of problems) console.log(`FAIL ${problem}`)
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failures.length, problems.length)
  const skipped = results.reduce((sum, result) => sum + result.skipped.length, 0)
  if (failed === 0 && passed + skipped === 0) console.log('FAIL no test ran')
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed > 0 || passed + skipped === 0 ? 1 : 0
}

const argv = process.argv.slice(2)
const stopEngine = argv.includes('--real') ? provideEngine() : undefined
try {
  process.exitCode = await main(argv)
} finally {
  stopEngine?.()
}
