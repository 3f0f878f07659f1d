import type { Dependency, WaitCondition } from './app-model.ts'

/** How far a workload is when a wait for it is over. */
export const STRENGTH: Readonly<Record<WaitCondition, number>> = { started: 0, healthy: 1, completed: 2 }

/** Takes out implied waits that other waits of the same workload already bring about. */
export function leaveOutRedundant(graph: Map<string, Dependency[]>): void {
  const implied = new Set<string>()
  for (const list of graph.values()) for (const one of list) if (!one.written) implied.add(one.workload)
  const reached = reachedFrom(graph, implied)
  for (const [name, list] of [...graph]) {
    if (list.length < 2 || list.every((one) => one.written)) continue
    const brought = broughtBy(list, reached)
    graph.set(
      name,
      list.filter((one) => one.written || (brought.get(one.workload) ?? -1) < STRENGTH[one.condition]),
    )
  }
}

/** How far workloads are once all waits of a list are over, leaving out what each says of its own workload. */
function broughtBy(
  list: readonly Dependency[],
  reached: ReadonlyMap<string, ReadonlyMap<string, number>>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { workload } of list) {
    for (const [name, strength] of reached.get(workload) ?? []) {
      if (name !== workload && strength > (found.get(name) ?? -1)) found.set(name, strength)
    }
  }
  return found
}

/**
 * What has happened once a workload has started: those of `targets` that it waits for, however indirectly, with how far
 * they are. Without recursion, because chains may be long; an edge that closes a circle counts for nothing.
 */
function reachedFrom(
  graph: ReadonlyMap<string, readonly Dependency[]>,
  targets: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const done = new Map<string, ReadonlyMap<string, number>>()
  const entered = new Set<string>()
  const open = [...graph.keys()].reverse()
  for (let name = open.at(-1); name !== undefined; name = open.at(-1)) {
    const list = graph.get(name) ?? []
    if (!entered.has(name)) {
      entered.add(name)
      for (const one of list) if (!entered.has(one.workload) && graph.has(one.workload)) open.push(one.workload)
      continue
    }
    open.pop()
    if (!done.has(name)) done.set(name, joined(list, done, targets))
  }
  return done
}

function joined(
  list: readonly Dependency[],
  done: ReadonlyMap<string, ReadonlyMap<string, number>>,
  targets: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const add = (name: string, strength: number): void => void found.set(name, Math.max(found.get(name) ?? 0, strength))
  for (const one of list) {
    if (targets.has(one.workload)) add(one.workload, STRENGTH[one.condition])
    for (const [other, strength] of done.get(one.workload) ?? []) add(other, strength)
  }
  return found
}
