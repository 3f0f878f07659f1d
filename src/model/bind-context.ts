import type { Resource } from '../catalog/resource.ts'
import { diagnostic, type DiagnosticDetails, type Report } from '../diagnostics/diagnostic.ts'
import type { Code } from '../diagnostics/catalog.ts'
import type { Span } from '../diagnostics/source.ts'
import type { ProjectFiles } from '../host/host.ts'
import type { MapNode, Node } from '../syntax/node.ts'
import type { BuiltImage } from './app-model.ts'
import type { Resolver } from './resolver-context.ts'

/** Everything that turning one resource's tree into a typed workload needs. */
export interface BindContext {
  readonly resource: Resource
  readonly resolver: Resolver
  readonly files: ProjectFiles
  /** The image that a `build` of this project makes; undefined for a `build` that could not be read. */
  readonly imageOf: (build: Node, registry: Node | undefined) => BuiltImage | undefined
  readonly sharedVolumes: ReadonlySet<string>
  readonly networks: ReadonlySet<string>
  readonly report: Report
}

/** One container to be: the workload itself, an init step or a sidecar, with what it is called in messages. */
export interface Fields {
  readonly tree: MapNode
  readonly owner: string
  readonly context: BindContext
}

/** Reports on the resource, so that its `accept:` is heeded. */
export function complain(
  fields: Fields,
  code: Code,
  span: Span | undefined,
  message: string,
  details: DiagnosticDetails = {},
): void {
  fields.context.report(
    diagnostic(code, span, message, {
      ...details,
      subject: { resource: fields.context.resource.path.split('.')[0] ?? '' },
    }),
  )
}
