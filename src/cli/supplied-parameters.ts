import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { describeErrno, errnoOf } from '../host/errno.ts'
import type { SuppliedParameters } from '../parameters/parameter.ts'
import { parseParametersFile } from '../parameters/parameters-file.ts'
import { MAXIMUM_BYTES } from '../syntax/read-yaml-file.ts'
import type { Project } from './project.ts'
import type { Session } from './session.ts'

/** The name under which diagnostics show what came through `--params-file -`. */
const STANDARD_INPUT = '<standard input>'

function optionValues(session: Session, report: Report): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const given of session.options('param')) {
    const equals = given.indexOf('=')
    if (equals < 1) {
      // The text may be a secret that lost its name: it is not shown.
      report(diagnostic('AH8513', undefined, '--param needs name=value', { hints: ['write --param log-level=debug'] }))
      continue
    }
    values.set(given.slice(0, equals), given.slice(equals + 1))
  }
  return values
}

function readParametersFile(session: Session, given: string, report: Report): Uint8Array | undefined {
  const { host } = session
  const refuse = (why: string, hint: string): undefined => {
    report(diagnostic('AH8523', undefined, `--params-file "${given}" cannot be read: ${why}`, { hints: [hint] }))
    return undefined
  }
  try {
    const bytes =
      given === '-' ? host.readInput(MAXIMUM_BYTES) : host.files.readFile(host.resolvePath(given), MAXIMUM_BYTES)
    if (bytes.length <= MAXIMUM_BYTES) return bytes
    return refuse('it is larger than 4 MiB', 'it is to be a map of names and values; is this the right file?')
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined) throw error
    return refuse(describeErrno(code), 'the path is relative to the working directory')
  }
}

/** What the command line and the environment say about parameters. */
export function suppliedParameters(session: Session, project: Project, report: Report): SuppliedParameters {
  const { host } = session
  const supplied = { options: optionValues(session, report), variables: host.environment }
  const given = session.option('params-file')
  if (given === undefined) return { ...supplied, file: undefined }
  const bytes = readParametersFile(session, given, report)
  if (bytes === undefined) return { ...supplied, file: undefined }
  const path = given === '-' ? STANDARD_INPUT : host.relativePath(project.root, host.resolvePath(given))
  const values = parseParametersFile(path, bytes, report)
  for (const node of values.values()) session.concealed.add(node.text)
  return { ...supplied, file: { path, values } }
}
