import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { entriesAt, itemsAt } from '../syntax/fields.ts'
import type { MapNode, Node } from '../syntax/node.ts'

/** One code under `accept:`, and whether this compilation gave the warning that it silences. */
export interface Acceptance {
  readonly code: string
  readonly span: Span
  readonly used: boolean
}

interface Accepted {
  readonly code: string
  readonly span: Span
  readonly resource: string | undefined
  readonly target: string | undefined
}

/** Splits diagnostics into those to show, and what `accept:` silenced. Errors are never silenced. */
export function applyAccept(
  diagnostics: readonly Diagnostic[],
  root: MapNode | undefined,
): { readonly shown: readonly Diagnostic[]; readonly acceptances: readonly Acceptance[] } {
  const accepted = collect(root)
  const byKey = new Map<string, Accepted[]>()
  for (const item of accepted) {
    const known = byKey.get(keyOf(item.code, item))
    if (known === undefined) byKey.set(keyOf(item.code, item), [item])
    else known.push(item)
  }
  const used = new Set<Accepted>()
  const shown = diagnostics.filter((one) => {
    if (one.severity === 'error') return true
    const silencing = silencersOf(one).flatMap((key) => byKey.get(key) ?? [])
    for (const item of silencing) used.add(item)
    return silencing.length === 0
  })
  return { shown, acceptances: accepted.map((item) => ({ code: item.code, span: item.span, used: used.has(item) })) }
}

function keyOf(
  code: string,
  where: { readonly resource?: string | undefined; readonly target?: string | undefined },
): string {
  return JSON.stringify([code, where.resource ?? null, where.target ?? null])
}

/** Everywhere that `accept:` may stand to silence a diagnostic: the top level, its resource, its target. */
function silencersOf({ code, subject }: Diagnostic): readonly string[] {
  const keys = [keyOf(code, {})]
  if (subject.resource !== undefined) keys.push(keyOf(code, { resource: subject.resource }))
  if (subject.target !== undefined) keys.push(keyOf(code, { target: subject.target }))
  return keys
}

function collect(root: MapNode | undefined): readonly Accepted[] {
  const found: Accepted[] = []
  const add = (node: Node | undefined, resource: string | undefined, target: string | undefined): void => {
    for (const item of itemsAt(node, 'accept')) {
      if (item.kind === 'scalar') found.push({ code: item.text, span: item.span, resource, target })
    }
  }
  add(root, undefined, undefined)
  for (const one of entriesAt(root, 'resources')) add(one.value, one.key, undefined)
  for (const one of entriesAt(root, 'targets')) add(one.value, undefined, one.key)
  return found
}

/** Codes about a field as it is written, which every heir of its resource would repeat. */
const OF_THE_PLACE: ReadonlySet<string> = new Set(['AH5029', 'AH6133'])

/** Sorted by file, place and code; one that several targets or passes gave is there once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  const unique = diagnostics.filter((one) => {
    // What is wrong with a field of a resource that others extend is one mistake, whatever the heirs are called.
    const isOfThePlace = one.code.startsWith('AH2') || OF_THE_PLACE.has(one.code)
    const message = isOfThePlace && one.span !== undefined ? '' : one.message
    const key = JSON.stringify([one.code, one.severity, message, one.span?.source.path, one.span?.start, one.span?.end])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return unique.toSorted(compareDiagnostics)
}

function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  if (left.span === undefined || right.span === undefined)
    return Number(left.span !== undefined) - Number(right.span !== undefined)
  const byFile = compareCodePoints(left.span.source.path, right.span.source.path)
  return byFile !== 0 ? byFile : left.span.start - right.span.start || compareCodePoints(left.code, right.code)
}
