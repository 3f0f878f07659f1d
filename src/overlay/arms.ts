import { isNull, type Entry, type MapNode, type Node } from '../syntax/node.ts'
import { REPLACE } from './markers.ts'
import type { MergeRule } from './rules.ts'

/** What a composed change must say besides, so that an arm it drops stays dropped in what it is laid over later. */
export interface ArmChanges {
  /** Keys whose value must replace, not merge. */
  readonly replace: ReadonlySet<string>
  /** Keys to remove. */
  readonly remove: ReadonlySet<string>
  /** The whole map must replace, because the keys of an arm cannot be listed. */
  readonly replaceAll: boolean
}

const NOTHING: ArmChanges = { replace: new Set(), remove: new Set(), replaceAll: false }

type Arms = readonly (readonly string[])[]

function armOf(arms: Arms, key: string): number {
  const named = arms.findIndex((arm) => arm.includes(key))
  if (named !== -1 || key === REPLACE) return named
  return arms.findIndex((arm) => arm[0] === '*')
}

/** `perNode: false` does not choose that arm, it only says no to it. */
function chooses(value: Node): boolean {
  return !isNull(value) && !(value.kind === 'scalar' && value.value === false)
}

function chosenArms(node: MapNode, arms: Arms): Set<number> {
  const chosen = new Set<number>()
  for (const { key, value } of node.entries.values()) if (chooses(value)) chosen.add(armOf(arms, key))
  chosen.delete(-1)
  return chosen
}

/** Drops from `entries` the arms of every union that `over` chooses another arm of. */
export function applyArms(
  base: MapNode,
  over: MapNode,
  rule: MergeRule,
  entries: Map<string, Entry>,
  removed: Map<string, Node>,
  compose: boolean,
): ArmChanges {
  if (rule.arms === undefined) return NOTHING
  const changes = { replace: new Set<string>(), remove: new Set<string>(), replaceAll: false }
  for (const arms of rule.arms) {
    const after = chosenArms(over, arms)
    if (after.size > 0) dropOthers(arms, after, entries, removed)
    if (compose) noteDropped(arms, chosenArms(base, arms), after, over, changes)
  }
  return changes
}

function dropOthers(
  arms: Arms,
  chosen: ReadonlySet<number>,
  entries: Map<string, Entry>,
  removed: Map<string, Node>,
): void {
  for (const { key, value } of entries.values()) {
    const arm = armOf(arms, key)
    if (arm === -1 || chosen.has(arm)) continue
    entries.delete(key)
    removed.set(key, value)
  }
}

interface MutableChanges {
  replace: Set<string>
  remove: Set<string>
  replaceAll: boolean
}

function noteDropped(
  arms: Arms,
  before: ReadonlySet<number>,
  after: ReadonlySet<number>,
  over: MapNode,
  changes: MutableChanges,
): void {
  if (after.size > 0) {
    if (before.size === 0) return
    // The base's arm would have driven out one that is chosen only now, so nothing older of that may come through.
    for (const arm of after) if (!before.has(arm)) dropOlder(arms[arm] ?? [], changes)
    return
  }
  const denied = [...over.entries.values()].some(({ key, value }) => !chooses(value) && before.has(armOf(arms, key)))
  if (denied) arms.forEach((arm, index) => !before.has(index) && dropOlder(arm, changes))
}

function dropOlder(arm: readonly string[], changes: MutableChanges): void {
  for (const key of arm) {
    if (key === '*') changes.replaceAll = true
    else {
      changes.replace.add(key)
      changes.remove.add(key)
    }
  }
}
