import type { Report } from '../diagnostics/diagnostic.ts'

/** How a merge goes on. */
export interface MergeContext {
  readonly report: Report
  /**
   * Whether the base is itself a change to something that comes later (a resource that extends another): what removes
   * and replaces is then kept, so that the result changes that thing as both would have, one after the other.
   */
  readonly compose: boolean
  /** Whether a null that finds nothing is kept (in `removed`) for the workload of the resource's type, which comes later. */
  readonly keepsNulls?: boolean
  /** Whether another `type` replaces the whole resource. */
  readonly typeReplaces: boolean
}
