import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

/** Builds the whole command, with its chunks and templates, into a folder; the path of the script to run. */
export function buildProgram(folder: string): string {
  buildSync({
    entryPoints: { cli: 'src/cli/bin.ts' },
    outdir: join(folder, 'dist'),
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'silent',
    banner: { js: "import{createRequire as make}from'node:module';const require=make(import.meta.url);" },
  })
  cpSync('templates', join(folder, 'templates'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'measure.mjs'), MEASURE)
  return join(folder, 'dist', 'cli.js')
}

/** At its end the process says on a channel of its own what it took. */
const MEASURE = `import { writeSync } from 'node:fs'
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeSync(3, JSON.stringify({ milliseconds: (userCPUTime + systemCPUTime) / 1000, megabytes: maxRSS / 1024 }))
})
`

/** What a process did, and took: processor time, so that a busy machine fails nothing, and the most memory at a time. */
export interface MeasuredRun {
  /** Null if it was ended by a signal, as after the limit of 60 seconds. */
  readonly exit: number | null
  readonly output: string
  readonly talk: string
  readonly milliseconds: number
  readonly megabytes: number
}

/** Runs a built program in a folder as a process of its own, and measures it. */
export function runMeasured(
  program: string,
  folder: string,
  argv: readonly string[],
  options: {
    readonly input?: string | Uint8Array | number
    readonly variables?: Readonly<Record<string, string>>
  } = {},
): MeasuredRun {
  const { input = '' } = options
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', join(program, '..', '..', 'measure.mjs'), program, ...argv],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, ...options.variables },
      stdio: [typeof input === 'number' ? input : 'pipe', 'pipe', 'pipe', 'pipe'],
      ...(typeof input === 'number' ? {} : { input }),
      timeout: 60_000,
      maxBuffer: 2 ** 28,
    },
  )
  const measured = JSON.parse(output[3] || '{"milliseconds":60000,"megabytes":0}') as {
    readonly milliseconds: number
    readonly megabytes: number
  }
  return { exit: status, output: output[1] ?? '', talk: output[2] ?? '', ...measured }
}
