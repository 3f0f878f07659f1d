import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { type DiagnosticFormat, formatDiagnostics } from '../diagnostics/format-diagnostics.ts'
import { safeLines } from '../diagnostics/safe-text.ts'
import type { Host } from '../host/host.ts'
import { VERSION } from '../host/version.ts'
import type { ParsedArguments } from './arguments.ts'
import { exitCodeOf } from './exit-code.ts'
import { hideEverywhere } from './hidden-text.ts'

/** What belongs to the installed package besides its code. */
export interface Distribution {
  /** Absolute path of the package's folder, which holds `templates/`; undefined where it is not known. */
  readonly folder: string | undefined
}

/** One run of one command: its options, and the two streams with their roles. */
export interface Session {
  readonly host: Host
  readonly distribution: Distribution
  readonly positionals: readonly string[]
  /** The last value of an option, or undefined. */
  option(name: string): string | undefined
  /** Every value of a repeatable option. */
  options(name: string): readonly string[]
  has(name: string): boolean
  /** Values that may be secrets and were read so far; what somebody else worded is shown without them. */
  readonly concealed: Set<string>
  /** `-e`, else `APPHOST_ENVIRONMENT`. */
  readonly environment: string | undefined
  readonly colour: { readonly output: boolean; readonly talk: boolean }
  /** Writes to standard output: the product. */
  print(text: string): void
  /** Writes one line of progress to standard error, unless that is to be quiet or to hold one document. */
  say(line: string): void
  /** Where a diagnostic's path leads from the working directory; set once the project root is known. */
  setRoot(root: string): void
  /** Writes diagnostics to standard error in the form that was asked for, and returns the exit code that they mean. */
  finish(diagnostics: readonly Diagnostic[]): number
}

const FORMATS: readonly DiagnosticFormat[] = ['text', 'json', 'sarif', 'github']

function formatOf(host: Host, given: string | undefined): DiagnosticFormat {
  const asked = FORMATS.find((one) => one === given)
  if (asked !== undefined) return asked
  return host.environment.get('GITHUB_ACTIONS') === 'true' ? 'github' : 'text'
}

/** `NO_COLOR` and `FORCE_COLOR` by their conventions: any text counts as set, `FORCE_COLOR=0` as off. */
function wantsColour(host: Host, refused: boolean, isTerminal: boolean): boolean {
  if (refused || (host.environment.get('NO_COLOR') ?? '') !== '') return false
  const forced = host.environment.get('FORCE_COLOR')
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  return isTerminal && host.environment.get('TERM') !== 'dumb'
}

/** How much of the diagnostics people see; JSON and SARIF always hold all. */
function visible(diagnostics: readonly Diagnostic[], level: string): readonly Diagnostic[] {
  if (level === 'error') return diagnostics.filter((one) => one.severity === 'error')
  if (level === 'warning') return diagnostics.filter((one) => one.severity !== 'information')
  return diagnostics
}

/** Makes the session of a command line. */
export function createSession(host: Host, parsed: ParsedArguments, distribution: Distribution): Session {
  const { options } = parsed
  const has = (name: string): boolean => options.has(name)
  const option = (name: string): string | undefined => options.get(name)?.at(-1)
  const format = formatOf(host, option('diagnostics'))
  const level = option('log-level') ?? 'info'
  const talks = !has('quiet') && level !== 'error' && level !== 'warning' && (format === 'text' || format === 'github')
  const colour = {
    output: wantsColour(host, has('no-color'), host.output.isTerminal),
    talk: wantsColour(host, has('no-color'), host.talk.isTerminal),
  }
  const columns = host.talk.isTerminal ? host.talk.columns : 120
  let displayPath = (path: string): string => path
  const fromVariable = host.environment.get('APPHOST_ENVIRONMENT')
  const session: Session = {
    host,
    distribution,
    positionals: parsed.positionals,
    option,
    options: (name) => options.get(name) ?? [],
    has,
    concealed: new Set(),
    environment: option('environment') ?? (fromVariable === '' ? undefined : fromVariable),
    colour,
    print: (text) => host.output.write(text),
    say: (line) => {
      if (talks) host.talk.write(`${safeLines(line)}\n`)
    },
    setRoot: (root) => {
      displayPath = (path) => {
        if (path.startsWith('<')) return path
        return host.relativePath(host.workingDirectory, host.resolvePath(root, path))
      }
    },
    finish: (diagnostics) => {
      const readers = format === 'text' || format === 'github'
      const shown = hideEverywhere(readers ? visible(diagnostics, level) : diagnostics)
      const text = formatDiagnostics(shown, format, { colour: colour.talk, columns, displayPath, version: VERSION })
      if (text !== '') host.talk.write(text)
      return exitCodeOf(diagnostics)
    },
  }
  return session
}
