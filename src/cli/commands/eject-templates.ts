import { createCollector, diagnostic } from '../../diagnostics/diagnostic.ts'
import { errnoOf } from '../../host/errno.ts'
import type { Host } from '../../host/host.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import { writeNewFile } from '../new-files.ts'
import type { Session } from '../session.ts'

/** Folders below `templates/` that are no layouts of a target. */
const NO_LAYOUTS: ReadonlySet<string> = new Set(['init', 'types', 'ci'])

function filesBelow(host: Host, folder: string, prefix: string): readonly string[] {
  return host.files.readFolder(folder).flatMap((entry) => {
    const path = `${prefix}${entry.name}`
    if (entry.kind === 'folder') {
      if (prefix === '' && NO_LAYOUTS.has(entry.name)) return []
      return filesBelow(host, host.resolvePath(folder, entry.name), `${path}/`)
    }
    return entry.kind === 'file' ? [path] : []
  })
}

function layouts(host: Host, folder: string | undefined): readonly string[] {
  if (folder === undefined) return []
  try {
    return [...filesBelow(host, folder, '')].sort(compareCodePoints)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return []
  }
}

/** `templates eject`: copies the layouts of every target, for `publish --templates`. */
export function ejectTemplates(session: Session): number {
  const { host, distribution } = session
  const collector = createCollector()
  const from = distribution.folder === undefined ? undefined : host.resolvePath(distribution.folder, 'templates')
  const files = layouts(host, from)
  if (from === undefined || files.length === 0) {
    const hints = ['install the package again']
    collector.report(diagnostic('AH8532', undefined, 'the templates of apphost-compile are missing', { hints }))
    return session.finish(collector.diagnostics)
  }
  const folder = host.resolvePath(session.positionals[0] ?? 'templates')
  const force = session.has('force')
  // Nothing is written if one of them is in the way, so that a second try starts from the same place.
  const inTheWay = force ? [] : files.filter((file) => host.files.stat(host.resolvePath(folder, file)) !== undefined)
  for (const file of inTheWay) {
    const shown = host.relativePath(host.workingDirectory, host.resolvePath(folder, file))
    const hints = ['--force replaces it; or name another folder']
    collector.report(diagnostic('AH8530', undefined, `${shown} exists already`, { hints }))
  }
  if (inTheWay.length > 0) return session.finish(collector.diagnostics)
  for (const file of files) {
    const path = host.resolvePath(folder, file)
    const bytes = host.files.readFile(host.resolvePath(from, file))
    if (!writeNewFile(host, path, bytes, { force, hint: '--force replaces it' }, collector.report)) break
    session.print(`${host.relativePath(host.workingDirectory, path)}\n`)
  }
  const shown = host.relativePath(host.workingDirectory, folder)
  if (!collector.hasErrors())
    session.say(`edit them, then: apphost-compile publish --templates ${shown === '' ? '.' : shown}`)
  return session.finish(collector.diagnostics)
}
