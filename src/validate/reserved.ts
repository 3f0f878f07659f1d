import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { child, type Entry, type MapNode } from '../syntax/node.ts'

/** Built-in steps that do not speak of one resource or target. */
const STEPS: ReadonlySet<string> = new Set([
  'validate',
  'process-parameters',
  'build-prereq',
  'build',
  'push-prereq',
  'push',
  'publish-prereq',
  'publish',
  'deploy-prereq',
  'deploy',
  'destroy-prereq',
  'destroy',
  'diagnostics',
])

const STEPS_OF_RESOURCES = ['build', 'push', 'deploy', 'run']
const STEPS_OF_TARGETS = [
  'publish',
  'prepare',
  'docker-compose-up',
  'docker-compose-down',
  'helm-deploy',
  'helm-uninstall',
  'apply',
  'provision',
  'destroy',
]

/** Names that mean something already: `all`, `prereq`, and those of the built-in steps. */
export function checkReservedNames(root: MapNode, report: Report): void {
  for (const one of entriesOf(root, 'environments')) {
    if (one.key === 'all') reserve(one, 'environment', 'it means every environment', report)
  }
  for (const [section, kind] of [
    ['resources', 'resource'],
    ['targets', 'target'],
  ] as const) {
    for (const one of entriesOf(root, section)) {
      if (one.key === 'prereq') reserve(one, kind, 'its steps would bear the names of built-in ones', report)
    }
  }
  const steps = child(root, 'pipeline')
  const taken = builtInSteps(root)
  for (const one of steps?.kind === 'map' ? entriesOf(steps, 'steps') : []) {
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
  const names = new Set(STEPS)
  for (const { key } of entriesOf(root, 'resources')) for (const verb of STEPS_OF_RESOURCES) names.add(`${verb}-${key}`)
  for (const { key } of entriesOf(root, 'targets')) for (const verb of STEPS_OF_TARGETS) names.add(`${verb}-${key}`)
  return names
}

function entriesOf(root: MapNode, key: string): readonly Entry[] {
  const node = child(root, key)
  return node?.kind === 'map' ? [...node.entries.values()] : []
}
