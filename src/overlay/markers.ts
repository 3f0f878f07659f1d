import { child, isNull, type MapNode, type Node } from '../syntax/node.ts'
import { folderOf, resolveFrom } from './paths.ts'
import { ruleOfItems, ruleOfKey, type IdentityField, type MergeRule } from './rules.ts'

/** The key by which an item of a list takes out the one that has its identity. */
export const REMOVE = '$remove'
/** The key by which a map or a list replaces the other one instead of being merged. */
export const REPLACE = '$replace'

/** Whether a node says `$replace: true`: in a map among its keys, in a list as the first item and alone. */
export function saysReplace(node: Node): boolean {
  if (node.kind === 'map') return isTrue(child(node, REPLACE))
  if (node.kind !== 'sequence') return false
  return isReplaceItem(node.items[0])
}

/** An item `{ $replace: true }` and nothing else. */
export function isReplaceItem(item: Node | undefined): boolean {
  return item?.kind === 'map' && item.entries.size === 1 && isTrue(child(item, REPLACE))
}

/** An item that takes out what has its identity. */
export function saysRemove(item: Node): boolean {
  return item.kind === 'map' && isTrue(child(item, REMOVE))
}

/** Whether a node is the boolean `true`. */
export function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true
}

/** Whether a resource names another one that it extends. */
export function saysExtends(resource: MapNode): boolean {
  const base = child(resource, 'extends')
  return base !== undefined && !isNull(base)
}

/** The value of one field of an item's identity; undefined where it is left out. */
export function identityPart(item: MapNode, field: IdentityField): string | undefined {
  const value = child(item, field.field)
  return value?.kind === 'scalar' && value.value !== null ? value.text : undefined
}

function comparedPart(item: MapNode, field: IdentityField): string | undefined {
  const part = identityPart(item, field)
  const value = child(item, field.field)
  return part === undefined || field.isFile !== true || value === undefined
    ? part
    : resolveFrom(folderOf(value.span), part)
}

/** What makes an item the same as another one of its list, as one string; undefined where it says none of it. */
export function identityOf(item: Node, identity: readonly IdentityField[]): string | undefined {
  if (item.kind !== 'map') return undefined
  let key = ''
  let said = false
  for (const field of identity) {
    const part = comparedPart(item, field)
    said ||= part !== undefined
    // No text of a manifest holds a NUL, so two identities never look the same.
    key += `${part ?? field.missing}\0`
  }
  return said ? key : undefined
}

/** Whether a tree holds anything that only a merge understands: null, `$remove`, `$replace`. */
export function hasMarkers(node: Node, rule: MergeRule): boolean {
  if (node.kind === 'scalar') return false
  if (node.kind === 'sequence') {
    const itemRule = ruleOfItems(rule)
    return rule.identity !== undefined && node.items.some((item) => hasMarkers(item, itemRule))
  }
  for (const { key, value } of node.entries.values()) {
    if (key === REPLACE || key === REMOVE || (rule.raw !== true && isNull(value))) return true
    if (hasMarkers(value, ruleOfKey(rule, key))) return true
  }
  return false
}
