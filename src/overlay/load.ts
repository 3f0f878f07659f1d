import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Span } from '../diagnostics/source.ts'
import { keysOf } from '../syntax/fields.ts'
import { child, type MapNode } from '../syntax/node.ts'
import type { OverlayFile, SelectedEnvironment } from './environments.ts'
import { checkManifest } from './check.ts'
import { mergeManifest } from './merge.ts'
import { normalizeManifest } from './normalize.ts'

/** Reads one overlay: undefined if it is missing or unreadable, which it reports unless a missing one is `optional`. */
export type ReadOverlay = (path: string, at: Span | undefined, optional: boolean) => MapNode | undefined

/** The name of the one target that there is without `targets:`. */
export const DEFAULT_TARGET = 'compose'

/** The base manifest as every other pass here takes it: short forms made long, misplaced markers reported and gone. */
export function prepareManifest(root: MapNode, report: Report): MapNode {
  return checkManifest(normalizeManifest(root), report)
}

/** Lays the environment's overlays over a prepared manifest, in order. */
export function loadOverlays(base: MapNode, selected: SelectedEnvironment, read: ReadOverlay, report: Report): MapNode {
  let merged = base
  for (const file of selected.overlays) {
    const overlay = readOverlay(file, read, report)
    if (overlay !== undefined) merged = mergeManifest(merged, normalizeManifest(overlay), report)
  }
  checkTargets(selected, merged, report)
  return merged
}

function readOverlay(file: OverlayFile, read: ReadOverlay, report: Report): MapNode | undefined {
  const optional = file.at === undefined
  const found = file.paths.flatMap((path) => read(path, file.at, optional) ?? [])
  const [first, second] = found
  if (first !== undefined && second !== undefined) {
    const start = { ...second.span, start: 0, end: 0 }
    report(
      diagnostic(
        'AH3030',
        start,
        `${first.span.source.path} stands beside ${second.span.source.path}: which one is meant?`,
        {
          hints: ['join them to one, or list both under `overlays` of the environment'],
        },
      ),
    )
  }
  return first
}

/** Overlays may add targets, so the names are looked up after merging. */
function checkTargets(selected: SelectedEnvironment, merged: MapNode, report: Report): void {
  const declared = keysOf(child(merged, 'targets'))
  const names = declared.length > 0 ? declared : [DEFAULT_TARGET]
  for (const { name, span } of selected.targets ?? []) {
    if (names.includes(name)) continue
    const nearest = didYouMean(name, names)
    report(
      diagnostic(
        'AH3025',
        span,
        `environment "${selected.name}" names the target "${name}", and there is no such target`,
        {
          hints: nearest.length > 0 ? nearest : [`choose among ${names.join(', ')}, or add it under \`targets:\``],
          subject: { target: name },
        },
      ),
    )
  }
}
