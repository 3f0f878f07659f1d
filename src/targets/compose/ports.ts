import type { Endpoint, Workload } from '../../model/app-model.ts'
import { markdown, markdownCode } from '../../print/markdown.ts'
import { yamlList, yamlMap, type YamlEntry, type YamlList, type YamlMap } from '../../print/yaml-document.ts'
import { literalOf } from '../../template/value.ts'
import { complain, useOf, type Lowering } from './lowering.ts'

/** The most entries that one range of published ports may come to. */
const MOST_PORTS = 1000

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
    if (endpoint.published === undefined) expose.push(exposed(endpoint))
    else ports.push(...publishedPorts(lowering, workload, endpoint))
  }
  return { ports: yamlList(ports), expose: yamlList([...new Set(expose)]) }
}

function exposed({ targetPort, protocol }: Endpoint): string {
  const range = targetPort.from === targetPort.to ? String(targetPort.from) : `${String(targetPort.from)}-${String(targetPort.to)}`
  return protocol === 'udp' ? `${range}/udp` : range
}

/** `host_ip` only where it is written: 0.0.0.0 would switch IPv6 off. */
function publishedPorts(lowering: Lowering, workload: Workload, endpoint: Endpoint): readonly YamlMap[] {
  const { published } = endpoint
  if (published === undefined) return []
  const entry = (target: number, port: string | undefined): YamlMap => {
    const address: readonly YamlEntry[] = published.kind === 'auto' || published.address === undefined ? [] : [{ key: 'host_ip', value: published.address }]
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
      return [entry(endpoint.targetPort.from, lowering.interpolation.encode(published.port, useOf(workload, published.span)))]
    case 'range': {
      const ports = range(endpoint)
      if (ports.length > MOST_PORTS) {
        complain(lowering, workload.resource, 'AH6128', endpoint.span, `endpoint "${endpoint.name}" of "${workload.name}" publishes ${String(ports.length)} ports; at most ${String(MOST_PORTS)} can be`, {
          hints: ['publish a smaller range, or use `network: host`'],
        })
        return []
      }
      return ports.map((port, index) => entry(port, String(published.range.from + index)))
    }
  }
}

function range({ targetPort }: Endpoint): readonly number[] {
  return Array.from({ length: targetPort.to - targetPort.from + 1 }, (_, index) => targetPort.from + index)
}

function noteRoutes(lowering: Lowering, workload: Workload, endpoint: Endpoint): void {
  const hosts = endpoint.routes.flatMap((route) => (route.host === undefined ? [] : [lowering.interpolation.bind(route.host, useOf(workload, route.span)) ?? '']))
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

/** One address, port and protocol may be published once; no address overlaps every address. Late-bound ports compare by what they name. */
export function checkPublishedTwice(lowering: Lowering): void {
  const seen: { readonly address: string | undefined; readonly from: number; readonly to: number; readonly key: string; readonly protocol: string; readonly workload: Workload; readonly endpoint: Endpoint }[] = []
  for (const workload of lowering.model.workloads) {
    for (const endpoint of workload.endpoints) {
      const { published } = endpoint
      if (published === undefined || published.kind === 'auto' || workload.hostNetwork !== undefined) continue
      const literal = published.kind === 'port' ? literalOf(published.port) : undefined
      const from = published.kind === 'range' ? published.range.from : Number(literal ?? Number.NaN)
      const to = published.kind === 'range' ? published.range.to : from
      const key = published.kind === 'port' && literal === undefined ? JSON.stringify(published.port.parts) : ''
      const one = { address: published.address, from, to, key, protocol: endpoint.protocol, workload, endpoint }
      const other = seen.find((known) => {
        if (known.protocol !== one.protocol) return false
        if (known.address !== undefined && one.address !== undefined && known.address !== one.address) return false
        return one.key === '' ? known.from <= one.to && one.from <= known.to : known.key === one.key
      })
      if (other === undefined) seen.push(one)
      else {
        const port = published.kind === 'range' ? `${String(from)}-${String(to)}` : (literal ?? 'of the same parameter')
        complain(lowering, workload.resource, 'AH5019', published.span, `port ${port} of the host is published by "${other.workload.name}" (${other.endpoint.name}) and "${workload.name}" (${endpoint.name})`, {
          hints: ['give one of them another port, an address (`127.0.0.1:8080`), or `published: auto`'],
          related: [{ message: 'the other one', span: other.endpoint.published?.span ?? other.endpoint.span }],
        })
      }
    }
  }
}
