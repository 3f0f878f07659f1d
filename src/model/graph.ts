import { rootOf, type Resource } from '../catalog/resource.ts'
import type { Span } from '../diagnostics/source.ts'
import { itemsAt, scalarAt } from '../syntax/fields.ts'
import { child } from '../syntax/node.ts'
import type { Dependency, WaitCondition } from './app-model.ts'
import type { WorkloadDraft } from './bind-workload.ts'
import { add, complain, hasWorkload, type Graph, type GraphInput, type GraphNode } from './graph-node.ts'
import { addJobWaits } from './job-waits.ts'
import { leaveOutRedundant } from './redundant-waits.ts'
import { reportCycles } from './wait-cycles.ts'
import { namesakeHints, removedDiagnostic, requireResource } from './resource-index.ts'

/** The name of the workload that makes a child exist: `orders-db-orders`. */
export function createJobName(resource: Resource): string {
  return resource.path.replace(/\./g, () => '-')
}

/**
 * What every workload waits for: written waits, and those that jobs imply. A job runs before whatever it does not need
 * itself.
 */
export function buildGraph(given: GraphInput): ReadonlyMap<string, readonly Dependency[]> {
  const input: Graph = { ...given, byName: new Map(given.nodes.map((one) => [one.draft.name, one])) }
  const graph = new Map<string, Dependency[]>()
  for (const node of input.nodes) graph.set(node.draft.name, writtenWaits(node, input))
  const written = new Map([...graph].map(([name, dependencies]) => [name, [...dependencies]]))
  for (const node of input.nodes) addImplied(graph, node, input)
  addJobWaits(graph, written, input)
  leaveOutRedundant(graph)
  reportCycles(graph, input.report)
  return graph
}

function draftOf(input: Graph, name: string): WorkloadDraft | undefined {
  return input.byName.get(name)?.draft
}

function writtenWaits(node: GraphNode, input: Graph): Dependency[] {
  const found: Dependency[] = []
  if (node.draft.origin === 'create') return found
  for (const item of itemsAt(node.resource.tree, 'waitFor')) {
    const name = scalarAt(item, 'resource')
    if (name === undefined) continue
    const optional = child(item, 'optional')
    const isOptional = optional?.kind === 'scalar' && optional.value === true
    const resource = requireResource(input.index, name.text, name.span, input.report, isOptional)
    if (resource === undefined || resource === 'removed') continue
    const removal = input.index.removed.get(rootOf(resource).name)
    if (removal !== undefined) {
      if (!isOptional) input.report(removedDiagnostic(name.text, removal, name.span))
      continue
    }
    const until = scalarAt(item, 'until')?.text
    const dependency = waitFor(node, resource, until, name.span, input)
    if (dependency !== undefined) add(found, dependency)
  }
  return found
}

function waitFor(
  node: GraphNode,
  resource: Resource,
  until: string | undefined,
  span: Span,
  input: Graph,
): Dependency | undefined {
  const server = rootOf(resource)
  if (resource === node.resource) {
    complain(input, node, 'AH5015', span, `"${node.draft.name}" waits for itself`, {
      hints: [...namesakeHints(input.index, resource.name), 'remove the item'].slice(0, 1),
    })
    return undefined
  }
  if (server.kind === 'existing' || server.kind === 'external' || server.kind === 'connection-string') return undefined
  if (!input.isHere(server)) {
    complain(
      input,
      node,
      'AH5016',
      span,
      `"${node.draft.name}" waits for "${resource.path}", which is on another target`,
      { hints: ['put both on one target, or remove the wait'] },
    )
    return undefined
  }
  if (resource.kind === 'child')
    return { ...existenceOf(resource, input), written: true, conditionIsWritten: until !== undefined, span }
  if (resource.kind !== 'container' && resource.kind !== 'job') {
    complain(input, node, 'AH5012', span, `"${node.draft.name}" waits for "${resource.path}", which never runs`, {
      hints: ['remove the item'],
    })
    return undefined
  }
  const target = draftOf(input, resource.name)
  if (target === undefined) return undefined
  const condition =
    target.kind === 'job'
      ? jobCondition(node, target, until, span, input)
      : containerCondition(node, target, until, span, input)
  return condition === undefined
    ? undefined
    : { workload: target.name, condition, written: true, conditionIsWritten: until !== undefined, span }
}

function jobCondition(
  node: GraphNode,
  job: WorkloadDraft,
  until: string | undefined,
  span: Span,
  input: Graph,
): WaitCondition | undefined {
  if (until === 'started' && job.job?.run === 'before-deploy') return 'started'
  if ((until === undefined || until === 'completed') && job.job?.run === 'before-deploy') return 'completed'
  const why =
    job.job?.run === 'before-deploy'
      ? 'is a job, and jobs complete'
      : `is a job that runs ${job.job?.run === 'after-deploy' ? 'after the deployment' : job.job?.run === 'manual' ? 'by hand' : 'on a schedule'}`
  complain(
    input,
    node,
    'AH5012',
    span,
    `"${node.draft.name}" waits for "${job.name}" to be ${until ?? 'completed'}, but "${job.name}" ${why}`,
    {
      hints: [
        job.job?.run === 'before-deploy'
          ? 'wait `until: completed`'
          : 'let the job `run: before-deploy`, or remove the wait',
      ],
      related: [{ message: 'the job', span: job.span }],
    },
  )
  return undefined
}

function containerCondition(
  node: GraphNode,
  container: WorkloadDraft,
  until: string | undefined,
  span: Span,
  input: Graph,
): WaitCondition | undefined {
  if (until === 'completed') {
    complain(
      input,
      node,
      'AH5012',
      span,
      `"${node.draft.name}" waits for "${container.name}" to complete, but it is a container, which never does`,
      {
        hints: ['wait `until: healthy` or `until: started`, or make it a `type: job`'],
      },
    )
    return undefined
  }
  if (until === 'started') return 'started'
  if (input.canCheck(container)) return 'healthy'
  if (until === 'healthy') {
    complain(
      input,
      node,
      'AH5013',
      span,
      `"${node.draft.name}" waits for "${container.name}" to be healthy, but this target can run no check of it`,
      {
        hints: [
          `give "${container.name}" a check that runs inside the container: \`health: { exec: [...] }\` or \`using: wget\``,
          'or wait `until: started`',
        ],
      },
    )
    return undefined
  }
  complain(
    input,
    node,
    'AH5014',
    span,
    `"${node.draft.name}" waits only for the start of "${container.name}": this target can run no check of it`,
    {
      hints: [
        `give "${container.name}" a check that runs inside the container (\`health: { exec: [...] }\`, or \`using: wget\`)`,
        'or write `until: started`',
      ],
    },
  )
  return 'started'
}

/** "A child means: it exists": the job that creates it has completed, else its server is up. */
function existenceOf(resource: Resource, input: Graph): Omit<Dependency, 'written' | 'conditionIsWritten' | 'span'> {
  for (let one: Resource | undefined = resource; one?.parent !== undefined; one = one.parent) {
    if (one.create !== undefined) return { workload: createJobName(one), condition: 'completed' }
  }
  const server = rootOf(resource)
  const draft = draftOf(input, server.name)
  return { workload: server.name, condition: draft !== undefined && input.canCheck(draft) ? 'healthy' : 'started' }
}

/** Waits for children that are referred to, of create jobs for their servers, of before-deploy jobs for what they refer to. */
function addImplied(graph: Map<string, Dependency[]>, node: GraphNode, input: Graph): void {
  const list = graph.get(node.draft.name) ?? []
  const implied = (resource: Resource, span: Span): void => {
    const existence = existenceOf(resource, input)
    if (existence.workload !== node.draft.name)
      add(list, { ...existence, written: false, conditionIsWritten: false, span })
  }
  if (node.draft.origin === 'create') {
    const parent = node.resource.parent
    if (parent !== undefined) implied(parent, node.resource.span)
    return
  }
  const isEarlyJob = node.draft.job?.run === 'before-deploy'
  for (const { resource, span } of node.mentions) {
    if (!hasWorkload(resource, input) || rootOf(resource) === node.resource) continue
    const isCreated = resource.kind === 'child' && existenceOf(resource, input).condition === 'completed'
    if (isCreated) implied(resource, span)
    else if (isEarlyJob && rootOf(resource).kind === 'container') implied(rootOf(resource), span)
  }
}
