import { isBuiltIn } from '../catalog/load.ts'
import type { Resource } from '../catalog/resource.ts'
import { diagnostic } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ScalarNode } from '../syntax/node.ts'
import { evaluate } from '../template/evaluate.ts'
import type { ReferenceExpression } from '../template/expression.ts'
import { mentionsPlaceholder, parseTemplate } from '../template/parse-template.ts'
import { literalOf, text, type Value, type ValueType } from '../template/value.ts'
import { endpointOutput } from './endpoint-output.ts'
import { findOutput } from './outputs.ts'
import type { Resolver, ResolverContext } from './resolver-context.ts'
import { requireResource } from './resource-index.ts'
import { missingIn, reportNotKnown, reportPromoted, unknownOutput, unsaidOutput } from './unresolved.ts'

type Binding = 'late' | 'bound'

function plainType(node: ScalarNode): ValueType {
  if (typeof node.value === 'boolean') return 'boolean'
  if (typeof node.value === 'number') return Number.isInteger(node.value) ? 'integer' : 'number'
  return 'string'
}

/** A resolver at work. */
interface State extends ResolverContext {
  /** Outputs whose values are being found, the outermost first. */
  readonly inProgress: string[]
  /** Where each of them was asked for, the user's own place first. */
  readonly asked: Span[]
  readonly outputs: Map<string, { readonly value: Value | undefined; readonly mentions: ReadonlyMap<Resource, Span> }>
  readonly recorders: Map<Resource, Span>[]
}

/** The most values that one value may lead through. */
const DEEPEST = 64

/** Makes the resolver of one target. */
export function createResolver(context: ResolverContext): Resolver {
  const state: State = { ...context, inProgress: [], asked: [], outputs: new Map(), recorders: [] }
  return {
    late(node, self) {
      const value = resolve(state, node, self, 'late')
      return value === 'absent' ? undefined : value
    },
    bound(node, self) {
      const value = resolve(state, node, self, 'bound')
      if (value === 'absent') noteMissing(state, node, 'bound')
      if (value === undefined || value === 'absent') return undefined
      const literal = literalOf(value)
      if (literal === undefined) reportNotKnown(node, value, state.report)
      return literal
    },
    output: (resource, name, span) => output(state, resource, name, span, 'late'),
    recording: (action) => recording(state, action),
  }
}

function record(state: State, resource: Resource, span: Span): void {
  for (const recorder of state.recorders) if (!recorder.has(resource)) recorder.set(resource, span)
}

function recording<T>(
  state: State,
  action: () => T,
): { readonly result: T; readonly mentions: ReadonlyMap<Resource, Span> } {
  const mentions = new Map<Resource, Span>()
  state.recorders.push(mentions)
  const result = action()
  state.recorders.pop()
  return { result, mentions }
}

function resolve(
  state: State,
  node: ScalarNode,
  self: Resource | undefined,
  binding: Binding,
): Value | 'absent' | undefined {
  if (!mentionsPlaceholder(node.text)) return text(node.text, plainType(node))
  if (binding === 'bound') state.uses.note(node)
  const template = parseTemplate(node, state.report)
  return evaluate(
    template,
    (reference) => lookup(state, reference, self, binding),
    state.report,
    (reference) => nameOf(reference, self),
  )
}

function lookup(
  state: State,
  reference: ReferenceExpression,
  self: Resource | undefined,
  binding: Binding,
): Value | 'absent' | undefined {
  switch (reference.root) {
    case 'Parameters':
      return parameter(state, reference, binding)
    case 'Environment':
      if (state.application.promoted === undefined) return text(state.application.environment)
      if (binding === 'late') return { parts: [{ kind: 'environment' }], type: 'string' }
      return reportPromoted(state.report, reference.span)
    case 'App':
      return application(state, reference)
    case 'Self':
    case 'Parent': {
      const from = reference.root === 'Self' ? self : self?.parent
      // What stands outside `resources:` is resolved for a resource without a name.
      if (from !== undefined && from.path !== '')
        return member(state, from, reference.path, placeOf(state, reference.span), binding)
      state.report(
        diagnostic(
          'AH4207',
          reference.span,
          `"${reference.root}" has no meaning here: this is ${reference.root === 'Self' ? 'not written in a resource' : 'no child of a resource'}`,
          {
            hints: ['name the resource: `$<Resources.name...>`'],
          },
        ),
      )
      return undefined
    }
    case 'Resources':
      return named(state, reference, binding)
  }
}

/** What goes wrong inside a built-in type is shown where the user asked for it. */
function placeOf(state: State, span: Span): Span {
  return isBuiltIn(span) ? (state.asked[0] ?? span) : span
}

function parameter(state: State, reference: ReferenceExpression, binding: Binding): Value | 'absent' | undefined {
  const name = reference.path.join('.')
  const found = state.parameters.get(name)
  if (found === undefined) {
    state.report(
      diagnostic('AH4201', reference.span, `there is no parameter "${name}"`, {
        hints: [...didYouMean(name, state.parameters.keys()), 'declare it under `parameters:`'].slice(0, 1),
      }),
    )
    return undefined
  }
  const { secret, type } = found.declaration
  if (binding === 'late') return { parts: [{ kind: 'parameter', name, secret, filters: [] }], type }
  if (secret) {
    state.report(
      diagnostic(
        'AH4208',
        state.asked[0] ?? reference.span,
        `parameter "${name}" is secret, but its value is needed here when publishing`,
        {
          hints: ['use a parameter that is not secret, or a field that takes secrets (`env`, `files`)'],
          related: [
            ...(state.asked[0] === undefined ? [] : [{ message: 'it comes from here', span: reference.span }]),
            { message: 'declared secret here', span: found.declaration.span },
          ],
        },
      ),
    )
    return undefined
  }
  return found.text === undefined ? 'absent' : text(found.text, type)
}

function application(state: State, reference: ReferenceExpression): Value | undefined {
  const key = reference.path.join('.')
  if (key === 'name') return text(state.application.name)
  if (key === 'version') {
    if (state.application.version !== undefined) return text(state.application.version)
    state.report(
      diagnostic('AH4209', reference.span, '`$<App.version>` is used, but the manifest has no `version`', {
        hints: ['add `version: 1.0.0` at the top level'],
      }),
    )
  }
  return undefined
}

/** `$<Resources.a.b.c>`: the longest beginning that names a resource or child, then what is asked of it. */
function named(state: State, reference: ReferenceExpression, binding: Binding): Value | undefined {
  const [first = ''] = reference.path
  let resource = requireResource(state.index, first, reference.span, state.report)
  if (resource === 'removed' || resource === undefined) return undefined
  let at = 1
  for (let next = reference.path[at]; next !== undefined; next = reference.path[at]) {
    const name: string = next
    const below: Resource | undefined = resource.children.find((one) => one.name === name)
    if (below === undefined) break
    resource = below
    at++
  }
  const wanted = reference.path[at]
  if (wanted !== 'image' && wanted !== 'name') record(state, resource, reference.span)
  return member(state, resource, reference.path.slice(at), reference.span, binding)
}

function member(
  state: State,
  resource: Resource,
  path: readonly string[],
  span: Span,
  binding: Binding,
): Value | undefined {
  const [first = '', second = '', ...rest] = path
  if (first === 'endpoints') return endpointOutput(state, resource, second, rest.join('.'), span)
  if (second !== '') return unknownOutput(state.report, resource, path.join('.'), span)
  if (first === 'name') return text(resource.name)
  if (first === 'image' && resource.kind !== 'child') {
    const image = state.imageOf(resource)
    if (image !== undefined) return image
  }
  return output(state, resource, first, span, binding)
}

function output(state: State, resource: Resource, name: string, span: Span, wanted: Binding): Value | undefined {
  const found = findOutput(resource, name)
  if (found === undefined) return unknownOutput(state.report, resource, name, span)
  const binding = found.owner.decisive.has(found.node) ? 'bound' : wanted
  if (isUnsaid(found.owner, name)) return unsaidOutput(state.report, found.owner, name, span)
  const key = `${found.owner.path}.${name}`
  const cacheKey = `${binding} ${key}`
  const known = state.outputs.get(cacheKey)
  if (known !== undefined) {
    for (const [mentioned, place] of known.mentions) record(state, mentioned, place)
    return known.value
  }
  const start = state.inProgress.indexOf(key)
  if (start !== -1) {
    const path = [...state.inProgress.slice(start), key].join(' -> ')
    state.report(
      diagnostic('AH4205', span, `values need each other: ${path}`, {
        hints: ['let one of them be written out, or be a parameter'],
      }),
    )
    return undefined
  }
  if (state.inProgress.length >= DEEPEST) {
    state.report(
      diagnostic('AH4205', state.asked[0] ?? span, `this value leads through more than ${String(DEEPEST)} others`, {
        hints: ['let one of them be written out, or be a parameter'],
      }),
    )
    return undefined
  }
  state.inProgress.push(key)
  state.asked.push(span)
  const { result: value, mentions } = recording(state, () => resolve(state, found.node, found.owner, binding))
  state.asked.pop()
  state.inProgress.pop()
  const result = value === 'absent' ? undefined : value
  if (value === 'absent') noteMissing(state, found.node, binding)
  state.outputs.set(cacheKey, { value: result, mentions })
  return result
}

function noteMissing(state: State, node: ScalarNode, binding: Binding): void {
  if (binding === 'late') return
  for (const part of parseTemplate(node, () => undefined).parts) {
    if (part.kind !== 'expression') continue
    for (const name of missingIn(part.expression, state.parameters)) state.uses.missing(name, node.span)
  }
}

/** `$<Self.uri>` of `orders-db` is `orders-db.uri`, as everybody else calls it. */
function nameOf(reference: ReferenceExpression, self: Resource | undefined): string {
  const owner = reference.root === 'Self' ? self : reference.root === 'Parent' ? self?.parent : undefined
  return [...(owner === undefined ? [] : [owner.path]), ...reference.path].join('.')
}

/** With `existing: { connectionString }` nothing else of the server is known. */
function isUnsaid(owner: Resource, name: string): boolean {
  const said = owner.existing?.entries
  return said?.has('connectionString') === true && !said.has(name)
}
