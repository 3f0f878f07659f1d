import type { DirectoryEntry, FileSystem } from '../host/host.ts'
import { onDisk } from './disk-error.ts'

/** What lies at a path below an output folder; nothing on the way to it is a link. */
export type Existing =
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: 'folder' }
  /** `at` is the path itself or a folder on the way that is none. */
  | { readonly kind: 'blocked'; readonly at: string; readonly by: 'link' | 'file' | 'other' }

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
