import { child, entry, isNull, map, sequence, type Entry, type MapNode, type Node } from '../syntax/node.ts'
import { MANIFEST_RULE, RESOURCE_RULE, ruleOfItems, ruleOfKey, type MergeRule } from './rules.ts'

/** The manifest (or an overlay) with every short form made long; what has another shape is left for the validator. */
export function normalizeManifest(tree: MapNode): MapNode {
  return longMap(tree, MANIFEST_RULE)
}

/** One resource with its short forms made long. */
export function normalizeResource(resource: MapNode): MapNode {
  return longMap(resource, RESOURCE_RULE)
}

function longForm(node: Node, rule: MergeRule): Node {
  if (node.kind === 'map') return longMap(node, rule)
  if (node.kind === 'sequence') {
    const itemRule = ruleOfItems(rule)
    const items = node.items.map((item) => longForm(item, itemRule))
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items }
  }
  // Null removes; it never becomes a value.
  if (rule.short === undefined || isNull(node)) return node
  return rule.short === 'list' ? sequence([node], node.span) : map([entry(rule.short.key, node)], node.span)
}

function longMap(node: MapNode, rule: MergeRule): MapNode {
  if (rule.raw === true || (rule.keys.size === 0 && rule.each === undefined)) return node
  const keepsSchedule = rule === RESOURCE_RULE && !mayBeJob(node)
  let changed: Map<string, Entry> | undefined
  for (const one of node.entries.values()) {
    if (keepsSchedule && one.key === 'schedule') continue
    const value = longForm(one.value, ruleOfKey(rule, one.key))
    if (value === one.value) continue
    changed ??= new Map(node.entries)
    changed.set(one.key, { ...one, value })
  }
  return changed === undefined ? node : { ...node, entries: changed }
}

/** A type of the project's own may have a property called `schedule`; it is left as it is where the type is written. */
function mayBeJob(resource: MapNode): boolean {
  const type = child(resource, 'type')
  return type?.kind !== 'scalar' || type.text === 'job' || type.text === 'container'
}
