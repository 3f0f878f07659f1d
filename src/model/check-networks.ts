import { rootOf } from '../catalog/resource.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Dependency } from './app-model.ts'
import type { WorkloadDraft } from './bind-workload.ts'
import type { GraphNode } from './graph-node.ts'

/** Two workloads of which one refers to the other, or waits for more than its end, must meet on a network. */
export function checkNetworks(
  nodes: readonly GraphNode[],
  graph: ReadonlyMap<string, readonly Dependency[]>,
  report: Report,
): void {
  const byName = new Map(nodes.map((one) => [one.draft.name, one.draft]))
  for (const { draft, mentions } of nodes) {
    const told = new Set<WorkloadDraft>()
    const check = (name: string, span: Span, how: string): void => {
      const other = byName.get(name)
      if (other === undefined || other === draft || told.has(other) || meet(draft, other)) return
      told.add(other)
      report(
        diagnostic(
          'AH5017',
          span,
          `"${draft.name}" (on ${networksOf(draft)}) ${how} "${other.name}" (on ${networksOf(other)}), but they share no network`,
          {
            hints: [hintFor(draft, other)],
            related: [{ message: `"${other.name}"`, span: other.span }],
            subject: { resource: draft.resource },
          },
        ),
      )
    }
    for (const mention of mentions)
      if (mention.isReference) check(rootOf(mention.resource).name, mention.span, 'refers to')
    for (const one of graph.get(draft.name) ?? [])
      if (one.condition !== 'completed') check(one.workload, one.span, 'waits for')
  }
}

function networksOf(workload: WorkloadDraft): string {
  return workload.networks.length === 0 ? 'the default network' : workload.networks.join(', ')
}

function hintFor(workload: WorkloadDraft, other: WorkloadDraft): string {
  const [wanted] = other.networks
  if (wanted === undefined)
    return `put "${other.name}" on a network of "${workload.name}", or take \`networks\` away from "${workload.name}"`
  return workload.networks.length === 0
    ? `put "${workload.name}" on \`${wanted}\` too: \`networks: [${wanted}]\``
    : `add \`${wanted}\` to \`networks\` of "${workload.name}"`
}

function meet(one: WorkloadDraft, other: WorkloadDraft): boolean {
  if (one.hostNetwork !== undefined || other.hostNetwork !== undefined) return true
  if (one.networks.length === 0 || other.networks.length === 0) return one.networks.length === other.networks.length
  return one.networks.some((name) => other.networks.includes(name))
}
