/** What a read of one path inside the project can come to. Nothing here throws for what the disk says. */
export type FileContent =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly executable: boolean }
  | { readonly kind: 'missing' }
  /** The path, or a link on the way, leads out of the project root. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'folder' }
  /** A device, a pipe, a socket. */
  | { readonly kind: 'special' }
  | { readonly kind: 'too-large'; readonly size: number }
  /** The disk refused; `reason` is for people ("permission denied"). */
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * The confined, synchronous view of files that everything from `compile` down has: paths are relative to the project
 * root, with `/`. It remembers what was asked for, so that `--watch` knows what to watch.
 */
export interface ProjectFiles {
  /** Reads a regular file of at most `limit` bytes. */
  read(path: string, limit: number): FileContent
  /**
   * Everything below a folder, at any depth, that is no folder, relative to the root, sorted by code point; empty if
   * there is none. Links are listed and not followed: `read` says where they lead.
   */
  list(folder: string): readonly string[]
  /**
   * The files that match a glob (`*`, `**`, `?`, `[]`, `{a,b}`) relative to a folder, relative to the root, sorted by
   * code point. No dot files and folders unless the pattern names them; linked folders are not entered.
   */
  glob(folder: string, pattern: string): readonly string[]
  /** Every path that was read or listed so far, found or not. */
  readonly asked: ReadonlySet<string>
}

/** One entry of a folder, links not followed. */
export interface DirectoryEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}

/**
 * File operations of the shell, by absolute path. Each is one system call that a test can make fail: they throw an
 * `Error` with a `code` (`ENOSPC`, `EACCES`, ...) as Node does. Links are never followed by `stat`.
 */
export interface FileSystem {
  /**
   * Follows links; where that is no good, ask `stat` first. With a `limit`, no more than one byte beyond it is read, since
   * a device or a pipe may have no end.
   */
  readFile(path: string, limit?: number): Uint8Array
  /** Fails if the file exists (`wx`). */
  createFile(path: string, bytes: Uint8Array, mode: number): void
  /** Waits until the content of a file or folder is on the disk. */
  sync(path: string): void
  rename(from: string, to: string): void
  /** Removes one file or link. */
  unlink(path: string): void
  makeFolder(path: string): void
  /** Removes one empty folder. */
  removeFolder(path: string): void
  readFolder(path: string): readonly DirectoryEntry[]
  /** Undefined if there is nothing. */
  stat(
    path: string,
  ): { readonly kind: DirectoryEntry['kind']; readonly size: number; readonly mode: number } | undefined
  /** The path with every link resolved. */
  realPath(path: string): string
  /** Gives a file a second name, so that a lock appears at once with its content; false if `to` exists. */
  link(from: string, to: string): boolean
}

/** A watch on paths; `next` resolves when one of them changed, with a short pause for editors that write twice. */
export interface Watcher {
  next(): Promise<'changed' | 'closed'>
  close(): void
}

/** Everything outside the program. The only one that touches `node:*` is `host/node`; tests have `host/memory`. */
export interface Host {
  readonly files: FileSystem
  /** A confined view of the project below `root` (absolute). */
  project(root: string): ProjectFiles
  readonly workingDirectory: string
  readonly homeDirectory: string | undefined
  readonly environment: ReadonlyMap<string, string>
  /** Absolute from relative, in the manner of this platform; `/` is the separator of what comes back on POSIX. */
  resolvePath(...parts: readonly string[]): string
  /** The relative path from one absolute path to another, with `/`. */
  relativePath(from: string, to: string): string
  readonly output: OutputStream
  readonly talk: OutputStream
  /** Standard input, but for what comes more than one byte beyond `limit`; only asked for where an option names `-`. */
  readInput(limit: number): Uint8Array
  readonly inputIsTerminal: boolean
  /** `length` random bytes as lower-case hex. */
  randomHex(length: number): string
  /** Milliseconds since some fixed moment, for durations only. */
  now(): number
  /** `paths` are absolute: files and folders, there or not yet. */
  watch(paths: readonly string[]): Watcher
  /** `windows`: no executable bit on files, `\\` separates paths. */
  readonly platform: 'posix' | 'windows'
  readonly process: HostProcess
  /** Resolves with the signal's exit code (130, 143) when the process is asked to end. */
  onInterrupt(handler: (exitCode: 130 | 143) => void): void
}

/** This process among those of its machine. */
export interface HostProcess {
  readonly pid: number
  /** The machine's name, and behind a `/`, where there is such a thing, in which of its process spaces `pid` counts. */
  readonly hostName: string
  isAlive(pid: number): boolean
  /** Text that differs for two processes that had one number in turn; undefined where the platform does not tell. */
  startOf(pid: number): string | undefined
}

/** Standard output or standard error. */
export interface OutputStream {
  write(text: string): void
  readonly isTerminal: boolean
  readonly columns: number
}
