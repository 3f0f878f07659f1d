import { diagnostic } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { MapNode, Node, Path, SequenceNode } from '../syntax/node.ts'
import { identityOf, identityPart, isReplaceItem, saysRemove } from './markers.ts'
import type { MergeContext } from './merge-context.ts'
import { pathText, subjectOf } from './paths.ts'
import type { IdentityField } from './rules.ts'

/** The items of a list by identity, so that long lists merge in linear time. */
interface Slots {
  readonly items: (Node | undefined)[]
  readonly whole: Map<string, Set<number>>
  readonly first: Map<string, Set<number>>
}

function note(slots: Slots, index: number, item: Node, identity: readonly IdentityField[]): void {
  if (saysRemove(item) || isReplaceItem(item)) return
  const key = identityOf(item, identity)
  if (key === undefined || item.kind !== 'map') return
  addTo(slots.whole, key, index)
  addTo(slots.first, firstOf(item, identity), index)
}

function addTo(places: Map<string, Set<number>>, key: string, index: number): void {
  const found = places.get(key) ?? new Set()
  found.add(index)
  places.set(key, found)
}

function firstOf(item: MapNode, identity: readonly IdentityField[]): string {
  const [first] = identity
  return first === undefined ? '' : (identityPart(item, first) ?? first.missing)
}

/** Lays an item over the one of its identity, if there is one. */
export type MergeItem = (old: Node | undefined, item: Node, index: number) => Node

/** What a `$remove` item takes out: a field of the identity that it leaves out fits all. */
function targetsOf(item: MapNode, slots: Slots, identity: readonly IdentityField[]): readonly number[] {
  const complete = identity.every((field) => identityPart(item, field) !== undefined)
  const found = complete ? slots.whole.get(identityOf(item, identity) ?? '') : slots.first.get(firstOf(item, identity))
  return [...(found ?? [])].filter((index) => slots.items[index] !== undefined)
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
    if (item.kind === 'map' && saysRemove(item)) dropItems(targetsOf(item, slots, identity), slots)
  })
  for (const item of over.items) {
    if (item.kind === 'map' && saysRemove(item)) removeItem(item, slots, identity, path, context)
    else if (!isReplaceItem(item)) addItem(item, slots, identity, mergeItem)
  }
  return { ...base, items: slots.items.filter((item) => item !== undefined) }
}

function addItem(item: Node, slots: Slots, identity: readonly IdentityField[], mergeItem: MergeItem): void {
  const key = identityOf(item, identity)
  const [at] = [...(key === undefined ? [] : (slots.whole.get(key) ?? []))].filter(
    (index) => slots.items[index] !== undefined,
  )
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
  const targets = targetsOf(item, slots, identity)
  if (targets.length === 0 && !context.compose) reportNothing(item, slots, identity, path, context)
  dropItems(targets, slots)
  if (context.compose) slots.items.push(item)
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
  context.report(
    diagnostic('AH3003', item.span, `$remove removes nothing: no item of ${pathText(path)} is "${said.join(' ')}"`, {
      hints: didYouMean(
        first,
        there.filter((name) => name !== first),
      ),
      subject: subjectOf(path),
    }),
  )
}
