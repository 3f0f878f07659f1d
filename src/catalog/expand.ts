import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { mergeResource } from '../overlay/merge.ts'
import { reportUnusedNull, reportUnusedNulls, withPendingNulls } from '../overlay/pending-nulls.ts'
import { normalizeResource } from '../overlay/normalize.ts'
import { PRIMITIVE_TYPES } from '../overlay/primitive-types.ts'
import { entriesAt, entriesOf } from '../syntax/fields.ts'
import { child, isNull, map, type Entry, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import { instantiate, type Instance } from './instantiate.ts'
import { primitiveResource } from './primitive.ts'
import { propertiesOf } from './properties.ts'
import { holderOf, markDecisive, serverOf, type PropertyOwner } from './property-owner.ts'
import { rootOf, type Resource, type ResourceKind } from './resource.ts'
import type { ChildDefinition, DefinitionBody, TypeDefinition } from './type-definition.ts'

/** What an expansion needs to know besides the tree. */
export interface ExpansionContext {
  readonly types: ReadonlyMap<string, TypeDefinition>
  /** A scalar of one resource with its placeholders resolved as known when publishing; undefined after a report. */
  readonly bound: (node: ScalarNode, owner: PropertyOwner) => string | undefined
  readonly report: Report
}

/** Expands resources to primitives, in the manifest's order; children hang on their parents. */
export function expandResources(resources: MapNode, context: ExpansionContext): readonly Resource[] {
  return [...resources.entries.values()].flatMap((one) => {
    const type = child(one.value, 'type')
    if (one.value.kind !== 'map' || type?.kind !== 'scalar') return []
    if (PRIMITIVE_TYPES.has(type.text)) return [primitiveResource(one, one.value, type.text as ResourceKind)]
    const definition = context.types.get(type.text)
    return definition === undefined ? [] : [expandTyped(one, one.value, definition, context)]
  })
}

function expandTyped(one: Entry, fields: MapNode, definition: TypeDefinition, context: ExpansionContext): Resource {
  const existingNode = child(fields, 'existing')
  const existing = existingNode?.kind === 'map' ? existingNode : undefined
  const holder = { path: one.key, span: one.keySpan, fields, existing }
  const properties = propertiesOf(holder, definition, context.report)
  const owner = ownerOf(one.key, properties, fields, definition, undefined)
  const own = new Set([...definition.properties.keys(), ...definition.children.keys(), 'existing', 'type'])
  const rest = map(
    [...withPendingNulls(fields).entries.values()].filter((item) => !own.has(item.key)),
    fields.span,
  )
  reportUnusedOwn(one.key, fields, own, context.report)
  const instance = instanceOf(owner, context)
  const workload = instantiate(definition.workload, instance, context.report)
  const base = normalizeResource(workload?.kind === 'map' ? workload : map([], one.value.span))
  const merged =
    existing === undefined ? mergeResource(base, rest, context.report, 'type', ['resources', one.key]) : base
  if (existing === undefined && instantiate(definition.hasData, instance, context.report) !== undefined)
    checkData(one, fields, definition, context)
  const outputs = outputsOf(definition, instance, context)
  for (const item of entriesOf(existing)) if (item.value.kind === 'scalar') outputs.set(item.key, item.value)
  const resource: Omit<Resource, 'children'> = {
    name: one.key,
    path: one.key,
    type: definition.name,
    kind: existing === undefined ? 'container' : 'existing',
    tree: merged,
    span: one.keySpan,
    parent: undefined,
    definition,
    properties,
    decisive: owner.decisive,
    outputs,
    inject: injectedFrom(definition.inject, definition, properties, outputs),
    connectionStrings: injectedFrom(definition.connectionStrings, definition, properties, outputs),
    hasConnectionString: outputs.has('connectionString'),
    existing,
    create: undefined,
    comments: definition.comments,
  }
  return withChildren(resource, fields, definition, owner, context)
}

/** The outputs that this resource has: those whose `when` does not hold are left out. */
function outputsOf(body: DefinitionBody, instance: Instance, context: ExpansionContext): Map<string, ScalarNode> {
  const found = new Map<string, ScalarNode>()
  for (const [name, node] of body.outputs) {
    const made = instantiate(node, instance, context.report)
    if (made?.kind === 'scalar') found.set(name, made)
  }
  return found
}

/** What a reference injects, without what the type declares and this resource does not have: a user of no password. */
function injectedFrom(
  names: ReadonlyMap<string, string>,
  body: DefinitionBody,
  properties: ReadonlyMap<string, Node>,
  outputs: ReadonlyMap<string, ScalarNode>,
): ReadonlyMap<string, string> {
  const declared = (name: string): boolean => body.outputs.has(name) || body.properties.has(name)
  const had = (name: string): boolean => outputs.has(name) || properties.has(name)
  return new Map([...names].filter(([, name]) => had(name) || !declared(name)))
}

/** Nulls for the type's own properties and children have nothing below them that they could remove. */
function reportUnusedOwn(name: string, fields: MapNode, own: ReadonlySet<string>, report: Report): void {
  const path = ['resources', name]
  for (const [key, gone] of fields.removed ?? [])
    if (own.has(key) && isNull(gone)) reportUnusedNull(key, gone, fields, path, report)
  for (const item of fields.entries.values())
    if (own.has(item.key)) reportUnusedNulls(item.value, [...path, item.key], report)
}

function ownerOf(
  name: string,
  properties: ReadonlyMap<string, Node>,
  fields: MapNode,
  body: DefinitionBody,
  parent: PropertyOwner | undefined,
): PropertyOwner {
  const image = parent === undefined ? child(fields, 'image') : parent.imageWithoutVersion
  const hasVersion = parent === undefined && child(fields, 'version') !== undefined
  return {
    name,
    properties,
    imageWithoutVersion: hasVersion ? undefined : image,
    decisive: parent?.decisive ?? new Set(),
    flags: new Set(
      [...body.properties.values()].filter((property) => property.type === 'boolean').map((property) => property.name),
    ),
    children: new Map(
      [...body.children.keys()].flatMap((field) => {
        const holder = child(fields, field)
        return holder === undefined ? [] : [[field, holder] as const]
      }),
    ),
    parent,
  }
}

function instanceOf(owner: PropertyOwner, context: ExpansionContext): Instance {
  /** Whose `$<Self>` a property's value means. */
  const holders = new Map<Node, PropertyOwner>()
  const startOf = (root: string): PropertyOwner | undefined => (root === 'Parent' ? owner.parent : owner)
  return {
    owner: serverOf(owner).name,
    property: (root, name) => {
      const holder = holderOf(startOf(root), name)
      const found = holder?.properties.get(name) ?? holder?.children.get(name)
      if (found !== undefined && holder !== undefined) holders.set(found, holder)
      return found
    },
    isFlag: (root, name) => holderOf(startOf(root), name)?.flags.has(name) ?? false,
    bound: (node) => {
      const holder = holders.get(node) ?? owner
      const value = context.bound(node, holder)
      if (value !== undefined) markDecisive(node, holder)
      return value
    },
    imageOverridden: owner.imageWithoutVersion,
  }
}

/** "A database without a volume is a warning: its data goes with the container." */
function checkData(one: Entry, fields: MapNode, definition: TypeDefinition, context: ExpansionContext): void {
  const [property] = definition.keepsDataIn
  if (property === undefined || definition.keepsDataIn.some((name) => child(fields, name) !== undefined)) return
  const volumes = child(fields, 'volumes')
  if (volumes?.kind === 'sequence' && volumes.items.length > 0) return
  context.report(
    diagnostic(
      'AH5001',
      one.keySpan,
      `"${one.key}" (${definition.name}) has no ${definition.keepsDataIn.join(' and no ')}: its data goes with the container`,
      {
        hints: [`add \`${property}: {}\`, or \`accept: [AH5001]\` where losing the data is meant`],
        subject: { resource: one.key },
      },
    ),
  )
}

/** Adds the children that the resource's fields hold; made in two steps, because children know their parent. */
function withChildren(
  resource: Omit<Resource, 'children'>,
  fields: MapNode,
  body: DefinitionBody,
  owner: PropertyOwner,
  context: ExpansionContext,
): Resource {
  const children: Resource[] = []
  const parent: Resource = { ...resource, children }
  for (const [field, definition] of body.children) {
    for (const item of entriesAt(fields, field)) children.push(expandChild(item, definition, parent, owner, context))
  }
  return parent
}

function expandChild(
  one: Entry,
  definition: ChildDefinition,
  parent: Resource,
  parentOwner: PropertyOwner,
  context: ExpansionContext,
): Resource {
  const fields = one.value.kind === 'map' ? one.value : map([], one.value.span)
  const path = `${parent.path}.${one.key}`
  if (parent.outputs.has(one.key) || parent.properties.has(one.key) || one.key === 'endpoints' || one.key === 'name') {
    context.report(
      diagnostic(
        'AH5007',
        one.keySpan,
        `the ${definition.singular} "${one.key}" of "${parent.path}" bears the name of one of its outputs or properties`,
        {
          hints: [`rename it, for instance "${one.key}-${definition.singular}"`],
          subject: { resource: parent.path },
        },
      ),
    )
  }
  const holder = { path, span: one.keySpan, fields, existing: undefined }
  const properties = propertiesOf(holder, definition, context.report)
  const owner = ownerOf(one.key, properties, fields, definition, parentOwner)
  const instance = instanceOf(owner, context)
  const outputs = outputsOf(definition, instance, context)
  const made =
    definition.create === undefined || rootOf(parent).kind === 'existing'
      ? undefined
      : instantiate(definition.create, instance, context.report)
  const resource: Omit<Resource, 'children'> = {
    name: one.key,
    path,
    type: definition.singular,
    kind: 'child',
    tree: fields,
    span: one.keySpan,
    parent,
    definition,
    properties,
    decisive: owner.decisive,
    outputs,
    inject: new Map([...parent.inject, ...injectedFrom(definition.inject, definition, properties, outputs)]),
    connectionStrings: new Map([
      ...parent.connectionStrings,
      ...injectedFrom(definition.connectionStrings, definition, properties, outputs),
    ]),
    hasConnectionString: parent.hasConnectionString || outputs.has('connectionString'),
    existing: undefined,
    create: made?.kind === 'map' ? normalizeResource(made) : undefined,
    comments: new Map(),
  }
  return withChildren(resource, fields, definition, owner, context)
}
