import type { Span } from '../diagnostics/source.ts'
import type { MapNode, Node, ScalarNode } from '../syntax/node.ts'
import type { ChildDefinition, TypeDefinition } from './type-definition.ts'

/** What a resource is once its type has been expanded. */
export type ResourceKind =
  | 'container'
  | 'job'
  | 'image'
  | 'external'
  | 'connection-string'
  | 'bicep'
  /** A catalog type that this environment already has: no workload is made. */
  | 'existing'
  /** A child of a catalog type. */
  | 'child'

/** A resource or a child, expanded to primitives: its fields are still a tree, with the places of user and type. */
export interface Resource {
  /** As the user wrote it: `orders`. */
  readonly name: string
  /** Unique: `orders-db.orders` for a child, else the name. */
  readonly path: string
  /** As the user wrote it: `postgres`; of a child what one of them is called: `database`. */
  readonly type: string
  readonly kind: ResourceKind
  /** The fields of the primitive; of a child and of `existing` what the user wrote. */
  readonly tree: MapNode
  /** The place of its name. */
  readonly span: Span
  readonly parent: Resource | undefined
  readonly definition: TypeDefinition | ChildDefinition | undefined
  /** The type's properties: the user's value, else the default. */
  readonly properties: ReadonlyMap<string, Node>
  /** Values of properties by which the type chose something else (a path): bound when publishing wherever they stand. */
  readonly decisive: ReadonlySet<Node>
  /** Output -> template. */
  readonly outputs: ReadonlyMap<string, ScalarNode>
  /** Connection property -> output or property; of a child its parent's too. */
  readonly inject: ReadonlyMap<string, string>
  /** Connection strings besides `connectionString`: key -> output; of a child its parent's too. */
  readonly connectionStrings: ReadonlyMap<string, string>
  /** Whether references to it get a connection string: its outputs have one. */
  readonly hasConnectionString: boolean
  /** `existing:` as written, where it is. */
  readonly existing: MapNode | undefined
  /** The job that makes a child exist. */
  readonly create: MapNode | undefined
  readonly children: readonly Resource[]
  /** Comments for artifacts, by field. */
  readonly comments: ReadonlyMap<string, string>
}

/** The server a child belongs to at the top, or the resource itself. */
export function rootOf(resource: Resource): Resource {
  let current = resource
  while (current.parent !== undefined) current = current.parent
  return current
}

/** A resource with all its children, at any depth, parents first. */
export function withDescendants(resource: Resource): readonly Resource[] {
  return [resource, ...resource.children.flatMap(withDescendants)]
}
