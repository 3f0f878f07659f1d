import { createNodeProject } from './host/node-project.ts'
import type { ProjectFiles } from './host/host.ts'

export { compile } from './compile.ts'
export type {
  ApplicationGraph,
  CompiledTarget,
  CompileRequest,
  CompileResult,
  ParameterUse,
} from './compiler/compilation.ts'
export type { Severity } from './diagnostics/code-page.ts'
export type { Diagnostic, Related, Subject } from './diagnostics/diagnostic.ts'
export { formatDiagnostics } from './diagnostics/format-diagnostics.ts'
export type { DiagnosticFormat, DiagnosticFormatOptions } from './diagnostics/format-diagnostics.ts'
export { positionOf } from './diagnostics/source.ts'
export type { Position, Source, Span } from './diagnostics/source.ts'
export type { FileContent, ProjectFiles } from './host/host.ts'
export type {
  Parameter,
  ParameterDeclaration,
  Parameters,
  ParameterSource,
  SuppliedParameters,
} from './parameters/parameter.ts'
export type { Artifact } from './targets/artifact.ts'
export type { DeploymentFacts } from './targets/deployment-facts.ts'

/**
 * The files of a project on disk, for `compile`: a view of everything below `root` (an absolute path), and of nothing
 * outside of it. Make a new one for every compilation that is to see changes.
 *
 * @example
 * const result = await compile({ manifest: 'apphost.yaml', ... }, openProject('/home/me/shop'))
 */
export function openProject(root: string): ProjectFiles {
  return createNodeProject(root)
}
