import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { child, map, type Entry, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import type { Removal } from './resource-index.ts'

/** The resources of an environment, by whether they take part. */
export interface Selection {
  /** Resources that take part on some selected target, in the manifest's order. */
  readonly kept: MapNode
  /** Resources of targets that are not selected: out, but an external endpoint with a host can still be named. */
  readonly elsewhere: MapNode
  readonly removed: ReadonlyMap<string, Removal>
}

/** What decides which resources take part. */
export interface SelectionInput {
  readonly resources: MapNode
  readonly declaredTargets: ReadonlySet<string>
  readonly selectedTargets: ReadonlySet<string>
  readonly bound: (node: ScalarNode) => string | undefined
  readonly report: Report
}

/** The targets a resource names; undefined for "every one that the environment selects". */
function targetsOf(resource: Node): readonly ScalarNode[] | undefined {
  const node = child(resource, 'target')
  if (node?.kind === 'scalar') return [node]
  return node?.kind === 'sequence' ? node.items.flatMap((item) => (item.kind === 'scalar' ? [item] : [])) : undefined
}

/** Whether a resource takes part on a target. */
export function isOnTarget(resource: Node, target: string): boolean {
  const named = targetsOf(resource)
  return named === undefined || named.some((one) => one.text === target)
}

/** Drops what is abstract, disabled or on no selected target; the names stay known for messages. */
export function selectResources(input: SelectionInput): Selection {
  const kept: Entry[] = []
  const elsewhere: Entry[] = []
  const removed = new Map<string, Removal>()
  for (const one of input.resources.entries.values()) {
    checkTargets(one, input)
    const reason = reasonToDrop(one, input)
    if (reason === undefined) kept.push(one)
    else {
      removed.set(one.key, { reason, span: one.keySpan })
      if (reason === 'unselected') elsewhere.push(one)
    }
  }
  return { kept: map(kept, input.resources.span), elsewhere: map(elsewhere, input.resources.span), removed }
}

function reasonToDrop(one: Entry, input: SelectionInput): Removal['reason'] | undefined {
  const abstract = child(one.value, 'abstract')
  if (abstract?.kind === 'scalar' && abstract.value === true) return 'abstract'
  const enabled = child(one.value, 'enabled')
  if (enabled?.kind === 'scalar' && input.bound(enabled) === 'false') return 'disabled'
  const targets = targetsOf(one.value)
  if (targets !== undefined && !targets.some((target) => input.selectedTargets.has(target.text))) return 'unselected'
  return undefined
}

function checkTargets(one: Entry, input: SelectionInput): void {
  for (const target of targetsOf(one.value) ?? []) {
    if (input.declaredTargets.has(target.text)) continue
    input.report(
      diagnostic(
        'AH5033',
        target.span,
        `"${one.key}" names the target "${target.text}", which the manifest does not declare`,
        {
          hints: [...didYouMean(target.text, input.declaredTargets), 'declare it under `targets:`'].slice(0, 1),
          subject: { resource: one.key },
        },
      ),
    )
  }
}
