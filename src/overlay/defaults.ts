import { entry, map, withEntry, withoutEntry, type MapNode } from '../syntax/node.ts'
import { mergeResource } from './merge.ts'

const COMMON = [
  'placement',
  'labels',
  'annotations',
  'security',
  'resources',
  'pullPolicy',
  'compose',
  'kubernetes',
  'azure',
]
const FIELDS = { container: [...COMMON, 'update'], job: COMMON }

/** Objects of Kubernetes that the other kind of workload is never made of. */
const FOREIGN_OBJECTS = {
  container: ['job', 'cronjob'],
  job: ['deployment', 'statefulset', 'daemonset', 'service', 'publicService', 'ingress', 'hpa'],
}

/** Lays a target's `defaults` under a resource; what its kind cannot have is left out. */
export function applyDefaults(resource: MapNode, defaults: MapNode, kind: 'container' | 'job'): MapNode {
  const entries = [...defaults.entries.values()].filter((one) => FIELDS[kind].includes(one.key))
  let fitting = map(entries, defaults.span)
  const objects = fitting.entries.get('kubernetes')
  if (objects?.value.kind === 'map') {
    const kept = FOREIGN_OBJECTS[kind].reduce(withoutEntry, objects.value)
    fitting = withEntry(fitting, entry('kubernetes', kept, objects.keySpan))
  }
  return mergeResource(fitting, resource, () => {}, 'defaults')
}
