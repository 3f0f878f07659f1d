import type { Span } from '../diagnostics/source.ts'
import type { ScalarNode } from '../syntax/node.ts'
import type { ValueType } from '../template/value.ts'

/** How a random value is made: its length, the classes of characters in it, and how many of each there are at least. */
export interface Generate {
  readonly length: number
  readonly lower: boolean
  readonly upper: boolean
  readonly numeric: boolean
  readonly special: boolean
  readonly minLower: number
  readonly minUpper: number
  readonly minNumeric: number
  readonly minSpecial: number
}

/** What a property of a resource asks of the text that it gets. Lengths count characters. */
export interface TextLimits {
  readonly minLength: number | undefined
  readonly maxLength: number | undefined
  /** A regular expression of the part that RE2 shares with JavaScript. */
  readonly pattern: string | undefined
  /** What the pattern asks for, in words that go on from "takes": `no comma`. */
  readonly says: string | undefined
  /** False if the artifacts do not repeat it beside the parameter; errors always say it. */
  readonly shown?: boolean
}

/** What one resource asks of a parameter that is the value of one of its properties. */
export interface ValueRule extends TextLimits {
  /** The property, in words: `"password" of "cache"`. */
  readonly asker: string
  /** Where the resource takes the parameter. */
  readonly span: Span
}

/** One entry of `parameters:`, or one that a resource type's secret property brings along. */
export interface ParameterDeclaration {
  readonly name: string
  readonly type: ValueType
  readonly secret: boolean
  readonly description: string | undefined
  /** Text as written in the manifest; never of a secret. */
  readonly defaultNode: ScalarNode | undefined
  readonly environmentVariable: string | undefined
  readonly file: string | undefined
  readonly generate: Generate | undefined
  readonly minimum: number | undefined
  readonly maximum: number | undefined
  readonly minLength: number | undefined
  readonly maxLength: number | undefined
  readonly pattern: string | undefined
  readonly allowed: readonly string[] | undefined
  /** What the resources that use it ask of it besides; known once it is clear which of them take part. */
  readonly rules: readonly ValueRule[]
  readonly span: Span
  /** The resource whose type declared it, for a parameter that stands in no `parameters:`. */
  readonly declaredBy: string | undefined
}

/** Where a value came from; those that win over others stand first. */
export type ParameterSource =
  | { readonly kind: 'option' }
  | { readonly kind: 'params-file'; readonly path: string; readonly span: Span }
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'environment'; readonly environment: string; readonly span: Span }
  | { readonly kind: 'default'; readonly span: Span }

/** A parameter in one compilation. `text` is its checked value, undefined where no source has one. */
export interface Parameter {
  readonly declaration: ParameterDeclaration
  readonly text: string | undefined
  readonly source: ParameterSource | undefined
  /** Sources that had a value too but came later in the order, for `explain` and `params`. */
  readonly overridden: readonly ParameterSource[]
}

/** The parameters of one compilation, by name. */
export type Parameters = ReadonlyMap<string, Parameter>

/** What the caller hands in from outside the manifest. */
export interface SuppliedParameters {
  /** `--param name=value`, in the order of the command line. */
  readonly options: ReadonlyMap<string, string>
  readonly file: { readonly path: string; readonly values: ReadonlyMap<string, ScalarNode> } | undefined
  /** The process environment. */
  readonly variables: ReadonlyMap<string, string>
}
