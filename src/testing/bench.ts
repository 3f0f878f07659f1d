import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, homedir, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { largeApplication } from './large-application.ts'
import { phasesOf, type CpuProfile } from './profile-phases.ts'

/*
 * How long the built program takes, as whole processes. usage: bench.ts [--large]; with --large also 10 000 services.
 * Times are in milliseconds, memory in MB (10^6 bytes). On a busy machine look at the user time and at the ratios.
 */

const RUNS = 5
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
  const { status, stderr } = spawnSync(process.execPath, ['--require', probe, ...parameters], {
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

function measure(parameters: readonly string[], cwd: string, prepare: () => void = () => undefined): Usage {
  const runs = Array.from({ length: RUNS }, () => {
    prepare()
    return runOnce(parameters, cwd)
  })
  return {
    wall: median(runs.map((one) => one.wall)),
    user: median(runs.map((one) => one.user)),
    memory: median(runs.map((one) => one.memory)),
  }
}

function line(name: string, { wall, user, memory }: Usage, note = ''): void {
  const number = (value: number, unit: string): string => `${value.toFixed(0).padStart(7)} ${unit}`
  console.log(
    `${name.padEnd(30)}${number(wall, 'ms')}${number(user, 'ms user')}${number(memory, 'MB')}  ${note}`.trimEnd(),
  )
}

/** `docker compose config -q` on what was written: the time that people wait for anyway. */
function measureCompose(project: string): string {
  const own = join(process.env['APPHOST_TOOLS'] ?? join(homedir(), '.cache', 'apphost-tools'), 'bin', 'docker-compose')
  const [name, ...first] = existsSync(own) ? ([own] as const) : (['docker', 'compose'] as const)
  const env = { ...process.env, CACHE_PASSWORD: 'x', DB_PASSWORD: 'x', KEY: 'x' }
  const times: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now()
    const done = spawnSync(name, [...first, 'config', '-q'], {
      cwd: join(project, 'apphost-output'),
      env,
      encoding: 'utf8',
      timeout: 120_000,
    })
    if (done.signal !== null) return 'docker compose config -q takes more than two minutes'
    if (done.error !== undefined) return 'docker compose is not at hand'
    if (done.status !== 0) return `docker compose config refuses it: ${done.stderr.trim().slice(0, 200)}`
    times.push(performance.now() - start)
  }
  return median(times).toFixed(0)
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
  console.log(`    of one run, profiled: ${texts.join(', ')}`)
}

function benchPublish(services: number): void {
  const project = join(folder, String(services))
  mkdirSync(project)
  writeFileSync(join(project, 'apphost.yaml'), largeApplication(services))
  const clean = (): void => rmSync(join(project, 'apphost-output'), { recursive: true, force: true })
  const usage = measure([program, 'publish', '--quiet'], project, clean)
  const compose = measureCompose(project)
  const told = /^\d+$/.test(compose)
    ? `docker compose config -q: ${compose} ms, ratio ${(usage.wall / Number(compose)).toFixed(2)}`
    : compose
  line(`publish, ${services} services`, usage, told)
  printPhases(project)
}

const load = loadavg()[0] ?? 0
console.log(`Node ${process.version}, ${cpus().length} processors, load ${load.toFixed(1)}; medians of ${RUNS} runs\n`)
const nothing = measure(['-e', '0'], folder)
line('node -e 0', nothing)
const version = measure([program, '--version'], folder)
line(
  '--version',
  version,
  `ratio ${(version.wall / nothing.wall).toFixed(2)}, user ${(version.user / nothing.user).toFixed(2)}`,
)
for (const services of [10, 100, 1000, ...(process.argv.includes('--large') ? [10_000] : [])]) benchPublish(services)
