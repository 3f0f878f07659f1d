import { createCollector, diagnostic, type Diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Host } from '../host/host.ts'
import { escapeUnprintable } from '../print/unprintable.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import type { OutdatedFile, WantedFile } from './compare-folder.ts'
import { DiskError, diskRefused } from './disk-error.ts'
import { readJournal } from './journal.ts'
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
import { LIST_NAME } from './output-path.ts'
import { unifiedDiff } from './unified-diff.ts'

/**
 * How a file on the disk differs from what a publish would leave there. `stale`: ours, and the input has changed;
 * `edited`: ours, and changed by somebody since; `foreign`: never ours; `orphaned`: no longer generated.
 */
export type DifferenceKind = 'stale' | 'missing' | 'orphaned' | 'edited' | 'foreign'

/** One file that is not as it would be published. */
export interface Difference {
  readonly kind: DifferenceKind
  /** For people: below the output path as it was typed. */
  readonly path: string
  /** A unified diff from the disk to what is generated; a sentence for binary files and for a `.env`. */
  readonly diff: string
}

/** With an error among the diagnostics nothing was compared; with a difference the exit code is 4. */
export interface CheckResult {
  readonly differences: readonly Difference[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Text that can be shown line by line; undefined for binary content. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** What somebody else wrote may hold anything, and must not be able to steer a terminal. */
function safeToShow(diff: string): string {
  return escapeUnprintable(diff, (codePoint) => {
    const character = String.fromCodePoint(codePoint)
    return character === '\n' || character === '\t' ? character : `\\u{${codePoint.toString(16)}}`
  })
}

function diffOf(path: string, before: Uint8Array | undefined, after: Uint8Array | undefined): string {
  const oldText = before === undefined ? '' : textOf(before)
  const newText = after === undefined ? '' : textOf(after)
  const oldName = before === undefined ? '/dev/null' : `a/${path}`
  const newName = after === undefined ? '/dev/null' : `b/${path}`
  if (oldText === undefined || newText === undefined) return `Binary files ${oldName} and ${newName} differ\n`
  if (oldText === newText)
    return before === undefined || after === undefined
      ? `--- ${oldName}\n+++ ${newName}\n`
      : `# ${path}: only its mode differs\n`
  return safeToShow(unifiedDiff(oldName, newName, oldText, newText))
}

const KIND_OF_STATE = {
  missing: 'missing',
  changed: 'stale',
  edited: 'edited',
  foreign: 'foreign',
  same: undefined,
  adopted: undefined,
} as const satisfies Record<WantedFile['state'], DifferenceKind | undefined>

/** A file that is the user's: what changed in it by the user's hand is no difference, and values are never shown. */
function compareUserFile(file: WantedFile, shown: string, report: Report): readonly Difference[] {
  const { merged } = file
  if (merged === undefined) return []
  if (file.state === 'missing') {
    return [{ kind: 'missing', path: shown, diff: `# ${shown}: is not there\n` }]
  }
  if (merged.changed.length > 0) {
    const message = `"${shown}" has values of its own for ${merged.changed.join(', ')}`
    report(diagnostic('AH8404', undefined, message))
  }
  const notes = [
    ...merged.added.map((name) => `+${name}`),
    ...merged.updated.map((name) => `~${name}`),
    ...merged.removed.map((name) => `-${name}`),
  ]
  if (file.state === 'same') return []
  const what = notes.length === 0 ? 'comments or order differ' : notes.join(' ')
  return [{ kind: 'stale', path: shown, diff: `# ${shown}: ${what} (values are not shown)\n` }]
}

function compareWanted(file: WantedFile, shown: string, report: Report): readonly Difference[] {
  if (file.merged !== undefined) return compareUserFile(file, shown, report)
  const kind = KIND_OF_STATE[file.state]
  return kind === undefined ? [] : [{ kind, path: shown, diff: diffOf(shown, file.existing?.bytes, file.bytes) }]
}

function compareOutdated(file: OutdatedFile, isUserFile: boolean, shown: string): readonly Difference[] {
  if (file.existing === undefined || (isUserFile && file.state === 'edited')) return []
  const diff = isUserFile ? `# ${shown}: is no longer generated\n` : diffOf(shown, file.existing.bytes, undefined)
  return [{ kind: 'orphaned', path: shown, diff }]
}

function checkFolder(host: Host, folder: OutputFolder, report: Report): readonly Difference[] {
  const show = (path: string): string => folder.show(path)
  if (readJournal(host.files, folder.path, show).kind !== 'none') {
    report(
      diagnostic('AH8202', undefined, `an interrupted run in "${show('')}" has not been completed`, {
        hints: ['run `apphost-compile publish`, which completes it'],
      }),
    )
    return []
  }
  const found = readList(host, folder, report)
  if (found === undefined) return []
  const comparison = compareWithDisk(host, folder, found.list, report)
  const userFiles = new Set(found.list?.userFiles.map((file) => file.path))
  const differences = [
    ...comparison.wanted.flatMap((file) => compareWanted(file, show(file.path), report)),
    ...comparison.outdated.flatMap((file) => compareOutdated(file, userFiles.has(file.path), show(file.path))),
  ].sort((left, right) => compareCodePoints(left.path, right.path))
  // What the list remembers of a file that is the user's depends on what the user did, not on the input alone.
  const list = printOutputList({ ...comparison.list, userFiles: found.list?.userFiles ?? comparison.list.userFiles })
  const listText = found.bytes === undefined ? undefined : new TextDecoder().decode(found.bytes)
  // The list follows the files: it is told of only where nothing else says that a publish is due.
  if (differences.length > 0 || listText === list) return differences
  const kind = found.bytes === undefined ? 'missing' : 'stale'
  return [{ kind, path: show(LIST_NAME), diff: diffOf(show(LIST_NAME), found.bytes, new TextEncoder().encode(list)) }]
}

/** `publish --check`: compares without writing anything, not even a lock. */
export function checkOutput(host: Host, request: OutputRequest): CheckResult {
  const { report, diagnostics, hasErrors } = createCollector()
  let differences: readonly Difference[] = []
  try {
    const folders = foldersOf(host, request, report)
    if (!hasErrors() && !refuseFolders(host, request, report)) {
      warnOfEarlierLayout(host, request, report)
      differences = folders.flatMap((folder) => checkFolder(host, folder, report))
    }
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    report(diskRefused(error))
  }
  return { differences: hasErrors() ? [] : differences, diagnostics }
}

const HEADINGS: readonly (readonly [DifferenceKind, string])[] = [
  ['stale', 'stale (the input has changed since)'],
  ['missing', 'missing'],
  ['orphaned', 'orphaned (no longer generated)'],
  ['edited', 'edited (changed by hand since)'],
  ['foreign', 'foreign (not written by apphost-compile)'],
]

/** The result as text for standard output: the diffs, then the files by kind; empty without differences. */
export function printCheck(result: CheckResult): string {
  if (result.differences.length === 0) return ''
  const diffs = result.differences.map((difference) => difference.diff).join('')
  const groups = HEADINGS.flatMap(([kind, heading]) => {
    const paths = result.differences
      .filter((difference) => difference.kind === kind)
      .map((difference) => difference.path)
    return paths.length === 0 ? [] : [`${heading}:\n${paths.map((path) => `  ${path}\n`).join('')}`]
  })
  return `${diffs}\n${groups.join('')}`
}
