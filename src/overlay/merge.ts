import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import {
  entry,
  isNull,
  map,
  scalar,
  withoutEntry,
  type Entry,
  type MapNode,
  type Node,
  type Origin,
  type Path,
  type SequenceNode,
} from '../syntax/node.ts'
import { pathText } from '../syntax/pointer.ts'
import { subjectOf } from '../syntax/subject.ts'
import { checkOverlay } from './check.ts'
import { applyArms } from './arms.ts'
import { mergeList, type MergeItem } from './merge-list.ts'
import type { MergeContext } from './merge-context.ts'
import { hasMarkers, saysExtends, saysReplace, REPLACE } from './markers.ts'
import { hasTypeBelow } from './pending-nulls.ts'
import { MANIFEST_RULE, RESOURCE_RULE, ruleOfItems, ruleOfKey, type IdentityField, type MergeRule } from './rules.ts'

/**
 * Lays an overlay over a manifest, both with short forms made long. In resources that extend another, null, `$remove`
 * and `$replace` stay for `applyExtends`; everywhere else they are gone afterwards.
 */
export function mergeManifest(base: MapNode, over: MapNode, report: Report): MapNode {
  const checked = checkOverlay(over, report)
  return mergeMap(base, checked, MANIFEST_RULE, [], { report, compose: false, typeReplaces: true })
}

/**
 * Lays one resource over another. With an origin the base is a lower layer of the same resource (its pattern, its type,
 * its target's defaults): its nodes are marked, and another `type` does not replace it.
 */
export function mergeResource(base: MapNode, over: MapNode, report: Report, origin?: Origin, path: Path = []): MapNode {
  const keepsNulls = origin === 'extends' && hasTypeBelow(over, base)
  const context: MergeContext = { report, compose: false, keepsNulls, typeReplaces: origin === undefined }
  const marked = origin === undefined ? base : markMap(base, origin)
  if (saysReplace(over)) return replacing(marked, settle(over, RESOURCE_RULE, path, context)) as MapNode
  if (context.typeReplaces && changesType(base, over)) {
    return replacing(marked, settle(over, RESOURCE_RULE, path, context)) as MapNode
  }
  return mergeMap(marked, over, RESOURCE_RULE, path, context)
}

/** Joins two changes to a resource into one that does what the first and then the second would do. */
export function composeResource(first: MapNode, second: MapNode, report: Report): MapNode {
  return merge(first, second, RESOURCE_RULE, [], { report, compose: true, typeReplaces: true }) as MapNode
}

/** The node with what it was laid over at the end of its chain. */
function replacing(old: Node | undefined, node: Node): Node {
  if (old === undefined || old === node) return node
  return { ...node, replaced: node.replaced === undefined ? old : replacing(old, node.replaced) }
}

/** Lays a node over what stands at its place, if anything does. */
function merge(base: Node | undefined, over: Node, rule: MergeRule, path: Path, context: MergeContext): Node {
  if (base === undefined) return context.compose ? over : settle(over, rule, path, context)
  if (!saysReplace(over)) {
    if (base.kind === 'map' && over.kind === 'map') {
      return rule.resource === true
        ? mergeResources(base, over, rule, path, context)
        : mergeMap(base, over, rule, path, context)
    }
    if (base.kind === 'sequence' && over.kind === 'sequence' && rule.identity !== undefined) {
      return mergeItems(base, over, rule.identity, rule, path, context)
    }
  }
  if (!context.compose) return replacing(base, settle(over, rule, path, context))
  return replacing(base, base.kind === over.kind ? over : sayReplace(over, rule))
}

function mergeItems(
  base: SequenceNode,
  over: SequenceNode,
  identity: readonly IdentityField[],
  rule: MergeRule,
  path: Path,
  context: MergeContext,
): SequenceNode {
  const itemRule = ruleOfItems(rule)
  const mergeItem: MergeItem = (old, item, index) => merge(old, item, itemRule, [...path, index], context)
  return mergeList(base, over, identity, mergeItem, path, context)
}

function mergeResources(base: MapNode, over: MapNode, rule: MergeRule, path: Path, context: MergeContext): MapNode {
  if (context.typeReplaces && changesType(base, over)) {
    return replacing(base, context.compose ? sayReplace(over, rule) : settle(over, rule, path, context)) as MapNode
  }
  if (context.compose) return mergeMap(base, over, rule, path, context)
  const extending = over.entries.has('extends') ? saysExtends(over) : saysExtends(base)
  if (extending) return mergeMap(base, over, rule, path, { ...context, compose: true })
  const keepsNulls = hasTypeBelow(over, base)
  // It no longer extends anything: what was kept for that has nothing to act on.
  const settled = saysExtends(base) ? settleMap(base, rule, path, { ...context, report: () => {} }) : base
  return mergeMap(settled, over, rule, path, { ...context, keepsNulls })
}

function changesType(base: MapNode, over: MapNode): boolean {
  const before = base.entries.get('type')?.value
  const after = over.entries.get('type')?.value
  return before?.kind === 'scalar' && after?.kind === 'scalar' && after.value !== null && before.text !== after.text
}

/** Merges key by key: the base's order, new keys last. */
function mergeMap(base: MapNode, over: MapNode, rule: MergeRule, path: Path, context: MergeContext): MapNode {
  if (over.entries.size === 0) return base
  const entries = new Map(base.entries)
  const removed = new Map(base.removed)
  const arms = applyArms(base, over, rule, entries, removed, context.compose)
  for (const one of over.entries.values()) {
    if (one.key === REPLACE) continue
    const old = base.entries.get(one.key)?.value
    if (isNull(one.value) && rule.raw !== true) {
      removeKey(one, old, base, entries, removed, path, context)
      continue
    }
    const keyRule = ruleOfKey(rule, one.key)
    const standing = entries.get(one.key)
    let value =
      one.value.kind === 'scalar'
        ? replacing(standing?.value, one.value)
        : merge(standing?.value, one.value, keyRule, [...path, one.key], context)
    if (arms.replace.has(one.key)) value = sayReplace(value, keyRule)
    if (standing === undefined) value = replacing(removed.get(one.key), value)
    removed.delete(one.key)
    const inPlace = standing !== undefined && value.span === standing.value.span
    entries.set(one.key, inPlace ? { ...standing, value } : { ...one, value })
  }
  for (const key of arms.remove) if (!entries.has(key)) entries.set(key, generatedNull(key, over))
  if (arms.replaceAll) entries.set(REPLACE, generatedTrue(over))
  const { removed: _before, ...rest } = base
  return { ...rest, entries, ...(removed.size > 0 && { removed }) }
}

function removeKey(
  one: Entry,
  old: Node | undefined,
  base: MapNode,
  entries: Map<string, Entry>,
  removed: Map<string, Node>,
  path: Path,
  context: MergeContext,
): void {
  const gone = replacing(old ?? removed.get(one.key), one.value)
  if (context.compose) {
    entries.set(one.key, { ...one, value: gone })
    return
  }
  // A null that was composed has removed something already if it replaced it.
  const isPending = context.keepsNulls === true
  if (!isPending && old === undefined && one.value.origin === undefined && one.value.replaced === undefined) {
    const where = pathText(path)
    const nearest = didYouMean(one.key, base.entries.keys())
    context.report(
      diagnostic('AH3002', one.keySpan, `null removes nothing: ${where} has no "${one.key}"`, {
        hints: nearest.length > 0 ? nearest : ['remove the line, or mend the name of the key'],
        subject: subjectOf(path),
      }),
    )
  }
  entries.delete(one.key)
  if (old !== undefined || isPending) removed.set(one.key, gone)
}

/** A node that is laid over nothing: what only a merge understands is taken out of it. */
function settle(node: Node, rule: MergeRule, path: Path, context: MergeContext): Node {
  if (node.kind === 'scalar' || !hasMarkers(node, rule)) return node
  if (node.kind === 'map') {
    if (rule.resource === true && saysExtends(node)) return withoutEntry(node, REPLACE)
    const keepsNulls = rule.resource === true ? hasTypeBelow(node) : context.keepsNulls === true
    return settleMap(node, rule, path, { ...context, keepsNulls })
  }
  if (rule.identity === undefined) return node
  const { items: _items, ...rest } = node
  const items = saysReplace(node) ? node.items.slice(1) : node.items
  return mergeItems({ ...rest, items: [] }, { ...rest, items }, rule.identity, rule, path, {
    ...context,
    compose: false,
  })
}

function settleMap(node: MapNode, rule: MergeRule, path: Path, context: MergeContext): MapNode {
  const empty: MapNode = { ...node, entries: new Map() }
  return mergeMap(empty, withoutEntry(node, REPLACE), rule, path, { ...context, compose: false })
}

/** The node, saying that it replaces what it will be laid over. */
function sayReplace(node: Node, rule: MergeRule): Node {
  if (node.kind === 'scalar' || saysReplace(node)) return node
  if (node.kind === 'map') return { ...node, entries: new Map([...node.entries, [REPLACE, generatedTrue(node)]]) }
  if (rule.identity === undefined) return node
  return { ...node, items: [map([generatedTrue(node)], node.span), ...node.items] }
}

function generatedTrue(near: Node): Entry {
  return entry(REPLACE, scalar('true', near.span, { value: true, style: 'plain', origin: 'generated' }))
}

function generatedNull(key: string, near: Node): Entry {
  return entry(key, scalar('null', near.span, { value: null, style: 'plain', origin: 'generated' }))
}

function markMap(node: MapNode, origin: Origin): MapNode {
  const entries = new Map<string, Entry>()
  for (const one of node.entries.values()) entries.set(one.key, { ...one, value: mark(one.value, origin) })
  const removed = new Map([...(node.removed ?? [])].map(([key, gone]) => [key, mark(gone, origin)]))
  return { ...node, origin: node.origin ?? origin, entries, ...(removed.size > 0 && { removed }) }
}

function mark(node: Node, origin: Origin): Node {
  switch (node.kind) {
    case 'map':
      return markMap(node, origin)
    case 'sequence':
      return { ...node, origin: node.origin ?? origin, items: node.items.map((item) => mark(item, origin)) }
    case 'scalar':
      return { ...node, origin: node.origin ?? origin }
  }
}
