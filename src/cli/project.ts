import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { errnoOf } from '../host/errno.ts'
import type { Host, ProjectFiles } from '../host/host.ts'
import type { Session } from './session.ts'

/** The application that a command works on. */
export interface Project {
  /** Absolute path of the project root. */
  readonly root: string
  /** The manifest, relative to the root, with `/`. */
  readonly manifest: string
  readonly files: ProjectFiles
}

const NAMES = ['apphost.yaml', 'apphost.yml'] as const

/** What is at a path, links followed. */
export function kindAt(host: Host, path: string): 'file' | 'folder' | 'other' | 'missing' {
  try {
    const found = host.files.stat(path)
    const real = found?.kind === 'link' ? host.files.stat(host.files.realPath(path)) : found
    return real === undefined || real.kind === 'link' ? 'missing' : real.kind
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return 'missing'
  }
}

/** The nearest manifest in a folder above, as it would be given to --file. */
function manifestAbove(host: Host, folder: string): string | undefined {
  for (let above = host.resolvePath(folder, '..'), below = folder; above !== below;) {
    for (const name of NAMES) {
      const path = host.resolvePath(above, name)
      if (kindAt(host, path) === 'file') return host.relativePath(host.workingDirectory, path)
    }
    below = above
    above = host.resolvePath(above, '..')
  }
  return undefined
}

function manifestIn(host: Host, folder: string, shown: string, report: Report): string | undefined {
  const found = NAMES.filter((name) => kindAt(host, host.resolvePath(folder, name)) !== 'missing')
  const [first, second] = found
  if (first !== undefined && second === undefined) return host.resolvePath(folder, first)
  if (second !== undefined) {
    report(
      diagnostic('AH8521', undefined, `${shown} holds both apphost.yaml and apphost.yml`, {
        hints: ['remove one of them, or name the one that is meant with --file'],
      }),
    )
    return undefined
  }
  const above = manifestAbove(host, folder)
  const where = above === undefined ? 'name the manifest with --file' : `there is one further up: --file ${above}`
  report(
    diagnostic('AH8520', undefined, `no apphost.yaml in ${shown}`, {
      hints: [where, 'or make one with "apphost-compile init"'],
    }),
  )
  return undefined
}

function findManifest(session: Session, report: Report): string | undefined {
  const { host } = session
  const given = session.option('file')
  if (given === undefined) return manifestIn(host, host.workingDirectory, 'the working directory', report)
  const path = host.resolvePath(given)
  const kind = kindAt(host, path)
  if (kind === 'folder') return manifestIn(host, path, `folder "${given}"`, report)
  if (kind === 'file') return path
  const problem = kind === 'missing' ? 'does not exist' : 'is neither a file nor a folder'
  report(
    diagnostic('AH8520', undefined, `the manifest "${given}" ${problem}`, {
      hints: ['--file takes a file or a folder'],
    }),
  )
  return undefined
}

function isOutside(host: Host, relative: string): boolean {
  return relative === '..' || relative.startsWith('../') || host.resolvePath('/', relative) === relative
}

function rootAbove(host: Host, folder: string): string {
  for (let at = folder; ; at = host.resolvePath(at, '..')) {
    if (kindAt(host, host.resolvePath(at, '.git')) !== 'missing') return at
    if (host.resolvePath(at, '..') === at) return folder
  }
}

/** Finds the manifest and the project root, by `--file`, `--root` and the working directory. */
export function findProject(session: Session, report: Report): Project | undefined {
  const { host } = session
  const manifest = findManifest(session, report)
  if (manifest === undefined) return undefined
  const given = session.option('root')
  const root = given === undefined ? rootAbove(host, host.resolvePath(manifest, '..')) : host.resolvePath(given)
  if (given !== undefined && kindAt(host, root) !== 'folder') {
    report(
      diagnostic('AH8522', undefined, `the project root "${given}" is no folder`, { hints: ['--root takes a folder'] }),
    )
    return undefined
  }
  const relative = host.relativePath(root, manifest)
  if (isOutside(host, relative)) {
    const hints = ['name a folder at or above the manifest, or leave --root out']
    report(diagnostic('AH8522', undefined, `the manifest lies outside the project root "${given ?? root}"`, { hints }))
    return undefined
  }
  session.setRoot(root)
  return { root, manifest: relative, files: host.project(root) }
}

/** The path of a folder relative to the root, empty for the root itself, undefined outside of it. */
export function insideRoot(host: Host, root: string, folder: string): string | undefined {
  const relative = host.relativePath(root, folder)
  if (isOutside(host, relative)) return undefined
  return relative
}
