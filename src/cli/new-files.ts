import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { describeErrno, errnoOf } from '../host/errno.ts'
import type { Host } from '../host/host.ts'
import { kindAt } from './project.ts'

function makeFolders(host: Host, folder: string): void {
  if (kindAt(host, folder) === 'folder') return
  const parent = host.resolvePath(folder, '..')
  if (parent !== folder) makeFolders(host, parent)
  host.files.makeFolder(folder)
}

/**
 * Writes one file that a command makes for people to edit; false after a diagnostic. What is there already is replaced
 * only if `force` says so, and then by a rename, so that it holds the old or the new text at any moment.
 */
export function writeNewFile(
  host: Host,
  path: string,
  bytes: Uint8Array,
  options: { readonly force: boolean; readonly hint: string },
  report: Report,
): boolean {
  const shown = host.relativePath(host.workingDirectory, path)
  try {
    makeFolders(host, host.resolvePath(path, '..'))
    const there = host.files.stat(path)
    if (there === undefined) {
      host.files.createFile(path, bytes, 0o644)
      return true
    }
    if (!options.force || there.kind === 'folder') {
      report(diagnostic('AH8530', undefined, `${shown} exists already`, { hints: [options.hint] }))
      return false
    }
    const temporary = `${path}.${host.randomHex(12)}.tmp`
    host.files.createFile(temporary, bytes, 0o644)
    host.files.rename(temporary, path)
    return true
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined) throw error
    const hints = ['look at the space and the permissions of its folder, then run the same command again']
    report(diagnostic('AH8531', undefined, `${shown} cannot be written: ${describeErrno(code)}`, { hints }))
    return false
  }
}
