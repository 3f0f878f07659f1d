import type { MapNode, Node, Path } from '../syntax/node.ts'
import { formatPath } from '../syntax/pointer.ts'
import { identityOf, identityPart } from './markers.ts'
import { MANIFEST_RULE, ruleOfItems, ruleOfKey, type IdentityField, type MergeRule } from './rules.ts'

/** One leaf in which two manifests differ. `path` is a manifest path; an item with an identity is named by it. */
export interface Difference {
  readonly path: string
  readonly kind: 'added' | 'changed' | 'removed'
  readonly from?: Node
  readonly to?: Node
}

/** The leaves in which a merged manifest differs from its base, in the base's order, then the merged one's. */
export function describeDifferences(base: MapNode, merged: MapNode): readonly Difference[] {
  const found: Difference[] = []
  compare(base, merged, MANIFEST_RULE, [], found)
  return found
}

function compare(from: Node | undefined, to: Node | undefined, rule: MergeRule, path: Path, found: Difference[]): void {
  if (from === to) return
  const fromParts = partsOf(from, rule)
  const toParts = partsOf(to, rule)
  const comparable =
    fromParts !== undefined &&
    toParts !== undefined &&
    (from === undefined || to === undefined || from.kind === to.kind)
  if (!comparable || (fromParts.size === 0 && toParts.size === 0)) {
    compareLeaves(from, to, path, found)
    return
  }
  for (const [key, part] of fromParts)
    compare(part, toParts.get(key), nextRule(from ?? to, rule, key), [...path, key], found)
  for (const [key, part] of toParts) {
    if (!fromParts.has(key)) compare(undefined, part, nextRule(to, rule, key), [...path, key], found)
  }
}

function compareLeaves(from: Node | undefined, to: Node | undefined, path: Path, found: Difference[]): void {
  if (from !== undefined && to !== undefined && sameData(from, to)) return
  const kind = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed'
  found.push({ path: formatPath(path), kind, ...(from && { from }), ...(to && { to }) })
}

function nextRule(node: Node | undefined, rule: MergeRule, key: string): MergeRule {
  return node?.kind === 'sequence' ? ruleOfItems(rule) : ruleOfKey(rule, key)
}

/** What a node is compared by, part by part; undefined for a leaf. Nothing has no parts. */
function partsOf(node: Node | undefined, rule: MergeRule): ReadonlyMap<string, Node> | undefined {
  if (node === undefined) return new Map()
  if (node.kind === 'map') return new Map([...node.entries.values()].map(({ key, value }) => [key, value]))
  if (node.kind === 'scalar' || rule.identity === undefined) return undefined
  const parts = new Map<string, Node>()
  for (const item of node.items) {
    if (item.kind !== 'map' || identityOf(item, rule.identity) === undefined) return undefined
    parts.set(nameOf(item, rule.identity), item)
  }
  return parts.size === node.items.length ? parts : undefined
}

function nameOf(item: MapNode, identity: readonly IdentityField[]): string {
  return identity.flatMap((field) => identityPart(item, field) ?? []).join(' ')
}

function sameData(left: Node, right: Node): boolean {
  if (left === right) return true
  if (left.kind === 'scalar') return right.kind === 'scalar' && left.text === right.text && left.value === right.value
  if (left.kind === 'sequence') {
    if (right.kind !== 'sequence' || left.items.length !== right.items.length) return false
    return left.items.every((item, index) => {
      const other = right.items[index]
      return other !== undefined && sameData(item, other)
    })
  }
  if (right.kind !== 'map' || left.entries.size !== right.entries.size) return false
  return [...left.entries.values()].every(({ key, value }) => {
    const other = right.entries.get(key)
    return other !== undefined && sameData(value, other.value)
  })
}
