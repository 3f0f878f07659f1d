import { rootOf, type Resource } from '../catalog/resource.ts'
import { diagnostic } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { concatenate, text, type Value } from '../template/value.ts'
import type { PublicAddress } from './addressing.ts'
import type { Endpoint } from './app-model.ts'
import type { ResolverContext } from './resolver-context.ts'

const PROPERTIES = [
  'url',
  'host',
  'port',
  'targetPort',
  'scheme',
  'hostAndPort',
  'publicUrl',
  'publicHost',
  'publicScheme',
] as const

/** The value of `$<Resources.api.endpoints.http.url>` and its like; undefined after a report. */
export function endpointOutput(
  context: ResolverContext,
  resource: Resource,
  name: string,
  property: string,
  span: Span,
): Value | undefined {
  const server = rootOf(resource)
  const endpoints = context.endpointsOf(server)
  const endpoint = endpoints.find((one) => one.name === name)
  if (endpoint === undefined) {
    const known = endpoints.map((one) => one.name)
    const has = known.length === 0 ? 'it declares none' : `it declares: ${known.join(', ')}`
    const inherits = span.source.text.startsWith('Self.', span.start)
      ? [`where "${server.path}" has inherited this value, take it out there: \`NAME: null\``]
      : []
    context.report(
      diagnostic('AH4204', span, `"${server.path}" has no endpoint "${name}"`, {
        hints: [...didYouMean(name, known), has, ...inherits],
      }),
    )
    return undefined
  }
  if (!PROPERTIES.some((one) => one === property)) {
    context.report(
      diagnostic('AH4204', span, `an endpoint has no "${property}"`, {
        hints: [...didYouMean(property, PROPERTIES), `it has: ${PROPERTIES.join(', ')}`],
      }),
    )
    return undefined
  }
  if (property.startsWith('public')) return publicOutput(context, server, endpoint, property, span)
  if (property === 'scheme') return text(endpoint.scheme)
  if (server.kind === 'existing') return existingOutput(context, server, endpoint, property, span)
  if (!context.isHere(server)) return acrossTargets(context, server, endpoint, property, span)
  return innerOutput(context, server, endpoint, property, span)
}

function innerOutput(
  context: ResolverContext,
  server: Resource,
  endpoint: Endpoint,
  property: string,
  span: Span,
): Value | undefined {
  const host = context.addressing.host(server.name)
  if (property === 'host') return text(host)
  if (endpoint.targetPort.from !== endpoint.targetPort.to) {
    context.report(
      diagnostic(
        'AH4215',
        span,
        `endpoint "${endpoint.name}" of "${server.path}" is a range of ports and has no single ${property}`,
        {
          hints: ['declare the port that you need as an endpoint of its own'],
        },
      ),
    )
    return undefined
  }
  const port = String(context.addressing.port(endpoint))
  switch (property) {
    case 'port':
      return text(port, 'integer')
    case 'targetPort':
      return text(String(endpoint.targetPort.from), 'integer')
    case 'hostAndPort':
      return text(`${host}:${port}`)
    default:
      return text(`${endpoint.scheme}://${host}:${port}`)
  }
}

/** An `existing` resource has no workload: its host must be given, its port has the type's default. */
function existingOutput(
  context: ResolverContext,
  server: Resource,
  endpoint: Endpoint,
  property: string,
  span: Span,
): Value | undefined {
  if (property === 'port' || property === 'targetPort') return text(String(endpoint.targetPort.from), 'integer')
  context.report(
    diagnostic('AH4214', span, `"existing" of "${server.path}" does not say its "host"`, {
      hints: ['add `host:` to `existing:`, or say `connectionString` there and use nothing else'],
      related: [{ message: 'declared existing here', span: server.existing?.span ?? server.span }],
    }),
  )
  return undefined
}

/** Whether the world, and so a resource of another target, knows it by a host of its own. */
export function isNamedOutside(endpoint: Endpoint): boolean {
  return endpoint.external && endpoint.routes.some((route) => route.host !== undefined)
}

function acrossTargets(
  context: ResolverContext,
  server: Resource,
  endpoint: Endpoint,
  property: string,
  span: Span,
): Value | undefined {
  const host = endpoint.routes.find((route) => route.host !== undefined)?.host
  if (!endpoint.external || host === undefined) {
    context.report(
      diagnostic(
        'AH4212',
        span,
        `"${server.path}" is on another target, and its endpoint "${endpoint.name}" is not external with a host`,
        {
          hints: ['put both on the same target, or give the endpoint `external: true` and a `host`'],
          related: [{ message: 'declared here', span: endpoint.span }],
        },
      ),
    )
    return undefined
  }
  const address = context.addressingOf(server).publicAddress(endpoint)
  if (address === 'unknown') return withoutAddress(context, server, endpoint, address, span)
  // Not published, but named: a proxy in front that the user runs
  const reached = address === 'closed' ? { scheme: endpoint.scheme, host, port: undefined } : address
  return assemble(reached, property === 'url' ? 'publicUrl' : property)
}

function publicOutput(
  context: ResolverContext,
  server: Resource,
  endpoint: Endpoint,
  property: string,
  span: Span,
): Value | undefined {
  if (!context.isHere(server)) return acrossTargets(context, server, endpoint, property, span)
  const address = context.addressing.publicAddress(endpoint)
  return typeof address === 'string'
    ? withoutAddress(context, server, endpoint, address, span)
    : assemble(address, property)
}

function withoutAddress(
  context: ResolverContext,
  server: Resource,
  endpoint: Endpoint,
  address: 'unknown' | 'closed',
  span: Span,
): undefined {
  const why = address === 'unknown' ? 'is not known before deploying' : 'does not exist: it is not open to the world'
  context.report(
    diagnostic('AH4206', span, `the public address of endpoint "${endpoint.name}" of "${server.path}" ${why}`, {
      hints: [
        address === 'unknown'
          ? 'give it a fixed port: `published: 8080`'
          : 'make it `external: true`, or use `url` for the address inside the application',
      ],
      related: [{ message: 'declared here', span: endpoint.span }],
    }),
  )
  return undefined
}

const SCHEME_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
  ['grpc', '80'],
])

function assemble(address: PublicAddress, property: string): Value | undefined {
  const port = address.port ?? text(SCHEME_PORTS.get(address.scheme) ?? '', 'integer')
  switch (property) {
    case 'publicScheme':
    case 'scheme':
      return text(address.scheme)
    case 'publicHost':
    case 'host':
      return address.host
    case 'port':
    case 'targetPort':
      return port
    case 'hostAndPort':
      return concatenate([address.host, text(':'), port])
    default:
      return concatenate([
        text(`${address.scheme}://`),
        address.host,
        ...(address.port === undefined ? [] : [text(':'), address.port]),
      ])
  }
}
