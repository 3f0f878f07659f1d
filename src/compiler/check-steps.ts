import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ParameterDeclaration } from '../parameters/parameter.ts'
import { DEFAULT_TARGET } from '../overlay/load.ts'
import { entriesAt, itemsAt, keysOf, textAt } from '../syntax/fields.ts'
import { child, type Entry, type MapNode, type Node } from '../syntax/node.ts'
import { GENERAL_STEPS, stepsOfEach } from '../validate/built-in-steps.ts'
import { referencesBelow, type FoundReference } from './references.ts'

/**
 * What is wrong with the steps of the pipeline: names in `dependsOn` and `requiredBy` that no step has, circles,
 * environments that do not exist, secrets on a command line.
 */
export function checkSteps(
  root: MapNode,
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  report: Report,
): void {
  const steps = entriesAt(child(root, 'pipeline'), 'steps')
  checkOrder(root, steps, report)
  const names = keysOf(child(root, 'environments'))
  for (const step of steps) {
    if (names.length > 0) checkEnvironments(step, names, report)
    checkCommand(step, declarations, report)
  }
}

function checkEnvironments(step: Entry, names: readonly string[], report: Report): void {
  const known = new Set(names)
  for (const item of itemsAt(step.value, 'environments')) {
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

/** What `dependsOn` and `requiredBy` may name. */
function knownSteps(root: MapNode, own: readonly string[]): ReadonlySet<string> {
  const resources = keysOf(child(root, 'resources'))
  const targets = [...keysOf(child(root, 'targets')), DEFAULT_TARGET]
  return new Set([...GENERAL_STEPS, ...own, ...stepsOfEach(resources, targets)])
}

/** Names in `dependsOn` and `requiredBy`, and circles among the project's own steps. */
function checkOrder(root: MapNode, steps: readonly Entry[], report: Report): void {
  const known = knownSteps(
    root,
    steps.map((step) => step.key),
  )
  const needs = new Map<string, Map<string, Node>>(steps.map((step) => [step.key, new Map()]))
  for (const step of steps) {
    for (const key of ['dependsOn', 'requiredBy'] as const) {
      for (const item of itemsAt(step.value, key)) {
        if (item.kind !== 'scalar') continue
        if (known.has(item.text)) {
          if (key === 'dependsOn') needs.get(step.key)?.set(item.text, item)
          else needs.get(item.text)?.set(step.key, item)
          continue
        }
        report(
          diagnostic('AH7002', item.span, `there is no step "${item.text}"`, { hints: didYouMean(item.text, known) }),
        )
      }
    }
  }
  reportCircles(needs, report)
}

function reportCircles(needs: ReadonlyMap<string, ReadonlyMap<string, Node>>, report: Report): void {
  const done = new Set<string>()
  for (const start of needs.keys()) {
    const path: { readonly name: string; readonly rest: string[] }[] = [
      { name: start, rest: [...(needs.get(start)?.keys() ?? [])] },
    ]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.shift()
      if (next === undefined) {
        done.add(top.name)
        path.pop()
        continue
      }
      const at = path.findIndex((one) => one.name === next)
      if (at !== -1) {
        const names = path.slice(at).map((one) => one.name)
        report(
          diagnostic(
            'AH7003',
            needs.get(top.name)?.get(next)?.span,
            `steps wait for each other: ${[...names, next].join(' -> ')}`,
            {
              hints: ['remove one of these dependencies'],
            },
          ),
        )
      } else if (!done.has(next) && needs.has(next))
        path.push({ name: next, rest: [...(needs.get(next)?.keys() ?? [])] })
    }
  }
}

const PUBLIC = /^(?:publicUrl|publicHost|publicScheme)$/

/** A step runs outside of the application's network, so that it can only name what the world reaches. */
export function checkReach(
  { reference }: FoundReference,
  root: MapNode,
  children: () => ReadonlySet<string>,
  report: Report,
): void {
  if (reference.root !== 'Resources') return
  const [name = '', , , property = ''] = reference.path
  const resource = child(child(root, 'resources'), name)
  // A name that nobody has is reported as such.
  if (resource === undefined && !children().has(name)) return
  if (textAt(resource, 'type') === 'external') return
  if (reference.path[1] === 'endpoints' && PUBLIC.test(property)) return
  report(
    diagnostic(
      'AH7001',
      reference.span,
      `a step of the pipeline cannot reach "${reference.path.join('.')}": it runs outside the application's network`,
      {
        hints: ['use `publicUrl` of an external endpoint, or make it a resource with `type: job`'],
      },
    ),
  )
}
