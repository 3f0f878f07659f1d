import { entriesAt } from '../syntax/fields.ts'
import { child, type Entry, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import type { Resource, ResourceKind } from './resource.ts'

/** A resource of a primitive type: its outputs are what it declares itself. */
export function primitiveResource(one: Entry, tree: MapNode, kind: ResourceKind): Resource {
  const outputs = new Map<string, ScalarNode>()
  const add = (key: string, node: Node | undefined): void => {
    if (node?.kind === 'scalar') outputs.set(key, node)
  }
  for (const output of entriesAt(tree, 'outputs')) add(output.key, output.value)
  for (const property of entriesAt(tree, 'properties')) add(property.key, property.value)
  if (kind === 'external') add('url', child(tree, 'url'))
  if (kind === 'connection-string') add('connectionString', child(tree, 'value'))
  const inject = new Map(
    entriesAt(tree, 'inject').flatMap((item) =>
      item.value.kind === 'scalar' ? [[item.key, item.value.text] as const] : [],
    ),
  )
  if (kind === 'external' || kind === 'connection-string') {
    for (const property of entriesAt(tree, 'properties')) inject.set(property.key, property.key)
  }
  return {
    name: one.key,
    path: one.key,
    type: kind,
    kind,
    tree,
    span: one.keySpan,
    parent: undefined,
    definition: undefined,
    properties: new Map(),
    decisive: new Set(),
    outputs,
    inject,
    connectionStrings: new Map(),
    hasConnectionString: outputs.has('connectionString'),
    existing: undefined,
    create: undefined,
    children: [],
    comments: new Map(),
  }
}
