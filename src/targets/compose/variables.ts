import { wordsOf } from '../../parameters/rules.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import { literalOf } from '../../template/value.ts'
import { PROMOTED_VARIABLE } from './encode-value.ts'
import type { DerivedVariable, UsedParameter } from './interpolation-state.ts'
import { derivedForm, type EnvContext, type VariableContext } from './layout.ts'
import type { Lowering } from './lowering.ts'
import { ENVIRONMENT } from './project.ts'

/** What it is, and what its value has to be where nobody checks that: a secret's own limits, and what resources ask. */
function describe({ parameter: { declaration } }: UsedParameter): string {
  const { name, description, secret, minLength, maxLength, pattern, rules } = declaration
  const own = secret ? wordsOf({ minLength, maxLength, pattern, says: undefined }) : []
  const words = new Set([...own, ...rules.filter((one) => one.shown !== false).flatMap(wordsOf)])
  return [description ?? `parameter ${name}`, ...words].join('; ').replace(/\s+/g, ' ').trim()
}

/** `.env`: what is not secret with its value, secrets as commented lines. */
export function environmentContext(lowering: Lowering): EnvContext {
  const used = [...lowering.interpolation.parameters.values()]
  const derived = [...lowering.interpolation.derived.values()].toSorted((one, other) =>
    compareCodePoints(one.variable, other.variable),
  )
  const form = (one: DerivedVariable): EnvContext['secrets'][number]['derived'][number] => ({
    name: one.variable,
    form: derivedForm(one.filters.map((filter) => filter.name)).form,
    required: one.required,
  })
  const secrets = used
    .filter((one) => one.parameter.declaration.secret)
    .map((one) => ({
      name: one.variable,
      description: describe(one),
      derived: derived.filter((other) => other.source === one.variable).map(form),
    }))
  const composed = derived
    .filter((one) => one.source === undefined)
    .map((one) => ({ name: one.variable, description: `${one.expression}, to be put together by hand`, derived: [] }))
  const { promoted, environment } = lowering.model
  const own = { name: PROMOTED_VARIABLE, description: 'the environment', value: environment, given: true }
  const values = used
    .filter((one) => !one.parameter.declaration.secret)
    .map((one) => ({
      name: one.variable,
      description: describe(one),
      value: one.parameter.text ?? '',
      given: one.parameter.text !== undefined,
    }))
  return { variables: promoted === undefined ? values : [own, ...values], secrets: [...secrets, ...composed] }
}

/** The README's table: parameters and what is derived from them, then images. */
export function variablesOf(lowering: Lowering): readonly VariableContext[] {
  const { parameters, derived, images } = lowering.interpolation
  const users = (names: ReadonlySet<string>): readonly string[] =>
    [...names].filter((name) => name !== '').toSorted(compareCodePoints)
  const nothing = {
    description: undefined,
    derivedFrom: undefined,
    form: undefined,
    imageOf: undefined,
    defaultValue: undefined,
    defaultVariable: undefined,
  }
  const ofParameters = [...parameters.values()].map((one): VariableContext => {
    const { secret } = one.parameter.declaration
    const promoted = lowering.model.promoted !== undefined && !secret
    const required = secret || (!promoted && one.parameter.text === undefined)
    return {
      ...nothing,
      name: one.variable,
      description: describe(one),
      secret,
      required,
      defaultValue: required ? undefined : promoted ? `${ENVIRONMENT}.env` : one.parameter.text,
      users: users(one.users),
    }
  })
  const ofDerived = [...derived.values()].map((one): VariableContext => ({
    ...nothing,
    name: one.variable,
    description: one.source === undefined ? one.expression : undefined,
    derivedFrom: one.source,
    form: derivedForm(one.filters.map((filter) => filter.name)).form,
    secret: true,
    required: one.required,
    defaultVariable: one.required ? undefined : one.source,
    users: users(one.users),
  }))
  const ofImages = [...images.values()].map((one): VariableContext => ({
    ...nothing,
    name: one.variable,
    imageOf: one.image.name,
    secret: false,
    required: false,
    defaultValue:
      literalOf(one.image.reference) ??
      withoutMessages(
        lowering.interpolation.encode(one.image.reference, { resource: one.image.name, span: undefined }),
      ),
    users: users(one.users),
  }))
  const byName = (one: VariableContext, other: VariableContext): number => compareCodePoints(one.name, other.name)
  return [...[...ofParameters, ...ofDerived].toSorted(byName), ...ofImages.toSorted(byName)]
}

/** What a person wants to see of a default that names variables: `${REGISTRY}/team/api:1.0.0`. */
function withoutMessages(encoded: string): string {
  return encoded.replace(/\$\{([A-Z0-9_]+):?\?[^}]*\}/g, (_, variable: string) => `\${${variable}}`)
}
