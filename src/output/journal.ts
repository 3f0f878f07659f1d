import { sha256 } from '../print/sha256.ts'
import type { FileSystem } from '../host/host.ts'
import { onDisk, tryQuietly } from './disk-error.ts'
import { parseJson, printOutputList, readListValue, type ListedFile, type OutputList } from './output-list.ts'
import { LIST_NAME, outputPathProblem } from './output-path.ts'

/** The journal: while it is there, files are being moved into place. */
export const JOURNAL_NAME = '.apphost-output.journal'
/** What the names of the folders begin with in which files wait to be moved. */
export const STAGING_PREFIX = '.apphost-output.tmp-'

const JOURNAL_VERSION = 1
const STAGING_NAME = /^\.apphost-output\.tmp-[0-9a-f]{12}$/

/** A file to be moved into place; it waits as `<index>.new` in the staging folder, the old one beside it as `<index>.old`. */
export interface Move {
  readonly path: string
  readonly sha256: string
  /** Of the file that it replaces. */
  readonly old: string | undefined
}

/** What a run was about to move and remove, so that the next one can complete or undo it. */
export interface Journal {
  readonly staging: string
  readonly moves: readonly Move[]
  /** Files to be removed, with the content that they must have for that. */
  readonly removals: readonly ListedFile[]
  readonly oldList: OutputList | undefined
  readonly newList: OutputList
}

/** What lies where a journal would: none, one, or a file that is none of ours. */
export type ReadJournal =
  | { readonly kind: 'none' }
  | { readonly kind: 'journal'; readonly journal: Journal }
  | { readonly kind: 'wrong'; readonly reason: string }

function listValue(list: OutputList | undefined): unknown {
  return list === undefined ? null : JSON.parse(printOutputList(list))
}

/** The journal as JSON, with a newline at its end. */
export function printJournal(journal: Journal): string {
  const value = {
    version: JOURNAL_VERSION,
    staging: journal.staging,
    moves: journal.moves.map(({ path, sha256: hash, old }) => ({ path, sha256: hash, old: old ?? null })),
    removals: journal.removals.map(({ path, sha256: hash }) => ({ path, sha256: hash })),
    oldList: listValue(journal.oldList),
    newList: listValue(journal.newList),
  }
  return `${JSON.stringify(value)}\n`
}

interface Fields {
  readonly [key: string]: unknown
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEntry(value: unknown): value is Fields & ListedFile {
  if (!isRecord(value)) return false
  const { path, sha256: hash } = value
  return typeof path === 'string' && outputPathProblem(path) === undefined && typeof hash === 'string'
}

function journalOf(value: unknown): Journal | string {
  if (!isRecord(value)) return 'it is no JSON object'
  if (value['version'] !== JOURNAL_VERSION) return `it is not of version ${JOURNAL_VERSION}`
  const { staging, moves, removals } = value
  if (typeof staging !== 'string' || !STAGING_NAME.test(staging)) return 'it names no temporary folder'
  if (!Array.isArray(moves) || !moves.every(isEntry)) return 'its moves are not as apphost-compile writes them'
  if (!Array.isArray(removals) || !removals.every(isEntry)) return 'its removals are not as apphost-compile writes them'
  const newList = readListValue(value['newList'])
  const oldList = value['oldList'] === null ? undefined : readListValue(value['oldList'])
  if (newList.kind === 'wrong') return `of its list: ${newList.reason}`
  if (oldList?.kind === 'wrong') return `of its list: ${oldList.reason}`
  return {
    staging,
    moves: moves.map((move) => ({ path: move.path, sha256: move.sha256, old: textOrNothing(move['old']) })),
    removals: removals.map(({ path, sha256: hash }) => ({ path, sha256: hash })),
    oldList: oldList?.list,
    newList: newList.list,
  }
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Reads the journal of a folder, if there is one. */
export function readJournal(files: FileSystem, folder: string, show: (path: string) => string): ReadJournal {
  const path = `${folder}/${JOURNAL_NAME}`
  return onDisk('read', show(JOURNAL_NAME), () => {
    const found = files.stat(path)
    if (found === undefined) return { kind: 'none' }
    if (found.kind !== 'file') return { kind: 'wrong', reason: 'it is no regular file' }
    const journal = journalOf(parseJson(files.readFile(path)))
    return typeof journal === 'string' ? { kind: 'wrong', reason: journal } : { kind: 'journal', journal }
  })
}

/** Makes the folders on the way to a file that are missing; `made` is told of each, outermost first. */
export function makeParents(files: FileSystem, folder: string, path: string, made?: (parent: string) => void): void {
  const names = path.split('/')
  for (let depth = 1; depth < names.length; depth += 1) {
    const parent = `${folder}/${names.slice(0, depth).join('/')}`
    if (files.stat(parent) !== undefined) continue
    files.makeFolder(parent)
    made?.(parent)
  }
}

/** Removes the folders on the way to a file that is gone, innermost first, as far as they are empty. */
export function removeEmptyParents(files: FileSystem, folder: string, path: string): void {
  const names = path.split('/')
  for (let depth = names.length - 1; depth > 0; depth -= 1) {
    const parent = `${folder}/${names.slice(0, depth).join('/')}`
    if (files.stat(parent)?.kind !== 'folder') continue
    if (files.readFolder(parent).length > 0) return
    files.removeFolder(parent)
  }
}

/** Removes a staging folder with what is left in it; quietly, since the next run tries again. */
export function removeStaging(files: FileSystem, path: string): void {
  tryQuietly(() => {
    if (files.stat(path)?.kind !== 'folder') return
    for (const entry of files.readFolder(path)) {
      if (entry.kind !== 'folder') tryQuietly(() => files.unlink(`${path}/${entry.name}`))
    }
    files.removeFolder(path)
  })
}

/** Removes what killed runs left in staging folders. Only under the lock, and when there is no journal. */
export function removeLeftovers(files: FileSystem, folder: string): void {
  tryQuietly(() => {
    for (const entry of files.readFolder(folder)) {
      if (STAGING_NAME.test(entry.name)) removeStaging(files, `${folder}/${entry.name}`)
    }
  })
}

/** The hash of a regular file that no link leads to; undefined for everything else. */
function hashAt(files: FileSystem, folder: string, path: string): string | undefined {
  const names = path.split('/')
  for (let depth = 1; depth < names.length; depth += 1) {
    if (files.stat(`${folder}/${names.slice(0, depth).join('/')}`)?.kind !== 'folder') return undefined
  }
  return files.stat(`${folder}/${path}`)?.kind === 'file' ? sha256(files.readFile(`${folder}/${path}`)) : undefined
}

/** Whether nothing is at a path, and only folders are on the way to it. */
function isFree(files: FileSystem, folder: string, path: string): boolean {
  const names = path.split('/')
  for (let depth = 1; depth < names.length; depth += 1) {
    const kind = files.stat(`${folder}/${names.slice(0, depth).join('/')}`)?.kind
    if (kind === undefined) return true
    if (kind !== 'folder') return false
  }
  return files.stat(`${folder}/${path}`) === undefined
}

function finishMove(files: FileSystem, folder: string, staging: string, move: Move, index: number): void {
  const waiting = `${staging}/${index}.new`
  if (files.stat(waiting)?.kind !== 'file' || sha256(files.readFile(waiting)) !== move.sha256) return
  const found = hashAt(files, folder, move.path)
  // Whatever else is there now was put there by somebody since, and stays.
  if (found === undefined ? !isFree(files, folder, move.path) : found !== move.old && found !== move.sha256) return
  makeParents(files, folder, move.path)
  files.rename(waiting, `${folder}/${move.path}`)
}

/**
 * The list that is true of the folder after recovery. A file that is neither the old nor the new one stays in the list
 * as it was, and so counts as edited.
 */
function trueList(files: FileSystem, folder: string, journal: Journal): OutputList {
  const { newList, oldList } = journal
  const listed = new Map(newList.files.map((file) => [file.path, file]))
  const userFiles = new Map(newList.userFiles.map((file) => [file.path, file]))
  const oldFiles = new Map(oldList?.files.map((file) => [file.path, file]))
  const oldUserFiles = new Map(oldList?.userFiles.map((file) => [file.path, file]))
  function restore<T>(path: string, current: Map<string, T>, old: ReadonlyMap<string, T>): void {
    const before = old.get(path)
    if (before === undefined) current.delete(path)
    else current.set(path, before)
  }
  for (const move of journal.moves) {
    const found = hashAt(files, folder, move.path)
    if (found === move.sha256) continue
    if (userFiles.has(move.path)) restore(move.path, userFiles, oldUserFiles)
    else if (found === undefined || found === move.old || oldFiles.has(move.path)) restore(move.path, listed, oldFiles)
  }
  for (const removal of journal.removals) {
    if (hashAt(files, folder, removal.path) === undefined) continue
    if (oldUserFiles.has(removal.path)) restore(removal.path, userFiles, oldUserFiles)
    else restore(removal.path, listed, oldFiles)
  }
  return { ...newList, files: [...listed.values()], userFiles: [...userFiles.values()] }
}

/**
 * Completes what a killed run had begun, as far as nobody has touched the files since, and makes the list say what is
 * there. It can itself be killed, and done again. Only under the lock.
 */
export function completeJournal(
  files: FileSystem,
  folder: string,
  journal: Journal,
  hex: string,
  show: (path: string) => string,
): void {
  for (const removal of journal.removals) {
    onDisk('remove', show(removal.path), () => {
      if (hashAt(files, folder, removal.path) === removal.sha256) files.unlink(`${folder}/${removal.path}`)
      if (isFree(files, folder, removal.path)) removeEmptyParents(files, folder, removal.path)
    })
  }
  const staging = `${folder}/${journal.staging}`
  if (onDisk('read', show(journal.staging), () => files.stat(staging)?.kind) === 'folder') {
    journal.moves.forEach((move, index) =>
      onDisk('write', show(move.path), () => finishMove(files, folder, staging, move, index)),
    )
  }
  onDisk('write', show(LIST_NAME), () => {
    const temporary = `${folder}/${STAGING_PREFIX}${hex}`
    files.makeFolder(temporary)
    const list = printOutputList(trueList(files, folder, journal))
    files.createFile(`${temporary}/list`, new TextEncoder().encode(list), 0o644)
    files.sync(`${temporary}/list`)
    files.rename(`${temporary}/list`, `${folder}/${LIST_NAME}`)
    files.sync(folder)
  })
  onDisk('remove', show(JOURNAL_NAME), () => files.unlink(`${folder}/${JOURNAL_NAME}`))
}
