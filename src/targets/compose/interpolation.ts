import type { AppModel, BuiltImage } from '../../model/app-model.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import type { ParameterPart, Value } from '../../template/value.ts'
import type { TargetContext } from '../target.ts'
import { bind, describe, encode, imageReference, message, use } from './encode-value.ts'
import {
  type DerivedVariable,
  type State,
  type Use,
  type UsedImage,
  type UsedParameter,
} from './interpolation-state.ts'
import { createVariableNames } from './variable-names.ts'

/** Turns values into text in which literal `$` is doubled and late-bound parts are `${...}`, and remembers what it used. */
export interface Interpolation {
  encode(value: Value, use: Use): string
  /** The text as known when publishing: what has no other form on this target. Undefined after a report. */
  bind(value: Value, use: Use): string | undefined
  /** The variable of a value that is exactly one secret parameter. */
  secretVariable(value: Value, use: Use): string | undefined
  /** `LOG_LEVEL=${LOG_LEVEL?...}` of every non-secret parameter in the values, by name. */
  variablesIn(values: readonly Value[], use: Use): readonly { readonly variable: string; readonly text: string }[]
  imageOf(image: BuiltImage, use: Use): string
  /** An image that is built, by the resource after which it is named. */
  imageNamed(name: string): BuiltImage | undefined
  readonly parameters: ReadonlyMap<string, UsedParameter>
  readonly derived: ReadonlyMap<string, DerivedVariable>
  readonly images: ReadonlyMap<string, UsedImage>
}

/** Makes the interpolation of one model, which has used nothing yet. */
export function createInterpolation(model: AppModel, context: TargetContext): Interpolation {
  const state: State = {
    model,
    context,
    names: createVariableNames(context.report),
    parameters: new Map(),
    derived: new Map(),
    images: new Map(),
    built: new Map(model.images.map((one) => [one.name, one])),
    boundNotes: new Set(),
  }
  return {
    encode: (value, by) => encode(state, value, by),
    bind: (value, by) => bind(state, value, by),
    imageOf: (image, by) => imageReference(state, image, by),
    imageNamed: (name) => state.built.get(name),
    secretVariable(value, by) {
      const [only, ...others] = value.parts
      if (only?.kind !== 'parameter' || others.length > 0 || !only.secret || only.filters.length > 0) return undefined
      return use(state, only.name, by)?.variable
    },
    variablesIn(values, by) {
      const found = new Map<string, string>()
      for (const part of values.flatMap(livePlainParameters)) {
        const used = use(state, part.name, by)
        if (used !== undefined) found.set(used.variable, `\${${used.variable}?${message(describe(used.parameter))}}`)
      }
      return [...found]
        .map(([variable, text]) => ({ variable, text }))
        .toSorted((one, other) => compareCodePoints(one.variable, other.variable))
    },
    parameters: state.parameters,
    derived: state.derived,
    images: state.images,
  }
}

/** Parameters of a value that stay `${...}` and are no secrets: filters and choices are bound when publishing. */
function livePlainParameters(value: Value): readonly ParameterPart[] {
  return value.parts.flatMap((part) =>
    part.kind === 'parameter' && !part.secret && part.filters.length === 0 ? [part] : [],
  )
}
