import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Entry, MapNode, Node } from './node.ts'

interface MergeContext {
  readonly report: Report
  /** Stand-ins for aliases that were refused, and reported. */
  readonly refused: ReadonlySet<Node>
}

function mapsToMerge(value: Node, keySpan: Span, context: MergeContext): readonly MapNode[] {
  if (value.kind === 'map') return [value]
  const maps: MapNode[] = []
  const wrong = (node: Node): void => {
    if (context.refused.has(node)) return
    const span = node.span.source === keySpan.source && node.span.start > keySpan.start ? node.span : keySpan
    context.report(
      diagnostic('AH1045', span, '<< merges a map or a list of maps, and this is neither', {
        hints: ['write <<: *anchor, or <<: [*first, *second], of anchors on maps'],
      }),
    )
  }
  if (value.kind === 'scalar') {
    wrong(value)
    return []
  }
  for (const item of value.items) {
    if (item.kind === 'map') maps.push(item)
    else wrong(item)
  }
  return maps
}

/** The entries of a map with those of its `<<` in its place: keys of the map itself win, then the earlier map of the list. */
export function mergedEntries(
  own: ReadonlyMap<string, Entry>,
  before: number,
  value: Node,
  keySpan: Span,
  context: MergeContext,
): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  const maps = mapsToMerge(value, keySpan, context)
  let index = 0
  const takeMerged = (): void => {
    for (const map of maps) {
      for (const entry of map.entries.values()) {
        if (!own.has(entry.key) && !entries.has(entry.key)) entries.set(entry.key, entry)
      }
    }
  }
  for (const entry of own.values()) {
    if (index++ === before) takeMerged()
    entries.set(entry.key, entry)
  }
  if (before >= own.size) takeMerged()
  return entries
}
