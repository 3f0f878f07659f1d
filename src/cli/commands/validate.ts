import { createCollector } from '../../diagnostics/diagnostic.ts'
import { ALL, compileAsked, mergeDiagnostics, openWorkspace, unusedAcceptances } from '../compile-project.ts'
import type { Session } from '../session.ts'

/** `validate`: all checks, nothing written. */
export async function validate(session: Session): Promise<number> {
  const collector = createCollector()
  const workspace = openWorkspace(session, collector.report)
  if (workspace === undefined) return session.finish(collector.diagnostics)
  const results = await compileAsked(session, workspace, 'inspect')
  const unused = session.environment === ALL ? unusedAcceptances(results) : []
  const exitCode = session.finish([...collector.diagnostics, ...mergeDiagnostics(results), ...unused])
  if (exitCode === 0) {
    const names = results.flatMap((result) => result.environment ?? [])
    const where =
      names.length === 0 ? '' : ` (${names.length === 1 ? 'environment' : 'environments'} ${names.join(', ')})`
    session.say(`${results[0]?.application ?? workspace.project.manifest} is valid${where}`)
  }
  return exitCode
}
