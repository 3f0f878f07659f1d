import { rootOf, type Resource } from '../catalog/resource.ts'
import { diagnostic, type DiagnosticDetails, type Report } from '../diagnostics/diagnostic.ts'
import type { Code } from '../diagnostics/catalog.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Dependency } from './app-model.ts'
import type { WorkloadDraft } from './bind-workload.ts'
import { STRENGTH } from './redundant-waits.ts'
import type { ResourceIndex } from './resource-index.ts'

/** What the graph needs of one workload besides its typed form. */
export interface GraphNode {
  readonly draft: WorkloadDraft
  readonly resource: Resource
  /** Resources that it refers to or names in placeholders, with the place where it does. */
  readonly mentions: readonly { readonly resource: Resource; readonly span: Span; readonly isReference: boolean }[]
}

/** What the graph of waits is made from. */
export interface GraphInput {
  readonly nodes: readonly GraphNode[]
  readonly index: ResourceIndex
  readonly isHere: (resource: Resource) => boolean
  /** Whether the target can run a health check of the workload. */
  readonly canCheck: (workload: WorkloadDraft) => boolean
  readonly report: Report
}

/** A graph being built: the input, with its nodes by name. */
export interface Graph extends GraphInput {
  readonly byName: ReadonlyMap<string, GraphNode>
}

/** Adds a wait; of two for the same workload the written one counts, else the stronger. */
export function add(list: Dependency[], dependency: Dependency): void {
  const at = list.findIndex((one) => one.workload === dependency.workload)
  const known = list[at]
  if (known === undefined) list.push(dependency)
  else if (!known.written && dependency.written) list[at] = dependency
  else if (!known.written && STRENGTH[dependency.condition] > STRENGTH[known.condition]) list[at] = dependency
}

/** Adds waits for different workloads, as `add` does: without looking through the list for each of them. */
export function addAll(list: Dependency[], dependencies: readonly Dependency[]): void {
  const known = new Set(list.map((one) => one.workload))
  for (const one of dependencies) {
    if (known.has(one.workload)) add(list, one)
    else list.push(one)
  }
}

/** Reports on the resource that the node belongs to, so that its `accept:` is heeded. */
export function complain(
  input: Graph,
  node: GraphNode,
  code: Code,
  span: Span,
  message: string,
  details: DiagnosticDetails,
): void {
  input.report(diagnostic(code, span, message, { ...details, subject: { resource: rootOf(node.resource).path } }))
}

/** Whether a resource, or the server of a child, runs on this target. */
export function hasWorkload(resource: Resource, input: Graph): boolean {
  const server = rootOf(resource)
  return (server.kind === 'container' || server.kind === 'job') && input.isHere(server)
}
