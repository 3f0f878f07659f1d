import { createCollector, diagnostic, type Report } from '../../diagnostics/diagnostic.ts'
import { errnoOf } from '../../host/errno.ts'
import { writeNewFile } from '../new-files.ts'
import { kindAt } from '../project.ts'
import type { Session } from '../session.ts'

/** What every name in a manifest has to be: words of lower case letters and digits, joined by `-`. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const LONGEST_NAME = 40

/** The nearest correct name to what a folder is called; `app` if nothing of it can be used. */
export function nameFrom(folder: string): string {
  const words = folder
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const name = words
    .join('-')
    .replace(/^[0-9-]+/, '')
    .slice(0, LONGEST_NAME)
  const whole = name.endsWith('-') ? name.slice(0, -1) : name
  return whole === '' ? 'app' : whole
}

function targetFile(session: Session): string {
  const { host } = session
  const given = session.option('file')
  if (given === undefined) return host.resolvePath('apphost.yaml')
  const path = host.resolvePath(given)
  return kindAt(host, path) === 'folder' || !/\.ya?ml$/.test(path) ? host.resolvePath(path, 'apphost.yaml') : path
}

function chosenName(session: Session, file: string, report: Report): string {
  const given = session.option('name')
  if (given === undefined) {
    const { host } = session
    return nameFrom(host.relativePath(host.resolvePath(file, '..', '..'), host.resolvePath(file, '..')))
  }
  if (!NAME.test(given) || given.length > LONGEST_NAME) {
    report(
      diagnostic('AH8527', undefined, `"${given}" cannot be the name of an application`, {
        hints: [
          'a name is of lower-case letters, digits and single dashes, begins with a letter, and has at most 40 characters',
          `for example --name ${nameFrom(given)}`,
        ],
      }),
    )
  }
  return given
}

function readStart(session: Session, report: Report): string | undefined {
  const { folder } = session.distribution
  try {
    if (folder !== undefined) {
      const bytes = session.host.files.readFile(session.host.resolvePath(folder, 'templates', 'init', 'apphost.yaml'))
      return new TextDecoder().decode(bytes)
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
  }
  report(
    diagnostic('AH8532', undefined, 'the starting manifest of apphost-compile is missing', {
      hints: ['install the package again'],
    }),
  )
  return undefined
}

/** `init`: a starting manifest that compiles. Never replaces one. */
export function init(session: Session): number {
  const { host } = session
  const collector = createCollector()
  const file = targetFile(session)
  const name = chosenName(session, file, collector.report)
  const start = readStart(session, collector.report)
  if (collector.hasErrors() || start === undefined) return session.finish(collector.diagnostics)
  const bytes = new TextEncoder().encode(start.replace(/^name: .*$/m, () => `name: ${name}`))
  const hint = 'move it away, or name another folder with --file'
  if (writeNewFile(host, file, bytes, { force: false, hint }, collector.report)) {
    const shown = host.relativePath(host.workingDirectory, file)
    session.print(`${shown}\n`)
    const option = shown === 'apphost.yaml' ? '' : ` --file ${shown}`
    session.say(`made a manifest for "${name}"; next: apphost-compile publish${option}`)
  }
  return session.finish(collector.diagnostics)
}
