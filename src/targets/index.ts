import { composeTarget } from './compose/compose-target.ts'
import type { Target } from './target.ts'

/** Every target type that artifacts can be made for, by `type:`. */
export const TARGETS: ReadonlyMap<string, Target> = new Map([[composeTarget.type, composeTarget]])
