import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, homedir, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { largeApplication } from './large-application.ts'
import { phasesOf, type CpuProfile } from './profile-phases.ts'

/*
 * How long the built program takes, as whole processes, side by side with what people would run anyway: bare Node, and
 * `docker compose config -q` on the very files that were written. usage: bench.ts [--runs N] [--up-to WORKLOADS] [--node PATH]
 * Times are medians in milliseconds, memory in MB (10^6 bytes). On a busy machine look at the ratios.
 */

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? fallback : (process.argv[at + 1] ?? fallback)
}

const RUNS = Number(option('runs', '7'))
const LARGEST = Number(option('up-to', '10000'))
const node = option('node', process.execPath)
const program = resolve('dist', 'cli.js')
const folder = mkdtempSync(join(tmpdir(), 'apphost-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

interface Usage {
  readonly wall: number
  readonly user: number
  /** The largest resident size. */
  readonly memory: number
}

/** What a process says of itself when it ends, into a file; loaded before the program, which knows nothing of it. */
const probe = join(folder, 'probe.cjs')
writeFileSync(
  probe,
  `process.on('exit', () => {
    const { userCPUTime, maxRSS } = process.resourceUsage()
    require('node:fs').writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ userCPUTime, maxRSS }))
  })`,
)

function runOnce(parameters: readonly string[], cwd: string): Usage {
  const file = join(folder, 'usage.json')
  const start = performance.now()
  const { status, stderr } = spawnSync(node, ['--require', probe, ...parameters], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, BENCH_USAGE: file },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const wall = performance.now() - start
  if (status !== 0) throw new Error(`exit ${status}: ${stderr}`)
  const { userCPUTime, maxRSS } = JSON.parse(readFileSync(file, 'utf8')) as Record<'userCPUTime' | 'maxRSS', number>
  return { wall, user: userCPUTime / 1000, memory: (maxRSS * 1024) / 1e6 }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** One thing to be timed. */
interface Candidate {
  readonly name: string
  readonly run: () => Usage
}

/** Runs the candidates in turn, so that what else the machine does falls on all of them alike; medians by name. */
function compare(candidates: readonly Candidate[]): ReadonlyMap<string, Usage> {
  const runs = new Map<string, Usage[]>(candidates.map(({ name }) => [name, []]))
  for (let round = 0; round < RUNS; round += 1) for (const { name, run } of candidates) runs.get(name)?.push(run())
  const of = (all: readonly Usage[], field: keyof Usage): number => median(all.map((one) => one[field]))
  return new Map(
    [...runs].map(([name, all]) => [name, { wall: of(all, 'wall'), user: of(all, 'user'), memory: of(all, 'memory') }]),
  )
}

function number(value: number | undefined, digits = 0): string {
  return value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits)
}

/** Names that stand for secrets in what was written, so that Compose finds all of them set. */
function secretsOf(project: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(project, 'apphost-output', 'compose.yaml'), 'utf8')
  return Object.fromEntries(Array.from(text.matchAll(/\$\{([A-Z0-9_]+):\?/g), ([, name = '']) => [name, 'x']))
}

/** `docker compose config -q`; undefined with the reason printed where it cannot be run, or refuses what was written. */
function composeCandidate(project: string): Candidate | undefined {
  const tools = join(process.env['APPHOST_TOOLS'] ?? join(homedir(), '.cache', 'apphost-tools'), 'bin')
  const env = { ...process.env, PATH: `${tools}:${process.env['PATH'] ?? ''}`, ...secretsOf(project) }
  const run = (): Usage & { readonly problem?: string } => {
    const start = performance.now()
    const done = spawnSync('docker', ['compose', 'config', '-q'], {
      cwd: join(project, 'apphost-output'),
      env,
      encoding: 'utf8',
      timeout: 120_000,
    })
    const usage = { wall: performance.now() - start, user: Number.NaN, memory: Number.NaN }
    if (done.error !== undefined) return { ...usage, problem: done.error.message }
    return done.status === 0 ? usage : { ...usage, problem: done.stderr.trim().slice(0, 150) }
  }
  const { problem } = run()
  if (problem === undefined) return { name: 'compose', run }
  console.log(`    docker compose config -q: ${problem}`)
  return undefined
}

function printPhases(project: string): void {
  const profiles = join(project, 'profile')
  rmSync(join(project, 'apphost-output'), { recursive: true, force: true })
  const options = ['--cpu-prof', '--cpu-prof-interval', '500', '--cpu-prof-dir', profiles]
  runOnce([...options, program, 'publish', '--quiet'], project)
  const [name = ''] = readdirSync(profiles)
  const phases = phasesOf(JSON.parse(readFileSync(join(profiles, name), 'utf8')) as CpuProfile)
  rmSync(profiles, { recursive: true })
  const texts = [...phases].map(([phase, time]) => `${phase} ${time.toFixed(0)}`)
  console.log(`    phases of one profiled run, ms: ${texts.join(', ')}`)
}

function benchPublish(workloads: number): void {
  const project = join(folder, String(workloads))
  mkdirSync(project)
  const { manifest, overlay } = largeApplication(workloads)
  writeFileSync(join(project, 'apphost.yaml'), manifest)
  writeFileSync(join(project, 'apphost.production.yaml'), overlay)
  const own = (name: string, parameters: readonly string[], clean: boolean): Candidate => ({
    name,
    run: () => {
      if (clean) rmSync(join(project, 'apphost-output'), { recursive: true, force: true })
      return runOnce([program, 'publish', '--quiet', ...parameters], project)
    },
  })
  runOnce([program, 'publish', '--quiet'], project)
  const compose = composeCandidate(project)
  const usage = compare([
    own('publish', [], true),
    own('check', ['--check'], false),
    ...(compose === undefined ? [] : [compose]),
  ])
  const publish = usage.get('publish')
  const other = usage.get('compose')?.wall
  const cells = [
    String(workloads),
    number(publish?.wall),
    number(usage.get('check')?.wall),
    number(other),
    other === undefined || publish === undefined ? '-' : `${number(other / publish.wall, 1)}x`,
    number(publish?.memory),
    number(((publish?.wall ?? 0) * 1000) / workloads),
  ]
  console.log(`| ${cells.join(' | ')} |`)
  printPhases(project)
}

/** One environment against four, of an application of 100 workloads. */
function benchEnvironments(): void {
  const project = join(folder, 'environments')
  mkdirSync(project)
  const { manifest, overlay } = largeApplication(100)
  const names = ['dev', 'test', 'staging', 'production']
  const environments = `environments:\n${names.map((name) => `  ${name}: {}\n`).join('')}`
  writeFileSync(
    join(project, 'apphost.yaml'),
    manifest.replace('resources:\n', () => `${environments}resources:\n`),
  )
  for (const name of names) writeFileSync(join(project, `apphost.${name}.yaml`), overlay)
  const run = (which: string) => (): Usage => {
    rmSync(join(project, 'apphost-output'), { recursive: true, force: true })
    return runOnce([program, 'publish', '--quiet', '-e', which], project)
  }
  const usage = compare([
    { name: 'one', run: run('production') },
    { name: 'all', run: run('all') },
  ])
  const [one, all] = [usage.get('one')?.wall ?? 0, usage.get('all')?.wall ?? 0]
  console.log(
    `\n100 workloads, one environment: ${number(one)} ms; four with -e all: ${number(all)} ms, ${number(all / one, 2)}x`,
  )
}

const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
const [processor] = cpus()
console.log(
  `Node ${version}, ${cpus().length} processors (${processor?.model.trim() ?? 'unknown'}), load ${number(loadavg()[0], 1)}; medians of ${RUNS} runs\n`,
)
const starts = compare([
  { name: 'node', run: () => runOnce(['-e', '0'], folder) },
  { name: 'version', run: () => runOnce([program, '--version'], folder) },
])
const [bare, start] = [starts.get('node')?.wall ?? 0, starts.get('version')?.wall ?? 0]
console.log(`node -e 0: ${number(bare)} ms; --version: ${number(start)} ms, ${number(start / bare, 2)}x\n`)
console.log(
  '| workloads | publish, ms | publish --check, ms | docker compose config -q, ms | faster | MB | us a workload |',
)
console.log('|---|---|---|---|---|---|---|')
for (const workloads of [10, 100, 1000, 10_000].filter((count) => count <= LARGEST)) benchPublish(workloads)
benchEnvironments()
