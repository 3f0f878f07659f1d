import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { FileContent } from '../host/host.ts'
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
    const text = content.kind === 'file' ? utf8(content.bytes) : undefined
    if (text !== undefined) templates.set(path, text)
    else {
      const message = `the layout "${path}" of --templates cannot be read: ${problemOf(content)}`
      const hints = ['save it as UTF-8 text in that folder, or remove it: the built-in layout is then taken']
      report(diagnostic('AH8523', undefined, message, { hints }))
    }
  }
  return templates
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function problemOf(content: FileContent): string {
  switch (content.kind) {
    case 'file':
      return 'it is not UTF-8'
    case 'outside':
      return 'it is a link that leads out of the folder'
    case 'too-large':
      return `it has ${content.size} bytes, and ${MAXIMUM_BYTES} is the most`
    case 'failed':
      return content.reason
    case 'missing':
      return 'it is a link that leads nowhere'
    case 'folder':
    case 'special':
      return 'it is no file'
  }
}
