import type { Span } from '../diagnostics/source.ts'

/** The filters that there are. */
export type FilterName = 'uri' | 'base64' | 'json' | 'adonet' | 'default' | 'lower' | 'upper'

/** One `| name` or `| default('x')` of a placeholder. */
export interface Filter {
  readonly name: FilterName
  /** The argument of `default`; empty for every other filter. */
  readonly argument: string
}

/** What the first word of a reference can be. */
export type ReferenceRoot = 'Parameters' | 'Resources' | 'Self' | 'Parent' | 'App' | 'Environment'

/** `$<Resources.orders-db.orders.uri>`: root `Resources`, path `['orders-db', 'orders', 'uri']`. `$<Environment>` has an empty path. */
export interface ReferenceExpression {
  readonly kind: 'reference'
  readonly root: ReferenceRoot
  readonly path: readonly string[]
  readonly span: Span
}

/** A text in quotes, a number, or `true` or `false`. */
export interface LiteralExpression {
  readonly kind: 'literal'
  readonly value: string | number | boolean
  /** As written, for text (`1.10` stays `1.10`). */
  readonly text: string
  readonly span: Span
}

/** An expression whose text goes through a filter. */
export interface FilterExpression {
  readonly kind: 'filter'
  readonly filter: Filter
  readonly operand: Expression
  readonly span: Span
}

/** `left == right ? whenTrue : whenFalse`. */
export interface ChoiceExpression {
  readonly kind: 'choice'
  readonly operator: '==' | '!='
  readonly left: Expression
  readonly right: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
  readonly span: Span
}

/** `left == right` alone: a whole value of type boolean (a step's `condition`). */
export interface ComparisonExpression {
  readonly kind: 'comparison'
  readonly operator: '==' | '!='
  readonly left: Expression
  readonly right: Expression
  readonly span: Span
}

/** What stands between `$<` and `>`. */
export type Expression =
  ReferenceExpression | LiteralExpression | FilterExpression | ChoiceExpression | ComparisonExpression

/** Literal text, or a placeholder. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly span: Span }

/** A user's string: literal text (`$$<` already a `$<`) and placeholders. One expression part alone is a whole-value placeholder. */
export interface Template {
  readonly parts: readonly TemplatePart[]
  /** The scalar it stands in. */
  readonly span: Span
  /** Set where a placeholder in it could not be read, was reported and is left out: nothing more is to be said about its value. */
  readonly malformed?: true
}
