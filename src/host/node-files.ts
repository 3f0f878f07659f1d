import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
  type Dirent,
  type Stats,
} from 'node:fs'
import { errnoOf } from './errno.ts'
import type { DirectoryEntry, FileSystem } from './host.ts'

const CHUNK = 64 * 1024

/** What a file is, links not followed. */
export function kindOf(entry: Dirent | Stats): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

/** Virus scanners and indexers of Windows hold new files open for moments, which makes a rename fail in passing. */
function renamePatiently(from: string, to: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return renameSync(from, to)
    } catch (error) {
      const code = errnoOf(error)
      const passing = code === 'EPERM' || code === 'EBUSY' || code === 'EACCES'
      if (process.platform !== 'win32' || !passing || attempt === 10) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 * attempt)
    }
  }
}

function sync(path: string): void {
  let handle: number
  try {
    handle = openSync(path, 'r')
  } catch (error) {
    // Windows does not open folders; its file systems keep their names in a journal of their own.
    if (process.platform === 'win32') return
    throw error
  }
  try {
    fsyncSync(handle)
  } catch (error) {
    const code = errnoOf(error)
    // Some network drives and Windows refuse to sync what was opened for reading or a folder.
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EPERM') throw error
  } finally {
    closeSync(handle)
  }
}

/** At most one byte more than `limit`. Unlike a size, it holds for devices and pipes too. */
function readBeginning(path: string, limit: number): Uint8Array {
  const handle = openSync(path, 'r')
  try {
    const chunks: Uint8Array[] = []
    for (let total = 0; total <= limit;) {
      const chunk = new Uint8Array(Math.min(CHUNK, limit + 1 - total))
      const count = readSync(handle, chunk, 0, chunk.length, null)
      if (count === 0) break
      chunks.push(chunk.subarray(0, count))
      total += count
    }
    return Buffer.concat(chunks)
  } finally {
    closeSync(handle)
  }
}

/** The file operations of this machine. */
export function createNodeFileSystem(): FileSystem {
  return {
    readFile: (path, limit) => (limit === undefined ? readFileSync(path) : readBeginning(path, limit)),
    createFile: (path, bytes, mode) => writeFileSync(path, bytes, { flag: 'wx', mode }),
    sync,
    rename: renamePatiently,
    unlink: (path) => unlinkSync(path),
    makeFolder: (path) => void mkdirSync(path),
    removeFolder: (path) => rmdirSync(path),
    readFolder: (path) =>
      readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
    stat: (path) => {
      try {
        const found = lstatSync(path)
        return { kind: kindOf(found), size: found.size, mode: found.mode & 0o7777 }
      } catch (error) {
        const code = errnoOf(error)
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
        throw error
      }
    },
    realPath: (path) => realpathSync(path),
    link: (from, to) => {
      try {
        linkSync(from, to)
        return true
      } catch (error) {
        if (errnoOf(error) === 'EEXIST') return false
        throw error
      }
    },
  }
}
