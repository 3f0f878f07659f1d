import { rootOf, type Resource } from '../catalog/resource.ts'
import type { Node, ScalarNode } from '../syntax/node.ts'

/** An output or property of a resource; a child has its parent's unless it declares its own. */
export function findOutput(resource: Resource, name: string): { readonly node: ScalarNode; readonly owner: Resource } | undefined {
  for (let owner: Resource | undefined = resource; owner !== undefined; owner = owner.parent) {
    const node: Node | undefined = owner.outputs.get(name) ?? owner.properties.get(name)
    if (node?.kind === 'scalar') return { node, owner }
  }
  return undefined
}

/** What a placeholder may ask of a resource, for a hint. */
export function knownOutputs(resource: Resource): readonly string[] {
  const names = new Set<string>()
  for (let owner: Resource | undefined = resource; owner !== undefined; owner = owner.parent) {
    for (const name of owner.outputs.keys()) names.add(name)
    for (const [name, node] of owner.properties) if (node.kind === 'scalar') names.add(name)
  }
  names.add('name')
  if (rootOf(resource).tree.entries.has('endpoints')) names.add('endpoints')
  return [...names]
}
