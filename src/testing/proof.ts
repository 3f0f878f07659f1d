import { spawnSync } from 'node:child_process'

/** What a command printed, and how it ended. */
export interface Ran {
  readonly exit: number | null
  readonly output: string
  readonly talk: string
}

/** Runs a program, without a shell. */
export function run(program: string, parameters: readonly string[], folder?: string): Ran {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 240_000,
    ...(folder === undefined ? {} : { cwd: folder }),
  })
  return { exit: status, output: stdout, talk: stderr }
}

/** Runs `docker`, and throws with what it said if it fails. */
export function docker(...parameters: readonly string[]): string {
  const { exit, output, talk } = run('docker', parameters)
  if (exit !== 0) throw new Error(`docker ${parameters.join(' ')}: ${talk}`)
  return output
}

/** The lines of all shell blocks of a README, in their order. */
function commandsOf(readme: string): readonly string[] {
  return [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => (block ?? '').trimEnd().split('\n'))
}

/** The command lines of a README that hold a text; none is a failure. */
export function readmeCommands(readme: string, part: string): readonly string[] {
  const found = commandsOf(readme).filter((line) => line.includes(part))
  if (found.length === 0) throw new Error(`the README has no command with "${part}"`)
  return found
}

/** Runs a command line of a README as it stands there, and returns its output; anything but success is a failure. */
export function asWritten(line: string | undefined, folder: string): string {
  const { exit, output, talk } = run('sh', ['-c', line ?? 'false'], folder)
  if (exit !== 0) throw new Error(`${line ?? ''}\n${output}\n${talk}`)
  return output
}

/** Texts that a container was given, one after the other: its environment, or its arguments. */
export function processTexts(
  container: string,
  file: 'environ' | 'cmdline',
  process: '1' | 'self' = '1',
): readonly string[] {
  return docker('exec', container, 'cat', `/proc/${process}/${file}`).split('\0').slice(0, -1)
}

/** The environment of a container's first process, or of one that is started in it now. */
export function environmentOf(container: string, process: '1' | 'self' = '1'): ReadonlyMap<string, string> {
  return new Map(
    processTexts(container, 'environ', process).map((line) => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]),
  )
}

/** Every file below a folder of a container, by path. */
export function filesIn(container: string, folder: string): ReadonlyMap<string, Buffer> {
  const script = 'for f in $(find "$1" -type f | sort); do echo "$f"; base64 -w0 "$f"; echo; done'
  const lines = docker('exec', container, 'sh', '-c', script, 'sh', folder).split('\n')
  const found = new Map<string, Buffer>()
  for (let at = 0; at + 1 < lines.length; at += 2)
    found.set(lines[at] ?? '', Buffer.from(lines[at + 1] ?? '', 'base64'))
  return found
}

/** One field of what the engine knows about a container, by a Go template. */
export function inspect(container: string, template: string): string {
  return docker('inspect', '--format', template, container).trimEnd()
}

/** A value as the README says to write it into an env file. */
export function dotenvValue(text: string): string {
  return `"${text.replace(/[\\"$]/g, (character) => `\\${character}`)}"`
}
