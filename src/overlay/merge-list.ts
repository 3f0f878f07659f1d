import { diagnostic } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { MapNode, Node, Path, SequenceNode } from '../syntax/node.ts'
import { pathText } from '../syntax/pointer.ts'
import { subjectOf } from '../syntax/subject.ts'
import { identityOf, identityPart, isReplaceItem, saysRemove } from './markers.ts'
import type { MergeContext } from './merge-context.ts'
import type { IdentityField } from './rules.ts'

/** The items of a list by identity, so that long lists merge in linear time. */
interface Slots {
  readonly items: (Node | undefined)[]
  readonly whole: Map<string, number[]>
  readonly first: Map<string, number[]>
}

function note(slots: Slots, index: number, item: Node, identity: readonly IdentityField[]): void {
  if (saysRemove(item) || isReplaceItem(item)) return
  const key = identityOf(item, identity)
  if (key === undefined || item.kind !== 'map') return
  addTo(slots.whole, key, index)
  if (identity.length > 1) addTo(slots.first, firstOf(item, identity), index)
}

function addTo(places: Map<string, number[]>, key: string, index: number): void {
  const found = places.get(key)
  if (found === undefined) places.set(key, [index])
  else found.push(index)
}

function firstOf(item: MapNode, identity: readonly IdentityField[]): string {
  const [first] = identity
  return first === undefined ? '' : (identityPart(item, first) ?? first.missing)
}

/** Lays an item over the one of its identity, if there is one. */
export type MergeItem = (old: Node | undefined, item: Node, index: number) => Node

/** What a `$remove` item takes out, forgetting it: a field of the identity that it leaves out fits all. */
function takeTargets(item: MapNode, slots: Slots, identity: readonly IdentityField[]): readonly number[] {
  const complete = identity.every((field) => identityPart(item, field) !== undefined)
  const places = complete || identity.length === 1 ? slots.whole : slots.first
  const key = places === slots.whole ? (identityOf(item, identity) ?? '') : firstOf(item, identity)
  const found = places.get(key) ?? []
  places.delete(key)
  return found.filter((index) => slots.items[index] !== undefined)
}

/** Merges two lists whose items have an identity: the base's order, new items last. */
export function mergeList(
  base: SequenceNode,
  over: SequenceNode,
  identity: readonly IdentityField[],
  mergeItem: MergeItem,
  path: Path,
  context: MergeContext,
): SequenceNode {
  if (over.items.length === 0) return base
  const slots: Slots = { items: [...base.items], whole: new Map(), first: new Map() }
  base.items.forEach((item, index) => {
    note(slots, index, item, identity)
    // In a change that is composed: what stands before its own `$remove` is as good as gone.
    if (item.kind === 'map' && saysRemove(item)) dropItems(takeTargets(item, slots, identity), slots)
  })
  for (const item of over.items) {
    if (item.kind === 'map' && saysRemove(item)) removeItem(item, slots, identity, path, context)
    else if (!isReplaceItem(item)) addItem(item, slots, identity, mergeItem)
  }
  return { ...base, items: slots.items.filter((item) => item !== undefined) }
}

function addItem(item: Node, slots: Slots, identity: readonly IdentityField[], mergeItem: MergeItem): void {
  const key = identityOf(item, identity)
  // Of one identity only the newest item can be left: one is added only where none is.
  const newest = key === undefined ? undefined : slots.whole.get(key)?.at(-1)
  const at = newest !== undefined && slots.items[newest] !== undefined ? newest : undefined
  const place = at ?? slots.items.length
  slots.items[place] = mergeItem(at === undefined ? undefined : slots.items[at], item, place)
  if (at === undefined) note(slots, place, item, identity)
}

function dropItems(targets: readonly number[], slots: Slots): void {
  for (const index of targets) slots.items[index] = undefined
}

function removeItem(
  item: MapNode,
  slots: Slots,
  identity: readonly IdentityField[],
  path: Path,
  context: MergeContext,
): void {
  const targets = takeTargets(item, slots, identity)
  const [gone] = targets.flatMap((index) => slots.items[index] ?? [])
  // An item that was composed has removed something already if it replaced it.
  const idle = gone === undefined && item.replaced === undefined && !context.compose
  if (idle) reportNothing(item, slots, identity, path, context)
  dropItems(targets, slots)
  if (context.compose) slots.items.push(gone === undefined ? item : { ...item, replaced: gone })
}

function reportNothing(
  item: MapNode,
  slots: Slots,
  identity: readonly IdentityField[],
  path: Path,
  context: MergeContext,
): void {
  const said = identity.flatMap((field) => identityPart(item, field) ?? [])
  const [field] = identity
  const there = slots.items.flatMap((one) =>
    one?.kind === 'map' && field !== undefined ? (identityPart(one, field) ?? []) : [],
  )
  const first = said[0] ?? ''
  const nearest = didYouMean(
    first,
    there.filter((name) => name !== first),
  )
  context.report(
    diagnostic('AH3003', item.span, `$remove removes nothing: no item of ${pathText(path)} is "${said.join(' ')}"`, {
      hints: nearest.length > 0 ? nearest : ['remove the item, or mend what it names'],
      subject: subjectOf(path),
    }),
  )
}
