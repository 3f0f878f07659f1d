import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build, type BuildFailure } from 'esbuild'
import type { ProcessReport } from './suite.ts'

/** How a set of test files is run. Times are in milliseconds. */
export interface RunOptions {
  readonly concurrency: number
  /** A process that takes longer is killed, and its file fails. */
  readonly timeout: number
  /** Where bundles and reports go; removed afterwards, unless `keepFolder` says otherwise. */
  readonly folder: string
  readonly keepFolder?: boolean
}

/** One line of what a file did: a case that failed, or a problem beside the cases. */
export interface FailureReport {
  readonly where: string
  readonly message: string
  readonly details: string | undefined
  readonly stack: string
}

/** What came of one file. */
export interface FileResult {
  readonly file: string
  readonly passed: number
  readonly failures: readonly FailureReport[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  readonly snapshots: readonly string[]
  /** Lines that the file wants people to see. */
  readonly notes: readonly string[]
  /** What the process wrote to standard error. */
  readonly noise: string
  readonly duration: number
}

/** Test files below `folder`, sorted, with `/`: those for real tools, or the others. */
export function findTests(folder: string, real: boolean): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.test.ts') && entry.name.endsWith('.real.test.ts') === real,
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Bundles the files and runs each in a process of its own; the results come in the order of the files. */
export async function runFiles(
  files: readonly string[],
  options: RunOptions,
  onResult: (result: FileResult) => void = () => undefined,
): Promise<readonly FileResult[]> {
  mkdirSync(options.folder, { recursive: true })
  try {
    const broken = await bundle(files, options.folder)
    const results: FileResult[] = []
    const queue = files.map((file, index) => ({ file, index }))
    async function work(): Promise<void> {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const error = broken.get(next.file)
        const result = error === undefined ? await runFile(next.file, options) : failedFile(next.file, error)
        results[next.index] = result
        onResult(result)
      }
    }
    await Promise.all(Array.from({ length: options.concurrency }, work))
    return results
  } finally {
    if (options.keepFolder !== true) rmSync(options.folder, { recursive: true, force: true })
  }
}

/** Bundles all at once; if that fails, one by one, so that a broken file does not take the others with it. */
async function bundle(files: readonly string[], folder: string): Promise<ReadonlyMap<string, string>> {
  const broken = new Map<string, string>()
  if ((await tryBundle(files, folder)) === undefined) return broken
  for (const file of files) {
    const error = await tryBundle([file], folder)
    if (error !== undefined) broken.set(file, error)
  }
  return broken
}

async function tryBundle(files: readonly string[], folder: string): Promise<string | undefined> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
  try {
    await build({
      entryPoints: [...files],
      outdir: folder,
      outbase: '.',
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      sourcemap: 'linked',
      sourcesContent: false,
      define: { APPHOST_VERSION: JSON.stringify(version) },
      logLevel: 'silent',
    })
    return undefined
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return error.errors.map(({ text, location }) => `${location?.file}:${location?.line}: ${text}`).join('\n')
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error
}

function failedFile(file: string, message: string): FileResult {
  const failures = [{ where: file, message: `does not bundle\n${message}`, details: undefined, stack: '' }]
  return { file, passed: 0, failures, skipped: [], snapshots: [], notes: [], noise: '', duration: 0 }
}

async function runFile(file: string, options: RunOptions): Promise<FileResult> {
  const script = join(options.folder, dirname(file), `${basename(file, '.ts')}.mjs`)
  const reportFile = `${script}.json`
  const started = performance.now()
  // The flags turn a write to `__proto__` into an exception, and give stacks in terms of the sources
  const child = spawn(process.execPath, ['--enable-source-maps', '--disable-proto=throw', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, APPHOST_TEST_REPORT: reportFile },
  })
  let noise = ''
  // uvu's own progress goes to standard output; ours comes from the report
  child.stdout.resume()
  child.stderr.setEncoding('utf8').on('data', (text: string) => (noise += text))
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout)
  const end = await new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
  clearTimeout(timer)
  const duration = performance.now() - started
  return { file, ...judge(readReport(reportFile), end, duration >= options.timeout), noise, duration }
}

function readReport(path: string): ProcessReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessReport
  } catch {
    return undefined
  }
}

type Judgement = Pick<FileResult, 'passed' | 'failures' | 'skipped' | 'snapshots' | 'notes'>

function judge(report: ProcessReport | undefined, end: string, timedOut: boolean): Judgement {
  if (report === undefined) {
    const message = timedOut ? 'took too long and was ended' : `the process ended without a report (${end})`
    const failures = [{ where: 'process', message, details: undefined, stack: '' }]
    return { passed: 0, failures, skipped: [], snapshots: [], notes: [] }
  }
  const cases = report.suites.flatMap(({ name, cases }) =>
    cases.map((entry) => ({ ...entry, name: `${name} > ${entry.name}` })),
  )
  const failures: FailureReport[] = report.problems.map(({ where, failure }) => ({
    where,
    details: undefined,
    ...failure,
  }))
  for (const { name, status, failure } of cases) {
    if (status === 'failed' && failure !== undefined) failures.push({ where: name, details: undefined, ...failure })
    const message = 'declared, but it did not finish'
    if (status === 'pending') failures.push({ where: name, message, details: undefined, stack: '' })
  }
  const passed = cases.filter(({ status }) => status === 'passed').length
  const skipped = cases
    .filter(({ status }) => status === 'skipped')
    .map(({ name, reason }) => ({ name, reason: reason ?? '' }))
  if (failures.length === 0 && end !== 'exit code 0') {
    failures.push({ where: 'process', message: `ended with ${end}`, details: undefined, stack: '' })
  }
  if (cases.length === 0 && failures.length === 0) {
    failures.push({ where: 'process', message: 'no case was declared', details: undefined, stack: '' })
  }
  return { passed, failures, skipped, snapshots: report.snapshots, notes: report.notes }
}

/** The failure as text for people, with paths from the working directory. */
export function formatFailure(file: string, { where, message, details, stack }: FailureReport): string {
  const indent = (text: string): string => text.replace(/^/gm, () => '    ')
  const shortStack = stack.replaceAll(`file://${process.cwd()}/`, () => '').replaceAll(`${process.cwd()}/`, () => '')
  const parts = [`FAIL ${relative('.', file)}: ${where}`, indent(message)]
  if (details !== undefined) parts.push(indent(details))
  if (shortStack !== '') parts.push(shortStack)
  return `${parts.join('\n')}\n`
}
