import { itemsAt, scalarAt } from '../syntax/fields.ts'
import { rootOf, withDescendants, type Resource } from '../catalog/resource.ts'
import type { ApplicationGraph } from './compilation.ts'
import { indexResources, lookUp } from '../model/resource-index.ts'
import { visit } from '../syntax/visit.ts'
import { mentionsPlaceholder } from '../template/parse-template.ts'

type Edge = ApplicationGraph['edges'][number]

const NAMED = /(?:^|[^A-Za-z0-9_.])Resources\.([a-z0-9-]+(?:\.[a-z0-9-]+)?)/g

/** The application's topology as the manifest says it: children, references (placeholders among them), written waits. */
export function topologyOf(resources: readonly Resource[]): ApplicationGraph {
  const index = indexResources(resources, new Map())
  const find = (name: string): Resource | undefined => {
    const found = lookUp(index, name) ?? lookUp(index, name.split('.')[0] ?? '')
    return found === 'ambiguous' ? undefined : found
  }
  const edges = new Map<string, Edge>()
  const add = (from: Resource, name: string, kind: Edge['kind'], label: string | undefined): void => {
    const to = find(name)
    if (to === undefined || rootOf(to) === from) return
    const key = `${from.path} ${to.path} ${kind}`
    if (!edges.has(key)) edges.set(key, { from: from.path, to: to.path, kind, label })
  }
  for (const resource of resources) {
    for (const item of itemsAt(resource.tree, 'references'))
      add(resource, scalarAt(item, 'resource')?.text ?? '', 'reference', undefined)
    visit(resource.tree, (node) => {
      if (node.kind !== 'scalar' || !mentionsPlaceholder(node.text)) return
      for (const match of node.text.matchAll(NAMED)) add(resource, match[1] ?? '', 'reference', undefined)
    })
    for (const item of itemsAt(resource.tree, 'waitFor')) {
      add(resource, scalarAt(item, 'resource')?.text ?? '', 'wait', scalarAt(item, 'until')?.text)
    }
  }
  return {
    nodes: resources
      .flatMap(withDescendants)
      .map((one) => ({ name: one.path, type: one.type, parent: one.parent?.path })),
    edges: [...edges.values()],
  }
}
