import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { kindAt } from './project.ts'
import type { Session } from './session.ts'

/** The largest layout, in bytes. */
const MAXIMUM_BYTES = 1024 * 1024

/**
 * The layouts of `--templates FOLDER`: path below it (`compose/README.md.hbs`) -> text; undefined without the option. What
 * lies there as a link that leads out of the folder is not read.
 */
export function readTemplates(session: Session, report: Report): ReadonlyMap<string, string> | undefined {
  const given = session.option('templates')
  if (given === undefined) return undefined
  const { host } = session
  const folder = host.resolvePath(given)
  if (kindAt(host, folder) !== 'folder') {
    report(
      diagnostic('AH8523', undefined, `--templates "${given}" is no folder`, {
        hints: ['"apphost-compile templates eject" makes one'],
      }),
    )
    return undefined
  }
  const files = host.project(folder)
  const templates = new Map<string, string>()
  for (const path of files.list('').filter((one) => one.endsWith('.hbs'))) {
    const content = files.read(path, MAXIMUM_BYTES)
    if (content.kind === 'file') templates.set(path, new TextDecoder().decode(content.bytes))
    else {
      const reason = content.kind === 'failed' ? content.reason : content.kind.replace('-', ' ')
      report(diagnostic('AH8523', undefined, `the layout "${path}" of --templates cannot be read: ${reason}`))
    }
  }
  return templates
}
