// Which lines and branches of the product the tests run. usage: coverage.ts [PATTERN...]; with a pattern no goal is asked for
import { mkdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { CoverageReport, type CoverageFile } from 'monocart-coverage-reports'
import { findTests, formatFailure, runFiles, type FileResult } from './runner.ts'

/** Percent of all lines and of all branches. */
const GOALS = { lines: 95, branches: 90 } as const

/** Files in which every branch is run: quoting, paths, the journal, and what hides secrets. */
const WHOLE: readonly string[] = [
  'src/print/yaml.ts',
  'src/print/dotenv.ts',
  'src/print/dotenv-file.ts',
  'src/print/unprintable.ts',
  'src/output/output-path.ts',
  'src/output/refuse-folder.ts',
  'src/host/project-path.ts',
  'src/overlay/paths.ts',
  'src/output/journal.ts',
  'src/parameters/mask.ts',
  'src/parameters/redact.ts',
  'src/compiler/secret-literals.ts',
  'src/compiler/unread-secrets.ts',
]

const folder = join('.build', 'coverage')

interface Part {
  readonly total: number
  readonly covered: number
}
type Counts = Readonly<Record<'lines' | 'branches', Part>>

/** The product is what is in `src` but for tests, their tools, and what the build makes. */
function isProduct(path: string): boolean {
  return /^src\/(?!testing\/|generated\/)/.test(path) && !path.endsWith('.test.ts')
}

/** Runs the tests, and measures every process that they start with a bundle of theirs. */
async function runTests(files: readonly string[]): Promise<readonly FileResult[]> {
  process.env['NODE_V8_COVERAGE'] = resolve(folder, 'raw')
  const options = { concurrency: Math.min(2, availableParallelism()), timeout: 900_000, keepFolder: true }
  const results = await runFiles(files, { ...options, folder: join(folder, 'bundles') }, ({ file, failures }) =>
    failures.forEach((failure) => console.log(formatFailure(file, failure))),
  )
  delete process.env['NODE_V8_COVERAGE']
  return results
}

async function measure(): Promise<readonly CoverageFile[]> {
  const report = new CoverageReport({
    outputDir: join(folder, 'report'),
    reports: ['v8-json'],
    logging: 'error',
    cleanCache: true,
    entryFilter: ({ url }: { readonly url: string }) => url.includes('/.build/coverage/bundles/'),
    sourceFilter: isProduct,
  })
  await report.addFromDir(resolve(folder, 'raw'))
  const results = await report.generate()
  return (results?.files ?? []).filter(({ sourcePath }) => isProduct(sourcePath))
}

function sum(files: readonly Counts[], of: keyof Counts): Part {
  const add = (key: keyof Part): number => files.reduce((all, file) => all + file[of][key], 0)
  return { total: add('total'), covered: add('covered') }
}

function percent({ total, covered }: Part): number {
  return total === 0 ? 100 : (100 * covered) / total
}

function countsOf({ summary, data }: CoverageFile): Counts {
  const lines = Object.values(data?.lines ?? {})
  // A line of which a part is not run counts as run: the branches tell it
  const run = lines.filter((hits) => hits !== 0).length
  return {
    lines: { total: lines.length, covered: run },
    branches: { total: summary.branches?.total ?? 0, covered: summary.branches?.covered ?? 0 },
  }
}

/** The numbers of the lines on which a branch begins that no test takes. */
function missedLines({ source = '', data }: CoverageFile): readonly number[] {
  const missed = (data?.branches ?? []).filter(({ count }) => count === 0)
  return [...new Set(missed.map(({ start }) => source.slice(0, start).split('\n').length))].sort((a, b) => a - b)
}

function row(name: string, counts: Counts): string {
  const cell = (part: Part): string => `${percent(part).toFixed(2)} %`.padStart(10)
  return `${name.padEnd(36)}${cell(counts.lines)}${cell(counts.branches)}`
}

const patterns = process.argv.slice(2)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const tests = findTests('src', false).filter(
  (file) => patterns.length === 0 || patterns.some((part) => file.includes(part)),
)
const failed = (await runTests(tests)).flatMap(({ failures }) => failures).length
const measured = (await measure()).map((file) => ({ file, name: file.sourcePath, counts: countsOf(file) }))
rmSync(folder, { recursive: true, force: true })

console.log(`${'folder'.padEnd(36)}${'lines'.padStart(10)}${'branches'.padStart(10)}`)
for (const name of [...new Set(measured.map((one) => dirname(one.name)))].sort()) {
  const inside = measured.filter((one) => dirname(one.name) === name).map(({ counts }) => counts)
  console.log(row(name, { lines: sum(inside, 'lines'), branches: sum(inside, 'branches') }))
}
const all = measured.map(({ counts }) => counts)
const total: Counts = { lines: sum(all, 'lines'), branches: sum(all, 'branches') }
console.log(row('all', total))

const problems: string[] = []
if (failed > 0) problems.push(`${failed} tests failed`)
if (patterns.length === 0) {
  for (const key of ['lines', 'branches'] as const)
    if (percent(total[key]) < GOALS[key])
      problems.push(`${percent(total[key]).toFixed(2)} % of all ${key} are run, and ${GOALS[key]} % are wanted`)
  for (const name of WHOLE) if (measured.every((one) => one.name !== name)) problems.push(`${name} was not measured`)
}
const shown = measured.filter(({ name }) => patterns.length > 0 || WHOLE.includes(name))
for (const { file, name, counts } of shown) {
  const { covered, total: branches } = counts.branches
  if (covered === branches) continue
  const text = `${name}: ${branches - covered} of ${branches} branches are not run, from lines ${missedLines(file).join(', ')}`
  if (patterns.length > 0) console.log(text)
  else problems.push(text)
}
for (const problem of problems) console.log(`FAIL ${problem}`)
process.exitCode = problems.length > 0 ? 1 : 0
