import type { Report } from '../diagnostics/diagnostic.ts'
import type { Addressing } from '../model/addressing.ts'
import type { AppModel } from '../model/app-model.ts'
import type { WorkloadDraft } from '../model/bind-workload.ts'
import type { BoundUses } from '../model/resolver-context.ts'
import type { SchemaValidator } from '../validate/schema-error.ts'
import type { TemplateSet } from './templates.ts'
import type { Artifact } from './artifact.ts'
import type { DeploymentFacts } from './deployment-facts.ts'

/** What a target is given besides the model. */
export interface TargetContext {
  /** Where the artifacts will lie, relative to the project root; undefined where that is outside of it. */
  readonly folder: string | undefined
  readonly templates: TemplateSet
  readonly uses: BoundUses
  readonly report: Report
  /** What `loadValidator` gave. */
  readonly validator: SchemaValidator | undefined
  /** Whether artifacts are wanted; without, only what `validate` needs is done. */
  readonly emit: boolean
}

/** What a target makes of a model. */
export interface Emitted {
  readonly artifacts: readonly Artifact[]
  readonly facts: DeploymentFacts
}

/** One kind of target. A new one is a folder below `targets/`, a line in the registry, templates and snapshots. */
export interface Target {
  readonly type: string
  /** What the target knows about addresses before anything is lowered. */
  readonly addressing: Addressing
  /** Whether it can run a health check of the workload, so that others can wait for it. */
  canCheck(workload: WorkloadDraft): boolean
  /** The validator of what the target writes, where the model makes that needed; it is loaded only then. */
  loadValidator(model: AppModel): Promise<SchemaValidator> | undefined
  /** Checks the model, lowers it to the target's documents and makes artifacts of them; undefined after an error. */
  compile(model: AppModel, context: TargetContext): Emitted | undefined
}
