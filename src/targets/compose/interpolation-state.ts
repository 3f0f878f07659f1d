import type { Span } from '../../diagnostics/source.ts'
import type { AppModel, BuiltImage } from '../../model/app-model.ts'
import type { Parameter } from '../../parameters/parameter.ts'
import type { Filter } from '../../template/expression.ts'
import type { TargetContext } from '../target.ts'
import type { VariableNames } from './variable-names.ts'

/** A variable computed from a secret, for whoever deploys. */
export interface DerivedVariable {
  readonly variable: string
  /** The secret's own variable, where it is made from a parameter alone. */
  readonly source: string | undefined
  readonly expression: string
  readonly filters: readonly Filter[]
  readonly required: boolean
  /** How a Compose file names it. */
  readonly written: string
  readonly users: Set<string>
}

/** A parameter that became a variable, and who uses it. */
export interface UsedParameter {
  readonly parameter: Parameter
  readonly variable: string
  /** What Compose says where it has no value. */
  readonly message: string
  readonly users: Set<string>
}

/** An image whose reference became a variable, and who uses it. */
export interface UsedImage {
  readonly image: BuiltImage
  readonly variable: string
  readonly users: Set<string>
}

/** Who uses a value, for the README, and where it stands, for diagnostics. */
export interface Use {
  readonly resource: string
  readonly span: Span | undefined
  /** Empty values are refused too (`:?`): an empty file would mount the whole folder. */
  readonly strict?: boolean
}

/** What encoding has come across so far. */
export interface State {
  readonly model: AppModel
  readonly context: TargetContext
  readonly names: VariableNames
  readonly parameters: Map<string, UsedParameter>
  readonly derived: Map<string, DerivedVariable>
  readonly images: Map<string, UsedImage>
  readonly built: ReadonlyMap<string, BuiltImage>
  /** Parameters that an information line has been said about. */
  readonly boundNotes: Set<string>
}

/** Literal text for Compose: only our own placeholders stay placeholders. */
export function escapeDollar(text: string): string {
  return text.includes('$') ? text.replace(/\$/g, () => '$$') : text
}
