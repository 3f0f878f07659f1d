import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import type { Comparison, OutdatedFile, WantedFile } from './compare-folder.ts'
import type { ListedFile } from './output-list.ts'
import { sha256 } from '../print/sha256.ts'
import type { PlannedWrite } from './write.ts'

/** What a run does to the files of one folder; paths are relative to it and sorted. */
export interface WritingPlan {
  readonly writes: readonly PlannedWrite[]
  readonly removals: readonly ListedFile[]
  readonly adopted: readonly string[]
  readonly unchanged: readonly string[]
}

function refuseWanted(file: WantedFile, shown: string, report: Report): void {
  if (file.state === 'edited') {
    report(
      diagnostic('AH8006', undefined, `"${shown}" was edited since it was generated, and would be overwritten`, {
        hints: ['`publish --check` shows the difference; --force overwrites it'],
      }),
    )
    return
  }
  report(
    diagnostic('AH8007', undefined, `"${shown}" was not written by apphost-compile, and would be overwritten`, {
      hints: ['choose another folder with --output-path, or move the file away; --force overwrites it'],
    }),
  )
}

function planWrite(file: WantedFile): PlannedWrite {
  const existing = file.existing
  const mode = file.executable ? 0o755 : 0o644
  return {
    path: file.path,
    bytes: file.bytes,
    sha256: file.sha256,
    // Secrets may stand in a file that is the user's: who may read it is for the user to say.
    mode: file.merged !== undefined && existing !== undefined ? existing.mode & 0o777 : mode,
    old:
      existing === undefined
        ? undefined
        : { bytes: existing.bytes, sha256: sha256(existing.bytes), mode: existing.mode & 0o777 },
  }
}

function planOutdated(
  file: OutdatedFile,
  force: boolean,
  isUserFile: boolean,
  shown: string,
  report: Report,
): ListedFile | undefined {
  if (file.existing === undefined) return undefined
  if (file.state === 'edited' && isUserFile) return undefined
  if (file.state === 'unchanged' || force) return { path: file.path, sha256: sha256(file.existing.bytes) }
  report(
    diagnostic('AH8008', undefined, `"${shown}" is no longer generated, but was edited, and would be removed`, {
      hints: ['move it away if it is still needed, else delete it; --force deletes it'],
    }),
  )
  return undefined
}

function reportMerged(file: WantedFile, shown: string, report: Report): void {
  const { merged } = file
  if (merged === undefined || merged.movedOn.length === 0) return
  const [verb, noun] = merged.movedOn.length === 1 ? ['keeps', 'its default has'] : ['keep', 'their defaults have']
  report(
    diagnostic(
      'AH8401',
      undefined,
      `in "${shown}", ${merged.movedOn.join(', ')} ${verb} your value, but ${noun} changed`,
      {
        hints: ['compare with the manifest'],
      },
    ),
  )
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return compareCodePoints(left.path, right.path)
}

/**
 * Decides what to write and remove. Files that somebody edited or wrote are errors, unless `force` is given; `show`
 * makes a path readable for people.
 */
export function planWriting(
  comparison: Comparison,
  userFiles: ReadonlySet<string>,
  force: boolean,
  show: (path: string) => string,
  report: Report,
): WritingPlan {
  const writes: PlannedWrite[] = []
  const adopted: string[] = []
  const unchanged: string[] = []
  for (const file of comparison.wanted) {
    reportMerged(file, show(file.path), report)
    if (file.state === 'adopted') adopted.push(file.path)
    else if (file.state === 'same') unchanged.push(file.path)
    else if (force || file.state === 'missing' || file.state === 'changed') writes.push(planWrite(file))
    else refuseWanted(file, show(file.path), report)
  }
  const removals = comparison.outdated.flatMap((file) => {
    const removal = planOutdated(file, force, userFiles.has(file.path), show(file.path), report)
    return removal === undefined ? [] : [removal]
  })
  return {
    writes: writes.sort(byPath),
    removals: removals.sort(byPath),
    adopted: adopted.sort(compareCodePoints),
    unchanged: unchanged.sort(compareCodePoints),
  }
}
