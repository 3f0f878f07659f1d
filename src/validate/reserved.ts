import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { entriesAt, keysOf } from '../syntax/fields.ts'
import { child, type Entry, type MapNode } from '../syntax/node.ts'
import { GENERAL_STEPS, stepsOfEach } from './built-in-steps.ts'

/** Names that mean something already: `all`, `prereq`, and those of the built-in steps. */
export function checkReservedNames(root: MapNode, report: Report): void {
  for (const one of entriesAt(root, 'environments')) {
    if (one.key === 'all') reserve(one, 'environment', 'it means every environment', report)
  }
  for (const [section, kind] of [
    ['resources', 'resource'],
    ['targets', 'target'],
  ] as const) {
    for (const one of entriesAt(root, section)) {
      if (one.key === 'prereq') reserve(one, kind, 'its steps would bear the names of built-in ones', report)
    }
  }
  const taken = builtInSteps(root)
  for (const one of entriesAt(child(root, 'pipeline'), 'steps')) {
    if (taken.has(one.key)) reserve(one, 'step', 'a built-in step has it', report)
  }
}

function reserve(one: Entry, kind: string, why: string, report: Report): void {
  const hints = [
    kind === 'step'
      ? `choose another name, and say \`requiredBy: [${one.key}]\` to run before that step`
      : 'choose another name',
  ]
  const subject = kind === 'resource' ? { resource: one.key } : kind === 'target' ? { target: one.key } : {}
  report(
    diagnostic(
      'AH2020',
      one.keySpan,
      `${kind === 'environment' ? 'an' : 'a'} ${kind} cannot be called "${one.key}": ${why}`,
      { hints, subject },
    ),
  )
}

/** The names of all built-in steps of this manifest. */
function builtInSteps(root: MapNode): ReadonlySet<string> {
  const resources = keysOf(child(root, 'resources'))
  const targets = keysOf(child(root, 'targets'))
  return new Set([...GENERAL_STEPS, ...stepsOfEach(resources, targets)])
}
