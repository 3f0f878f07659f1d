import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { describeErrno, errnoOf } from '../host/errno.ts'
import type { DirectoryEntry, FileSystem } from '../host/host.ts'

/** What lies at a path below an output folder; nothing on the way to it is a link. */
export type Existing =
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: 'folder' }
  /** `at` is the path itself or a folder on the way that is none. */
  | { readonly kind: 'blocked'; readonly at: string; readonly by: 'link' | 'file' | 'other' }

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

/** A read-only look at what lies below one folder. */
export interface FolderView {
  existing(path: string): Existing
  /** Whether a folder holds nothing but these files, at any depth, and so goes with them. */
  holdsOnly(folder: string, paths: ReadonlySet<string>): boolean
}

/** Looks at a folder of the disk. `root` is absolute, `show` makes a path below it readable for people. */
export function viewFolder(files: FileSystem, root: string, show: (path: string) => string): FolderView {
  const folders = new Map<string, DirectoryEntry['kind'] | undefined>()
  function kindOfFolder(path: string): DirectoryEntry['kind'] | undefined {
    if (!folders.has(path)) folders.set(path, files.stat(path === '' ? root : `${root}/${path}`)?.kind)
    return folders.get(path)
  }
  function look(path: string): Existing {
    const names = path.split('/')
    for (let depth = 0; depth < names.length; depth += 1) {
      const folder = names.slice(0, depth).join('/')
      const kind = kindOfFolder(folder)
      if (kind === undefined) return { kind: 'missing' }
      if (kind !== 'folder') return { kind: 'blocked', at: folder, by: kind }
    }
    const found = files.stat(`${root}/${path}`)
    if (found === undefined) return { kind: 'missing' }
    if (found.kind === 'folder') return { kind: 'folder' }
    if (found.kind !== 'file') return { kind: 'blocked', at: path, by: found.kind }
    return { kind: 'file', bytes: files.readFile(`${root}/${path}`), mode: found.mode }
  }
  function holdsOnly(folder: string, paths: ReadonlySet<string>): boolean {
    const waiting = [folder]
    for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
      const entries = files.readFolder(`${root}/${current}`)
      if (entries.length === 0) return false
      for (const entry of entries) {
        const path = `${current}/${entry.name}`
        if (entry.kind === 'folder') waiting.push(path)
        else if (!paths.has(path)) return false
      }
    }
    return true
  }
  return {
    existing: (path) => onDisk('read', show(path), () => look(path)),
    holdsOnly: (folder, paths) => onDisk('read', show(folder), () => holdsOnly(folder, paths)),
  }
}
