import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Dependency } from './app-model.ts'

/** Reports every circle of waits, with each link of it. */
export function reportCycles(graph: ReadonlyMap<string, readonly Dependency[]>, report: Report): void {
  const state = new Map<string, 'open' | 'done'>()
  for (const start of graph.keys()) {
    if (state.has(start)) continue
    const path: { readonly name: string; next: number }[] = [{ name: start, next: 0 }]
    state.set(start, 'open')
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const dependency = graph.get(top.name)?.[top.next++]
      if (dependency === undefined) {
        state.set(top.name, 'done')
        path.pop()
        continue
      }
      const known = state.get(dependency.workload)
      if (known === undefined && graph.has(dependency.workload)) {
        state.set(dependency.workload, 'open')
        path.push({ name: dependency.workload, next: 0 })
      } else if (known === 'open') {
        const from = path.findIndex((one) => one.name === dependency.workload)
        reportCycle(
          path.slice(from).map((one) => one.name),
          graph,
          report,
        )
      }
    }
  }
}

function reportCycle(
  names: readonly string[],
  graph: ReadonlyMap<string, readonly Dependency[]>,
  report: Report,
): void {
  const edges = names.flatMap(
    (name, index) => graph.get(name)?.find((one) => one.workload === names[(index + 1) % names.length]) ?? [],
  )
  const [first] = edges
  const span = edges.find((one) => one.written)?.span ?? first?.span
  report(
    diagnostic('AH5011', span, `waits go in a circle: ${[...names, names[0] ?? ''].join(' -> ')}`, {
      hints: ['remove one of the waits, or let a job `run: after-deploy`'],
      related: edges.map((edge, index) => ({
        message: `"${names[index] ?? ''}" waits for "${edge.workload}"${edge.written ? '' : ' (implied: it is a job, refers to one, or refers to a child that one creates)'}`,
        span: edge.span,
      })),
    }),
  )
}
