import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { child, isNull, withEntry, withoutEntry, type MapNode, type Node } from '../syntax/node.ts'
import { findCycle } from './cycle.ts'
import { mergeResource } from './merge.ts'

const NOT_INHERITED = ['extends', 'abstract', 'enabled']
const NOT_OF_JOBS = ['endpoints', 'aliases', 'replicas', 'perNode', 'health', 'probes', 'update']
const ONLY_OF_JOBS = ['run', 'schedule', 'retries', 'timeout', 'blocks']

/**
 * Lays every resource that `extends` another over it, bases first. `extends` is gone where that was done and stays
 * where the base is wrong, so that later passes do not miss fields that it would have brought.
 */
export function applyExtends(root: MapNode, report: Report): MapNode {
  const resources = root.entries.get('resources')
  if (resources?.value.kind !== 'map') return root
  const written = resources.value
  const bases = basesOf(written, report)
  if (bases.size === 0) return root
  const done = new Map(written.entries)
  for (const name of inOrder(bases)) {
    const one = done.get(name)
    const base = done.get(bases.get(name) ?? '')
    if (one?.value.kind !== 'map' || base?.value.kind !== 'map') continue
    done.set(name, { ...one, value: extendOne(name, one.value, base.value, report) })
  }
  return withEntry(root, { ...resources, value: { ...written, entries: done } })
}

/** What each resource extends; those with an unknown base or in a circle are reported and left out. */
function basesOf(resources: MapNode, report: Report): ReadonlyMap<string, string> {
  const bases = new Map<string, string>()
  for (const { key, value } of resources.entries.values()) {
    const base = child(value, 'extends')
    if (base?.kind !== 'scalar' || isNull(base)) continue
    if (resources.entries.get(base.text)?.value.kind === 'map') bases.set(key, base.text)
    else if (!resources.entries.has(base.text)) reportUnknown(key, base.text, base, resources, report)
  }
  for (const cycle of cyclesOf(bases)) {
    const first = cycle[0] ?? ''
    const spans = cycle.map((name) => child(resources.entries.get(name)?.value, 'extends')?.span)
    report(
      diagnostic('AH3011', spans[0], `"${first}" extends itself: ${[...cycle, first].join(' -> ')}`, {
        hints: ['move what they share to a resource with `abstract: true`'],
        related: cycle.slice(1).flatMap((name, index) => {
          const span = spans[index + 1]
          return span === undefined ? [] : [{ message: `"${name}" extends the next one here`, span }]
        }),
        subject: { resource: first },
      }),
    )
    for (const name of cycle) bases.delete(name)
  }
  return bases
}

function reportUnknown(name: string, base: string, at: Node, resources: MapNode, report: Report): void {
  const others = [...resources.entries.keys()].filter((other) => other !== name)
  const nearest = didYouMean(base, others)
  const removal = resources.removed?.get(base)
  report(
    diagnostic('AH3010', at.span, `"${name}" extends "${base}", and there is no such resource`, {
      hints:
        removal !== undefined
          ? ['say `abstract: true` or `enabled: false` in the overlay instead of removing it']
          : nearest.length > 0
            ? nearest
            : ['write the name of another resource, or remove `extends`'],
      related: removal === undefined ? [] : [{ message: 'it is removed here', span: removal.span }],
      subject: { resource: name },
    }),
  )
}

function cyclesOf(bases: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const checked = new Set<string>()
  for (const name of bases.keys()) {
    const cycle = findCycle(name, (one) => bases.get(one), checked)
    if (cycle !== undefined) cycles.push(cycle)
  }
  return cycles
}

/** The resources that extend, each after the one it extends; without recursion, since chains may be long. */
function inOrder(bases: ReadonlyMap<string, string>): readonly string[] {
  const order: string[] = []
  const placed = new Set<string>()
  for (const name of bases.keys()) {
    const chain: string[] = []
    for (let at: string | undefined = name; at !== undefined && bases.has(at) && !placed.has(at); at = bases.get(at)) {
      chain.push(at)
      placed.add(at)
    }
    order.push(...chain.reverse())
  }
  return order
}

function extendOne(name: string, resource: MapNode, base: MapNode, report: Report): MapNode {
  const own = child(resource, 'type')
  const inherited = child(base, 'type')
  const type = textOf(own)
  const baseType = textOf(inherited)
  if (
    type !== undefined &&
    baseType !== undefined &&
    type !== baseType &&
    !(isWorkload(type) && isWorkload(baseType))
  ) {
    report(
      diagnostic(
        'AH3012',
        child(resource, 'extends')?.span,
        `"${name}" is of type ${type} and cannot extend one of type ${baseType}`,
        {
          hints: [`remove \`extends\`, or \`type: ${type}\``],
          related: inherited === undefined ? [] : [{ message: `the type of what it extends`, span: inherited.span }],
          subject: { resource: name },
        },
      ),
    )
    return resource
  }
  const common = forType(without(base, NOT_INHERITED), type)
  return mergeResource(common, withoutEntry(resource, 'extends'), report, 'extends', ['resources', name])
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined
}

function isWorkload(type: string): boolean {
  return type === 'container' || type === 'job'
}

/** What a resource of a type can take from a container or a job. */
function forType(base: MapNode, type: string | undefined): MapNode {
  if (type === 'container') return without(base, ONLY_OF_JOBS)
  if (type !== 'job') return base
  return without(base, textOf(child(base, 'restart')) === 'always' ? [...NOT_OF_JOBS, 'restart'] : NOT_OF_JOBS)
}

function without(node: MapNode, keys: readonly string[]): MapNode {
  return keys.reduce(withoutEntry, node)
}
