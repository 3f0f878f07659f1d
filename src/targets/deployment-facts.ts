import type { Generate } from '../parameters/parameter.ts'
import type { ValueType } from '../template/value.ts'

/** What one property of a resource asks of a parameter. */
export interface ParameterRule {
  /** In words: `"password" of "cache"`. */
  readonly asker: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly says?: string
}

/** A variable that the artifacts ask for, as `deploy --artifacts` needs to know it. Never holds a secret's value. */
export interface ParameterFact {
  readonly name: string
  /** The variable (Compose), value or parameter of the artifact. */
  readonly variable: string
  readonly type: ValueType
  readonly secret: boolean
  readonly description?: string
  readonly default?: string
  readonly generate?: Generate
  readonly constraints: {
    readonly minimum?: number
    readonly maximum?: number
    readonly minLength?: number
    readonly maxLength?: number
    readonly pattern?: string
    readonly enum?: readonly string[]
  }
  /** What resources ask of the value besides; each must hold. `says` goes on from "takes". */
  readonly rules?: readonly ParameterRule[]
}

/** A variable computed from a secret at deployment: `PG_PASSWORD_URI`. `expression` is in the manifest's language. */
export interface DerivedFact {
  readonly variable: string
  readonly expression: string
  readonly required: boolean
}

/** An image that has to be built, and the variable that holds its reference. */
export interface ImageFact {
  readonly name: string
  readonly variable: string
  readonly default: string
  readonly users: readonly string[]
}

/** A job, and how it is run. */
export interface JobFact {
  readonly name: string
  readonly when: 'before-deploy' | 'after-deploy' | 'manual' | 'scheduled'
  readonly file: string
  /** Init steps to run first, then the job. */
  readonly steps: readonly string[]
  readonly retries: number
  readonly timeout?: string
}

/** What a later deployment of the artifacts needs besides them; part of `.apphost-output.json`. Plain JSON data. */
export interface DeploymentFacts {
  readonly parameters: readonly ParameterFact[]
  readonly derived: readonly DerivedFact[]
  readonly images: readonly ImageFact[]
  /** In the order in which they run. */
  readonly jobs: readonly JobFact[]
  /** Pins and identities: the Compose project, the engine's context. */
  readonly pins: Readonly<Record<string, string>>
}
