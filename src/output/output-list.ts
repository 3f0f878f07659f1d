import { compareCodePoints } from '../syntax/compare.ts'
import type { DeploymentFacts } from '../targets/deployment-facts.ts'
import { outputPathProblem } from './output-path.ts'

/** Raised when the meaning of a field changes; a reader of another version refuses. */
const FORMAT_VERSION = 1

/** Who a folder belongs to. */
export interface OutputOwner {
  readonly application: string
  /** Undefined for a manifest without environments. */
  readonly environment: string | undefined
  readonly target: string
}

/** A file that we wrote, relative to the folder. */
export interface ListedFile {
  readonly path: string
  readonly sha256: string
}

/** What we know of one variable of a file that is the user's to edit. Hashes are of values and comments that we wrote. */
export interface ListedVariable {
  readonly name: string
  /** Undefined for a variable that we wrote commented out. */
  readonly value: string | undefined
  readonly comment: string
}

/** A file that we wrote for the user to edit (`.env`). */
export interface ListedUserFile {
  readonly path: string
  /** Only while the whole file is as we wrote it, never of a merged one. */
  readonly sha256: string | undefined
  readonly variables: readonly ListedVariable[]
}

/** `.apphost-output.json`: what was generated, for whom, and what a later deployment needs besides. */
export interface OutputList extends OutputOwner {
  readonly files: readonly ListedFile[]
  readonly userFiles: readonly ListedUserFile[]
  readonly deployment: DeploymentFacts
}

/** A list that can be read, or why not. */
export type ReadList =
  { readonly kind: 'list'; readonly list: OutputList } | { readonly kind: 'wrong'; readonly reason: string }

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return compareCodePoints(left.path, right.path)
}

/** Prints a list: fixed order of keys, files by code point, two blanks, LF; the same list is the same bytes. */
export function printOutputList(list: OutputList): string {
  const plain = {
    version: FORMAT_VERSION,
    application: list.application,
    environment: list.environment ?? null,
    target: list.target,
    files: [...list.files].sort(byPath).map(({ path, sha256 }) => ({ path, sha256 })),
    userFiles: [...list.userFiles].sort(byPath).map((file) => ({
      path: file.path,
      ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
      variables: file.variables.map(({ name, value, comment }) => ({ name, value: value ?? null, comment })),
    })),
    deployment: list.deployment,
  }
  return `${JSON.stringify(plain, null, 2)}\n`
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const HASH = /^[0-9a-f]{64}$/

function isHash(value: unknown): value is string {
  return typeof value === 'string' && HASH.test(value)
}

/** A path from a list may have been written by anybody: what leaves the folder would let a list delete any file. */
function isPath(value: unknown): value is string {
  return typeof value === 'string' && outputPathProblem(value) === undefined
}

function readFile(value: unknown): ListedFile | undefined {
  if (!isRecord(value) || !isPath(value['path']) || !isHash(value['sha256'])) return undefined
  return { path: value['path'], sha256: value['sha256'] }
}

function readVariable(value: unknown): ListedVariable | undefined {
  if (!isRecord(value)) return undefined
  const { name, value: hash, comment } = value
  if (typeof name !== 'string' || !isHash(comment) || !(hash === null || isHash(hash))) return undefined
  return { name, value: hash ?? undefined, comment }
}

function readUserFile(value: unknown): ListedUserFile | undefined {
  if (!isRecord(value) || !isPath(value['path'])) return undefined
  const sha256 = value['sha256']
  const variables = readAll(value['variables'], readVariable)
  if (variables === undefined || !(sha256 === undefined || isHash(sha256))) return undefined
  return { path: value['path'], sha256, variables }
}

function readAll<T>(value: unknown, read: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined
  const items = value.map(read)
  return items.every((item): item is T => item !== undefined) ? items : undefined
}

const FACT_LISTS: readonly string[] = ['parameters', 'derived', 'images', 'jobs']

function isDeployment(value: unknown): value is Json & DeploymentFacts {
  return isRecord(value) && isRecord(value['pins']) && FACT_LISTS.every((name) => Array.isArray(value[name]))
}

/** Reads a parsed list (or one inside a journal) and trusts nothing in it. */
export function readListValue(value: unknown): ReadList {
  if (!isRecord(value)) return { kind: 'wrong', reason: 'it is no JSON object' }
  if (value['version'] !== FORMAT_VERSION) {
    const version = typeof value['version'] === 'number' ? `version ${value['version']}` : 'no version'
    return { kind: 'wrong', reason: `it has ${version}, and this apphost-compile knows version ${FORMAT_VERSION}` }
  }
  const { application, environment, target, deployment } = value
  if (typeof application !== 'string' || typeof target !== 'string')
    return { kind: 'wrong', reason: 'it names no owner' }
  if (environment !== null && typeof environment !== 'string') return { kind: 'wrong', reason: 'it names no owner' }
  const files = readAll(value['files'], readFile)
  if (files === undefined) return { kind: 'wrong', reason: 'its "files" are not as apphost-compile writes them' }
  const userFiles = readAll(value['userFiles'], readUserFile)
  if (userFiles === undefined)
    return { kind: 'wrong', reason: 'its "userFiles" are not as apphost-compile writes them' }
  if (!isDeployment(deployment))
    return { kind: 'wrong', reason: 'its "deployment" is not as apphost-compile writes it' }
  return {
    kind: 'list',
    list: { application, environment: environment ?? undefined, target, files, userFiles, deployment },
  }
}

/** The text as JSON; undefined if it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Reads the bytes of a list. */
export function readOutputList(bytes: Uint8Array): ReadList {
  const value = parseJson(bytes)
  return value === undefined ? { kind: 'wrong', reason: 'it is no JSON' } : readListValue(value)
}
