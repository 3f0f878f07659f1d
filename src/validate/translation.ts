import type { MapNode } from '../syntax/node.ts'
import type { Definitions } from './manifest-schema.ts'
import type { DeclaredParameters } from './project.ts'
import type { RecordShape } from './shape.ts'

/** What translating complaints needs to know of the file that was checked. */
export interface Translation {
  readonly root: MapNode
  readonly shape: RecordShape
  readonly definitions: Definitions
  readonly parameters: DeclaredParameters
  /** JSON Pointers of maps about which our own rules said everything already. */
  readonly spoiled: ReadonlySet<string>
}
