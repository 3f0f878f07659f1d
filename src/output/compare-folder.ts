import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { sha256 } from '../print/sha256.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import type { Artifact } from '../targets/artifact.ts'
import type { DeploymentFacts } from '../targets/deployment-facts.ts'
import { checkDerivedVariables } from './derived-variables.ts'
import type { Existing, FolderView } from './folder-view.ts'
import { mergeDotenv, withoutOurs, type MergedDotenv } from './merge-dotenv.ts'
import type { ListedUserFile, OutputList, OutputOwner } from './output-list.ts'

/** The artifacts of one environment and target, and the folder below the output path that they go to. */
export interface OutputSet {
  readonly environment: string | undefined
  readonly target: string
  /** Relative, with `/`; empty for the output path itself. */
  readonly folder: string
  readonly artifacts: readonly Artifact[]
  readonly facts: DeploymentFacts
}

/**
 * How a wanted file stands to what is there. `changed`: ours, untouched, to be replaced; `adopted`: nobody's, but its
 * bytes are right already; `edited`: ours, and changed by somebody; `foreign`: never ours.
 */
export type WantedState = 'missing' | 'same' | 'adopted' | 'changed' | 'edited' | 'foreign'

/** A generated file beside what lies at its path. */
export interface WantedFile {
  readonly path: string
  readonly state: WantedState
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly executable: boolean
  readonly existing: Extract<Existing, { kind: 'file' }> | undefined
  /** Of a file that is the user's to edit; its `bytes` are the merged text. */
  readonly merged: MergedDotenv | undefined
}

/** A file of the list that is no longer generated. */
export interface OutdatedFile {
  readonly path: string
  readonly state: 'gone' | 'unchanged' | 'edited'
  readonly existing: Extract<Existing, { kind: 'file' }> | undefined
  /** What is left of a file of the user's after our variables are taken out. */
  readonly remainder: string | undefined
}

/** One folder: what is wanted, what is there, and the list as it is to be. */
export interface Comparison {
  readonly wanted: readonly WantedFile[]
  readonly outdated: readonly OutdatedFile[]
  readonly list: OutputList
}

const encoder = new TextEncoder()

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

interface Context {
  readonly view: FolderView
  readonly old: OutputList | undefined
  /** Hashes of the old list's files, by path. */
  readonly listed: ReadonlyMap<string, string>
  readonly facts: DeploymentFacts
  /** Files that will be gone before anything is written. */
  readonly leaving: ReadonlySet<string>
  /** Whether files here have an executable bit. */
  readonly hasModes: boolean
  readonly show: (path: string) => string
  readonly report: Report
}

/** What is at a path, where that can be a file of ours; anything else is reported. */
function lookAt(context: Context, path: string): Exclude<Existing, { kind: 'folder' | 'blocked' }> | undefined {
  const existing = context.view.existing(path)
  if (existing.kind === 'missing' || existing.kind === 'file') return existing
  // Where a file becomes a folder, or a folder a file, what is in the way may be ours and on its way out.
  const makesRoom =
    existing.kind === 'blocked' ? context.leaving.has(existing.at) : context.view.holdsOnly(path, context.leaving)
  if (makesRoom) return { kind: 'missing' }
  const [at, what] =
    existing.kind === 'folder'
      ? [path, 'a folder']
      : [existing.at, existing.by === 'other' ? 'no regular file' : `a ${existing.by}`]
  const shown = context.show(at)
  const reason = at === path ? `"${shown}" is ${what}` : `"${shown}", on the way to "${context.show(path)}", is ${what}`
  context.report(
    diagnostic('AH8003', undefined, `${reason}, and stays as it is`, {
      hints: [`move "${shown}" away; neither is a link followed, nor does --force replace it`],
    }),
  )
  return undefined
}

function stateOf(context: Context, file: Artifact, hash: string, existing: Existing): WantedState {
  if (existing.kind !== 'file') return 'missing'
  const listed = context.listed.get(file.path)
  const found = sha256(existing.bytes)
  const rightMode = !context.hasModes || ((existing.mode & 0o100) !== 0) === file.executable
  if (found === hash) return rightMode ? (listed === undefined ? 'adopted' : 'same') : 'changed'
  if (listed === undefined) return 'foreign'
  return found === listed ? 'changed' : 'edited'
}

function compareOurs(context: Context, file: Artifact): WantedFile | undefined {
  const existing = lookAt(context, file.path)
  if (existing === undefined) return undefined
  const bytes = typeof file.content === 'string' ? encoder.encode(file.content) : file.content
  const hash = sha256(bytes)
  return {
    path: file.path,
    state: stateOf(context, file, hash, existing),
    bytes,
    sha256: hash,
    executable: file.executable,
    existing: existing.kind === 'file' ? existing : undefined,
    merged: undefined,
  }
}

function compareUserFile(context: Context, file: Artifact): WantedFile | undefined {
  const existing = lookAt(context, file.path)
  if (existing === undefined) return undefined
  const ours = typeof file.content === 'string' ? file.content : (decode(file.content) ?? '')
  const text = existing.kind === 'file' ? decode(existing.bytes) : ours
  if (text === undefined) {
    const message = `"${context.show(file.path)}" is no UTF-8 text, so that its variables cannot be merged`
    context.report(diagnostic('AH8403', undefined, message, { hints: ['save it as UTF-8'] }))
    return undefined
  }
  const known = context.old?.userFiles.find((one) => one.path === file.path)
  const merged = mergeDotenv(text, ours, known)
  checkDerivedVariables(context.show(file.path), merged.text, context.facts, context.report)
  const bytes = encoder.encode(merged.text)
  return {
    path: file.path,
    state: existing.kind === 'missing' ? 'missing' : merged.text === text ? 'same' : 'changed',
    bytes,
    sha256: sha256(bytes),
    executable: false,
    existing: existing.kind === 'file' ? existing : undefined,
    merged,
  }
}

function compareOutdated(context: Context, path: string, listed: string): OutdatedFile | undefined {
  const existing = lookAt(context, path)
  if (existing === undefined) return undefined
  if (existing.kind === 'missing') return { path, state: 'gone', existing: undefined, remainder: undefined }
  const state = sha256(existing.bytes) === listed ? 'unchanged' : 'edited'
  return { path, state, existing, remainder: undefined }
}

function compareOutdatedUserFile(context: Context, known: ListedUserFile): OutdatedFile | undefined {
  const existing = lookAt(context, known.path)
  if (existing === undefined) return undefined
  if (existing.kind === 'missing') return { path: known.path, state: 'gone', existing: undefined, remainder: undefined }
  const text = decode(existing.bytes)
  const remainder = text === undefined ? undefined : withoutOurs(text, known)
  const state = text === undefined || remainder !== undefined ? 'edited' : 'unchanged'
  return { path: known.path, state, existing, remainder }
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return compareCodePoints(left.path, right.path)
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined
}

function listOf(owner: OutputOwner, wanted: readonly WantedFile[], facts: DeploymentFacts): OutputList {
  const files = wanted
    .filter((file) => file.merged === undefined)
    .map(({ path, sha256: hash }) => ({ path, sha256: hash }))
  const userFiles = wanted.flatMap(({ path, merged }) => (merged === undefined ? [] : [{ path, ...merged.record }]))
  return { ...owner, files, userFiles, deployment: facts }
}

/**
 * Compares a set of artifacts with a folder and its list. Reports what no option can overrule (links in the way, a
 * `.env` that is no text) and what a user should know about the `.env`; what to make of edited and foreign files is
 * up to the caller. The paths must have passed `checkOutputPaths`.
 */
export function compareFolder(
  owner: OutputOwner,
  set: Pick<OutputSet, 'artifacts' | 'facts'>,
  old: OutputList | undefined,
  found: Pick<Context, 'view' | 'hasModes' | 'show'>,
  report: Report,
): Comparison {
  const listed = new Map(old?.files.map((file) => [file.path, file.sha256]))
  const before: Context = { ...found, old, listed, facts: set.facts, leaving: new Set(), report }
  const paths = new Set(set.artifacts.map((file) => file.path))
  const outdated = [
    ...(old?.files ?? [])
      .filter((file) => !paths.has(file.path))
      .map((file) => compareOutdated(before, file.path, file.sha256)),
    ...(old?.userFiles ?? [])
      .filter((file) => !paths.has(file.path))
      .map((file) => compareOutdatedUserFile(before, file)),
  ]
    .filter(isPresent)
    .sort(byPath)
  const leaving = new Set(outdated.filter((file) => file.state === 'unchanged').map((file) => file.path))
  const context: Context = { ...before, leaving }
  const wanted = [...set.artifacts]
    .sort(byPath)
    .map((file) => (file.ownership === 'ours' ? compareOurs(context, file) : compareUserFile(context, file)))
    .filter(isPresent)
  return { wanted, outdated, list: listOf(owner, wanted, set.facts) }
}
