import { entriesAt, itemsAt, mapAt, scalarAt } from '../syntax/fields.ts'
import { child, isNull, type Entry, type MapNode, type Node } from '../syntax/node.ts'
import { literalOf, text } from '../template/value.ts'
import type { Endpoint, PortRange, Published, Route } from './app-model.ts'
import { complain, type Fields } from './bind-context.ts'
import { boundBoolean, boundInteger, boundText, lateText, portRangeOf, quoted } from './read-fields.ts'

const NAMED_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'grpc'])

/** The endpoints of a workload, in the manifest's order; those without a usable `targetPort` are left out after a report. */
export function bindEndpoints(fields: Fields): readonly Endpoint[] {
  const endpoints = entriesAt(fields.tree, 'endpoints').flatMap((entry) => bindEndpoint(fields, entry) ?? [])
  checkPorts(fields, endpoints)
  return endpoints
}

function bindEndpoint(fields: Fields, entry: Entry): Endpoint | undefined {
  const tree = entry.value
  if (tree.kind !== 'map') return undefined
  const targetPort = portAt(fields, tree, 'targetPort')
  if (targetPort === undefined) return undefined
  const scheme = boundText(fields, child(tree, 'scheme')) ?? (NAMED_SCHEMES.has(entry.key) ? entry.key : 'tcp')
  const port = child(tree, 'port') === undefined ? undefined : boundInteger(fields, child(tree, 'port'))
  const external = boundBoolean(fields, child(tree, 'external')) ?? false
  const publishedNode = scalarAt(tree, 'published')
  const tls = child(tree, 'tls')
  return {
    name: entry.key,
    targetPort,
    port: port ?? targetPort.from,
    portIsWritten: port !== undefined,
    external,
    published: bindPublished(fields, publishedNode, { external, port, targetPort, span: entry.keySpan }),
    publishedIsWritten: publishedNode !== undefined,
    scheme,
    transport: transportOf(boundText(fields, child(tree, 'transport')), scheme),
    protocol: boundText(fields, child(tree, 'protocol')) === 'udp' ? 'udp' : 'tcp',
    routes: bindRoutes(fields, tree),
    tls: tls?.kind === 'map' ? tls : tls?.kind === 'scalar' && tls.value === false ? false : undefined,
    expose: boundText(fields, child(tree, 'expose')),
    variable: boundText(fields, child(tree, 'env')),
    span: entry.keySpan,
  }
}

function transportOf(written: string | undefined, scheme: string): Endpoint['transport'] {
  if (written === 'http' || written === 'http2' || written === 'tcp') return written
  if (scheme === 'grpc') return 'http2'
  return scheme === 'http' || scheme === 'https' ? 'http' : 'tcp'
}

function portAt(fields: Fields, tree: MapNode, key: string): PortRange | undefined {
  const node = child(tree, key)
  const written = boundText(fields, node)
  if (written === undefined) return undefined
  const found = portRangeOf(written)
  if (found === undefined) {
    complain(fields, 'AH5030', node?.span, `${quoted(written)} of "${fields.owner}" is not a port`, {
      hints: ['write a number from 1 to 65535, or a range such as 27000-27014'],
    })
  }
  return found
}

interface PublishedDefault {
  readonly external: boolean
  readonly port: number | undefined
  readonly targetPort: PortRange
  readonly span: Endpoint['span']
}

/** `published` as written, else what `external` implies. A late-bound value stands for a port number. */
function bindPublished(fields: Fields, node: Node | undefined, fallback: PublishedDefault): Published | undefined {
  if (node?.kind !== 'scalar') {
    if (!fallback.external) return undefined
    const { from, to } = fallback.targetPort
    if (from !== to) return { kind: 'range', address: undefined, range: fallback.targetPort, span: fallback.span }
    return {
      kind: 'port',
      address: undefined,
      port: text(String(fallback.port ?? from), 'integer'),
      span: fallback.span,
    }
  }
  if (node.value === false || isNull(node)) return undefined
  const placed = lateText(fields, node)
  if (placed === undefined) return undefined
  const written = literalOf(placed.value)
  if (written === undefined) return { kind: 'port', address: undefined, port: placed.value, span: node.span }
  if (written === 'false') return undefined
  if (written === 'auto') return { kind: 'auto', span: node.span }
  const separator = written.lastIndexOf(':')
  const address =
    separator === -1 ? undefined : written.slice(0, separator).replace(/^\[(.*)\]$/, (_, inner: string) => inner)
  const range = portRangeOf(written.slice(separator + 1))
  if (range === undefined) {
    complain(fields, 'AH5030', node.span, `${quoted(written)} does not say where to publish`, {
      hints: ['write `8080`, `127.0.0.1:8080`, `9090-9091`, `auto` or `false`'],
    })
    return undefined
  }
  const { from, to } = fallback.targetPort
  if (range.to - range.from !== to - from) {
    complain(
      fields,
      'AH5030',
      node.span,
      `"${written}" has another number of ports than \`targetPort\` of "${fields.owner}"`,
      {
        hints: [
          from === to
            ? 'publish a single port'
            : `publish ${String(to - from + 1)} ports, as many as ${String(from)}-${String(to)} has`,
        ],
      },
    )
    return undefined
  }
  if (range.from !== range.to) return { kind: 'range', address, range, span: node.span }
  return { kind: 'port', address, port: text(String(range.from), 'integer'), span: node.span }
}

/** `routes`, or what the short forms `host`, `hosts` and `path` stand for. */
function bindRoutes(fields: Fields, tree: MapNode): readonly Route[] {
  const routes = itemsAt(tree, 'routes').map((item): Route => ({
    host: lateText(fields, scalarAt(item, 'host'))?.value,
    path: lateText(fields, scalarAt(item, 'path'))?.value,
    pathType: boundText(fields, child(item, 'pathType')),
    span: item.span,
  }))
  if (routes.length > 0) return routes
  const path = lateText(fields, scalarAt(tree, 'path'))?.value
  const hosts = [...(scalarAt(tree, 'host') === undefined ? [] : [scalarAt(tree, 'host')]), ...itemsAt(tree, 'hosts')]
  const made = hosts.flatMap((node): readonly Route[] => {
    const host = node?.kind === 'scalar' ? lateText(fields, node) : undefined
    return host === undefined ? [] : [{ host: host.value, path, pathType: undefined, span: host.span }]
  })
  if (made.length > 0 || path === undefined) return made
  return [{ host: undefined, path, pathType: undefined, span: mapAt(tree, 'path')?.span ?? tree.span }]
}

function checkPorts(fields: Fields, endpoints: readonly Endpoint[]): void {
  endpoints.forEach((endpoint, index) => {
    const earlier = endpoints
      .slice(0, index)
      .find(
        (one) =>
          one.protocol === endpoint.protocol &&
          one.targetPort.from <= endpoint.targetPort.to &&
          endpoint.targetPort.from <= one.targetPort.to,
      )
    if (earlier === undefined) return
    complain(
      fields,
      'AH5020',
      endpoint.span,
      `endpoints "${earlier.name}" and "${endpoint.name}" of "${fields.owner}" listen on the same port`,
      {
        hints: ['remove one of them, or correct its `targetPort`'],
        related: [{ message: 'the first one', span: earlier.span }],
      },
    )
  })
}
