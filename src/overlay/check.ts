import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { isNull, type Entry, type MapNode, type Node, type Path, type SequenceNode } from '../syntax/node.ts'
import { pathText } from '../syntax/pointer.ts'
import { subjectOf } from '../syntax/subject.ts'
import { identityOf, identityPart, isReplaceItem, isTrue, saysExtends, saysRemove, REMOVE, REPLACE } from './markers.ts'
import { MANIFEST_RULE, ruleOfItems, ruleOfKey, type IdentityField, type MergeRule } from './rules.ts'

const FORBIDDEN = new Map([
  ['apphost', 'the language version is that of the base manifest'],
  ['name', 'one application has one name; `$<Environment>` in a value makes a difference between environments'],
  ['requires', 'it says what may read the base manifest'],
  ['environments', 'they decide which overlays are read, so they stand in the base manifest'],
  ['types', 'list every type in the base manifest; a type that is not used costs nothing'],
])

/** Where markers stand, and so whether they mean anything. */
type Place = 'overlay' | 'extending' | 'manifest' | 'plain-list'

/** The path of the walk, which changes as it goes on. */
type Steps = (string | number)[]

interface CheckContext {
  readonly report: Report
  readonly place: Place
}

/**
 * Checks the base manifest for what merging needs: no identity twice in one list, `$remove` and `$replace` only in
 * resources that extend another. What is misplaced is reported and taken out.
 */
export function checkManifest(root: MapNode, report: Report): MapNode {
  return checkMap(root, MANIFEST_RULE, [], { report, place: 'manifest' })
}

/** Checks an overlay: what it may set, where its `$remove` and `$replace` stand, no identity twice in one list. */
export function checkOverlay(root: MapNode, report: Report): MapNode {
  const entries = new Map(root.entries)
  for (const [key, why] of FORBIDDEN) {
    const found = entries.get(key)
    if (found === undefined) continue
    const message = `an overlay cannot set "${key}"`
    report(diagnostic('AH3001', found.keySpan, message, { hints: [`remove it: ${why}`] }))
    entries.delete(key)
  }
  const allowed = entries.size === root.entries.size ? root : { ...root, entries }
  return checkMap(allowed, MANIFEST_RULE, [], { report, place: 'overlay' })
}

function checkNode(node: Node, rule: MergeRule, path: Steps, context: CheckContext): Node {
  if (node.kind === 'scalar') return node
  if (node.kind === 'sequence') return checkList(node, rule, path, context)
  const extending = context.place === 'manifest' && rule.resource === true && saysExtends(node)
  return checkMap(node, rule, path, extending ? { ...context, place: 'extending' } : context)
}

function checkMap(node: MapNode, rule: MergeRule, path: Steps, context: CheckContext): MapNode {
  let changed: Map<string, Entry> | undefined
  for (const one of node.entries.values()) {
    if (one.key === REMOVE || one.key === REPLACE) {
      if (one.key === REPLACE && isGoodReplace(one, rule, path, context)) continue
      if (one.key === REMOVE) reportRemove(one, path, context)
      changed ??= new Map(node.entries)
      changed.delete(one.key)
      continue
    }
    if (one.value.kind === 'scalar') continue
    path.push(one.key)
    const value = checkNode(one.value, ruleOfKey(rule, one.key), path, context)
    path.pop()
    if (value === one.value) continue
    changed ??= new Map(node.entries)
    changed.set(one.key, { ...one, value })
  }
  return changed === undefined ? node : { ...node, entries: changed }
}

const ONLY_OVERLAYS = 'only an overlay, and a resource that extends another, can remove and replace'

function isGoodReplace(one: Entry, rule: MergeRule, path: Path, context: CheckContext): boolean {
  const misplaced = whyNoReplace(rule, path, context)
  if (misplaced === undefined && isTrue(one.value)) return true
  const { message, hint } = misplaced ?? { message: '$replace takes nothing but true', hint: 'write `$replace: true`' }
  context.report(diagnostic('AH3005', one.keySpan, message, { hints: [hint], subject: subjectOf(path) }))
  return false
}

interface Misplaced {
  readonly message: string
  readonly hint: string
}

function whyNoReplace(rule: MergeRule, path: Path, context: CheckContext): Misplaced | undefined {
  if (context.place === 'manifest')
    return { message: `$replace has nothing to replace: ${ONLY_OVERLAYS}`, hint: 'remove it' }
  if (context.place === 'plain-list') {
    return {
      message: `$replace is not needed in ${pathText(listOf(path))}: this list is replaced anyway`,
      hint: 'remove it',
    }
  }
  if (path.length === 0) {
    return {
      message: 'an overlay cannot replace the whole manifest',
      hint: 'say `$replace: true` in the maps that it is to replace',
    }
  }
  if (context.place === 'extending' && rule.resource === true) {
    return {
      message: '$replace here would replace everything that the resource extends',
      hint: 'remove `extends`, or say it in a field',
    }
  }
  return undefined
}

/** The list that an item, or a map inside an item, stands in. */
function listOf(path: Path): Path {
  const index = path.findLastIndex((step) => typeof step === 'number')
  return index === -1 ? path : path.slice(0, index)
}

function reportRemove(one: Entry, path: Path, context: CheckContext): void {
  const last = path.at(-1)
  const key = typeof last === 'string' ? `${last}: null` : 'key: null'
  const [message, hint] =
    context.place === 'manifest'
      ? [`$remove has nothing to remove: ${ONLY_OVERLAYS}`, 'remove it']
      : context.place === 'plain-list'
        ? [
            `$remove does not work in ${pathText(listOf(path))}: its items have no identity`,
            'write the list as it is to be; it replaces the other one',
          ]
        : [
            `$remove stands in a map, ${pathText(path)}, which is no item of a list`,
            `to remove a key, write \`${key}\``,
          ]
  context.report(diagnostic('AH3004', one.keySpan, message, { hints: [hint], subject: subjectOf(path) }))
}

function checkList(node: SequenceNode, rule: MergeRule, path: Steps, context: CheckContext): SequenceNode {
  const { identity } = rule
  if (node.items.every((item) => item.kind === 'scalar')) return node
  const itemRule = ruleOfItems(rule)
  const inside = identity === undefined ? { ...context, place: plain(context.place) } : context
  const items = node.items.map((item, index) => {
    path.push(index)
    const checked =
      identity === undefined
        ? checkNode(item, itemRule, path, inside)
        : checkItem(item, identity, itemRule, path, inside)
    path.pop()
    return checked
  })
  if (identity !== undefined) checkIdentities(items, identity, path, context.report)
  if (items.every((item, index) => item === node.items[index])) return node
  // An item that was meant to act on others is no item; what is left of it would only be reported once more.
  const kept = items.filter((item, index) => item === node.items[index] || !isMarkerItem(node.items[index]))
  return { ...node, items: kept }
}

function isMarkerItem(item: Node | undefined): boolean {
  return item?.kind === 'map' && (item.entries.has(REMOVE) || (item.entries.size === 1 && item.entries.has(REPLACE)))
}

function plain(place: Place): Place {
  return place === 'manifest' ? place : 'plain-list'
}

function checkItem(
  item: Node,
  identity: readonly IdentityField[],
  rule: MergeRule,
  path: Steps,
  context: CheckContext,
): Node {
  const marks = context.place === 'overlay' || context.place === 'extending'
  if (item.kind !== 'map' || !marks) return checkNode(item, rule, path, context)
  if (isReplaceItem(item)) {
    if (path.at(-1) === 0) return item
    const [first] = item.entries.values()
    context.report(
      diagnostic('AH3005', first?.keySpan ?? item.span, '$replace must be the first item of the list', {
        hints: ['move it to the front'],
        subject: subjectOf(path),
      }),
    )
    return item
  }
  const remove = item.entries.get(REMOVE)
  if (remove === undefined) return checkNode(item, rule, path, context)
  const problem = whyNoRemove(item, remove, identity)
  if (problem === undefined) return item
  context.report(
    diagnostic('AH3004', problem.at.keySpan, problem.message, { hints: [problem.hint], subject: subjectOf(path) }),
  )
  return checkNode(withoutRemove(item), rule, path, context)
}

function withoutRemove(item: MapNode): MapNode {
  const entries = new Map(item.entries)
  entries.delete(REMOVE)
  return { ...item, entries }
}

function whyNoRemove(
  item: MapNode,
  remove: Entry,
  identity: readonly IdentityField[],
): (Misplaced & { readonly at: Entry }) | undefined {
  if (!isTrue(remove.value))
    return { at: remove, message: '$remove takes nothing but true', hint: 'write `$remove: true`' }
  const fields = identity.map((one) => one.field)
  if (identityOf(item, identity) === undefined) {
    return {
      at: remove,
      message: '$remove does not say which item',
      hint: `name it by ${fields.map((field) => `"${field}"`).join(' and ')}`,
    }
  }
  const other = [...item.entries.values()].find((one) => one.key !== REMOVE && !fields.includes(one.key))
  if (other === undefined) return undefined
  return {
    at: other,
    message: `"${other.key}" means nothing beside $remove, which removes the item`,
    hint: 'remove it, or remove `$remove` to change the item',
  }
}

/** Reports items of one list that have the same identity, each with the place of the first. */
function checkIdentities(items: readonly Node[], identity: readonly IdentityField[], path: Path, report: Report): void {
  if (items.length < 2) return
  const seen = new Map<string, Node>()
  for (const item of items) {
    if (saysRemove(item) || item.kind !== 'map') continue
    const key = identityOf(item, identity)
    if (key === undefined) continue
    const first = seen.get(key)
    if (first === undefined) {
      seen.set(key, item)
      continue
    }
    const said = identity.flatMap((field) => identityPart(item, field) ?? []).join(' ')
    report(
      diagnostic('AH3006', item.span, `${pathText(path)} has two items for "${said}"`, {
        hints: [identityHint(identity, item)],
        related: [{ message: 'the first one is here', span: first.span }],
        subject: subjectOf(path),
      }),
    )
  }
}

function identityHint(identity: readonly IdentityField[], item: MapNode): string {
  const second = identity[1]?.field
  const missing = second !== undefined && isMissing(item, second)
  return missing ? `join them to one, or tell them apart by "${second}"` : 'join them to one'
}

function isMissing(item: MapNode, key: string): boolean {
  const found = item.entries.get(key)
  return found === undefined || isNull(found.value)
}
