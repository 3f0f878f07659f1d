import type { Subject } from '../diagnostics/diagnostic.ts'
import type { Path } from './node.ts'

/** The resource or target that a path from the root lies in. */
export function subjectOf(path: Path): Subject {
  const [section, name] = path
  if (typeof name !== 'string') return {}
  return section === 'resources' ? { resource: name } : section === 'targets' ? { target: name } : {}
}
