import type { Resource } from '../catalog/resource.ts'
import type { AppModel } from '../model/app-model.ts'
import { child, map, scalar, withEntry, type Entry, type MapNode } from '../syntax/node.ts'
import { formatPath } from '../syntax/pointer.ts'
import { printValue } from '../template/print-value.ts'
import { parametersOf } from '../template/value.ts'
import type { ParameterUse } from './compilation.ts'

/** What the environments of workloads come to, besides what is written under `env`; filled while targets are compiled. */
export interface InjectedVariables {
  /** By workload, all its variables as nodes in the manifest's language. */
  readonly variables: Map<string, readonly Entry[]>
  /** By parameter, the variables whose values it is part of. */
  readonly uses: Map<string, ParameterUse[]>
}

/** An empty collection, to be filled by `noteInjected`. */
export function createInjectedVariables(): InjectedVariables {
  return { variables: new Map(), uses: new Map() }
}

/** Notes the environments of a model; of a workload on several targets those of the first. */
export function noteInjected(model: AppModel, injected: InjectedVariables): void {
  for (const workload of model.workloads) {
    if (workload.origin === 'create' || injected.variables.has(workload.name)) continue
    const entries: Entry[] = []
    for (const { name, value, span } of workload.environment) {
      entries.push({ key: name, keySpan: span, value: scalar(printValue(value), span, { origin: 'reference' }) })
      for (const part of parametersOf(value)) {
        const use: ParameterUse = { path: formatPath(['resources', workload.name, 'env', name]), span, bound: 'late' }
        injected.uses.set(part.name, [...(injected.uses.get(part.name) ?? []), use])
      }
    }
    injected.variables.set(workload.name, entries)
  }
}

/** The resource's tree with those variables in its `env`, behind what is written there. */
export function withInjected(resource: Resource, injected: InjectedVariables): MapNode {
  const env = child(resource.tree, 'env')
  const written = env?.kind === 'map' ? env : map([], resource.tree.span)
  const missing = (injected.variables.get(resource.name) ?? []).filter((one) => !written.entries.has(one.key))
  if (missing.length === 0) return resource.tree
  const all = map([...written.entries.values(), ...missing], written.span)
  const keySpan = resource.tree.entries.get('env')?.keySpan ?? resource.span
  return withEntry(resource.tree, { key: 'env', keySpan, value: { ...written, entries: all.entries } })
}
