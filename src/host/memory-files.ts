import type { DirectoryEntry, FileSystem } from './host.ts'
import { compareCodePoints } from '../syntax/compare.ts'

/** What lies at one path of a disk in memory. */
export type MemoryEntry =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: 'folder' }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'other' }

/** A disk in memory: absolute POSIX path -> entry; `/` is always there. */
export type Disk = Map<string, MemoryEntry>

/** Called before each operation with its name and paths; may throw. Answers whether a write is to stop half-way. */
export type Gate = (operation: string, paths: readonly string[]) => Error | undefined

/** An error as the system gives it. */
export function systemError(code: string, operation: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${operation} '${path}'`), { code, path })
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1))
}

/** The path with `.` and `..` taken out, links not looked at. */
export function plainPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return `/${segments.join('/')}`
}

/** Follows the links on the way to a path, and the last one too if `last`; throws as the system does. */
export function followLinks(disk: Disk, path: string, last: boolean, operation: string): string {
  let rest = plainPath(path).split('/').filter(Boolean)
  let at = ''
  for (let steps = 0; rest.length > 0; steps += 1) {
    if (steps > 4_000) throw systemError('ELOOP', operation, path)
    const [segment = '', ...after] = rest
    const next = `${at}/${segment}`
    const entry = disk.get(next)
    rest = after
    if (entry?.kind === 'link' && (after.length > 0 || last)) {
      const target = plainPath(entry.target.startsWith('/') ? entry.target : `${at}/${entry.target}`)
      rest = [...target.split('/').filter(Boolean), ...after]
      at = ''
      continue
    }
    if (after.length > 0 && entry === undefined) throw systemError('ENOENT', operation, path)
    if (after.length > 0 && entry?.kind !== 'folder') throw systemError('ENOTDIR', operation, path)
    at = next
  }
  return at === '' ? '/' : at
}

function namesIn(disk: Disk, folder: string): readonly string[] {
  const prefix = folder === '/' ? '/' : `${folder}/`
  const names: string[] = []
  for (const path of disk.keys()) {
    if (path.startsWith(prefix) && path !== prefix && !path.slice(prefix.length).includes('/')) {
      names.push(path.slice(prefix.length))
    }
  }
  return names.sort(compareCodePoints)
}

function renameOn(disk: Disk, from: string, to: string): void {
  const source = followLinks(disk, from, false, 'rename')
  const target = followLinks(disk, to, false, 'rename')
  const entry = disk.get(source)
  const there = disk.get(target)
  if (entry === undefined || disk.get(parentOf(target))?.kind !== 'folder') throw systemError('ENOENT', 'rename', from)
  if (there?.kind === 'folder' && entry.kind !== 'folder') throw systemError('EISDIR', 'rename', to)
  if (there !== undefined && there.kind !== 'folder' && entry.kind === 'folder')
    throw systemError('ENOTDIR', 'rename', to)
  for (const path of [...disk.keys()]) {
    if (path !== source && !path.startsWith(`${source}/`)) continue
    const moved = disk.get(path)
    disk.delete(path)
    if (moved !== undefined) disk.set(target + path.slice(source.length), moved)
  }
}

function readOn(disk: Disk, path: string): Uint8Array {
  const entry = disk.get(followLinks(disk, path, true, 'open'))
  if (entry === undefined) throw systemError('ENOENT', 'open', path)
  if (entry.kind !== 'file') throw systemError('EISDIR', 'read', path)
  return entry.bytes.slice()
}

/** Makes a new entry where nothing is; throws `EEXIST` or `ENOENT` as the system does. */
function place(disk: Disk, path: string, entry: MemoryEntry, operation: string): void {
  const real = followLinks(disk, path, false, operation)
  if (disk.has(real)) throw systemError('EEXIST', operation, path)
  if (disk.get(parentOf(real))?.kind !== 'folder') throw systemError('ENOENT', operation, path)
  disk.set(real, entry)
}

function removeFolderOn(disk: Disk, path: string): void {
  const real = followLinks(disk, path, false, 'rmdir')
  if (disk.get(real)?.kind !== 'folder') throw systemError(disk.has(real) ? 'ENOTDIR' : 'ENOENT', 'rmdir', path)
  if (namesIn(disk, real).length > 0) throw systemError('ENOTEMPTY', 'rmdir', path)
  disk.delete(real)
}

function unlinkOn(disk: Disk, path: string): void {
  const real = followLinks(disk, path, false, 'unlink')
  const entry = disk.get(real)
  if (entry === undefined) throw systemError('ENOENT', 'unlink', path)
  if (entry.kind === 'folder') throw systemError('EISDIR', 'unlink', path)
  disk.delete(real)
}

function readFolderOn(disk: Disk, path: string): readonly DirectoryEntry[] {
  const real = followLinks(disk, path, true, 'scandir')
  if (disk.get(real)?.kind !== 'folder') throw systemError(disk.has(real) ? 'ENOTDIR' : 'ENOENT', 'scandir', path)
  return namesIn(disk, real).map((name) => ({
    name,
    kind: disk.get(real === '/' ? `/${name}` : `${real}/${name}`)?.kind ?? 'other',
  }))
}

function statOn(disk: Disk, path: string): ReturnType<FileSystem['stat']> {
  let real: string
  try {
    real = followLinks(disk, path, false, 'lstat')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') throw error
    return undefined
  }
  const entry = disk.get(real)
  if (entry === undefined) return undefined
  return entry.kind === 'file'
    ? { kind: 'file', size: entry.bytes.length, mode: entry.mode }
    : { kind: entry.kind, size: 0, mode: entry.kind === 'folder' ? 0o755 : 0o777 }
}

/** The file operations on a disk in memory. What `gate` answers happens after a half-done write, or instead. */
export function createMemoryFileSystem(disk: Disk, gate: Gate): FileSystem {
  function pass(operation: string, ...paths: readonly string[]): void {
    const stop = gate(operation, paths)
    if (stop !== undefined) throw stop
  }
  return {
    readFile: (path) => (pass('readFile', path), readOn(disk, path)),
    createFile: (path, bytes, mode) => {
      const stop = gate('createFile', [path])
      // A full disk, or a kill, leaves what was written so far.
      const written = stop === undefined ? bytes.slice() : bytes.slice(0, bytes.length >> 1)
      place(disk, path, { kind: 'file', bytes: written, mode }, 'open')
      if (stop !== undefined) throw stop
    },
    sync: (path) => {
      pass('sync', path)
      if (!disk.has(followLinks(disk, path, true, 'open'))) throw systemError('ENOENT', 'open', path)
    },
    rename: (from, to) => (pass('rename', from, to), renameOn(disk, from, to)),
    unlink: (path) => (pass('unlink', path), unlinkOn(disk, path)),
    makeFolder: (path) => (pass('makeFolder', path), place(disk, path, { kind: 'folder' }, 'mkdir')),
    removeFolder: (path) => (pass('removeFolder', path), removeFolderOn(disk, path)),
    readFolder: (path) => (pass('readFolder', path), readFolderOn(disk, path)),
    stat: (path) => (pass('stat', path), statOn(disk, path)),
    realPath: (path) => {
      pass('realPath', path)
      const real = followLinks(disk, path, true, 'realpath')
      if (!disk.has(real)) throw systemError('ENOENT', 'realpath', path)
      return real
    },
    link: (from, to) => {
      pass('link', from, to)
      const source = disk.get(followLinks(disk, from, false, 'link'))
      if (source === undefined) throw systemError('ENOENT', 'link', from)
      if (disk.has(followLinks(disk, to, false, 'link'))) return false
      place(disk, to, source, 'link')
      return true
    },
  }
}
