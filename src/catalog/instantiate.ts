import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { child, isNull, map, type Entry, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import { holdsVersion, isVersionRange, versionInRange } from './version.ts'

/** The properties of the resource whose type's workload is being filled in. */
export interface Instance {
  /** The property, or the children, that `$<Self.x>` or `$<Parent.x>` names; undefined if not set and without default. */
  property(root: string, name: string): Node | undefined
  /** Whether that property is `true` or `false`, so that its value decides in a `when`, not its presence. */
  isFlag(root: string, name: string): boolean
  /** A scalar of the definition with its placeholders resolved, as known when publishing; undefined after a report. */
  bound(node: ScalarNode): string | undefined
  /** What it is, for messages: `orders-db`. */
  readonly owner: string
  /** Whether the user set `image` without `version`, so that a `match` on a version would decide on a wrong one. */
  readonly imageOverridden: Node | undefined
}

const REFERENCE = /^\$<(Self|Parent)\.([A-Za-z0-9_-]+)>$/

/** The node that a whole-value `$<Self.x>` names. */
function referenced(node: Node | undefined, instance: Instance): Node | undefined {
  const match = node?.kind === 'scalar' ? REFERENCE.exec(node.text) : null
  return match === null ? undefined : instance.property(match[1] ?? '', match[2] ?? '')
}

/** `when`: the property is set (an empty map counts), or there are such children; a boolean one must be true. */
function holds(condition: Node | undefined, instance: Instance): boolean {
  if (condition?.kind !== 'scalar') return false
  const match = REFERENCE.exec(condition.text)
  if (match === null) return instance.bound(condition) !== 'false'
  const direct = referenced(condition, instance)
  if (direct === undefined || isNull(direct)) return false
  // What is merely set may be a secret, or known only when deploying
  if (direct.kind !== 'scalar' || !instance.isFlag(match[1] ?? '', match[2] ?? '')) return true
  return instance.bound(direct) === 'true'
}

/**
 * Fills in a tree of a type definition: drops what stands under a `when` that does not hold, lays `from` under a map,
 * picks the case of a `match`. Placeholders in strings stay for later. Undefined where the whole node is dropped.
 */
export function instantiate(node: Node, instance: Instance, report: Report): Node | undefined {
  switch (node.kind) {
    case 'scalar':
      return node
    case 'sequence': {
      const items = node.items.flatMap((item) => instantiate(item, instance, report) ?? [])
      return { ...node, items, origin: 'type' }
    }
    case 'map':
      return instantiateMap(node, instance, report)
  }
}

function instantiateMap(node: MapNode, instance: Instance, report: Report): Node | undefined {
  const match = child(node, 'match')
  const cases = child(node, 'cases')
  if (match !== undefined && cases?.kind === 'map') {
    const chosen = pickCase(match, cases, instance, report)
    return chosen === undefined ? undefined : instantiate(chosen, instance, report)
  }
  const when = child(node, 'when')
  if (when !== undefined) {
    const value = child(node, 'value')
    if (!holds(when, instance)) {
      const otherwise = child(node, 'otherwise')
      return otherwise === undefined ? undefined : instantiate(otherwise, instance, report)
    }
    if (value !== undefined) return instantiate(value, instance, report)
  }
  const from = referenced(child(node, 'from'), instance)
  const entries: Entry[] = []
  for (const entry of node.entries.values()) {
    if (entry.key === 'when' || (entry.key === 'from' && from?.kind === 'map')) continue
    const value = instantiate(entry.value, instance, report)
    if (value !== undefined) entries.push({ ...entry, value })
  }
  if (from?.kind === 'map') {
    for (const entry of from.entries.values()) if (!node.entries.has(entry.key)) entries.push(entry)
  }
  return { ...map(entries, node.span), origin: 'type' }
}

/** The case whose SemVer range holds the version (coerced: `18.3` is 18.3.0), or whose text is equal; else `default`. */
function pickCase(match: Node, cases: MapNode, instance: Instance, report: Report): Node | undefined {
  const direct = match.kind === 'scalar' && REFERENCE.test(match.text) ? referenced(match, instance) : match
  const subject = direct?.kind === 'scalar' ? instance.bound(direct) : undefined
  const ranges = [...cases.entries.values()].filter((one) => one.key !== 'default')
  const fallback = child(cases, 'default')
  if (subject === undefined) return fallback
  if (!ranges.some((one) => isVersionRange(one.key)))
    return ranges.find((one) => one.key === subject)?.value ?? fallback
  if (instance.imageOverridden !== undefined) {
    report(
      diagnostic(
        'AH5003',
        instance.imageOverridden.span,
        `"image" of "${instance.owner}" is replaced, but not "version", on which its type decides`,
        {
          hints: [`add \`version:\` with the version that is in that image (the type assumes ${subject})`],
        },
      ),
    )
  }
  if (!holdsVersion(subject)) {
    report(
      diagnostic(
        'AH5002',
        direct?.span,
        `"${subject}" of "${instance.owner}" is not a version that its type can compare`,
        {
          hints: ['write one that begins with a number: `version: "18.3"`'],
        },
      ),
    )
    return fallback
  }
  return ranges.find((one) => isVersionRange(one.key) && versionInRange(subject, one.key) === true)?.value ?? fallback
}
