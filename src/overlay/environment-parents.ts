import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { child, isNull, type Entry } from '../syntax/node.ts'
import { findCycle } from './cycle.ts'

/** How many environments one can extend, directly or not. */
const MAXIMUM_LEVELS = 32

/** What each environment extends; unknown names and circles are reported and left out. */
export function readParents(declarations: ReadonlyMap<string, Entry>, report: Report): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  for (const { key, value } of declarations.values()) {
    const parent = child(value, 'extends')
    if (parent?.kind !== 'scalar' || isNull(parent)) continue
    if (declarations.has(parent.text)) {
      parents.set(key, parent.text)
      continue
    }
    const nearest = didYouMean(
      parent.text,
      [...declarations.keys()].filter((name) => name !== key),
    )
    const message = `environment "${key}" extends "${parent.text}", and there is no such environment`
    report(
      diagnostic('AH3024', parent.span, message, {
        hints: nearest.length > 0 ? nearest : ['write the name of another environment, or remove `extends`'],
      }),
    )
  }
  const checked = new Set<string>()
  for (const name of declarations.keys()) {
    const cycle = findCycle(name, (one) => parents.get(one), checked)
    if (cycle === undefined) continue
    reportCycle(cycle, declarations, report)
    for (const one of cycle) parents.delete(one)
  }
  limitDepth(parents, declarations, report)
  return parents
}

/** Cuts chains that are too long, because every environment carries the overlays of all that it extends. */
function limitDepth(parents: Map<string, string>, declarations: ReadonlyMap<string, Entry>, report: Report): void {
  const tooDeep: string[] = []
  for (const name of declarations.keys()) {
    let depth = 0
    for (let at = parents.get(name); at !== undefined && depth <= MAXIMUM_LEVELS; at = parents.get(at)) depth++
    if (depth > MAXIMUM_LEVELS) tooDeep.push(name)
  }
  const [first] = tooDeep
  if (first === undefined) return
  const span = child(declarations.get(first)?.value, 'extends')?.span
  report(
    diagnostic(
      'AH3031',
      span,
      `environment "${first}" extends more than ${MAXIMUM_LEVELS} others, one after the other`,
      {
        hints: ['let it extend one nearer to the first'],
      },
    ),
  )
  for (const name of tooDeep) parents.delete(name)
}

function reportCycle(cycle: readonly string[], declarations: ReadonlyMap<string, Entry>, report: Report): void {
  const [first = ''] = cycle
  const spans = cycle.map((name) => child(declarations.get(name)?.value, 'extends')?.span)
  report(
    diagnostic('AH3023', spans[0], `environment "${first}" extends itself: ${[...cycle, first].join(' -> ')}`, {
      hints: ['take one `extends` out of the circle'],
      related: cycle.slice(1).flatMap((name, index) => {
        const span = spans[index + 1]
        return span === undefined ? [] : [{ message: `"${name}" extends the next one here`, span }]
      }),
    }),
  )
}
