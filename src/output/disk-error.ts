import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { describeErrno, errnoOf } from '../host/errno.ts'

/** What was tried when the disk refused. */
export type DiskTask = 'read' | 'write' | 'remove'

/** The disk refused an operation on a path; the message says which one and what the system's code means. */
export class DiskError extends Error {
  /** How to mend it. */
  readonly hint: string

  constructor(task: DiskTask, path: string, code: string) {
    super(`cannot ${task} "${path}": ${describeErrno(code)} (${code})`)
    this.name = 'DiskError'
    this.hint = `${REMEDIES.get(code) ?? 'see what is wrong with the disk'}, or choose another folder with --output-path`
  }
}

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'get the right to write there'],
  ['EPERM', 'get the right to write there'],
  ['EROFS', 'mount the disk for writing'],
  ['ENOSPC', 'make room on the disk'],
  ['EDQUOT', 'make room on the disk'],
])

/** The diagnostic for a disk that refused before anything was changed. */
export function diskRefused(error: DiskError): Diagnostic {
  return diagnostic('AH8301', undefined, error.message, { hints: [error.hint] })
}

/** Does something with the disk for the sake of a path that people know, and says so if the disk refuses. */
export function onDisk<T>(task: DiskTask, path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined) throw error
    throw new DiskError(task, path, code)
  }
}

/** Clean-up that may fail without harm: what is left is removed by the next run. */
export function tryQuietly(action: () => void): void {
  try {
    action()
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
  }
}
