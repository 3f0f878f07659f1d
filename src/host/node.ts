import { fstatSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { relative, resolve, sep } from 'node:path'
import { describeErrno, errnoOf } from './errno.ts'
import type { Host, HostProcess, OutputStream } from './host.ts'
import { createNodeFileSystem } from './node-files.ts'
import { createNodeProject } from './node-project.ts'
import { createNodeWatcher } from './node-watch.ts'
import { hashLargeContentBy } from '../print/sha256.ts'

/** What a test, or a program that embeds the compiler, may lay over the process's own. */
export interface NodeHostOptions {
  readonly workingDirectory?: string
  readonly environment?: ReadonlyMap<string, string>
}

const guarded = new WeakSet<NodeJS.WriteStream>()

/**
 * What becomes of an output that takes no more. A pipe that is closed early (`publish --stdout | head`) is no fault of
 * ours; a full disk ends the process with 1, since the product has not arrived.
 */
function watchErrors(stream: NodeJS.WriteStream): void {
  if (guarded.has(stream)) return
  guarded.add(stream)
  stream.on('error', (error) => {
    const code = errnoOf(error)
    if (code === 'EPIPE') return
    if (code === undefined) throw error
    if (stream === process.stdout) {
      process.stderr.write(`error[AH8301]: cannot write to standard output: ${describeErrno(code)} (${code})\n`)
    }
    process.exit(1)
  })
}

/** A terminal is one; files and pipes are known for none without making a stream of them. */
function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch {
    return false
  }
}

/** Streams are made when they are used: Node loads a good deal for them, and a quiet run writes nothing. */
function streamOf(descriptor: number, open: () => NodeJS.WriteStream): OutputStream {
  const stream = (): NodeJS.WriteStream => {
    const opened = open()
    watchErrors(opened)
    return opened
  }
  return {
    write: (text) => void stream().write(text),
    get isTerminal() {
      return isDevice(descriptor) && stream().isTTY === true
    },
    get columns() {
      return stream().columns ?? 80
    },
  }
}

function readStandardInput(limit: number): Uint8Array {
  const chunks: Uint8Array[] = []
  const chunk = Buffer.alloc(64 * 1024)
  let total = 0
  while (total <= limit) {
    try {
      const count = readSync(0, chunk, 0, Math.min(chunk.length, limit + 1 - total), null)
      if (count === 0) break
      total += count
      chunks.push(Buffer.from(chunk.subarray(0, count)))
    } catch (error) {
      const code = errnoOf(error)
      if (code === 'EOF') break
      if (code !== 'EAGAIN') throw error
      // A terminal or pipe in non-blocking mode that has nothing yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
  return Buffer.concat(chunks)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process, but there.
    return errnoOf(error) === 'EPERM'
  }
}

/** Names for files that must not exist yet; nothing is kept secret by them, and `node:crypto` takes 15 ms to load. */
function randomHex(length: number): string {
  return Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('')
}

/** SHA-256 by the platform, loaded when the first large file is hashed. */
function platformSha256(bytes: Uint8Array): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest('hex')
}

/** Boot and start time on Linux: a number that was given to a new process, or before a restart, does not match. */
function startOf(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const started = line.slice(line.lastIndexOf(')') + 2).split(' ')[19]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return started === undefined ? undefined : `${boot} ${started}`
  } catch {
    return undefined
  }
}

/** Containers of one machine may share a name and a folder, and every one has a process 1. */
function hostName(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function homeOf(environment: ReadonlyMap<string, string>): string | undefined {
  try {
    return environment.get('HOME') || homedir() || undefined
  } catch {
    return undefined
  }
}

function processEnvironment(): ReadonlyMap<string, string> {
  const entries = Object.entries(process.env)
  return new Map(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The machine that this program runs on. */
export function createNodeHost(options: NodeHostOptions = {}): Host {
  hashLargeContentBy(platformSha256)
  const workingDirectory = options.workingDirectory ?? process.cwd()
  const environment = options.environment ?? processEnvironment()
  const self: HostProcess = { pid: process.pid, hostName: hostName(), isAlive, startOf }
  return {
    files: createNodeFileSystem(),
    project: createNodeProject,
    workingDirectory,
    homeDirectory: homeOf(environment),
    environment,
    platform: process.platform === 'win32' ? 'windows' : 'posix',
    resolvePath: (...parts) => resolve(workingDirectory, ...parts),
    relativePath: (from, to) => relative(from, to).split(sep).join('/'),
    output: streamOf(1, () => process.stdout),
    talk: streamOf(2, () => process.stderr),
    readInput: readStandardInput,
    get inputIsTerminal() {
      return isDevice(0) && process.stdin.isTTY === true
    },
    randomHex,
    now: () => performance.now(),
    watch: createNodeWatcher,
    process: self,
    onInterrupt: (handler) => {
      process.on('SIGINT', () => handler(130))
      process.on('SIGTERM', () => handler(143))
    },
  }
}
