import { createCollector, diagnostic, type Diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { errnoOf } from '../host/errno.ts'
import type { Host } from '../host/host.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { DiskError, diskRefused, onDisk, tryQuietly } from './disk-error.ts'
import { completeJournal, JOURNAL_NAME, readJournal, removeLeftovers } from './journal.ts'
import { acquireLock, LOCK_NAME, type LockOutcome } from './lock.ts'
import {
  compareWithDisk,
  foldersOf,
  readList,
  refuseFolders,
  warnOfEarlierLayout,
  type OutputFolder,
  type OutputRequest,
} from './output-folder.ts'
import { printOutputList } from './output-list.ts'
import { planWriting, type WritingPlan } from './plan-writing.ts'
import { writeChanges, type FolderChanges } from './write.ts'

/** What is to be published, and whether it may overwrite what is not ours. */
export interface PublishRequest extends OutputRequest {
  /** `--force`: overwrites edited and foreign files; never links and folders. */
  readonly force: boolean
}

/** What was done to one folder; paths are relative to it and sorted, the list itself left out. */
export interface PublishedFolder {
  /** For people: below the output path as it was typed. */
  readonly shownAs: string
  readonly environment: string | undefined
  readonly target: string
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly adopted: readonly string[]
  readonly unchanged: readonly string[]
  readonly removed: readonly string[]
}

/** With an error among the diagnostics, `folders` holds those that were written before the disk refused; mostly none. */
export interface PublishResult {
  readonly folders: readonly PublishedFolder[]
  readonly diagnostics: readonly Diagnostic[]
}

interface LockedFolder {
  readonly folder: OutputFolder
  readonly lock: Extract<LockOutcome, { kind: 'held' }>
}

interface PlannedFolder extends LockedFolder {
  readonly plan: WritingPlan
  readonly changes: FolderChanges
  readonly listChanges: boolean
}

/** Makes a folder and what is missing on the way to it; answers those that it made, outermost first. */
function makeFolders(host: Host, path: string, shown: string): readonly string[] {
  const missing: string[] = []
  for (let folder = path; onDisk('read', shown, () => host.files.stat(folder)) === undefined;) {
    missing.unshift(folder)
    folder = host.resolvePath(folder, '..')
  }
  const made: string[] = []
  try {
    for (const folder of missing) {
      onDisk('write', shown, () => makeUnlessThere(host, folder))
      made.push(folder)
    }
  } catch (error) {
    removeFolders(host, made)
    throw error
  }
  return made
}

function makeUnlessThere(host: Host, folder: string): void {
  try {
    host.files.makeFolder(folder)
  } catch (error) {
    // Another run made it in the meantime.
    if (errnoOf(error) !== 'EEXIST' || host.files.stat(folder)?.kind !== 'folder') throw error
  }
}

function removeFolders(host: Host, made: readonly string[]): void {
  for (const folder of [...made].reverse()) tryQuietly(() => host.files.removeFolder(folder))
}

function lockFolder(host: Host, folder: OutputFolder, report: Report): LockedFolder | undefined {
  const shown = folder.show(LOCK_NAME)
  const lock = onDisk('write', shown, () => acquireLock(host, folder.path))
  if (lock.kind === 'held') return { folder, lock }
  report(
    diagnostic('AH8201', undefined, `${lock.holder} is writing to "${folder.show('')}"`, {
      hints: [`wait for it; if it is certain that it is no longer at work, delete "${shown}"`],
    }),
  )
  return undefined
}

/** Completes what a killed run left, before anything is compared. */
function recover(host: Host, folder: OutputFolder, report: Report): boolean {
  const show = (path: string): string => folder.show(path)
  const found = readJournal(host.files, folder.path, show)
  if (found.kind === 'wrong') {
    const message = `"${show(JOURNAL_NAME)}" cannot be read: ${found.reason}`
    report(diagnostic('AH8005', undefined, message, { hints: ['delete it, and look at the files beside it'] }))
    return false
  }
  if (found.kind === 'journal') {
    completeJournal(host.files, folder.path, found.journal, host.randomHex(12), show)
    report(diagnostic('AH8203', undefined, `completed an interrupted run in "${show('')}"`))
  }
  removeLeftovers(host.files, folder.path)
  return true
}

function planFolder(host: Host, locked: LockedFolder, force: boolean, report: Report): PlannedFolder | undefined {
  const { folder } = locked
  const found = readList(host, folder, report)
  if (found === undefined) return undefined
  const comparison = compareWithDisk(host, folder, found.list, report)
  const userFiles = new Set(found.list?.userFiles.map((file) => file.path))
  const plan = planWriting(comparison, userFiles, force, (path) => folder.show(path), report)
  const changes: FolderChanges = {
    writes: plan.writes,
    removals: plan.removals,
    oldList: found.list,
    oldListBytes: found.bytes,
    list: comparison.list,
  }
  const listText = printOutputList(comparison.list)
  const oldText = found.bytes === undefined ? undefined : new TextDecoder().decode(found.bytes)
  return { ...locked, plan, changes, listChanges: listText !== oldText }
}

function writeFolder(host: Host, planned: PlannedFolder, report: Report): PublishedFolder | undefined {
  const { folder, plan, changes, lock } = planned
  const show = (path: string): string => folder.show(path)
  const changed = planned.listChanges || plan.writes.length > 0 || plan.removals.length > 0
  if (changed) {
    if (!onDisk('read', show(LOCK_NAME), lock.stillOurs)) {
      const message = `somebody removed the lock of this run from "${show('')}"`
      report(diagnostic('AH8201', undefined, message, { hints: ['run it again'] }))
      return undefined
    }
    const outcome = writeChanges(host.files, folder.path, changes, host.randomHex(12), show)
    if (outcome.kind !== 'written') {
      const restored = outcome.kind === 'restored'
      const hint = restored
        ? 'the output is as it was before'
        : 'mend this and run publish again, which completes the run'
      const hints = [outcome.error.hint, hint]
      report(diagnostic(restored ? 'AH8301' : 'AH8302', undefined, outcome.error.message, { hints }))
      return undefined
    }
  }
  return {
    shownAs: show(''),
    environment: folder.set.environment,
    target: folder.set.target,
    created: plan.writes.filter((write) => write.old === undefined).map((write) => write.path),
    updated: plan.writes.filter((write) => write.old !== undefined).map((write) => write.path),
    adopted: plan.adopted,
    unchanged: plan.unchanged,
    removed: plan.removals.map((removal) => removal.path),
  }
}

/** Everything under the locks: all folders are recovered and planned before the first one is written. */
function publishLocked(
  host: Host,
  locked: readonly LockedFolder[],
  force: boolean,
  report: Report,
  hasErrors: () => boolean,
): readonly PublishedFolder[] {
  if (!locked.every(({ folder }) => recover(host, folder, report))) return []
  const planned = locked.map((one) => planFolder(host, one, force, report))
  if (hasErrors()) return []
  const published: PublishedFolder[] = []
  for (const one of planned) {
    const folder = one === undefined ? undefined : writeFolder(host, one, report)
    if (folder === undefined) break
    published.push(folder)
  }
  return published
}

/** Takes the locks of all folders, in an order that is the same for every run. */
function lockAndPublish(
  host: Host,
  folders: readonly OutputFolder[],
  force: boolean,
  report: Report,
  hasErrors: () => boolean,
): readonly PublishedFolder[] {
  const made: string[] = []
  const locked: LockedFolder[] = []
  let published: readonly PublishedFolder[] = []
  // No `finally`: after a bug or a kill nothing more is to be done to the disk.
  const close = (): void => {
    for (const { lock } of locked) lock.release()
    if (published.length === 0) removeFolders(host, made)
  }
  try {
    for (const folder of [...folders].sort((left, right) => compareCodePoints(left.path, right.path))) {
      made.push(...makeFolders(host, folder.path, folder.show('')))
      const one = lockFolder(host, folder, report)
      if (one === undefined) {
        // Whoever holds the lock needs the folder, even if this run was the one that made it.
        made.length = 0
        break
      }
      locked.push(one)
    }
    if (!hasErrors()) published = publishLocked(host, locked, force, report, hasErrors)
  } catch (error) {
    if (error instanceof DiskError) close()
    throw error
  }
  close()
  return published
}

/**
 * Writes artifacts to their folders, all or (as long as the disk obeys) none. Refuses folders that
 * are not ours and files that were edited; the codes of the diagnostics say which exit code it comes to.
 */
export function publishOutput(host: Host, request: PublishRequest): PublishResult {
  const { report, diagnostics, hasErrors } = createCollector()
  let folders: readonly PublishedFolder[] = []
  try {
    const wanted = foldersOf(host, request, report)
    if (!hasErrors() && !refuseFolders(host, request, report)) {
      warnOfEarlierLayout(host, request, report)
      folders = lockAndPublish(host, wanted, request.force, report, hasErrors)
    }
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    report(diskRefused(error))
  }
  return { folders, diagnostics }
}
