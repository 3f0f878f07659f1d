import { errnoOf } from '../host/errno.ts'
import type { FileSystem, Host, HostProcess } from '../host/host.ts'
import { tryQuietly } from './disk-error.ts'
import { parseJson } from './output-list.ts'

/** The lock, and what the temporary names around it begin with. */
export const LOCK_NAME = '.apphost-output.lock'

/** Who holds a lock, as the lock says it. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** The holder's `startOf`; null where its platform does not tell. */
  readonly started: string | null
}

/** A lock that this process holds, or who does. */
export type LockOutcome =
  | { readonly kind: 'held'; readonly stillOurs: () => boolean; readonly release: () => void }
  | { readonly kind: 'busy'; readonly holder: string }

const encoder = new TextEncoder()
const ATTEMPTS = 5
/** What file systems without second names for a file answer. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

function readBytes(files: FileSystem, path: string): Uint8Array | undefined {
  return files.stat(path)?.kind === 'file' ? unlessGone(() => files.readFile(path)) : undefined
}

function unlessGone<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function holderOf(bytes: Uint8Array): Holder | undefined {
  const value = parseJson(bytes)
  if (typeof value !== 'object' || value === null) return undefined
  const { pid, host, started } = value as { readonly [key: string]: unknown }
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof host !== 'string') return undefined
  return { pid, host, started: typeof started === 'string' ? started : null }
}

/** Never by age: clocks jump. A process of another machine may be alive, however old its lock is. */
function isStale(holder: Holder | undefined, self: HostProcess): boolean {
  if (holder === undefined || holder.host !== self.hostName) return false
  // Runs of one process follow each other; this one could not remove its lock, and does it now.
  if (holder.pid === self.pid || !self.isAlive(holder.pid)) return true
  const started = self.startOf(holder.pid)
  return holder.started !== null && started !== undefined && started !== holder.started
}

function describe(holder: Holder | undefined): string {
  if (holder === undefined) return 'an unknown process'
  // The lock may have been written by anybody; only what a host name is made of reaches the terminal.
  const [name = ''] = holder.host.split('/')
  const host = name.replace(/[^A-Za-z0-9._-]/g, '?').slice(0, 100)
  return `process ${holder.pid} on ${host}`
}

/** Makes the lock appear at once with its content; false if there is one. */
function place(files: FileSystem, folder: string, bytes: Uint8Array, hex: string): boolean {
  const temporary = `${folder}/${LOCK_NAME}-${hex}`
  const lock = `${folder}/${LOCK_NAME}`
  try {
    files.createFile(temporary, bytes, 0o644)
    return files.link(temporary, lock)
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined) throw error
    // Another run that tidies up took our temporary file for one of a dead process.
    if (code === 'ENOENT' && files.stat(folder) !== undefined) return false
    if (!NO_LINKS.has(code)) throw error
    return placeWithoutLinks(files, lock, bytes)
  } finally {
    tryQuietly(() => files.unlink(temporary))
  }
}

function placeWithoutLinks(files: FileSystem, lock: string, bytes: Uint8Array): boolean {
  try {
    files.createFile(lock, bytes, 0o644)
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

function sameBytes(left: Uint8Array, right: Uint8Array | undefined): boolean {
  return right !== undefined && left.length === right.length && left.every((byte, at) => byte === right[at])
}

/**
 * Removes the lock of a dead process. It is moved aside and looked at again first, since another run may have done the
 * same a moment ago and placed a lock of its own, which then goes back.
 */
function removeStale(files: FileSystem, folder: string, seen: Uint8Array, hex: string): void {
  const aside = `${folder}/${LOCK_NAME}-${hex}`
  const lock = `${folder}/${LOCK_NAME}`
  const moved = unlessGone(() => (files.rename(lock, aside), true))
  if (moved === undefined) return
  if (!sameBytes(seen, readBytes(files, aside))) unlessGone(() => files.link(aside, lock))
  tryQuietly(() => files.unlink(aside))
}

/** Looks whether the lock just placed is the one that lies there; a disk that does not even tell gets it back. */
function verified(stillOurs: () => boolean, giveUp: () => void): boolean {
  try {
    return stillOurs()
  } catch (error) {
    if (errnoOf(error) !== undefined) tryQuietly(giveUp)
    throw error
  }
}

/** Removes what killed runs left while they placed a lock. */
function tidy(files: FileSystem, folder: string, self: HostProcess): void {
  tryQuietly(() => {
    for (const entry of files.readFolder(folder)) {
      if (entry.kind !== 'file' || !entry.name.startsWith(`${LOCK_NAME}-`)) continue
      const path = `${folder}/${entry.name}`
      const bytes = readBytes(files, path)
      const holder = bytes === undefined ? undefined : holderOf(bytes)
      if (holder === undefined || isStale(holder, self)) files.unlink(path)
    }
  })
}

/**
 * Takes the lock of a folder that exists, without waiting. Throws errors of the system; the lock of a dead process of
 * this machine is taken over.
 */
export function acquireLock(host: Pick<Host, 'files' | 'process' | 'randomHex'>, folder: string): LockOutcome {
  const { files, process: self } = host
  const lock = `${folder}/${LOCK_NAME}`
  const own = { pid: self.pid, host: self.hostName, started: self.startOf(self.pid) ?? null, run: host.randomHex(12) }
  const bytes = encoder.encode(`${JSON.stringify(own)}\n`)
  const stillOurs = (): boolean => sameBytes(bytes, readBytes(files, lock))
  let holder: Holder | undefined
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (place(files, folder, bytes, host.randomHex(12)) && verified(stillOurs, () => files.unlink(lock))) {
      tidy(files, folder, self)
      return { kind: 'held', stillOurs, release: () => tryQuietly(() => stillOurs() && files.unlink(lock)) }
    }
    const seen = readBytes(files, lock)
    if (seen === undefined) {
      if (files.stat(lock) !== undefined) break
      continue
    }
    holder = holderOf(seen)
    if (!isStale(holder, self)) break
    removeStale(files, folder, seen, host.randomHex(12))
  }
  return { kind: 'busy', holder: describe(holder) }
}
