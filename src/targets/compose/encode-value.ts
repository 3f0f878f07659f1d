import { diagnostic } from '../../diagnostics/diagnostic.ts'
import type { BuiltImage } from '../../model/app-model.ts'
import type { Parameter } from '../../parameters/parameter.ts'
import { reportPromoted } from '../../model/unresolved.ts'
import { passesUnchanged } from '../../parameters/passes-unchanged.ts'
import { equalTexts } from '../../template/evaluate.ts'
import { applyFilters } from '../../template/filters.ts'
import {
  isSecret,
  literalOf,
  type ChoicePart,
  type FilteredPart,
  type ParameterPart,
  type Value,
  type ValuePart,
} from '../../template/value.ts'
import { escapeDollar, type DerivedVariable, type State, type Use, type UsedParameter } from './interpolation-state.ts'
import { variableName } from './variable-names.ts'

/** The variable that holds the environment's name where the artifacts serve several. */
export const PROMOTED_VARIABLE = 'APPHOST_PROMOTED_ENVIRONMENT'
/** The environment's name there, as Compose reads it. */
export const PROMOTED_ENVIRONMENT: string = `\${${PROMOTED_VARIABLE}:?the environment}`

/** The message of a variable: one line, no brace that would end it, `$` doubled. */
export function message(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/[{]/g, '(').replace(/[}]/g, ')')
  return escapeDollar(line)
}

/** The variable of a parameter, and who uses it; undefined if there is no such parameter. */
export function use(state: State, name: string, by: Use): UsedParameter | undefined {
  const known = state.parameters.get(name)
  known?.users.add(by.resource)
  if (known !== undefined) return known
  const parameter = state.model.parameters.get(name)
  if (parameter === undefined) return undefined
  const variable = state.names.claim(variableName(name), `parameter ${name}`, {
    what: `parameter ${name}`,
    span: parameter.declaration.span,
  })
  const used: UsedParameter = {
    parameter,
    variable,
    message: message(describe(parameter)),
    users: new Set([by.resource]),
  }
  state.parameters.set(name, used)
  return used
}

/** What a parameter is, in words. */
export function describe(parameter: Parameter): string {
  return parameter.declaration.description ?? `parameter ${parameter.declaration.name}`
}

function encodePart(state: State, part: ValuePart, by: Use): string {
  switch (part.kind) {
    case 'text':
      return escapeDollar(part.text)
    case 'parameter':
      return encodeParameter(state, part, by)
    case 'environment':
      return PROMOTED_ENVIRONMENT
    case 'image': {
      const image = state.built.get(part.image)
      return image === undefined ? '' : imageReference(state, image, by)
    }
    case 'filtered':
      return isSecret(part.value) ? encodeFiltered(state, part, by) : escapeDollar(bindPart(state, part, by) ?? '')
    case 'choice':
      return encodeChoice(state, part, by)
  }
}

function encodeParameter(state: State, part: ParameterPart, by: Use): string {
  const [first, ...others] = part.filters
  if (first?.name === 'default' && others.length === 0 && !/[{}]/.test(first.argument)) {
    const used = use(state, part.name, by)
    return used === undefined ? '' : `\${${used.variable}:-${escapeDollar(first.argument)}}`
  }
  if (part.filters.length > 0)
    return part.secret ? encodeDerived(state, part, by) : escapeDollar(bindPart(state, part, by) ?? '')
  const used = use(state, part.name, by)
  if (used === undefined) return ''
  const operator = part.secret || by.strict === true ? ':?' : '?'
  return `\${${used.variable}${operator}${used.message}}`
}

/** `${PG_PASSWORD_URI:-${PG_PASSWORD:?...}}` where the filter changes nothing in what the parameter can hold, else required. */
function encodeDerived(state: State, part: ParameterPart, by: Use): string {
  const used = use(state, part.name, by)
  if (used === undefined) return ''
  const filterNames = part.filters.map((filter) => filter.name)
  const key = `${part.name} | ${filterNames.join(' | ')}`
  const known = state.derived.get(key)
  // All that refer to a resource are given one and the same part. What is made of resources has no source.
  if (known?.source !== undefined && known.filters === part.filters) {
    known.users.add(by.resource)
    return known.written
  }
  const { declaration } = used.parameter
  const variable = state.names.claim(variableName(part.name, ...filterNames), key, {
    what: `"$<Parameters.${key}>"`,
    span: declaration.span,
  })
  const [filter, ...others] = part.filters
  // Text that even an address may hold as it is needs quotes alone to be JSON.
  const quoted =
    filter?.name === 'json' && others.length === 0 && passesUnchanged(declaration, [{ name: 'uri', argument: '' }])
  const required = !quoted && !passesUnchanged(declaration, part.filters)
  const plain = `\${${used.variable}:?${used.message}}`
  const written = required
    ? `\${${variable}:?${used.message}, ${filterNames.join(', then ')}}`
    : `\${${variable}:-${quoted ? `"${plain}"` : plain}}`
  remember(
    state,
    key,
    {
      variable,
      source: used.variable,
      expression: `$<Parameters.${key}>`,
      filters: part.filters,
      required,
      written,
      users: new Set(),
    },
    by,
  )
  return written
}

function encodeFiltered(state: State, part: FilteredPart, by: Use): string {
  const filterNames = part.filters.map((filter) => filter.name)
  const name = part.name ?? by.resource
  const key = `${name} | ${filterNames.join(' | ')}`
  const variable = state.names.claim(variableName(...name.split('.'), ...filterNames), key, {
    what: `"$<Resources.${key}>"`,
    span: by.span,
  })
  const written = `\${${variable}:?${message(key)}}`
  remember(
    state,
    key,
    {
      variable,
      source: undefined,
      expression: `$<Resources.${key}>`,
      filters: part.filters,
      required: true,
      written,
      users: new Set(),
    },
    by,
  )
  return written
}

function remember(state: State, key: string, made: DerivedVariable, by: Use): void {
  const known = state.derived.get(key) ?? made
  known.users.add(by.resource)
  state.derived.set(key, known)
}

function encodeChoice(state: State, part: ChoicePart, by: Use): string {
  const deciding = isSecret(part.left) || isSecret(part.right)
  if (deciding) {
    state.context.report(
      diagnostic(
        'AH6102',
        by.span,
        `a choice in "${by.resource}" depends on a secret, and Compose cannot decide later`,
        {
          hints: ['let a parameter that is not secret decide, or two resources that `enabled` chooses between'],
          subject: { resource: by.resource },
        },
      ),
    )
    return ''
  }
  const chosen = choose(state, part, by)
  return chosen === undefined ? '' : encode(state, chosen, by)
}

function choose(state: State, part: ChoicePart, by: Use): Value | undefined {
  const left = bind(state, part.left, by)
  const right = bind(state, part.right, by)
  if (left === undefined || right === undefined) return undefined
  return equalTexts(left, part.left.type, right, part.right.type) === (part.operator === '==')
    ? part.whenTrue
    : part.whenFalse
}

/** The image of a build, as a variable with its reference as default. */
export function imageReference(state: State, image: BuiltImage, by: Use): string {
  const known = state.images.get(image.name)
  known?.users.add(by.resource)
  const variable =
    known?.variable ??
    state.names.claim(variableName(image.name, 'image'), `image ${image.name}`, {
      what: `the image of ${image.name}`,
      span: image.span,
    })
  if (known === undefined) state.images.set(image.name, { image, variable, users: new Set([by.resource]) })
  return `\${${variable}:-${encode(state, image.reference, { resource: by.resource, span: image.span })}}`
}

/** A value as Compose reads it back: literal `$` doubled, late-bound parts as `${...}`. */
export function encode(state: State, value: Value, by: Use): string {
  let written = ''
  for (const part of value.parts) written += encodePart(state, part, by)
  return written
}

function bindPart(state: State, part: ValuePart, by: Use): string | undefined {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'parameter': {
      const found = state.model.parameters.get(part.name)
      if (found === undefined) return undefined
      const [first] = part.filters
      noteBound(state, part.name, by)
      if (found.text === undefined && first?.name !== 'default') {
        if (by.span !== undefined) state.context.uses.missing(part.name, by.span)
        return undefined
      }
      return applyFilters(part.filters, found.text ?? '')
    }
    case 'filtered': {
      const inner = bind(state, part.value, by)
      return inner === undefined ? undefined : applyFilters(part.filters, inner)
    }
    case 'choice': {
      const chosen = choose(state, part, by)
      return chosen === undefined ? undefined : bind(state, chosen, by)
    }
    case 'environment':
      if (by.span !== undefined) reportPromoted(state.context.report, by.span)
      return undefined
    case 'image':
      return literalOf(state.built.get(part.image)?.reference ?? { parts: [], type: 'string' })
  }
}

function noteBound(state: State, name: string, by: Use): void {
  if (state.boundNotes.has(name)) return
  state.boundNotes.add(name)
  state.context.report(
    diagnostic(
      'AH6101',
      by.span,
      `parameter "${name}" is bound now: Compose has no filters, choices or conversions to apply later`,
      {
        hints: ['publish again after changing it'],
        subject: { resource: by.resource },
      },
    ),
  )
}

/** The text as known when publishing; undefined after a report. */
export function bind(state: State, value: Value, by: Use): string | undefined {
  if (isSecret(value)) {
    state.context.report(
      diagnostic(
        'AH6103',
        by.span,
        `a secret stands in "${by.resource}" where Compose needs the value when publishing`,
        {
          hints: ['use a literal, or a parameter that is not secret'],
          subject: { resource: by.resource },
        },
      ),
    )
    return undefined
  }
  const parts = value.parts.map((part) => bindPart(state, part, by))
  return parts.some((part) => part === undefined) ? undefined : parts.join('')
}
