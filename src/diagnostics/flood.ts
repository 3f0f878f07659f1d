import type { Severity } from './code-page.ts'
import type { Diagnostic } from './diagnostic.ts'

/** So many of one severity in one file are shown to people; a reader of the first ones mends the file and asks again. */
const MOST_SHOWN = 50

/** Diagnostics that are not shown, counted by file and severity. */
export interface LeftOut {
  readonly path: string | undefined
  readonly severity: Severity
  readonly count: number
}

/** The first diagnostics of every file and severity, in their order, and how many are left out. */
export function withoutFlood(diagnostics: readonly Diagnostic[]): {
  readonly shown: readonly Diagnostic[]
  readonly leftOut: readonly LeftOut[]
} {
  const groups = new Map<string, { path: string | undefined; severity: Severity; count: number }>()
  const shown = diagnostics.filter(({ severity, span }) => {
    const path = span?.source.path
    const key = `${severity} ${path ?? ''}`
    const group = groups.get(key) ?? { path, severity, count: 0 }
    groups.set(key, group)
    group.count++
    return group.count <= MOST_SHOWN
  })
  const leftOut = [...groups.values()].flatMap((group) =>
    group.count <= MOST_SHOWN ? [] : [{ ...group, count: group.count - MOST_SHOWN }],
  )
  return { shown, leftOut }
}

const WORDS: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information line', 'information lines'],
}

/** `150 more errors in apphost.yaml; --diagnostics json has all`. */
export function leftOutText({ path, severity, count }: LeftOut, displayPath: (path: string) => string): string {
  const where = path === undefined ? '' : ` in ${displayPath(path)}`
  return `${count} more ${WORDS[severity][count === 1 ? 0 : 1]}${where}; --diagnostics json has all`
}
