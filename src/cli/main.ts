import { diagnostic } from '../diagnostics/diagnostic.ts'
import { safeLines } from '../diagnostics/safe-text.ts'
import { errnoOf } from '../host/errno.ts'
import type { Host } from '../host/host.ts'
import { VERSION } from '../host/version.ts'
import { parseArguments } from './arguments.ts'
import type { CommandSpecification } from './command-table.ts'
import { commandHelp, overallHelp } from './help.ts'
import { createSession, type Distribution, type Session } from './session.ts'

type Command = (session: Session) => Promise<number> | number

/** Loads a command's code when it runs, so that no command pays for another. */
const LOADERS: Readonly<Record<string, () => Promise<Command>>> = {
  publish: async () => (await import('./commands/publish.ts')).publish,
  validate: async () => (await import('./commands/validate.ts')).validate,
  explain: async () => (await import('./commands/explain.ts')).explain,
  params: async () => (await import('./commands/params.ts')).params,
  environments: async () => (await import('./commands/environments.ts')).environments,
  graph: async () => (await import('./commands/graph.ts')).graph,
  schema: async () => (await import('./commands/schema.ts')).schema,
  init: async () => (await import('./commands/init.ts')).init,
  'templates eject': async () => (await import('./commands/eject-templates.ts')).ejectTemplates,
  completion: async () => (await import('./commands/completion.ts')).completion,
}

async function runCommand(command: CommandSpecification, session: Session): Promise<number> {
  const load = LOADERS[command.name]
  if (load === undefined) throw new Error(`command ${command.name} has no code`)
  const run = await load()
  return run(session)
}

/** The version; with `--log-level debug` also what is bundled, as the list of licences beside the program has it. */
function versionText({ host, distribution, option }: Session): string {
  const text = `${VERSION}\n`
  if (option('log-level') !== 'debug' || distribution.folder === undefined) return text
  try {
    const list = host.files.readFile(host.resolvePath(distribution.folder, 'dist', 'THIRD-PARTY-LICENSES.txt'))
    const lines = new TextDecoder().decode(list).match(/^(?:@[\w.-]+\/)?[\w.-]+ \d[\w.+-]* \([^()\n]+\)$/gm) ?? []
    return `${text}${lines.map((line) => `  ${line}\n`).join('')}`
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return text
  }
}

/** Values of variables that may be secrets: all but paths, and words that are in every text. */
function variableValues(session: Session): readonly string[] {
  const variables = [...session.host.environment].filter(
    ([name, value]) => /^parameters(__|:)/i.test(name) || (value.length >= 8 && !value.startsWith('/')),
  )
  return variables.map(([, value]) => value)
}

/** Nobody knows what the message of a bug is made of: no value that may be a secret is left in it. */
async function reportBug(error: unknown, session: Session): Promise<number> {
  const { maskTexts } = await import('../parameters/mask.ts')
  const mask = maskTexts(new Set([...session.concealed, ...variableValues(session)]))
  const message = mask(error instanceof Error ? error.message : String(error))
  const firstLine = message.split('\n')[0] ?? ''
  const code = session.finish([
    diagnostic('AH9001', undefined, `internal error: ${firstLine}`, {
      hints: [
        'this is a bug in apphost-compile: please report it among the issues of its repository, with the manifest (without secrets) and the output of --version',
        'once more with --log-level debug shows where it happened',
      ],
    }),
  ])
  if (session.option('log-level') === 'debug' && error instanceof Error) {
    session.host.talk.write(`${safeLines(mask(error.stack ?? ''))}\n`)
  }
  return code
}

/**
 * Runs a command line (without the program's name) and resolves with the exit code. It neither throws nor ends the process;
 * standard output gets the product, standard error everything else. Only `--watch` listens to signals: any other command
 * may die of one at any moment, since the next run repairs what it left.
 */
export async function main(
  argv: readonly string[],
  host: Host,
  distribution: Distribution = { folder: undefined },
): Promise<number> {
  const parsed = parseArguments(argv)
  const session = createSession(host, parsed, distribution)
  const { command, diagnostics } = parsed
  if (diagnostics.length > 0) return session.finish(diagnostics)
  if (session.has('version')) {
    session.print(versionText(session))
    return 0
  }
  if (session.has('help')) {
    session.print(command === undefined ? overallHelp() : commandHelp(command))
    return 0
  }
  if (command === undefined) {
    host.talk.write(overallHelp())
    return 2
  }
  try {
    return await runCommand(command, session)
  } catch (error) {
    return await reportBug(error, session)
  }
}
