import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { main } from '../cli/main.ts'
import { createNodeHost } from '../host/node.ts'

/** What a command did: its exit code, and everything that it wrote. */
export interface CommandRun {
  readonly exit: number
  /** Standard output. */
  readonly output: string
  /** Standard error. */
  readonly talk: string
}

/** What a command is given besides its arguments. */
export interface CommandOptions {
  /** All environment variables that it sees, but for `HOME`, which is an empty folder where it is not given. */
  readonly variables?: Readonly<Record<string, string>>
  /** Standard input; empty without it. */
  readonly input?: string
}

const made: string[] = []
process.on('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** An empty folder that is gone when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'apphost-'))
  made.push(folder)
  return folder
}

/** A copy of a folder below `fixtures/` that a test may write into, without what `npm start` left there. */
export function copyFixture(path: string): string {
  const folder = temporaryFolder()
  cpSync(join('fixtures', path), folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => basename(source) !== 'apphost-output',
  })
  return folder
}

/** Runs a command line in this process, on the real disk, with `folder` as the working directory. */
export async function runCommand(
  folder: string,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandRun> {
  const environment = new Map(Object.entries({ HOME: temporaryFolder(), ...options.variables }))
  const written = { output: '', talk: '' }
  const host = {
    ...createNodeHost({ workingDirectory: folder, environment }),
    output: { write: (text: string) => void (written.output += text), isTerminal: false, columns: 80 },
    talk: { write: (text: string) => void (written.talk += text), isTerminal: false, columns: 80 },
    readInput: () => new TextEncoder().encode(options.input ?? ''),
    inputIsTerminal: false,
    onInterrupt: () => undefined,
  }
  const exit = await main(argv, host, { folder: process.cwd() })
  return { exit, ...written }
}
