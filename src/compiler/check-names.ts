import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ParameterDeclaration } from '../parameters/parameter.ts'
import { child, isNull, type MapNode, type Node } from '../syntax/node.ts'
import { checkEachStep } from './check-steps.ts'
import { referencesBelow, type FoundReference } from './references.ts'

/** Sections whose placeholders a target may never come to read, so that nobody else would find a wrong name there. */
const SECTIONS = ['resources', 'targets', 'registries', 'volumes', 'networks', 'pipeline'] as const

/**
 * Looks up every parameter and resource that a placeholder of the manifest names, those of disabled resources and of
 * fields for other targets too, and checks the steps of the pipeline.
 */
export function checkNames(
  root: MapNode,
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  report: Report,
): void {
  const children = childNames(root)
  const resources = mapKeys(child(root, 'resources'))
  for (const section of SECTIONS) {
    const node = child(root, section)
    for (const found of node === undefined ? [] : referencesBelow(node)) {
      checkName(found, declarations, resources, children, report)
      if (section === 'pipeline') checkReach(found, root, children, report)
    }
  }
  checkRegistries(root, report)
  checkSteps(root, report)
  checkEachStep(root, declarations, report)
}

/** Registries that targets and resources name, those too that build nothing here. The same words as where one is used. */
function checkRegistries(root: MapNode, report: Report): void {
  const known = mapKeys(child(root, 'registries'))
  for (const section of ['resources', 'targets'] as const) {
    const node = child(root, section)
    for (const { value } of node?.kind === 'map' ? node.entries.values() : []) {
      const named = child(value, 'registry')
      if (named?.kind !== 'scalar' || isNull(named) || known.has(named.text)) continue
      report(
        diagnostic('AH5035', named.span, `there is no registry "${named.text}"`, {
          hints: [...didYouMean(named.text, known), 'declare it under `registries:`'].slice(0, 1),
        }),
      )
    }
  }
}

function mapKeys(node: Node | undefined): ReadonlySet<string> {
  return new Set(node?.kind === 'map' ? node.entries.keys() : [])
}

/** Names of everything that stands in a map of a resource: children are among them, at any depth. */
function childNames(root: MapNode): ReadonlySet<string> {
  const names = new Set<string>()
  const add = (node: Node): void => {
    if (node.kind !== 'map') return
    for (const entry of node.entries.values()) {
      names.add(entry.key)
      add(entry.value)
    }
  }
  const resources = child(root, 'resources')
  for (const one of resources?.kind === 'map' ? resources.entries.values() : []) add(one.value)
  return names
}

function checkName(
  { reference }: FoundReference,
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  resources: ReadonlySet<string>,
  children: ReadonlySet<string>,
  report: Report,
): void {
  if (reference.root === 'Parameters') {
    const name = reference.path.join('.')
    if (declarations.has(name)) return
    report(
      diagnostic('AH4201', reference.span, `there is no parameter "${name}"`, {
        hints: [...didYouMean(name, declarations.keys()), 'declare it under `parameters:`'].slice(0, 1),
      }),
    )
    return
  }
  const [name = ''] = reference.path
  if (reference.root !== 'Resources' || resources.has(name) || children.has(name)) return
  report(
    diagnostic('AH4202', reference.span, `there is no resource "${name}"`, {
      hints: [...didYouMean(name, resources), 'declare it under `resources:`, or correct the name'].slice(0, 1),
    }),
  )
}

const PUBLIC = /^(?:publicUrl|publicHost|publicScheme)$/

/** A step runs outside of the application's network. */
function checkReach({ reference }: FoundReference, root: MapNode, children: ReadonlySet<string>, report: Report): void {
  if (reference.root !== 'Resources') return
  const [name = '', , , property = ''] = reference.path
  const resource = child(child(root, 'resources'), name)
  // A name that nobody has is reported as such.
  if (resource === undefined && !children.has(name)) return
  const type = child(resource, 'type')
  if (type?.kind === 'scalar' && type.text === 'external') return
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

const BUILT_IN_STEPS: readonly string[] = [
  ...['validate', 'process-parameters', 'build-prereq', 'build', 'push-prereq', 'push', 'publish-prereq', 'publish'],
  ...['deploy-prereq', 'deploy', 'destroy-prereq', 'destroy', 'diagnostics'],
]
const OF_RESOURCE = ['build', 'push', 'deploy', 'run'] as const
const OF_TARGET = [
  'publish',
  'prepare',
  'docker-compose-up',
  'docker-compose-down',
  'helm-deploy',
  'helm-uninstall',
  'apply',
  'provision',
  'destroy',
] as const

function knownSteps(root: MapNode, own: ReadonlySet<string>): ReadonlySet<string> {
  const resources = [...mapKeys(child(root, 'resources'))]
  const targets = [...mapKeys(child(root, 'targets')), 'compose']
  return new Set([
    ...BUILT_IN_STEPS,
    ...own,
    ...OF_RESOURCE.flatMap((verb) => resources.map((name) => `${verb}-${name}`)),
    ...OF_TARGET.flatMap((verb) => targets.map((name) => `${verb}-${name}`)),
  ])
}

/** Names in `dependsOn` and `requiredBy`, and circles among the project's own steps. */
function checkSteps(root: MapNode, report: Report): void {
  const steps = child(child(root, 'pipeline'), 'steps')
  if (steps?.kind !== 'map') return
  const known = knownSteps(root, mapKeys(steps))
  const needs = new Map<string, Map<string, Node>>([...steps.entries.keys()].map((name) => [name, new Map()]))
  for (const step of steps.entries.values()) {
    for (const key of ['dependsOn', 'requiredBy'] as const) {
      const list = child(step.value, key)
      for (const item of list?.kind === 'sequence' ? list.items : []) {
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
