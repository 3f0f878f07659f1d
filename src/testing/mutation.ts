// Changes the code that must not be wrong, a little and one change at a time, and counts how many changes its tests notice.
// usage: mutation.ts [--seed N] [--sample N] [--minutes N] [MODULE...]
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, transform } from 'esbuild'
import { applyMutant, mutantsOf, type Mutant } from './mutants.ts'
import { createRandom } from './random.ts'

/** A module: what is changed, and the tests that should notice, quick ones first. */
interface Module {
  readonly name: string
  readonly files: readonly string[]
  readonly tests: readonly string[]
}

const MODULES: readonly Module[] = [
  {
    name: 'quoting',
    files: ['print/yaml.ts', 'print/dotenv.ts', 'print/dotenv-file.ts', 'print/unprintable.ts'],
    tests: ['print/unprintable.test.ts', 'print/dotenv.test.ts', 'print/yaml.test.ts', 'output/merge-dotenv.test.ts'],
  },
  {
    name: 'paths',
    files: ['output/output-path.ts', 'output/refuse-folder.ts', 'host/project-path.ts', 'overlay/paths.ts'],
    tests: [
      'output/refuse-folder.test.ts',
      'host/project-path.test.ts',
      'overlay/paths.test.ts',
      'output/output-path.test.ts',
      'output/publish.test.ts',
      'testing/pitfalls-paths.test.ts',
    ],
  },
  {
    name: 'journal',
    files: ['output/journal.ts'],
    tests: ['output/journal.test.ts', 'output/publish.test.ts', 'output/crash.test.ts'],
  },
  {
    name: 'secrets',
    files: ['parameters/mask.ts', 'parameters/redact.ts', 'compiler/secret-literals.ts', 'compiler/unread-secrets.ts'],
    // Not testing/secrets.test.ts, which runs every command with every canary and takes a minute
    tests: [
      'parameters/redact.test.ts',
      'compiler/unread-secrets.test.ts',
      'compiler/secret-literals.test.ts',
      'parameters/sources.test.ts',
    ],
  },
]

/** The part of mutants that must be noticed, in percent. */
const GOAL = 85

interface Case extends Mutant {
  readonly file: string
  readonly line: number
}

type Fate = 'noticed' | 'survived' | 'endless'

const folder = join('.build', 'mutation', String(process.pid))
const options = readOptions(process.argv.slice(2))

function readOptions(argv: readonly string[]): {
  readonly seed: number
  readonly sample: number
  readonly minutes: number
  readonly modules: readonly Module[]
} {
  const numbers = { seed: Date.now() % 1_000_000, sample: 200, minutes: 15 }
  const names: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    const key = (['seed', 'sample', 'minutes'] as const).find((one) => word === `--${one}`)
    if (key === undefined) names.push(word)
    else numbers[key] = Number(argv[++at])
  }
  const unknown = names.filter((name) => MODULES.every((one) => one.name !== name))
  if (unknown.length > 0)
    throw new Error(`there is no module ${unknown.join(', ')}: ${MODULES.map(({ name }) => name).join(', ')}`)
  return { ...numbers, modules: MODULES.filter(({ name }) => names.length === 0 || names.includes(name)) }
}

/** The mutants of a module that run at all and differ from what they were made of, but for texts of types. */
async function casesOf({ files }: Module): Promise<readonly Case[]> {
  const cases: Case[] = []
  for (const file of files) {
    const source = readFileSync(join('src', file), 'utf8')
    const compile = (text: string): Promise<string | undefined> =>
      transform(text, { loader: 'ts', minifySyntax: true }).then(
        ({ code }) => code,
        () => undefined,
      )
    const original = await compile(source)
    for (const mutant of mutantsOf(source)) {
      const code = await compile(applyMutant(source, mutant))
      if (code === undefined || code === original) continue
      cases.push({ ...mutant, file, line: source.slice(0, mutant.start).split('\n').length })
    }
  }
  return cases
}

/** Bundles a test with the mutant in the place of its file; undefined where that cannot be. */
async function bundle(test: string, name: string, mutant: Case | undefined): Promise<string | undefined> {
  const outfile = join(folder, name, test.replace(/\.ts$/, '.mjs'))
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
  try {
    await build({
      entryPoints: [join('src', test)],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      define: { APPHOST_VERSION: JSON.stringify(version) },
      logLevel: 'silent',
      plugins: [
        {
          name: 'mutant',
          setup(plugins) {
            plugins.onLoad({ filter: /\.ts$/ }, ({ path }) => {
              if (mutant === undefined || path !== resolve('src', mutant.file)) return undefined
              return { contents: applyMutant(readFileSync(path, 'utf8'), mutant), loader: 'ts' }
            })
          },
        },
      ],
    })
    return outfile
  } catch {
    return undefined
  }
}

/** Runs a bundled test until its first failure; `limit` is in milliseconds. */
function runTest(script: string, limit: number): Promise<Fate> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, ['--disable-proto=throw', script], {
      stdio: 'ignore',
      // The same few inputs each time: what a test notices must not depend on luck
      env: { ...process.env, APPHOST_TEST_BAIL: '1', CI: 'true', RUNS: '3000', SEED: '1' },
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), limit)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      settle(signal === 'SIGKILL' ? 'endless' : code === 0 ? 'survived' : 'noticed')
    })
  })
}

/** The tests of a module with the time that each takes, in milliseconds; they must pass before anything is changed. */
async function timesOf(module: Module): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>()
  for (const test of module.tests) {
    const started = performance.now()
    const script = await bundle(test, 'unchanged', undefined)
    const fate = script === undefined ? 'noticed' : await runTest(script, 600_000)
    if (fate !== 'survived') throw new Error(`${test} does not pass as it is`)
    times.set(test, performance.now() - started)
  }
  return times
}

async function fateOf(mutant: Case, name: string, times: ReadonlyMap<string, number>): Promise<Fate> {
  for (const [test, time] of times) {
    const script = await bundle(test, name, mutant)
    const fate = script === undefined ? 'noticed' : await runTest(script, 4 * time + 10_000)
    if (fate !== 'survived') return fate
  }
  return 'survived'
}

const show = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)

/** Runs a sample of a module's mutants; prints those that nobody noticed, and returns whether the goal was reached. */
async function mutate(module: Module): Promise<boolean> {
  const started = performance.now()
  const all = await casesOf(module)
  const times = await timesOf(module)
  const random = createRandom(options.seed)
  const queue = [...all]
  const sample: Case[] = []
  while (queue.length > 0 && sample.length < options.sample) sample.push(...queue.splice(random.below(queue.length), 1))
  const fates = new Map<Case, Fate>()
  const waiting = sample.map((mutant, index) => ({ mutant, index }))
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (performance.now() - started > options.minutes * 60_000) return
      const name = `${module.name}-${next.index}`
      fates.set(next.mutant, await fateOf(next.mutant, name, times))
      rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
  await Promise.all([work(), work()])
  const survivors = sample.filter((mutant) => fates.get(mutant) === 'survived')
  for (const { file, line, operator, before, after } of survivors.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  ))
    console.log(`     src/${file}:${line}: ${operator}: ${show(before)} -> ${show(after)}`)
  const percent = (100 * (fates.size - survivors.length)) / fates.size
  console.log(
    `${percent >= GOAL ? 'ok  ' : 'FAIL'} ${module.name}: ${percent.toFixed(1)} % noticed (${fates.size - survivors.length} of ${fates.size}; ${all.length} in all), ${Math.round((performance.now() - started) / 1000)} s`,
  )
  return percent >= GOAL
}

mkdirSync(folder, { recursive: true })
try {
  console.log(
    `seed ${options.seed}, at most ${options.sample} changes and ${options.minutes} minutes for each module, goal ${GOAL} %`,
  )
  let reached = true
  for (const module of options.modules) reached = (await mutate(module)) && reached
  process.exitCode = reached ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
