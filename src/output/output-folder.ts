import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Host } from '../host/host.ts'
import type { Artifact } from '../targets/artifact.ts'
import { compareFolder, type Comparison, type OutputSet } from './compare-folder.ts'
import { onDisk } from './disk-error.ts'
import { viewFolder } from './folder-view.ts'
import { readOutputList, type OutputList, type OutputOwner } from './output-list.ts'
import { checkOutputPaths, LIST_NAME } from './output-path.ts'
import { refuseFolder, type OutputPlace } from './refuse-folder.ts'

/** What one run is to write, or to compare. */
export interface OutputRequest extends OutputPlace {
  readonly application: string
  /** How the output path is called for people: as it was typed. */
  readonly shownAs: string
  /** At least one; each folder at most once. */
  readonly sets: readonly OutputSet[]
}

/** One folder of a request, with names for people. */
export interface OutputFolder {
  /** Absolute. */
  readonly path: string
  readonly owner: OutputOwner
  readonly artifacts: readonly Artifact[]
  readonly set: OutputSet
  /** A path below the folder as people are to see it: below the output path as it was typed. */
  show(path: string): string
}

/** The list as it lies in a folder. */
export interface FoundList {
  readonly list: OutputList | undefined
  readonly bytes: Uint8Array | undefined
}

/** Git changes line ends on some machines, which would make every file look edited. */
const ATTRIBUTES: Artifact = {
  path: '.gitattributes',
  content: '# Generated files stay as they are, byte for byte.\n* -text\n',
  executable: false,
  ownership: 'ours',
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/')
}

/** The folders of a request, sorted as asked; paths that no disk or not every disk can hold are reported. */
export function foldersOf(host: Host, request: OutputRequest, report: Report): readonly OutputFolder[] {
  const base = request.shownAs.replace(/(?<!\/)\/+$/, '')
  return request.sets.map((set) => {
    const show = (path: string): string => joined(base === '' ? '/' : base, set.folder, path)
    const own = set.artifacts.some((file) => file.path === ATTRIBUTES.path) ? [] : [ATTRIBUTES]
    const artifacts = [...own, ...set.artifacts]
    checkOutputPaths(
      artifacts.map((file) => file.path),
      show,
      report,
    )
    const owner = { application: request.application, environment: set.environment, target: set.target }
    return { path: host.resolvePath(request.output, set.folder), owner, artifacts, set, show }
  })
}

/** Reports every folder that must not be written to; each on the way from the output path to a set's is looked at. */
export function refuseFolders(host: Host, request: OutputRequest, report: Report): boolean {
  const base = request.shownAs
  const ways = request.sets.flatMap((set) => {
    const names = set.folder === '' ? [] : set.folder.split('/')
    return ['', ...names.map((_, index) => names.slice(0, index + 1).join('/'))]
  })
  let refused = false
  for (const way of new Set(ways)) {
    const folder = host.resolvePath(request.output, way)
    refused = refuseFolder(host, request, folder, joined(base, way), report) || refused
    if (refused) break
  }
  return refused
}

function describeOwner(owner: OutputOwner): string {
  const environment = owner.environment === undefined ? '' : `, environment "${owner.environment}"`
  return `application "${owner.application}"${environment}, target "${owner.target}"`
}

/** Reads the list of a folder; undefined after reporting one that cannot be read or names another owner. */
export function readList(host: Host, folder: OutputFolder, report: Report): FoundList | undefined {
  const path = `${folder.path}/${LIST_NAME}`
  const shown = folder.show(LIST_NAME)
  const found = onDisk('read', shown, () => host.files.stat(path))
  if (found === undefined) return { list: undefined, bytes: undefined }
  const wrong = (reason: string): undefined =>
    void report(
      diagnostic('AH8005', undefined, `"${shown}" cannot be read: ${reason}`, {
        hints: ['restore it from version control; or delete it, and files that are already right are taken over'],
      }),
    )
  if (found.kind !== 'file') return wrong('it is no regular file')
  const bytes = onDisk('read', shown, () => host.files.readFile(path))
  const read = readOutputList(bytes)
  if (read.kind === 'wrong') return wrong(read.reason)
  const { owner } = folder
  const { list } = read
  const same =
    list.application === owner.application && list.environment === owner.environment && list.target === owner.target
  if (same) return { list, bytes }
  const place = folder.show('')
  report(
    diagnostic(
      'AH8004',
      undefined,
      `"${place}" belongs to ${describeOwner(list)}, and not to ${describeOwner(owner)}`,
      {
        hints: ['give each a folder of its own with --output-path', `if it was renamed, remove "${place}"`],
      },
    ),
  )
  return undefined
}

/** Warns of artifacts that an earlier layout left above a folder. */
export function warnOfEarlierLayout(host: Host, request: OutputRequest, report: Report): void {
  const used = new Set(request.sets.map((set) => set.folder))
  const above = new Set(
    request.sets.flatMap((set) => {
      const names = set.folder.split('/')
      return set.folder === '' ? [] : names.map((_, index) => names.slice(0, index).join('/'))
    }),
  )
  for (const folder of above) {
    if (used.has(folder)) continue
    const list = `${host.resolvePath(request.output, folder)}/${LIST_NAME}`
    const shown = joined(request.shownAs, folder)
    if (onDisk('read', shown, () => host.files.stat(list)) === undefined) continue
    report(
      diagnostic('AH8009', undefined, `"${shown}" still holds artifacts of an earlier run, which went there directly`, {
        hints: [`remove the files that "${joined(shown, LIST_NAME)}" names, and that list`],
      }),
    )
  }
}

/** Compares a folder of the disk with what is wanted of it. */
export function compareWithDisk(
  host: Host,
  folder: OutputFolder,
  list: OutputList | undefined,
  report: Report,
): Comparison {
  const view = viewFolder(host.files, folder.path, (path) => folder.show(path))
  return compareFolder(
    folder.owner,
    { artifacts: folder.artifacts, facts: folder.set.facts },
    list,
    { view, hasModes: host.platform === 'posix', show: (path) => folder.show(path) },
    report,
  )
}
