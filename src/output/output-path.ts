import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { showUnprintable } from '../print/unprintable.ts'

/** The list of what was generated, in every folder that artifacts are written to. */
export const LIST_NAME = '.apphost-output.json'
/** What the names of all our own files at work begin with: the list, journal, lock and temporary folders. */
const OWN_PREFIX = '.apphost-output'

/** Bytes of one name and characters of one path that every file system and Windows' older programs take. */
const LONGEST_NAME = 255
const LONGEST_PATH = 200

/** Names that are devices on Windows, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

function problemOfName(name: string): string | undefined {
  if (name === '') return 'it has an empty part'
  if (name === '.' || name === '..') return `"${name}" is no name of a file or folder`
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'it has a control character'
  const special = /[\\<>:"|?*]/.exec(name)
  if (special !== null) return `Windows has no files with ${special[0]} in their names`
  if (name.endsWith('.') || name.endsWith(' ')) return 'Windows has no names that end in a dot or a blank'
  if (RESERVED.test(name)) return `"${name}" is a device on Windows`
  if (new TextEncoder().encode(name).length > LONGEST_NAME) return `a name in it has more than ${LONGEST_NAME} bytes`
  return undefined
}

/** Why a path below the output folder cannot be written on every system; undefined if it can. */
export function outputPathProblem(path: string): string | undefined {
  if (path.startsWith('/')) return 'it is absolute'
  if (/\p{Cs}/u.test(path)) return 'it is no valid text'
  if (path.length > LONGEST_PATH) return `it has more than ${LONGEST_PATH} characters`
  const names = path.split('/')
  if (path.toLowerCase().startsWith(OWN_PREFIX))
    return `names that begin with "${OWN_PREFIX}" are apphost-compile's own`
  for (const name of names) {
    const problem = problemOfName(name)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** What a path is to a disk that ignores case and the composition of accents. */
function folded(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

function foldersOf(path: string): readonly string[] {
  const names = path.split('/')
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'))
}

/**
 * Reports every path that some system cannot hold, and every pair of paths that some system takes for one: by case, by
 * composition of accents, or because one is a folder of the other. `show` makes a path readable for people.
 */
export function checkOutputPaths(paths: readonly string[], show: (path: string) => string, report: Report): void {
  const taken = new Map<string, { readonly path: string; readonly folder: boolean }>()
  function claim(path: string, folder: boolean, whole: string): void {
    const key = folded(path)
    const there = taken.get(key)
    if (there === undefined) return void taken.set(key, { path, folder })
    if (there.path === path && there.folder && folder) return
    const other =
      there.path === path && !there.folder && !folder
        ? 'is generated twice'
        : `and "${show(there.path)}" are one on some disks`
    report(
      diagnostic('AH8102', undefined, `"${show(whole)}" ${other}`, {
        hints: ['rename one of them, or the resource that it comes from'],
      }),
    )
  }
  for (const path of paths) {
    const problem = outputPathProblem(path)
    if (problem !== undefined) {
      report(
        diagnostic('AH8101', undefined, `"${showUnprintable(show(path))}" cannot be written everywhere: ${problem}`, {
          hints: ['rename the file or resource that it comes from'],
        }),
      )
      continue
    }
    for (const folder of foldersOf(path)) claim(folder, true, path)
    claim(path, false, path)
  }
}
