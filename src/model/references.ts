import { rootOf, type Resource } from '../catalog/resource.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { itemsAt, scalarAt } from '../syntax/fields.ts'
import { child, type Node } from '../syntax/node.ts'
import { literalOf, type Value } from '../template/value.ts'
import type { Endpoint, EnvironmentVariable } from './app-model.ts'
import { endpointOutput, isNamedOutside } from './endpoint-output.ts'
import { namesakeHints, removedDiagnostic, requireResource } from './resource-index.ts'
import { findOutput } from './outputs.ts'
import type { Resolver, ResolverContext } from './resolver-context.ts'

/** One item of `references:` whose resource takes part. */
export interface BoundReference {
  readonly resource: Resource
  /** `as`, else the resource's own name. */
  readonly name: string
  readonly inject: ReadonlySet<string>
  readonly span: Span
}

const ALL: ReadonlySet<string> = new Set(['connectionString', 'properties', 'endpoints'])

/** The items of `references:`; wrong names are reported, absent optional ones left out. */
export function bindReferences(owner: Resource, context: ResolverContext, report: Report): readonly BoundReference[] {
  return itemsAt(owner.tree, 'references').flatMap((item): readonly BoundReference[] => {
    const node = scalarAt(item, 'resource')
    if (node === undefined) return []
    const optional = isTrue(child(item, 'optional'))
    const found = requireResource(context.index, node.text, node.span, report, optional)
    if (found === undefined || found === 'removed') return []
    // Inherited references may lead to the heir itself, which does no harm.
    const namesakes = found === owner ? namesakeHints(context.index, node.text) : []
    if (namesakes.length > 0) {
      report(
        diagnostic('AH5015', node.span, `"${owner.name}" refers to itself`, {
          hints: namesakes,
          subject: { resource: owner.name },
        }),
      )
      return []
    }
    const removal = context.index.removed.get(rootOf(found).name)
    if (removal !== undefined && !isNameable(rootOf(found), context)) {
      if (!optional) report(removedDiagnostic(node.text, removal, node.span))
      return []
    }
    const inject = child(item, 'inject')
    return [
      {
        resource: found,
        name: scalarAt(item, 'as')?.text ?? found.name,
        inject:
          inject?.kind === 'sequence'
            ? new Set(inject.items.flatMap((one) => (one.kind === 'scalar' ? [one.text] : [])))
            : ALL,
        span: node.span,
      },
    ]
  })
}

/** Whether a resource of a target that is not selected can be reached all the same: at an external endpoint with a host. */
function isNameable(resource: Resource, context: ResolverContext): boolean {
  if (resource.kind !== 'container') return resource.kind !== 'job'
  return context.endpointsOf(resource).some(isNamedOutside)
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true
}

/** `orders-db` -> `ORDERS_DB`: anything but letters and digits is `_`, a digit in front gets one. */
export function variablePrefix(name: string): string {
  const plain = name.toUpperCase().replace(/[^A-Z0-9]/g, '_')
  return /^[0-9]/.test(plain) ? `_${plain}` : plain
}

/**
 * The variables that references inject, under the names that Aspire gives them. Two that would set one variable to
 * different things are reported unless the user's own `env` sets it.
 */
export function injectedVariables(
  owner: Resource,
  references: readonly BoundReference[],
  context: ResolverContext,
  resolver: Resolver,
): readonly EnvironmentVariable[] {
  const found = new Map<string, EnvironmentVariable>()
  const told = new Set<string>()
  const own = child(owner.tree, 'env')
  for (const reference of references) {
    for (const variable of variablesOf(reference, context, resolver)) {
      const earlier = found.get(variable.name)
      if (earlier === undefined) {
        found.set(variable.name, variable)
        continue
      }
      if (sameValue(earlier.value, variable.value) || child(own, variable.name) !== undefined) continue
      const pair = `${String(earlier.span.start)} ${String(variable.span.start)}`
      if (told.has(pair)) continue
      told.add(pair)
      context.report(
        diagnostic(
          'AH5010',
          variable.span,
          `two references of "${owner.name}" set ${variable.name} to different things`,
          {
            hints: ['give one of them another name with `as`, narrow it with `inject`, or set the variable in `env`'],
            related: [{ message: 'the other reference', span: earlier.span }],
            subject: { resource: owner.name },
          },
        ),
      )
    }
  }
  return [...found.values()]
}

function sameValue(one: Value, other: Value): boolean {
  return JSON.stringify(one.parts) === JSON.stringify(other.parts)
}

function variablesOf(
  reference: BoundReference,
  context: ResolverContext,
  resolver: Resolver,
): readonly EnvironmentVariable[] {
  const { resource } = reference
  if (resource.kind === 'external' && !resource.hasConnectionString) return externalVariables(reference, resolver)
  const variables: EnvironmentVariable[] = []
  if (resource.hasConnectionString && reference.inject.has('connectionString')) {
    const value = resolver.output(resource, 'connectionString', reference.span)
    if (value !== undefined)
      variables.push({ name: `ConnectionStrings__${reference.name}`, value, span: reference.span })
  }
  if (!givesConnectionStringOnly(resource)) {
    const further = reference.inject.has('connectionString') ? resource.connectionStrings : []
    const properties = reference.inject.has('properties') ? resource.inject : []
    const prefix = variablePrefix(reference.name)
    variables.push(
      ...outputVariables(further, (key) => `ConnectionStrings__${reference.name}_${key}`, reference, context, resolver),
      ...outputVariables(properties, (key) => `${prefix}_${key.toUpperCase()}`, reference, context, resolver),
    )
  }
  if (!resource.hasConnectionString && reference.inject.has('endpoints'))
    variables.push(...endpointVariables(reference, context, resolver))
  return variables
}

/** `existing: { connectionString }` says nothing else, so nothing else is injected. */
function givesConnectionStringOnly(resource: Resource): boolean {
  for (let one: Resource | undefined = resource; one !== undefined; one = one.parent) {
    if (one.existing?.entries.has('connectionString') === true) return true
  }
  return false
}

/** A variable for each of the outputs, named after its key. */
function outputVariables(
  outputs: Iterable<readonly [string, string]>,
  nameOf: (key: string) => string,
  reference: BoundReference,
  context: ResolverContext,
  resolver: Resolver,
): readonly EnvironmentVariable[] {
  return [...outputs].flatMap(([property, output]) => {
    if (findOutput(reference.resource, output) === undefined) {
      context.report(
        diagnostic(
          'AH5036',
          reference.resource.span,
          `"${reference.resource.path}" injects "${property}" from "${output}", which it does not have`,
          {
            hints: ['name a declared output or property under `inject:`'],
            subject: { resource: reference.resource.path },
          },
        ),
      )
      return []
    }
    const value = resolver.output(reference.resource, output, reference.span)
    if (value === undefined) return []
    return [{ name: nameOf(property), value: { ...value, type: 'string' as const }, span: reference.span }]
  })
}

/** Those that speak to this target: of a resource of another one the external ones with a host, if it has any. */
function endpointsFor(resource: Resource, context: ResolverContext): readonly Endpoint[] {
  const all = context.endpointsOf(resource)
  return context.isHere(resource) || !all.some(isNamedOutside) ? all : all.filter(isNamedOutside)
}

/**
 * Per endpoint `<NAME>_<ENDPOINT>` and `services__<name>__<key>__<i>`; ranges have no url and are passed over. The `url`
 * of a service that exists already stands for each of its endpoints.
 */
function endpointVariables(
  reference: BoundReference,
  context: ResolverContext,
  resolver: Resolver,
): readonly EnvironmentVariable[] {
  const isElsewhere = reference.resource.existing?.entries.has('url') === true
  const counts = new Map<string, number>()
  return endpointsFor(reference.resource, context).flatMap((endpoint) => {
    if (endpoint.targetPort.from !== endpoint.targetPort.to) return []
    const value = isElsewhere
      ? resolver.output(reference.resource, 'url', reference.span)
      : endpointOutput(context, reference.resource, endpoint.name, 'url', reference.span)
    if (value === undefined) return []
    const key = endpoint.name === 'http' || endpoint.name === 'https' ? endpoint.scheme : endpoint.name
    const index = counts.get(key) ?? 0
    counts.set(key, index + 1)
    return [
      { name: `${variablePrefix(reference.name)}_${variablePrefix(endpoint.name)}`, value, span: reference.span },
      { name: `services__${reference.name}__${key}__${String(index)}`, value, span: reference.span },
    ]
  })
}

function externalVariables(reference: BoundReference, resolver: Resolver): readonly EnvironmentVariable[] {
  const { resource, name, span } = reference
  const variables: EnvironmentVariable[] = []
  const prefix = variablePrefix(name)
  if (resource.outputs.has('url') && reference.inject.has('endpoints')) {
    const url = resolver.output(resource, 'url', span)
    if (url !== undefined) {
      const literal = literalOf(url)
      const scheme =
        literal === undefined
          ? 'default'
          : (/^([A-Za-z][A-Za-z0-9+.-]*):/.exec(literal)?.[1]?.toLowerCase() ?? 'default')
      variables.push({ name: prefix, value: url, span }, { name: `services__${name}__${scheme}__0`, value: url, span })
    }
  }
  if (!reference.inject.has('properties')) return variables
  for (const property of resource.inject.keys()) {
    const value = resolver.output(resource, property, span)
    if (value !== undefined)
      variables.push({ name: `${prefix}_${variablePrefix(property)}`, value: { ...value, type: 'string' }, span })
  }
  return variables
}
