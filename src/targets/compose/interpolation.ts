import { diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import type { AppModel, BuiltImage } from '../../model/app-model.ts'
import type { Parameter } from '../../parameters/parameter.ts'
import { passesUnchanged } from '../../parameters/passes-unchanged.ts'
import { equalTexts } from '../../template/evaluate.ts'
import type { Filter } from '../../template/expression.ts'
import { applyFilters } from '../../template/filters.ts'
import { isSecret, literalOf, type ChoicePart, type FilteredPart, type ParameterPart, type Value, type ValuePart } from '../../template/value.ts'
import type { TargetContext } from '../target.ts'
import { createVariableNames, variableName } from './variable-names.ts'

/** A variable computed from a secret, for whoever deploys. */
export interface DerivedVariable {
  readonly variable: string
  /** The secret's own variable, where it is made from a parameter alone. */
  readonly source: string | undefined
  readonly expression: string
  readonly filters: readonly Filter[]
  readonly required: boolean
  readonly users: Set<string>
}

export interface UsedParameter {
  readonly parameter: Parameter
  readonly variable: string
  readonly users: Set<string>
}

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

/** Literal text for Compose: only our own placeholders stay placeholders. */
export function escapeDollar(text: string): string {
  return text.replace(/\$/g, () => '$$')
}

/** The message of a variable: one line, no brace that would end it, `$` doubled. */
function message(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/[{]/g, '(').replace(/[}]/g, ')')
  return escapeDollar(line)
}

export function createInterpolation(model: AppModel, context: TargetContext): Interpolation {
  const names = createVariableNames(context.report)
  const parameters = new Map<string, UsedParameter>()
  const derived = new Map<string, DerivedVariable>()
  const images = new Map<string, UsedImage>()
  const boundNotes = new Set<string>()
  const built = new Map(model.images.map((one) => [one.name, one]))

  function use(name: string, by: Use): UsedParameter | undefined {
    const known = parameters.get(name)
    known?.users.add(by.resource)
    if (known !== undefined) return known
    const parameter = model.parameters.get(name)
    if (parameter === undefined) return undefined
    const variable = names.claim(variableName(name), `parameter ${name}`, { what: `parameter ${name}`, span: parameter.declaration.span })
    const used: UsedParameter = { parameter, variable, users: new Set([by.resource]) }
    parameters.set(name, used)
    return used
  }

  const describe = (parameter: Parameter): string => parameter.declaration.description ?? `parameter ${parameter.declaration.name}`

  function encodePart(part: ValuePart, by: Use): string {
    switch (part.kind) {
      case 'text':
        return escapeDollar(part.text)
      case 'parameter':
        return encodeParameter(part, by)
      case 'image': {
        const image = built.get(part.image)
        return image === undefined ? '' : imageReference(image, by)
      }
      case 'filtered':
        return isSecret(part.value) ? encodeFiltered(part, by) : escapeDollar(bindPart(part, by) ?? '')
      case 'choice':
        return encodeChoice(part, by)
    }
  }

  function encodeParameter(part: ParameterPart, by: Use): string {
    const [first, ...others] = part.filters
    if (first?.name === 'default' && others.length === 0 && !/[{}]/.test(first.argument)) {
      const used = use(part.name, by)
      return used === undefined ? '' : `\${${used.variable}:-${escapeDollar(first.argument)}}`
    }
    if (part.filters.length > 0) return part.secret ? encodeDerived(part, by) : escapeDollar(bindPart(part, by) ?? '')
    const used = use(part.name, by)
    if (used === undefined) return ''
    const operator = part.secret || by.strict === true ? ':?' : '?'
    return `\${${used.variable}${operator}${message(describe(used.parameter))}}`
  }

  /** `${PG_PASSWORD_URI:-${PG_PASSWORD:?...}}` where the filter changes nothing in what the parameter can hold, else required. */
  function encodeDerived(part: ParameterPart, by: Use): string {
    const used = use(part.name, by)
    if (used === undefined) return ''
    const filterNames = part.filters.map((filter) => filter.name)
    const key = `${part.name} | ${filterNames.join(' | ')}`
    const { declaration } = used.parameter
    const variable = names.claim(variableName(part.name, ...filterNames), key, { what: `"$<Parameters.${key}>"`, span: declaration.span })
    const [filter, ...others] = part.filters
    // Text that even an address may hold as it is needs quotes alone to be JSON.
    const quoted = filter?.name === 'json' && others.length === 0 && passesUnchanged(declaration, [{ name: 'uri', argument: '' }])
    const required = !quoted && !passesUnchanged(declaration, part.filters)
    remember(key, { variable, source: used.variable, expression: `$<Parameters.${key}>`, filters: part.filters, required, users: new Set() }, by)
    const text = message(describe(used.parameter))
    if (required) return `\${${variable}:?${text}, ${filterNames.join(', then ')}}`
    const plain = `\${${used.variable}:?${text}}`
    return `\${${variable}:-${quoted ? `"${plain}"` : plain}}`
  }

  function encodeFiltered(part: FilteredPart, by: Use): string {
    const filterNames = part.filters.map((filter) => filter.name)
    const name = part.name ?? by.resource
    const key = `${name} | ${filterNames.join(' | ')}`
    const variable = names.claim(variableName(...name.split('.'), ...filterNames), key, { what: `"$<Resources.${key}>"`, span: by.span })
    remember(key, { variable, source: undefined, expression: `$<Resources.${key}>`, filters: part.filters, required: true, users: new Set() }, by)
    return `\${${variable}:?${message(key)}}`
  }

  function remember(key: string, made: DerivedVariable, by: Use): void {
    const known = derived.get(key) ?? made
    known.users.add(by.resource)
    derived.set(key, known)
  }

  function encodeChoice(part: ChoicePart, by: Use): string {
    const deciding = isSecret(part.left) || isSecret(part.right)
    if (deciding) {
      context.report(
        diagnostic('AH6102', by.span, `a choice in "${by.resource}" depends on a secret, and Compose cannot decide later`, {
          hints: ['let a parameter that is not secret decide, or two resources that `enabled` chooses between'],
          subject: { resource: by.resource },
        }),
      )
      return ''
    }
    const chosen = choose(part, by)
    return chosen === undefined ? '' : encode(chosen, by)
  }

  function choose(part: ChoicePart, by: Use): Value | undefined {
    const left = bind(part.left, by)
    const right = bind(part.right, by)
    if (left === undefined || right === undefined) return undefined
    return equalTexts(left, part.left.type, right, part.right.type) === (part.operator === '==') ? part.whenTrue : part.whenFalse
  }

  function imageReference(image: BuiltImage, by: Use): string {
    const known = images.get(image.name)
    known?.users.add(by.resource)
    const variable = known?.variable ?? names.claim(variableName(image.name, 'image'), `image ${image.name}`, { what: `the image of ${image.name}`, span: image.span })
    if (known === undefined) images.set(image.name, { image, variable, users: new Set([by.resource]) })
    return `\${${variable}:-${encode(image.reference, { resource: by.resource, span: image.span })}}`
  }

  function encode(value: Value, by: Use): string {
    return value.parts.map((part) => encodePart(part, by)).join('')
  }

  function bindPart(part: ValuePart, by: Use): string | undefined {
    switch (part.kind) {
      case 'text':
        return part.text
      case 'parameter': {
        const found = model.parameters.get(part.name)
        if (found === undefined) return undefined
        const [first] = part.filters
        noteBound(part.name, by)
        if (found.text === undefined && first?.name !== 'default') {
          if (by.span !== undefined) context.uses.missing(part.name, by.span)
          return undefined
        }
        return applyFilters(part.filters, found.text ?? '')
      }
      case 'filtered': {
        const inner = bind(part.value, by)
        return inner === undefined ? undefined : applyFilters(part.filters, inner)
      }
      case 'choice': {
        const chosen = choose(part, by)
        return chosen === undefined ? undefined : bind(chosen, by)
      }
      case 'image':
        return literalOf(built.get(part.image)?.reference ?? { parts: [], type: 'string' })
    }
  }

  function noteBound(name: string, by: Use): void {
    if (boundNotes.has(name)) return
    boundNotes.add(name)
    context.report(
      diagnostic('AH6101', by.span, `parameter "${name}" is bound now: Compose has no filters, choices or conversions to apply later`, {
        hints: ['publish again after changing it'],
        subject: { resource: by.resource },
      }),
    )
  }

  function bind(value: Value, by: Use): string | undefined {
    if (isSecret(value)) {
      context.report(
        diagnostic('AH6103', by.span, `a secret stands in "${by.resource}" where Compose needs the value when publishing`, {
          hints: ['use a literal, or a parameter that is not secret'],
          subject: { resource: by.resource },
        }),
      )
      return undefined
    }
    const parts = value.parts.map((part) => bindPart(part, by))
    return parts.some((part) => part === undefined) ? undefined : parts.join('')
  }

  return {
    encode,
    bind,
    imageOf: imageReference,
    imageNamed: (name) => built.get(name),
    secretVariable(value, by) {
      const [only, ...others] = value.parts
      if (only?.kind !== 'parameter' || others.length > 0 || !only.secret || only.filters.length > 0) return undefined
      return use(only.name, by)?.variable
    },
    variablesIn(values, by) {
      const found = new Map<string, string>()
      for (const part of values.flatMap(livePlainParameters)) {
        const used = use(part.name, by)
        if (used !== undefined) found.set(used.variable, `\${${used.variable}?${message(describe(used.parameter))}}`)
      }
      return [...found].map(([variable, text]) => ({ variable, text })).toSorted((one, other) => (one.variable < other.variable ? -1 : 1))
    },
    parameters,
    derived,
    images,
  }
}

/** Parameters of a value that stay `${...}` and are no secrets: filters and choices are bound when publishing. */
function livePlainParameters(value: Value): readonly ParameterPart[] {
  return value.parts.flatMap((part) => (part.kind === 'parameter' && !part.secret && part.filters.length === 0 ? [part] : []))
}
