import type { Span } from '../../diagnostics/source.ts'
import type { Endpoint, Workload } from '../../model/app-model.ts'
import { markdown, markdownCode } from '../../print/markdown.ts'
import { yamlList, yamlMap, type YamlEntry, type YamlList, type YamlMap } from '../../print/yaml-document.ts'
import { literalOf, type ParameterPart, type Value } from '../../template/value.ts'
import { complain, useOf, type Lowering } from './lowering.ts'

/** The most entries that one range of published ports may come to. */
const MOST_PORTS = 1000

/** The two keys of a service that endpoints become. */
export interface LoweredPorts {
  readonly ports: YamlList
  readonly expose: YamlList
}

/** Published endpoints in long form, the others as `expose`. With the host's network there is nothing to say. */
export function lowerPorts(lowering: Lowering, workload: Workload): LoweredPorts {
  if (workload.hostNetwork !== undefined) return { ports: yamlList([]), expose: yamlList([]) }
  const ports: YamlMap[] = []
  const expose: string[] = []
  for (const endpoint of workload.endpoints) {
    noteRoutes(lowering, workload, endpoint)
    noteTls(lowering, workload, endpoint)
    if (endpoint.published === undefined) expose.push(exposed(endpoint))
    else ports.push(...publishedPorts(lowering, workload, endpoint))
  }
  return { ports: yamlList(ports), expose: yamlList([...new Set(expose)]) }
}

function exposed({ targetPort, protocol }: Endpoint): string {
  const range =
    targetPort.from === targetPort.to ? String(targetPort.from) : `${String(targetPort.from)}-${String(targetPort.to)}`
  return protocol === 'udp' ? `${range}/udp` : range
}

/** `host_ip` only where it is written: 0.0.0.0 would switch IPv6 off. */
function publishedPorts(lowering: Lowering, workload: Workload, endpoint: Endpoint): readonly YamlMap[] {
  const { published } = endpoint
  if (published === undefined) return []
  const entry = (target: number, port: string | undefined): YamlMap => {
    const address: readonly YamlEntry[] =
      published.kind === 'auto' || published.address === undefined ? [] : [{ key: 'host_ip', value: published.address }]
    return yamlMap([
      { key: 'target', value: target },
      ...address,
      ...(port === undefined ? [] : [{ key: 'published', value: port }]),
      { key: 'protocol', value: endpoint.protocol },
    ])
  }
  switch (published.kind) {
    case 'auto':
      return range(endpoint).map((port) => entry(port, undefined))
    case 'port':
      return [
        entry(endpoint.targetPort.from, lowering.interpolation.encode(published.port, useOf(workload, published.span))),
      ]
    case 'range': {
      const ports = range(endpoint)
      if (ports.length > MOST_PORTS) {
        complain(
          lowering,
          workload.resource,
          'AH6128',
          endpoint.span,
          `endpoint "${endpoint.name}" of "${workload.name}" publishes ${String(ports.length)} ports; at most ${String(MOST_PORTS)} can be`,
          {
            hints: ['publish a smaller range, or use `network: host`'],
          },
        )
        return []
      }
      return ports.map((port, index) => entry(port, String(published.range.from + index)))
    }
  }
}

function range({ targetPort }: Endpoint): readonly number[] {
  return Array.from({ length: targetPort.to - targetPort.from + 1 }, (_, index) => targetPort.from + index)
}

/** A host as people know it; to say it binds nothing, for `publicUrl` leaves it to `.env`. */
function hostText(lowering: Lowering, workload: Workload, host: Value, span: Span): string {
  const isPlain = host.parts.every(
    (part) => part.kind === 'text' || (part.kind === 'parameter' && part.filters.length === 0),
  )
  if (!isPlain) return lowering.interpolation.bind(host, useOf(workload, span)) ?? ''
  return host.parts
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'parameter' ? parameterText(lowering, part) : ''))
    .join('')
}

function parameterText(lowering: Lowering, { name, secret }: ParameterPart): string {
  return (secret ? undefined : lowering.model.parameters.get(name)?.text) ?? `$<Parameters.${name}>`
}

/** A certificate that somebody asked for, and that no proxy here presents. */
function noteTls(lowering: Lowering, workload: Workload, endpoint: Endpoint): void {
  if (endpoint.tls === undefined || endpoint.tls === false) return
  complain(
    lowering,
    workload.resource,
    'AH6106',
    endpoint.tls.span,
    `nothing on Compose terminates TLS: \`tls\` of "${workload.name}", endpoint "${endpoint.name}", is left out`,
    { hints: ['put a reverse proxy with the certificate in front, or let the application serve https itself'] },
    markdown`${markdownCode('tls')} of ${markdownCode(workload.name)}, ${markdownCode(endpoint.name)}: nothing here terminates TLS; it answers in plain ${endpoint.scheme}.`,
  )
}

function noteRoutes(lowering: Lowering, workload: Workload, endpoint: Endpoint): void {
  const written = endpoint.routes.flatMap((route) =>
    route.host === undefined ? [] : [hostText(lowering, workload, route.host, route.span)],
  )
  const hosts = written.filter((host) => host !== 'localhost')
  if (written.length > hosts.length && hosts.length === 0) return
  const span = endpoint.routes[0]?.span ?? endpoint.span
  if (hosts.length > 0) {
    complain(
      lowering,
      workload.resource,
      'AH6106',
      span,
      `nothing on Compose listens for the host ${hosts.join(', ')} of "${workload.name}", endpoint "${endpoint.name}"`,
      { hints: ['point the name to the machine and use the published port, or put a reverse proxy in front'] },
      markdown`${markdownCode(`host: ${hosts.join(', ')}`)} of ${markdownCode(workload.name)}, ${markdownCode(endpoint.name)}: nothing here listens for that name; point it to this machine, or change it for this environment.`,
    )
  } else if (endpoint.routes.length > 0) {
    complain(
      lowering,
      workload.resource,
      'AH6106',
      span,
      `nothing on Compose routes by path: \`path\` of "${workload.name}", endpoint "${endpoint.name}", is left out`,
      { hints: ['put a reverse proxy in front, or let the application handle the path'] },
      markdown`The path of ${markdownCode(workload.name)}, ${markdownCode(endpoint.name)}: nothing here routes by path.`,
    )
  }
}

interface PublishedPort {
  readonly address: string | undefined
  readonly published: NonNullable<Endpoint['published']>
  readonly workload: Workload
  readonly endpoint: Endpoint
}

/** One address, port and protocol may be published once; no address overlaps every address. Late-bound ports compare by what they name. */
export function checkPublishedTwice(lowering: Lowering): void {
  const seen = new Map<string, PublishedPort[]>()
  for (const workload of lowering.model.workloads) {
    if (workload.hostNetwork !== undefined) continue
    for (const endpoint of workload.endpoints) {
      const { published } = endpoint
      if (published === undefined || published.kind === 'auto') continue
      const one: PublishedPort = { address: published.address, published, workload, endpoint }
      let earlier: { readonly port: string; readonly other: PublishedPort } | undefined
      for (const port of hostPorts(published)) {
        const key = `${port}/${endpoint.protocol}`
        const known = seen.get(key)
        const other = known?.find(
          (item) => item.address === undefined || one.address === undefined || item.address === one.address,
        )
        if (other !== undefined) earlier ??= { port, other }
        if (known === undefined) seen.set(key, [one])
        else known.push(one)
      }
      if (earlier !== undefined) reportTwice(lowering, one, earlier.port, earlier.other)
    }
  }
}

/** The ports of the host by number; one that is bound later by what it is made of. */
function hostPorts(published: PublishedPort['published']): readonly string[] {
  if (published.kind === 'auto') return []
  if (published.kind === 'port') return [literalOf(published.port) ?? JSON.stringify(published.port.parts)]
  const { from, to } = published.range
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
}

function reportTwice(lowering: Lowering, one: PublishedPort, port: string, other: PublishedPort): void {
  const said = /^\d+$/.test(port) ? `port ${port} of the host` : 'one port of the host, from the same parameter,'
  complain(
    lowering,
    one.workload.resource,
    'AH5019',
    one.published.span,
    `${said} is published by "${other.workload.name}" (${other.endpoint.name}) and "${one.workload.name}" (${one.endpoint.name})`,
    {
      hints: ['give one of them another port, an address (`127.0.0.1:8080`), or `published: auto`'],
      related: [{ message: 'the other one', span: other.published.span }],
    },
  )
}
