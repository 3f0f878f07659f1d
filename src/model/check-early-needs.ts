import { rootOf } from '../catalog/resource.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Dependency, ImageUse } from './app-model.ts'
import type { GraphNode } from './graph-node.ts'

/**
 * A before-deploy job starts after what it refers to. Where that is a container of the same image, as with a migration
 * that inherits the variables of its application, the two are mostly the wrong way round: the server cannot come up
 * before the job has run. A written wait says that it is meant.
 */
export function checkEarlyNeeds(
  nodes: readonly GraphNode[],
  graph: ReadonlyMap<string, readonly Dependency[]>,
  report: Report,
): void {
  const byResource = new Map(nodes.map((one) => [one.resource, one.draft]))
  for (const { draft: job, resource: own, mentions } of nodes) {
    if (job.origin !== 'user' || job.job?.run !== 'before-deploy') continue
    const told = new Set<string>()
    for (const { resource, span } of mentions) {
      const server = byResource.get(rootOf(resource))
      if (server === undefined || server.kind !== 'container' || server.origin !== 'user' || told.has(server.name))
        continue
      if (!sameImage(job.image, server.image)) continue
      if (graph.get(job.name)?.some((one) => one.workload === server.name && one.written) === true) continue
      told.add(server.name)
      report(
        diagnostic(
          'AH5041',
          span,
          `job "${job.name}" runs only after "${server.name}", of the same image, because it refers to it here`,
          {
            hints: [
              `if "${server.name}" needs the job first, take this out of the job (\`NAME: null\` where it is inherited), or let the job \`run: after-deploy\``,
              `if it is meant, say so: \`waitFor: [${server.name}]\` in the job`,
            ],
            related: [{ message: `job "${job.name}"`, span: own.span }],
            subject: { resource: job.resource },
          },
        ),
      )
    }
  }
}

function sameImage(one: ImageUse | undefined, other: ImageUse | undefined): boolean {
  if (one === undefined || other === undefined) return false
  if (one.kind === 'built' || other.kind === 'built')
    return one.kind === 'built' && other.kind === 'built' && one.image.name === other.image.name
  return JSON.stringify(one.value.parts) === JSON.stringify(other.value.parts)
}
