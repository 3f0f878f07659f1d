import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { errnoOf } from '../host/errno.ts'
import type { DirectoryEntry, Host } from '../host/host.ts'
import { onDisk } from './disk-error.ts'

/** Where an output goes, and what must not be mixed with it. All paths are absolute. */
export interface OutputPlace {
  readonly output: string
  readonly projectRoot: string
  readonly manifest: string
}

type Machine = Pick<Host, 'files' | 'homeDirectory' | 'relativePath' | 'resolvePath'>

/** The path with all links resolved as far as it exists, the rest as it is. */
function realAsFarAsThere(host: Machine, path: string): string {
  const parent = host.resolvePath(path, '..')
  try {
    return host.files.realPath(path)
  } catch (error) {
    const code = errnoOf(error)
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === path) throw error
    return host.resolvePath(realAsFarAsThere(host, parent), host.relativePath(parent, path))
  }
}

/** Whether a path is the folder or lies below it. */
function isWithin(host: Machine, folder: string, path: string): boolean {
  const way = host.relativePath(folder, path)
  // On Windows the way to another drive is an absolute path.
  return way === '' || (way !== '..' && !way.startsWith('../') && !/^(?:\/|[A-Za-z]:)/.test(way))
}

/** Why no artifacts may be written straight into a folder. */
function reasonAgainst(host: Machine, place: OutputPlace, folder: string): string | undefined {
  const real = realAsFarAsThere(host, folder)
  if (host.resolvePath(real, '..') === real) return 'it is the root of the disk'
  if (host.homeDirectory !== undefined) {
    const home = realAsFarAsThere(host, host.resolvePath(host.homeDirectory))
    if (isWithin(host, real, home)) return real === home ? 'it is your home folder' : 'your home folder is in it'
  }
  const project = realAsFarAsThere(host, place.projectRoot)
  const manifest = realAsFarAsThere(host, place.manifest)
  if (host.resolvePath(manifest, '..') === real) return 'the manifest is in it'
  if (real === project) return 'it is the root of the project'
  if (isWithin(host, real, project) || isWithin(host, real, manifest)) return 'the project is in it'
  if (host.files.stat(host.resolvePath(real, '.git')) !== undefined) return 'it is the root of a git repository'
  return undefined
}

/** What the nearest thing is that exists on the way to a path, the path itself left out. */
function kindAbove(host: Machine, path: string): DirectoryEntry['kind'] | undefined {
  for (let at = path; ;) {
    const parent = host.resolvePath(at, '..')
    if (parent === at) return undefined
    const kind = host.files.stat(parent)?.kind
    if (kind !== undefined) return kind
    at = parent
  }
}

function refuseKind(host: Machine, place: OutputPlace, folder: string, shown: string, report: Report): boolean {
  const found = host.files.stat(folder)
  const hint = { hints: ['remove it, or give another folder with --output-path'] }
  if (found !== undefined && found.kind !== 'folder') {
    const what =
      found.kind === 'link' ? 'a link, and links are not followed' : found.kind === 'file' ? 'a file' : 'no folder'
    report(diagnostic('AH8002', undefined, `the output path "${shown}" is ${what}`, hint))
    return true
  }
  const above = kindAbove(host, folder)
  if (above === 'file' || above === 'other') {
    report(diagnostic('AH8002', undefined, `a file is in the way of the output path "${shown}"`, hint))
    return true
  }
  const fromProject = isWithin(host, place.projectRoot, folder)
  if (!fromProject) return false
  if (isWithin(host, realAsFarAsThere(host, place.projectRoot), realAsFarAsThere(host, folder))) return false
  report(
    diagnostic('AH8002', undefined, `a link on the way to the output path "${shown}" leads out of the project`, hint),
  )
  return true
}

/**
 * Reports an output path that nothing may be written to, and answers whether it did: a folder that is somebody's (the
 * project, a home), a file, a link, or one that a link in the project leads out to.
 */
export function refuseFolder(
  host: Machine,
  place: OutputPlace,
  folder: string,
  shown: string,
  report: Report,
): boolean {
  return onDisk('read', shown, () => {
    if (refuseKind(host, place, folder, shown, report)) return true
    const reason = reasonAgainst(host, place, folder)
    if (reason === undefined) return false
    report(
      diagnostic('AH8001', undefined, `"${shown}" cannot be the output folder: ${reason}`, {
        hints: ['give a folder that holds nothing else: --output-path apphost-output'],
      }),
    )
    return true
  })
}
