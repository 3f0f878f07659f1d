import type { Placed, Workload } from '../../model/app-model.ts'
import { markdown, markdownCode } from '../../print/markdown.ts'
import { yamlList, yamlMap, type YamlEntry, type YamlMap, type YamlValue } from '../../print/yaml-document.ts'
import { literalOf, type Value } from '../../template/value.ts'
import { quoted } from '../../model/read-fields.ts'
import { complain, optionalEntry, useOf, type Lowering } from './lowering.ts'
import { dockerCpus, dockerMemory } from './quantities.ts'

/** Why a workload runs once, whatever `replicas` says; undefined if it may run several times. */
function whyOnce(workload: Workload): 'port' | 'hostname' | 'network' | 'sidecars' | undefined {
  if (workload.hostNetwork !== undefined) return 'network'
  if (workload.endpoints.some((endpoint) => endpoint.published !== undefined && endpoint.published.kind !== 'auto'))
    return 'port'
  if (workload.hostname !== undefined) return 'hostname'
  return workload.sidecars.length > 0 ? 'sidecars' : undefined
}

const ONCE = {
  port: 'one port of the host can be published by one container only',
  hostname: 'containers cannot share a `hostname`',
  network: 'containers on the network of the host would meet on their ports',
  sidecars: 'sidecars belong to one container',
} as const

/** Whether replicas can be more than one: a literal, or a parameter whose `maximum` does not forbid it. */
function mayBeSeveral(lowering: Lowering, value: Value): boolean {
  const literal = literalOf(value)
  if (literal !== undefined) return Number(literal) > 1
  return value.parts.some(
    (part) => part.kind !== 'parameter' || lowering.model.parameters.get(part.name)?.declaration.maximum !== 1,
  )
}

/** `deploy.replicas`: not for a literal 1, not for what runs once, the minimum where a range scales. */
function replicasOf(lowering: Lowering, workload: Workload): YamlValue | undefined {
  const { replicas } = workload
  if (replicas === undefined) return undefined
  const value = replicas.kind === 'count' ? replicas.value : replicas.minimum
  if (replicas.kind === 'range') {
    complain(
      lowering,
      workload.resource,
      'AH6107',
      replicas.span,
      `Compose does not scale by load: "${workload.name}" runs with its minimum of replicas`,
      { hints: ['set `replicas` to a number for this environment'] },
      markdown`${markdownCode(workload.name)} does not scale by load; it runs with its minimum of replicas.`,
    )
  }
  const several = mayBeSeveral(lowering, value)
  const once = whyOnce(workload)
  if (once !== undefined) {
    if (several) noteOnce(lowering, workload, value, once)
    return undefined
  }
  if (several) checkOwnVolumes(lowering, workload)
  const literal = literalOf(value)
  if (literal === '1') return undefined
  return literal === undefined ? lowering.interpolation.encode(value, useOf(workload, replicas.span)) : Number(literal)
}

function noteOnce(lowering: Lowering, workload: Workload, value: Value, once: keyof typeof ONCE): void {
  const only = value.parts.length === 1 ? value.parts[0] : undefined
  const said =
    only?.kind === 'parameter'
      ? markdown`as parameter ${markdownCode(only.name)} says`
      : markdown`${literalOf(value) ?? 'several'} times`
  const how = only?.kind === 'parameter' ? markdown`not as often ${said}` : markdown`not ${said}`
  complain(
    lowering,
    workload.resource,
    'AH6108',
    workload.replicas?.span,
    `"${workload.name}" runs once on Compose, not as often as \`replicas\` says: ${ONCE[once]}`,
    {
      hints: [
        once === 'port'
          ? 'use `published: auto`, or a reverse proxy in front of unpublished replicas; one replica in this environment says that it is meant'
          : 'set `replicas: 1` for this environment',
      ],
    },
    markdown`${markdownCode(workload.name)} runs once, ${how}: ${ONCE[once].replace(/`/g, () => '')}.`,
  )
}

function checkOwnVolumes(lowering: Lowering, workload: Workload): void {
  for (const mount of workload.volumes) {
    if (mount.source.kind !== 'own' || mount.source.access !== 'rwo' || mount.source.perReplica) continue
    complain(
      lowering,
      workload.resource,
      'AH5022',
      mount.span,
      `volume "${mount.source.name}" of "${workload.name}" is for one container at a time, but \`replicas\` may be several`,
      {
        hints: ['`access: rwx` shares it; one replica (for a parameter: `maximum: 1`) keeps it alone'],
        related: workload.replicas === undefined ? [] : [{ message: 'replicas', span: workload.replicas.span }],
      },
    )
  }
}

/** The `deploy` section: replicas, limits, reservations, GPUs. */
export function deploySection(lowering: Lowering, workload: Workload): YamlMap {
  const resources = resourcesOf(lowering, workload)
  const replicas = replicasOf(lowering, workload)
  return yamlMap([...optionalEntry('replicas', replicas), ...optionalEntry('resources', resources)])
}

function resourcesOf(lowering: Lowering, workload: Workload): YamlMap {
  const { resources } = workload
  if (resources === undefined) return yamlMap([])
  const amount = (kind: 'requests' | 'limits'): readonly YamlEntry[] => {
    const entries: YamlEntry[] = []
    for (const [name, placed] of resources[kind]) {
      const written = amountOf(lowering, workload, name, placed)
      if (written !== undefined) entries.push({ key: name === 'cpu' ? 'cpus' : 'memory', value: written })
      if (kind === 'requests' && name === 'cpu') lowering.swarmOnly.add(workload.name)
    }
    return entries
  }
  const { gpu } = resources
  const devices: readonly YamlEntry[] =
    gpu === undefined || gpu.vendor === 'amd'
      ? []
      : [
          {
            key: 'devices',
            value: yamlList([
              yamlMap([
                { key: 'driver', value: 'nvidia' },
                { key: 'count', value: countOf(lowering, workload, gpu.count) },
                { key: 'capabilities', value: yamlList(['gpu']) },
              ]),
            ]),
          },
        ]
  return yamlMap([
    ...optionalEntry('limits', yamlMap(amount('limits'))),
    ...optionalEntry('reservations', yamlMap([...amount('requests'), ...devices])),
  ])
}

function countOf(lowering: Lowering, workload: Workload, count: Value): YamlValue {
  const literal = literalOf(count)
  return literal === undefined ? lowering.interpolation.encode(count, useOf(workload, undefined)) : Number(literal)
}

/** CPU and memory in Docker's units; a parameter is bound now, because nothing converts it later. */
function amountOf(lowering: Lowering, workload: Workload, name: string, placed: Placed): string | undefined {
  if (name !== 'cpu' && name !== 'memory') {
    complain(
      lowering,
      workload.resource,
      'AH6109',
      placed.span,
      `Compose cannot limit or reserve ${name} for "${workload.name}"`,
      { hints: ['leave it out for this environment, or accept that nothing enforces it'] },
      markdown`${markdownCode(name)} of ${markdownCode(workload.name)}: nothing here limits or reserves it.`,
    )
    return undefined
  }
  const text = lowering.interpolation.bind(placed.value, useOf(workload, placed.span))
  if (text === undefined) return undefined
  const amount = name === 'cpu' ? dockerCpus(text) : dockerMemory(text)
  // A literal has been checked; this one comes out of a parameter.
  if (amount === undefined && literalOf(placed.value) === undefined) {
    complain(
      lowering,
      workload.resource,
      'AH5030',
      placed.span,
      `${quoted(text)} is not a quantity for ${name} of "${workload.name}"`,
      {
        hints: [name === 'cpu' ? 'write cores, as in `250m` or `1.5`' : 'write bytes, as in `512Mi` or `1Gi`'],
      },
    )
  }
  return amount
}
