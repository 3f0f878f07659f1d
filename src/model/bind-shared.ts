import type { Resource } from '../catalog/resource.ts'
import { mapAt, scalarAt } from '../syntax/fields.ts'
import { child, map, scalar, type MapNode, type ScalarNode } from '../syntax/node.ts'
import type { Network, SharedVolume } from './app-model.ts'
import type { BindContext, Fields } from './bind-context.ts'
import { boundBoolean, boundText, lateText } from './read-fields.ts'

/** A resource that stands for the manifest itself, where something outside `resources:` is resolved. */
export function manifestResource(root: MapNode): Resource {
  return {
    name: '',
    path: '',
    type: 'container',
    kind: 'container',
    tree: map([], root.span),
    span: root.span,
    parent: undefined,
    definition: undefined,
    properties: new Map(),
    decisive: new Set(),
    outputs: new Map(),
    inject: new Map(),
    connectionStrings: new Map(),
    hasConnectionString: false,
    existing: undefined,
    create: undefined,
    children: [],
    comments: new Map(),
  }
}

/** `volumes:` of the top level. */
export function bindSharedVolumes(
  root: MapNode,
  contextOf: (resource: Resource) => BindContext,
): readonly SharedVolume[] {
  const self = manifestResource(root)
  return [...(mapAt(root, 'volumes')?.entries.values() ?? [])].flatMap((one) => {
    if (one.value.kind !== 'map') return []
    const fields: Fields = { tree: one.value, owner: one.key, context: contextOf(self) }
    const access = boundText(fields, child(one.value, 'access'))
    return [
      {
        name: one.key,
        existing: lateText(fields, scalarAt(one.value, 'existing'))?.value,
        access: access === 'rwx' || access === 'rox' ? access : 'rwo',
        size: boundText(fields, child(one.value, 'size')),
        storageClass: boundText(fields, child(one.value, 'class')),
        span: one.keySpan,
      } satisfies SharedVolume,
    ]
  })
}

/** `networks:` of the top level. */
export function bindSharedNetworks(root: MapNode, contextOf: (resource: Resource) => BindContext): readonly Network[] {
  const self = manifestResource(root)
  return [...(mapAt(root, 'networks')?.entries.values() ?? [])].flatMap((one) => {
    if (one.value.kind !== 'map') return []
    const fields: Fields = { tree: one.value, owner: one.key, context: contextOf(self) }
    return [
      {
        name: one.key,
        internal: boundBoolean(fields, child(one.value, 'internal')) ?? false,
        existing: lateText(fields, existingName(one.value, one.key))?.value,
        span: one.keySpan,
      },
    ]
  })
}

/** `existing: true` means the name itself. */
function existingName(tree: MapNode, name: string): ScalarNode | undefined {
  const node = scalarAt(tree, 'existing')
  if (node === undefined || node.value === false) return undefined
  return node.value === true ? scalar(name, node.span) : node
}
