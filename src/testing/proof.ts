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
export function commandsOf(readme: string): readonly string[] {
  return [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => (block ?? '').trimEnd().split('\n'))
}

/** Texts that a container was given, one after the other: its environment, or its arguments. */
export function processTexts(container: string, file: 'environ' | 'cmdline'): readonly string[] {
  return docker('exec', container, 'cat', `/proc/1/${file}`).split('\0').slice(0, -1)
}

/** The environment of a container's first process. */
export function environmentOf(container: string): ReadonlyMap<string, string> {
  return new Map(
    processTexts(container, 'environ').map((line) => [
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
