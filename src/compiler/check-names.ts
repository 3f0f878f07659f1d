import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ParameterDeclaration } from '../parameters/parameter.ts'
import { entriesAt, keysOf, scalarAt } from '../syntax/fields.ts'
import { child, isNull, type MapNode, type Node } from '../syntax/node.ts'
import { checkReach, checkSteps } from './check-steps.ts'
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
  let names: ReadonlySet<string> | undefined
  const children = (): ReadonlySet<string> => (names ??= childNames(root))
  const resources = new Set(keysOf(child(root, 'resources')))
  for (const section of SECTIONS) {
    const node = child(root, section)
    for (const found of node === undefined ? [] : referencesBelow(node)) {
      checkName(found, declarations, resources, children, report)
      if (section === 'pipeline') checkReach(found, root, children, report)
    }
  }
  checkRegistries(root, report)
  checkSteps(root, declarations, report)
}

/** Registries that targets and resources name, those too that build nothing here. The same words as where one is used. */
function checkRegistries(root: MapNode, report: Report): void {
  const known = new Set(keysOf(child(root, 'registries')))
  for (const section of ['resources', 'targets'] as const) {
    for (const { value } of entriesAt(root, section)) {
      const named = scalarAt(value, 'registry')
      if (named === undefined || isNull(named) || known.has(named.text)) continue
      report(
        diagnostic('AH5035', named.span, `there is no registry "${named.text}"`, {
          hints: [...didYouMean(named.text, known), 'declare it under `registries:`'].slice(0, 1),
        }),
      )
    }
  }
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
  for (const one of entriesAt(root, 'resources')) add(one.value)
  return names
}

function checkName(
  { reference }: FoundReference,
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  resources: ReadonlySet<string>,
  children: () => ReadonlySet<string>,
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
  if (reference.root !== 'Resources' || resources.has(name) || children().has(name)) return
  report(
    diagnostic('AH4202', reference.span, `there is no resource "${name}"`, {
      hints: [...didYouMean(name, resources), 'declare it under `resources:`, or correct the name'].slice(0, 1),
    }),
  )
}
