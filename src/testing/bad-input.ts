import { load } from 'js-yaml'

/** A place and words that a diagnostic must have. Without `file` it must have no place at all. */
export interface ExpectedDiagnostic {
  readonly code: string
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** From 1. */
  readonly column?: number
  /** Part of one of its hints. */
  readonly hint?: string
  /** Part of its message. */
  readonly message?: string
}

/** The content of a `case.yaml`: a command on bad input, and everything that it must say. */
export interface BadInputCase {
  readonly command: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly exit: number
  readonly diagnostics: readonly ExpectedDiagnostic[]
  /** Leaves warnings and information out of the comparison. */
  readonly onlyErrors: boolean
}

/** One diagnostic as `--diagnostics json` prints it. */
export interface PrintedDiagnostic {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly hints: readonly string[]
  readonly location: {
    readonly file: string
    readonly start: { readonly line: number; readonly column: number }
  } | null
}

const caseKeys = ['command', 'variables', 'exit', 'diagnostics', 'only-errors']
const diagnosticKeys = ['code', 'file', 'line', 'column', 'hint', 'message']

/** Reads a `case.yaml`; a key that does not exist throws, so that a typing error cannot make a case weaker. */
export function readCase(text: string): BadInputCase {
  const document = load(text) as Record<string, unknown>
  refuseUnknown(document, caseKeys)
  const diagnostics = (document['diagnostics'] ?? []) as readonly ExpectedDiagnostic[]
  for (const expected of diagnostics) {
    refuseUnknown(expected, diagnosticKeys)
    const places = [expected.file, expected.line, expected.column].filter((part) => part !== undefined).length
    if (places !== 0 && places !== 3) throw new Error(`${expected.code}: file, line and column belong together`)
  }
  if (typeof document['exit'] !== 'number') throw new Error('exit is missing')
  const variables = Object.entries((document['variables'] ?? {}) as Record<string, unknown>)
  return {
    command: (document['command'] as readonly string[] | undefined) ?? ['validate'],
    variables: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
    exit: document['exit'],
    diagnostics,
    onlyErrors: document['only-errors'] === true,
  }
}

function refuseUnknown(map: object, known: readonly string[]): void {
  const unknown = Object.keys(map).filter((key) => !known.includes(key))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')} in a case`)
}

/** A diagnostic as a line that people can compare; words only as far as the expectation has them and they are there. */
export function describe(found: PrintedDiagnostic, expected: ExpectedDiagnostic | undefined): string {
  const { location } = found
  const place = location === null ? '-' : `${location.file}:${location.start.line}:${location.start.column}`
  return `${place} ${found.code}${words('message', [found.message], expected?.message)}${words('hint', found.hints, expected?.hint)}`
}

/** The line that `describe` gives for a diagnostic that is as expected. */
export function describeExpected({ code, file, line, column, message, hint }: ExpectedDiagnostic): string {
  const place = file === undefined ? '-' : `${file}:${line}:${column}`
  return `${place} ${code}${words('message', [], message, true)}${words('hint', [], hint, true)}`
}

function words(name: string, found: readonly string[], part: string | undefined, holds?: boolean): string {
  if (part === undefined) return ''
  const text = (holds ?? found.some((one) => one.includes(part))) ? part : found.join(' | ')
  return `\n    ${name}: ${text}`
}
