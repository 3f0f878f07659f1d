import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { entry, isNull, type Entry, type MapNode, type Node, type Path } from '../syntax/node.ts'
import { pathText } from '../syntax/pointer.ts'
import { subjectOf } from '../syntax/subject.ts'
import { PRIMITIVE_TYPES } from './primitive-types.ts'

/** Whether a resource is of a type whose own workload is laid under it later, so that a null may be meant for that. */
export function hasTypeBelow(...layers: readonly MapNode[]): boolean {
  for (const layer of layers) {
    const type = layer.entries.get('type')?.value
    if (type?.kind === 'scalar' && type.value !== null) return !PRIMITIVE_TYPES.has(type.text)
  }
  return false
}

/** The tree with the nulls that merges took out as entries again, for what it will be laid over. */
export function withPendingNulls(node: MapNode): MapNode {
  const entries = new Map<string, Entry>()
  for (const one of node.entries.values()) {
    entries.set(one.key, one.value.kind === 'map' ? { ...one, value: withPendingNulls(one.value) } : one)
  }
  for (const [key, gone] of node.removed ?? [])
    if (isNull(gone) && !entries.has(key)) entries.set(key, entry(key, gone))
  return { ...node, entries }
}

/** Reports nulls that removed nothing, in a tree that is laid over nothing any more. */
export function reportUnusedNulls(node: Node, path: Path, report: Report): void {
  if (node.kind !== 'map') return
  for (const [key, gone] of node.removed ?? []) if (isNull(gone)) reportUnusedNull(key, gone, node, path, report)
  for (const one of node.entries.values()) reportUnusedNulls(one.value, [...path, one.key], report)
}

/** Reports one null if it removed nothing. */
export function reportUnusedNull(key: string, gone: Node, from: MapNode, path: Path, report: Report): void {
  if (gone.origin !== undefined || gone.replaced !== undefined) return
  const nearest = didYouMean(key, from.entries.keys())
  report(
    diagnostic('AH3002', gone.span, `null removes nothing: ${pathText(path)} has no "${key}"`, {
      hints: nearest.length > 0 ? nearest : ['remove the line, or mend the name of the key'],
      subject: subjectOf(path),
    }),
  )
}
