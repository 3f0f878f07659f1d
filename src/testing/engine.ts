import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const script = join('.ci', 'docker')
const pidFile = join(process.env['APPHOST_DOCKER_DIR'] ?? '/tmp/apphost-docker', 'pid')

/** Whether a Docker engine answers, and `docker compose` is there to use it. */
export function engineAnswers(): boolean {
  const answers = (parameters: readonly string[]): boolean =>
    spawnSync('docker', parameters, { stdio: 'ignore', timeout: 20_000 }).status === 0
  return answers(['version']) && answers(['compose', 'version'])
}

/**
 * The tool that a test of these catalog types lacks, for `skipUnless`: an engine, or one of the images that `.ci/images`
 * makes; undefined if all are there.
 */
export function missingForTypes(...types: readonly string[]): string | undefined {
  if (!engineAnswers()) return 'docker'
  return types.map(imageOf).find((image) => {
    const { status } = spawnSync('docker', ['image', 'inspect', image], { stdio: 'ignore', timeout: 20_000 })
    return status !== 0
  })
}

function imageOf(type: string): string {
  const { status, stdout } = spawnSync(join('.ci', 'images'), ['--reference', type], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : `image of ${type}`
}

/**
 * Makes `DOCKER_HOST` lead to an engine: the one that the environment names or that is there by default, else one of
 * our own where `.ci/install-tools docker` was run. Returns what stops it again; nothing happens where there is none.
 */
export function provideEngine(): () => void {
  const tools = process.env['APPHOST_TOOLS'] ?? join(homedir(), '.cache', 'apphost-tools')
  process.env['PATH'] = `${join(tools, 'bin')}:${process.env['PATH'] ?? ''}`
  const nothing = (): void => undefined
  if (engineAnswers()) return nothing
  if (process.env['DOCKER_HOST'] !== undefined || process.getuid?.() !== 0) return nothing
  if (!existsSync(join(tools, 'bin', 'docker-compose'))) return nothing
  const started = !existsSync(pidFile)
  const { status, stdout } = spawnSync(script, ['start'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) return nothing
  process.env['DOCKER_HOST'] = stdout.trim()
  return started ? () => void spawnSync(script, ['stop'], { stdio: 'ignore' }) : nothing
}
