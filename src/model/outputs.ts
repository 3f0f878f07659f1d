import { rootOf, type Resource } from '../catalog/resource.ts'
import { keysOf } from '../syntax/fields.ts'
import { child, type Node, type ScalarNode } from '../syntax/node.ts'

/** An output or property of a resource; a child has its parent's unless it declares its own. */
export function findOutput(
  resource: Resource,
  name: string,
): { readonly node: ScalarNode; readonly owner: Resource } | undefined {
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

/** Properties of an endpoint that people look for on the workload itself. */
const OF_ENDPOINTS: ReadonlySet<string> = new Set([
  'url',
  'uri',
  'port',
  'scheme',
  'hostAndPort',
  'publicUrl',
  'targetPort',
])

/** How to write what was meant: an address of an endpoint, or a child that is named with the word for its kind. */
export function misplacedHints(resource: Resource, name: string): readonly string[] {
  if (OF_ENDPOINTS.has(name) && resource.kind === 'container' && resource.outputs.size === 0) {
    const endpoints = child(resource.tree, 'endpoints')
    const [endpoint = 'http'] = keysOf(endpoints)
    const property = name === 'uri' ? 'url' : name
    const declare = endpoints === undefined ? ', once it declares one' : ''
    return [
      `an address is that of an endpoint: \`$<Resources.${resource.path}.endpoints.${endpoint}.${property}>\`${declare}`,
    ]
  }
  const [, second, ...rest] = name.split('.')
  const named = resource.children.find((one) => one.name === second)
  return named === undefined
    ? []
    : [`a child is named without the word for its kind: \`$<Resources.${[named.path, ...rest].join('.')}>\``]
}
