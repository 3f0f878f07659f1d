import { rootOf } from '../catalog/resource.ts'
import type { Dependency } from './app-model.ts'
import { addAll, complain, hasWorkload, type Graph, type GraphNode } from './graph-node.ts'

/** Every `type: container` that no before-deploy job needs waits for all of them. */
export function addJobWaits(
  graph: Map<string, Dependency[]>,
  written: ReadonlyMap<string, readonly Dependency[]>,
  input: Graph,
): void {
  const jobs = input.nodes.filter(
    (one) => one.draft.origin !== 'create' && one.draft.job?.run === 'before-deploy' && one.draft.job.blocks === 'all',
  )
  if (jobs.length === 0) return
  const waits = jobs.map(({ draft: { name: workload, span } }): Dependency => ({
    workload,
    condition: 'completed',
    written: false,
    conditionIsWritten: false,
    span,
  }))
  const needs = new Map(jobs.map((job) => [job.draft.name, neededBy(job, written, input)]))
  const needed = new Set([...needs.values()].flatMap((names) => [...names]))
  for (const node of input.nodes) {
    if (node.draft.kind !== 'container' || node.draft.origin !== 'user') continue
    const list = graph.get(node.draft.name) ?? []
    const needing = needed.has(node.draft.name)
      ? jobs.filter((job) => needs.get(job.draft.name)?.has(node.draft.name) === true)
      : []
    if (needing.length === 0) {
      addAll(list, waits)
      continue
    }
    warnOfNeeded(node, needing, jobs, list, input)
  }
}

function warnOfNeeded(
  node: GraphNode,
  needing: readonly GraphNode[],
  jobs: readonly GraphNode[],
  list: readonly Dependency[],
  input: Graph,
): void {
  const notAwaited = jobs.filter(
    (job) => !needing.includes(job) && !list.some((one) => one.workload === job.draft.name),
  )
  const [first] = needing
  const [other] = notAwaited
  if (first === undefined || other === undefined) return
  complain(
    input,
    node,
    'AH5024',
    node.resource.span,
    `"${node.draft.name}" is needed by job "${first.draft.name}", so it does not wait for job "${other.draft.name}"`,
    {
      hints: [
        `add \`waitFor: [${other.draft.name}]\` to "${node.draft.name}" if it must wait, or let a job \`run: after-deploy\``,
      ],
    },
  )
}

/** The closure over written waits, references and placeholders, from one job. */
function neededBy(
  job: GraphNode,
  written: ReadonlyMap<string, readonly Dependency[]>,
  input: Graph,
): ReadonlySet<string> {
  const needed = new Set<string>()
  const open = [job.draft.name]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const next = [
      ...(written.get(name) ?? []).map((one) => one.workload),
      ...(input.byName.get(name)?.mentions ?? [])
        .filter((one) => hasWorkload(one.resource, input))
        .map((one) => rootOf(one.resource).name),
    ]
    for (const one of next) {
      if (needed.has(one) || one === job.draft.name) continue
      needed.add(one)
      open.push(one)
    }
  }
  return needed
}
