import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import type FastGlob from 'fast-glob'
import { describeErrno, errnoOf } from './errno.ts'
import type { FileContent, ProjectFiles } from './host.ts'
import { kindOf } from './node-files.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { isBoundedPattern, normalizeProjectPath } from './project-path.ts'

const PLATFORM = process.platform === 'win32' ? 'windows' : 'posix'
const CHUNK = 64 * 1024

/** Opening a pipe without this waits for somebody to write into it. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

function isWithin(realRoot: string, realPath: string): boolean {
  return realPath === realRoot || realPath.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
}

/** Reads on while there is more, since a file may grow after its size was asked for. */
function readUpTo(handle: number, limit: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = []
  let total = 0
  for (;;) {
    const chunk = new Uint8Array(Math.min(CHUNK, limit + 1 - total))
    const count = readSync(handle, chunk, 0, chunk.length, null)
    if (count === 0) return Buffer.concat(chunks)
    chunks.push(chunk.subarray(0, count))
    total += count
    if (total > limit) return undefined
  }
}

function readOpened(handle: number, real: string, limit: number): FileContent {
  const opened = fstatSync(handle)
  if (!opened.isFile()) return { kind: opened.isDirectory() ? 'folder' : 'special' }
  // Somebody may have laid a link on the way between the check and the opening: the open file must still be the one
  // that the checked path names.
  const named = lstatSync(real)
  if (realpathSync(real) !== real || named.dev !== opened.dev || named.ino !== opened.ino) return { kind: 'outside' }
  if (opened.size > limit) return { kind: 'too-large', size: opened.size }
  const bytes = readUpTo(handle, limit)
  if (bytes === undefined) return { kind: 'too-large', size: fstatSync(handle).size }
  return { kind: 'file', bytes, executable: PLATFORM === 'posix' && (opened.mode & 0o100) !== 0 }
}

function readConfined(root: string, path: string, limit: number): FileContent {
  const real = realpathSync(join(root, path))
  if (!isWithin(realpathSync(root), real)) return { kind: 'outside' }
  const kind = kindOf(lstatSync(real))
  if (kind === 'folder') return { kind: 'folder' }
  if (kind !== 'file') return { kind: 'special' }
  const handle = openSync(real, OPEN_FLAGS)
  try {
    return readOpened(handle, real, limit)
  } finally {
    closeSync(handle)
  }
}

/** The answer that an error of the system is, where it is one. */
function answerOf(error: unknown): FileContent {
  const code = errnoOf(error)
  if (code === undefined) throw error
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
  return { kind: 'failed', reason: describeErrno(code) }
}

function listConfined(root: string, folder: string, asked: Set<string>): readonly string[] {
  const found: string[] = []
  const waiting = [folder]
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    asked.add(current)
    for (const entry of readdirSync(join(root, current), { withFileTypes: true })) {
      const path = current === '' ? entry.name : `${current}/${entry.name}`
      if (entry.isDirectory()) waiting.push(path)
      else found.push(path)
    }
  }
  return found.sort(compareCodePoints)
}

function isLinkToFolder(path: string): boolean {
  try {
    return kindOf(lstatSync(realpathSync(path))) === 'folder'
  } catch {
    return false
  }
}

let glob: typeof FastGlob | undefined

/**
 * Loaded with the first glob, since most runs need none and it takes longer to load than the rest of the host. The
 * bundler packs what the first call names; where nothing is bundled, `require` is not there and Node finds the package.
 */
function loadGlob(): typeof FastGlob {
  try {
    return require('fast-glob') as typeof FastGlob
  } catch {
    return createRequire(import.meta.url)('fast-glob') as typeof FastGlob
  }
}

function globConfined(root: string, folder: string, pattern: string, asked: Set<string>): readonly string[] {
  const cwd = join(root, folder)
  const found: string[] = []
  glob ??= loadGlob()
  const entries = glob.sync(pattern, {
    cwd,
    dot: false,
    extglob: false,
    followSymbolicLinks: false,
    objectMode: true,
    onlyFiles: false,
    suppressErrors: true,
  })
  for (const entry of entries) {
    const path = normalizeProjectPath(`${folder}/${entry.path}`.replace(/^\//, ''), PLATFORM)
    if (path === undefined || entry.dirent.isDirectory()) continue
    if (entry.dirent.isSymbolicLink() && isLinkToFolder(join(root, path))) continue
    found.push(path)
    asked.add(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
  }
  return [...new Set(found)].sort(compareCodePoints)
}

/** The folder that a pattern starts from: its segments before the first one with a wildcard. */
function fixedPart(pattern: string): string {
  const segments = pattern.split('/')
  const wild = segments.findIndex((segment) => /[*?[{]/.test(segment))
  return segments.slice(0, wild === -1 ? segments.length - 1 : wild).join('/')
}

/** The view of a project on this machine. `root` is absolute; a root that is a link stands for where it leads. */
export function createNodeProject(root: string): ProjectFiles {
  const asked = new Set<string>()
  function leadsInside(folder: string): boolean {
    return isWithin(realpathSync(root), realpathSync(join(root, folder)))
  }
  return {
    asked,
    read: (path, limit) => {
      const normal = normalizeProjectPath(path, PLATFORM)
      if (normal === undefined) return { kind: 'outside' }
      asked.add(normal)
      try {
        return readConfined(root, normal, limit)
      } catch (error) {
        return answerOf(error)
      }
    },
    list: (folder) => {
      const normal = normalizeProjectPath(folder, PLATFORM)
      if (normal === undefined) return []
      asked.add(normal)
      try {
        return leadsInside(normal) ? listConfined(root, normal, asked) : []
      } catch (error) {
        answerOf(error)
        return []
      }
    },
    glob: (folder, pattern) => {
      const base = normalizeProjectPath(`${folder}/${fixedPart(pattern)}`.replace(/^\//, ''), PLATFORM)
      const normal = normalizeProjectPath(folder, PLATFORM)
      // A `..` after a wildcard would make the walk itself leave the folder.
      const leaves = pattern.startsWith('/') || pattern.slice(fixedPart(pattern).length).split('/').includes('..')
      if (normal === undefined || base === undefined || leaves || !isBoundedPattern(pattern)) return []
      asked.add(base)
      try {
        return leadsInside(base) ? globConfined(root, normal, pattern, asked) : []
      } catch (error) {
        answerOf(error)
        return []
      }
    },
  }
}
