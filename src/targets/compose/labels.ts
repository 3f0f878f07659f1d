import type { Workload } from '../../model/app-model.ts'
import { yamlMap, type YamlMap } from '../../print/yaml-document.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import { complain, useOf, type Lowering } from './lowering.ts'
import { PROMOTED_ENVIRONMENT } from './encode-value.ts'
import { escapeDollar } from './interpolation-state.ts'
/** To whom a label belongs by its beginning; Compose takes `x-` for an extension of its own, and the label is lost. */
function ownerOfLabel(name: string): string | undefined {
  if (/^apphost-compile\.dev[./]/.test(name)) return 'apphost-compile'
  return /^(?:com\.docker\.compose[./]|x-)/.test(name) ? 'Docker Compose' : undefined
}

/** Docker has only labels, so annotations become some too. Ours say whose container it is. */
export function labelsOf(lowering: Lowering, workload: Workload, isMain: boolean, files: string | undefined): YamlMap {
  const { model } = lowering
  const own: readonly (readonly [string, string])[] = [
    ['apphost-compile.dev/application', escapeDollar(model.name)],
    ['apphost-compile.dev/environment', model.promoted === undefined ? model.environment : PROMOTED_ENVIRONMENT],
    ['apphost-compile.dev/target', model.target.name],
    ...(files === undefined ? [] : [['apphost-compile.dev/files', files] as const]),
  ]
  const users = isMain ? [...workload.annotations, ...workload.labels] : []
  const labels = new Map(
    users.map((one) => [one.name, lowering.interpolation.encode(one.value, useOf(workload, one.span))]),
  )
  for (const one of users) {
    const owner = ownerOfLabel(one.name)
    if (owner === undefined) continue
    complain(
      lowering,
      workload.resource,
      'AH6115',
      one.span,
      `the label "${one.name}" of "${workload.name}" belongs to ${owner}`,
      { hints: ['use a prefix of your own'] },
    )
  }
  for (const [key, value] of own) labels.set(key, value)
  const sorted = [...labels].toSorted(([one], [other]) => compareCodePoints(one, other))
  return yamlMap(sorted.map(([key, value]) => ({ key, value })))
}
