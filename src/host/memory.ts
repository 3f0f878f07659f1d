import type { Host, OutputStream, Watcher } from './host.ts'
import { createMemoryFileSystem, plainPath, systemError, type Disk, type MemoryEntry } from './memory-files.ts'
import { createMemoryProject } from './memory-project.ts'
import { compareCodePoints } from '../syntax/compare.ts'

/** What every operation throws from the moment on at which a test killed the process: nothing may be cleaned up. */
export class Killed extends Error {
  constructor() {
    super('killed')
    this.name = 'Killed'
  }
}

/** What a host for tests begins with. */
export interface MemoryHostOptions {
  /** Absolute path -> text, bytes, or an entry (a link, a file with a mode); folders on the way are made. */
  readonly files?: Readonly<Record<string, string | Uint8Array | MemoryEntry>>
  readonly environment?: Readonly<Record<string, string>>
  readonly workingDirectory?: string
  readonly homeDirectory?: string
  readonly input?: string
  readonly inputIsTerminal?: boolean
  readonly isTerminal?: boolean
  readonly columns?: number
}

/** A host for tests, with faults on demand. Operations are counted from 1, over `files` alone. */
export interface MemoryHost extends Host {
  readonly disk: Disk
  /** What was written so far to standard output and standard error. */
  readonly written: { output: string; talk: string }
  /** Every file operation so far: `rename /out/a /out/b`. */
  readonly operations: readonly string[]
  /** The operation of this number, and no other, fails with a code of the system. */
  failAt(operation: number, code: string): void
  /** The process ends before the operation of this number is done; a write is done by half. */
  killAt(operation: number): void
  /** A new process on the same disk: no faults, an empty log, another process number. */
  restart(): void
  /** Lays down a file (and its folders) past all faults and counts. */
  put(path: string, content: string | Uint8Array | MemoryEntry): void
  /** The text of every file and `-> target` of every link below a folder, by relative path. */
  tree(folder: string): ReadonlyMap<string, string>
  /** Makes the watch, if there is one, tell of a change. */
  touch(): void
  interrupt(exitCode: 130 | 143): void
}

const encoder = new TextEncoder()

function entryOf(content: string | Uint8Array | MemoryEntry): MemoryEntry {
  if (typeof content === 'string') return { kind: 'file', bytes: encoder.encode(content), mode: 0o644 }
  return content instanceof Uint8Array ? { kind: 'file', bytes: content, mode: 0o644 } : content
}

function layDown(disk: Disk, path: string, content: string | Uint8Array | MemoryEntry): void {
  const segments = plainPath(path).split('/').slice(1)
  for (let depth = 1; depth < segments.length; depth += 1) {
    const folder = `/${segments.slice(0, depth).join('/')}`
    if (!disk.has(folder)) disk.set(folder, { kind: 'folder' })
  }
  disk.set(plainPath(path), entryOf(content))
}

function treeOf(disk: Disk, folder: string): ReadonlyMap<string, string> {
  const prefix = folder === '/' ? '/' : `${folder}/`
  const found: [string, string][] = []
  for (const [path, entry] of disk) {
    if (!path.startsWith(prefix) || path === prefix) continue
    const name = path.slice(prefix.length)
    if (entry.kind === 'file') found.push([name, new TextDecoder().decode(entry.bytes)])
    else if (entry.kind === 'link') found.push([name, `-> ${entry.target}`])
  }
  return new Map(found.sort((left, right) => compareCodePoints(left[0], right[0])))
}

interface Faults {
  readonly log: string[]
  readonly failures: Map<number, string>
  killedAt: number | undefined
  killed: boolean
}

function gateOf(faults: Faults): (operation: string, paths: readonly string[]) => Error | undefined {
  return (operation, paths) => {
    if (faults.killed) throw new Killed()
    faults.log.push([operation, ...paths].join(' '))
    if (faults.log.length === faults.killedAt) {
      faults.killed = true
      return new Killed()
    }
    const code = faults.failures.get(faults.log.length)
    return code === undefined ? undefined : systemError(code, operation, paths[0] ?? '')
  }
}

function relativeTo(from: string, to: string): string {
  const start = plainPath(from).split('/').filter(Boolean)
  const end = plainPath(to).split('/').filter(Boolean)
  let shared = 0
  while (shared < start.length && shared < end.length && start[shared] === end[shared]) shared += 1
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/')
}

function createWatch(): { readonly watch: () => Watcher; readonly touch: () => void } {
  let changed = false
  let waiting: ((outcome: 'changed' | 'closed') => void) | undefined
  function answer(outcome: 'changed' | 'closed'): void {
    const resolve = waiting
    waiting = undefined
    if (resolve !== undefined) resolve(outcome)
    else if (outcome === 'changed') changed = true
  }
  function open(): Watcher {
    let closed = false
    return {
      next: () =>
        new Promise((resolve) => {
          if (closed) return resolve('closed')
          if (!changed) return void (waiting = resolve)
          changed = false
          resolve('changed')
        }),
      close: () => {
        closed = true
        answer('closed')
      },
    }
  }
  return { touch: () => answer('changed'), watch: open }
}

/** A machine in memory. Paths are POSIX paths; the working directory is `/project` unless told otherwise. */
export function createMemoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const disk: Disk = new Map([['/', { kind: 'folder' }]])
  const workingDirectory = options.workingDirectory ?? '/project'
  layDown(disk, workingDirectory, { kind: 'folder' })
  for (const [path, content] of Object.entries(options.files ?? {})) layDown(disk, path, content)
  const faults: Faults = { log: [], failures: new Map(), killedAt: undefined, killed: false }
  const written = { output: '', talk: '' }
  const { watch, touch } = createWatch()
  const handlers: ((exitCode: 130 | 143) => void)[] = []
  let pid = 1_000
  let random = 0
  function stream(name: 'output' | 'talk'): OutputStream {
    const write = (text: string): void => void (written[name] += text)
    return { write, isTerminal: options.isTerminal ?? false, columns: options.columns ?? 80 }
  }
  return {
    disk,
    written,
    get operations() {
      return faults.log
    },
    failAt: (operation, code) => void faults.failures.set(operation, code),
    killAt: (operation) => void (faults.killedAt = operation),
    restart: () => {
      pid += 1
      faults.log.length = 0
      faults.failures.clear()
      Object.assign(faults, { killed: false, killedAt: undefined })
    },
    put: (path, content) => layDown(disk, path, content),
    tree: (folder) => treeOf(disk, folder),
    touch,
    interrupt: (exitCode) => handlers.forEach((handler) => handler(exitCode)),
    files: createMemoryFileSystem(disk, gateOf(faults)),
    project: (root) => createMemoryProject(disk, root),
    workingDirectory,
    homeDirectory: options.homeDirectory ?? '/home/somebody',
    environment: new Map(Object.entries(options.environment ?? {})),
    platform: 'posix',
    resolvePath: (...parts) =>
      plainPath(parts.reduce((path, part) => (part.startsWith('/') ? part : `${path}/${part}`), workingDirectory)),
    relativePath: relativeTo,
    output: stream('output'),
    talk: stream('talk'),
    readInput: () => encoder.encode(options.input ?? ''),
    inputIsTerminal: options.inputIsTerminal ?? false,
    randomHex: (length) => (random += 1).toString(16).padStart(length, '0').slice(-length),
    now: () => 0,
    watch,
    process: {
      get pid() {
        return pid
      },
      hostName: 'memory',
      isAlive: (asked) => asked === pid,
      startOf: (asked) => (asked === pid ? `start of ${pid}` : undefined),
    },
    onInterrupt: (handler) => void handlers.push(handler),
  }
}
