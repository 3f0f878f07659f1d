import type { FileSystem } from '../host/host.ts'
import { errnoOf } from '../host/errno.ts'
import type { ListedFile, OutputList } from './output-list.ts'
import { printOutputList } from './output-list.ts'
import { DiskError, onDisk } from './disk-error.ts'
import {
  JOURNAL_NAME,
  makeParents,
  printJournal,
  removeEmptyParents,
  removeStaging,
  STAGING_PREFIX,
  type Journal,
} from './journal.ts'
import { LIST_NAME } from './output-path.ts'

/** One file to be written. `old` is what it replaces. */
export interface PlannedWrite {
  readonly path: string
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly mode: number
  readonly old: { readonly bytes: Uint8Array; readonly sha256: string; readonly mode: number } | undefined
}

/** What is to be done to one folder so that it is as `list` says. Sorted by path. */
export interface FolderChanges {
  readonly writes: readonly PlannedWrite[]
  readonly removals: readonly ListedFile[]
  readonly oldList: OutputList | undefined
  /** The bytes of the list as it lies there. */
  readonly oldListBytes: Uint8Array | undefined
  readonly list: OutputList
}

/** How writing ended: a disk that refused left the old files, or a journal for the next run. */
export type WriteOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'restored'; readonly error: DiskError }
  | { readonly kind: 'journal-left'; readonly error: DiskError }

const encoder = new TextEncoder()

interface Place {
  readonly files: FileSystem
  readonly folder: string
  readonly staging: string
  readonly show: (path: string) => string
}

/** Writes everything that the moves need, so that from the journal on only renames are left, which need no space. */
function stage(place: Place, changes: FolderChanges, journal: Journal): void {
  const { files, staging, show } = place
  onDisk('write', show(journal.staging), () => files.makeFolder(staging))
  changes.writes.forEach((write, index) =>
    onDisk('write', show(write.path), () => {
      files.createFile(`${staging}/${index}.new`, write.bytes, write.mode)
      if (write.old !== undefined) files.createFile(`${staging}/${index}.old`, write.old.bytes, write.old.mode)
    }),
  )
  onDisk('write', show(LIST_NAME), () => {
    files.createFile(`${staging}/list.new`, encoder.encode(printOutputList(changes.list)), 0o644)
    files.sync(`${staging}/list.new`)
    if (changes.oldListBytes !== undefined) files.createFile(`${staging}/list.old`, changes.oldListBytes, 0o644)
  })
  onDisk('write', show(JOURNAL_NAME), () => {
    files.createFile(`${staging}/journal`, encoder.encode(printJournal(journal)), 0o644)
    files.sync(`${staging}/journal`)
  })
}

/** Steps that were done, each with the way back. */
type Undo = () => void

function moveIntoPlace(place: Place, write: PlannedWrite, index: number, undo: Undo[]): void {
  const { files, folder, staging, show } = place
  onDisk('write', show(write.path), () => {
    makeParents(files, folder, write.path, (made) => undo.push(() => files.removeFolder(made)))
    const target = `${folder}/${write.path}`
    files.rename(`${staging}/${index}.new`, target)
    undo.push(() => (write.old === undefined ? files.unlink(target) : files.rename(`${staging}/${index}.old`, target)))
  })
}

function moveAll(place: Place, changes: FolderChanges, undo: Undo[]): void {
  const { files, folder, staging, show } = place
  // First, since a file may have to make room for a folder of its name, and the other way round.
  changes.removals.forEach(({ path }, index) =>
    onDisk('remove', show(path), () => {
      // Moved, not deleted: until the list is in place there is a way back.
      files.rename(`${folder}/${path}`, `${staging}/${index}.removed`)
      undo.push(() => files.rename(`${staging}/${index}.removed`, `${folder}/${path}`))
    }),
  )
  for (const { path } of changes.removals) {
    onDisk('remove', show(path), () => {
      // Whatever fails later, making a folder again that was empty is part of moving a file back into it.
      undo.push(() => makeParents(files, folder, path))
      removeEmptyParents(files, folder, path)
    })
  }
  changes.writes.forEach((write, index) => moveIntoPlace(place, write, index, undo))
  onDisk('write', show(LIST_NAME), () => {
    const list = `${folder}/${LIST_NAME}`
    files.rename(`${staging}/list.new`, list)
    undo.push(() =>
      changes.oldListBytes === undefined ? files.unlink(list) : files.rename(`${staging}/list.old`, list),
    )
    files.sync(folder)
  })
  onDisk('remove', show(JOURNAL_NAME), () => files.unlink(`${folder}/${JOURNAL_NAME}`))
}

function takeBack(place: Place, undo: readonly Undo[]): boolean {
  try {
    for (const step of [...undo].reverse()) step()
    const journal = `${place.folder}/${JOURNAL_NAME}`
    if (place.files.stat(journal) !== undefined) place.files.unlink(journal)
    return true
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return false
  }
}

/**
 * Changes a folder, under its lock. Killed at any moment, each file is the old or the new one, and `completeJournal`
 * finishes it. If the disk refuses, the old files are put back.
 */
export function writeChanges(
  files: FileSystem,
  folder: string,
  changes: FolderChanges,
  hex: string,
  show: (path: string) => string,
): WriteOutcome {
  const name = `${STAGING_PREFIX}${hex}`
  const place: Place = { files, folder, staging: `${folder}/${name}`, show }
  const moves = changes.writes.map(({ path, sha256, old }) => ({ path, sha256, old: old?.sha256 }))
  const journal: Journal = {
    staging: name,
    moves,
    removals: changes.removals,
    oldList: changes.oldList,
    newList: changes.list,
  }
  const undo: Undo[] = []
  try {
    stage(place, changes, journal)
    onDisk('write', show(JOURNAL_NAME), () => {
      files.rename(`${place.staging}/journal`, `${folder}/${JOURNAL_NAME}`)
      files.sync(folder)
    })
    moveAll(place, changes, undo)
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    if (!takeBack(place, undo)) return { kind: 'journal-left', error }
    removeStaging(files, place.staging)
    return { kind: 'restored', error }
  }
  removeStaging(files, place.staging)
  return { kind: 'written' }
}
