import type { Node, ScalarNode } from '../syntax/node.ts'

/** Whose `$<Self>` and `$<Parent>` a scalar of a definition means, as far as an expansion can answer. */
export interface PropertyOwner {
  readonly name: string
  readonly properties: ReadonlyMap<string, Node>
  /** The properties that are `true` or `false`, rather than set or not. */
  readonly flags: ReadonlySet<string>
  /** The children that the user wrote, by the field that holds them. */
  readonly children: ReadonlyMap<string, Node>
  /** The user's `image`, where no `version` goes with it; of a child its server's. */
  readonly imageWithoutVersion: Node | undefined
  /** The properties by whose values its type decided, its server's and its children's too. */
  readonly decisive: Set<Node>
  readonly parent: PropertyOwner | undefined
}

const NAMED_PROPERTY = /\b(Self|Parent)\.([A-Za-z0-9_-]+)/g

/** Notes a value by which a type decides, and the properties behind it: whatever else reads them must not change later. */
export function markDecisive(node: ScalarNode, holder: PropertyOwner): void {
  if (holder.decisive.has(node)) return
  holder.decisive.add(node)
  for (const [, root, name = ''] of node.text.matchAll(NAMED_PROPERTY)) {
    const behind = holderOf(root === 'Parent' ? holder.parent : holder, name)
    const property = behind?.properties.get(name)
    if (behind !== undefined && property?.kind === 'scalar') markDecisive(property, behind)
  }
}

/** Who has the property, or children in the field: a child has its parent's unless it declares its own. */
export function holderOf(start: PropertyOwner | undefined, name: string): PropertyOwner | undefined {
  let current = start
  while (current !== undefined && !current.properties.has(name) && !current.children.has(name)) current = current.parent
  return current
}

/** The resource itself that a child, at any depth, belongs to. */
export function serverOf(owner: PropertyOwner): PropertyOwner {
  let current = owner
  while (current.parent !== undefined) current = current.parent
  return current
}
