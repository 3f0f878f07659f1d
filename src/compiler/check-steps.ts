import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ParameterDeclaration } from '../parameters/parameter.ts'
import { child, type Entry, type MapNode } from '../syntax/node.ts'
import { referencesBelow } from './references.ts'

/** What is wrong within one step of the pipeline: environments that do not exist, secrets in its command line. */
export function checkEachStep(
  root: MapNode,
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  report: Report,
): void {
  const steps = child(child(root, 'pipeline'), 'steps')
  if (steps?.kind !== 'map') return
  const environments = child(root, 'environments')
  const names = environments?.kind === 'map' ? [...environments.entries.keys()] : []
  for (const step of steps.entries.values()) {
    if (names.length > 0) checkEnvironments(step, names, report)
    checkCommand(step, declarations, report)
  }
}

function checkEnvironments(step: Entry, names: readonly string[], report: Report): void {
  const list = child(step.value, 'environments')
  const known = new Set(names)
  for (const item of list?.kind === 'sequence' ? list.items : []) {
    if (item.kind !== 'scalar' || known.has(item.text)) continue
    const near = didYouMean(item.text, names)
    report(
      diagnostic(
        'AH7004',
        item.span,
        `step "${step.key}" is for the environment "${item.text}", which does not exist`,
        {
          hints: near.length > 0 ? near : ['declare it under `environments:`, or take it off the list'],
        },
      ),
    )
  }
}

/** What stands on a command line is in the list of processes, for everybody on the machine to read. */
function checkCommand(step: Entry, declarations: ReadonlyMap<string, ParameterDeclaration>, report: Report): void {
  for (const key of ['run', 'shell'] as const) {
    const command = child(step.value, key)
    for (const { reference } of command === undefined ? [] : referencesBelow(command)) {
      const name = reference.path.join('.')
      if (reference.root !== 'Parameters' || declarations.get(name)?.secret !== true) continue
      report(
        diagnostic('AH7005', reference.span, `the command of step "${step.key}" holds the secret "${name}"`, {
          hints: ['put it into `env:` of the step, and let the command read that variable'],
        }),
      )
    }
  }
}
