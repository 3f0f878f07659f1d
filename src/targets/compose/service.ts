import type { ContainerFields, EnvironmentVariable, ImageUse, Placed, Workload } from '../../model/app-model.ts'
import { yamlList, yamlMap, type YamlEntry, type YamlList, type YamlMap } from '../../print/yaml-document.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import { markdown, markdownCode } from '../../print/markdown.ts'
import { literalOf } from '../../template/value.ts'
import { buildSection } from './build-section.ts'
import { deploySection } from './deploy-section.ts'
import { lowerFiles } from './files.ts'
import { checkOf, healthcheck } from './health.ts'
import { labelsOf } from './labels.ts'
import {
  complain,
  duration,
  fromOutput,
  optionalEntry,
  sortKeys,
  useOf,
  type Lowering,
  type Part,
  type Service,
} from './lowering.ts'
import { applyPatch } from './patch.ts'
import { lowerPorts } from './ports.ts'
import { lowerVolumes } from './volumes.ts'

/** What differs between the workload itself, its init steps and its sidecars. */
export interface ServiceRole {
  readonly name: string
  readonly isMain: boolean
  readonly comment: readonly string[]
  readonly dependsOn: YamlMap
  readonly restart: string
  /** The service whose network it shares; undefined for networks of its own. */
  readonly networkOf: string | undefined
}

/** One service: the fields that every container has, and for the workload itself those that only it has. */
export function lowerService(
  lowering: Lowering,
  workload: Workload,
  fields: ContainerFields,
  role: ServiceRole,
): Service {
  const part: Part = { name: role.name, fields, workload }
  // First, because the README tells what happens to replicas before it tells of hosts.
  const deploy = deploySection(
    lowering,
    role.isMain ? workload : { ...workload, replicas: undefined, resources: fields.resources },
  )
  const files = lowerFiles(lowering, part)
  const volumes = lowerVolumes(lowering, part)
  const ports = role.isMain ? lowerPorts(lowering, workload) : undefined
  const check = role.isMain ? checkOf(workload) : fields.health
  const words = (values: readonly Placed[]): YamlList =>
    yamlList(values.map(({ value, span }) => lowering.interpolation.encode(value, useOf(workload, span))))
  const entries: readonly YamlEntry[] = [
    ...imageEntries(lowering, part),
    // An empty list is written too: it drops what the image says.
    ...(fields.entrypoint === undefined ? [] : [{ key: 'entrypoint', value: words(fields.entrypoint) }]),
    ...(fields.arguments === undefined
      ? []
      : [
          {
            key: 'command',
            value: words(fields.arguments),
            ...(fields.argumentsComment.length === 0 ? {} : { comment: fields.argumentsComment }),
          },
        ]),
    ...optionalEntry('environment', encodeMap(lowering, workload, fields.environment)),
    ...optionalEntry('env_file', yamlList(secretEnvironmentFiles(lowering, part))),
    ...optionalEntry('configs', files.configs),
    ...optionalEntry('secrets', files.secrets),
    ...optionalEntry('volumes', volumes.list),
    ...optionalEntry('ports', ports?.ports),
    ...optionalEntry('expose', ports?.expose),
    ...optionalEntry('depends_on', role.dependsOn),
    ...optionalEntry('healthcheck', healthcheck(lowering, workload, check)),
    ...optionalEntry('deploy', deploy),
    { key: 'restart', value: role.restart },
    ...networkEntries(workload, role),
    ...processEntries(lowering, part),
    ...(role.isMain ? workloadEntries(lowering, workload) : []),
    { key: 'labels', value: labelsOf(lowering, workload, role.isMain, files.label) },
  ]
  return {
    name: role.name,
    resource: workload.resource,
    workload,
    isMain: role.isMain,
    comment: role.comment,
    body: sortKeys(applyPatch(lowering, part, yamlMap(entries)).entries.map(inOrder)),
    configs: files.configKeys,
    secrets: files.secretKeys,
    volumes: volumes.keys,
  }
}

/** Variables and labels stand in the order of their names, those of the escape hatch among the others. */
function inOrder(entry: YamlEntry): YamlEntry {
  const { key, value } = entry
  if (key !== 'environment' && key !== 'labels') return entry
  if (typeof value !== 'object' || value?.kind !== 'map') return entry
  const entries = value.entries.toSorted((one, other) => compareCodePoints(one.key, other.key))
  return { ...entry, value: { ...value, entries } }
}

function imageEntries(lowering: Lowering, part: Part): readonly YamlEntry[] {
  const image: ImageUse | undefined = part.fields.image
  if (image === undefined) return []
  const use = useOf(part.workload, image.span)
  const only = image.kind === 'reference' && image.value.parts.length === 1 ? image.value.parts[0] : undefined
  const built =
    image.kind === 'built'
      ? image.image
      : only?.kind === 'image'
        ? lowering.interpolation.imageNamed(only.image)
        : undefined
  if (built === undefined)
    return image.kind === 'reference' ? [{ key: 'image', value: lowering.interpolation.encode(image.value, use) }] : []
  return [
    { key: 'image', value: lowering.interpolation.imageOf(built, use) },
    ...optionalEntry('build', buildSection(lowering, part, built)),
  ]
}

function encodeMap(lowering: Lowering, workload: Workload, variables: readonly EnvironmentVariable[]): YamlMap {
  return yamlMap(
    variables.map((one) => ({
      key: one.name,
      value: lowering.interpolation.encode(one.value, useOf(workload, one.span)),
    })),
  )
}

/** Compose reads such a file by its own rules; everything in `environment` wins over it. */
function secretEnvironmentFiles(lowering: Lowering, part: Part): readonly string[] {
  return part.fields.secretEnvironmentFiles.flatMap((file) => {
    const path = fromOutput(lowering, file.path)
    if (file.optional || path === undefined) {
      complain(
        lowering,
        part.workload.resource,
        'AH6112',
        file.span,
        file.optional
          ? `Compose 2.23.1 has no optional env file, but "${file.path}" of "${part.name}" is one`
          : `"${file.path}" of "${part.name}" cannot be named from an output folder outside the project`,
        {
          hints: [
            file.optional
              ? 'remove `optional`, or leave the file out for this environment'
              : 'publish into a folder of the project',
          ],
        },
      )
      return []
    }
    lowering.notes.push(
      markdown`${markdownCode(part.name)} reads variables from ${markdownCode(path)}, by Compose's own rules; what stands in ${markdownCode('environment')} wins.`,
    )
    complain(
      lowering,
      part.workload.resource,
      'AH6113',
      file.span,
      `Compose reads ${file.path} by its own rules: \`$\` in it is replaced, and everything in \`env\` wins over it`,
      {
        hints: ['double each `$` that is meant as it is'],
      },
    )
    return [path]
  })
}

function networkEntries(workload: Workload, role: ServiceRole): readonly YamlEntry[] {
  if (role.networkOf !== undefined) return [{ key: 'network_mode', value: `service:${role.networkOf}` }]
  if (workload.hostNetwork !== undefined) return [{ key: 'network_mode', value: 'host' }]
  const aliases = role.isMain ? workload.aliases : []
  if (aliases.length === 0) return optionalEntry('networks', yamlList(workload.networks))
  const names = workload.networks.length === 0 ? ['default'] : workload.networks
  return [
    {
      key: 'networks',
      value: yamlMap(
        names.map((name) => ({ key: name, value: yamlMap([{ key: 'aliases', value: yamlList(aliases) }]) })),
      ),
    },
  ]
}

/** `1000:1000`: the user, with the group where it is said apart from it. */
function userOf(lowering: Lowering, { fields, workload, name }: Part): string | undefined {
  const encode = ({ value, span }: Placed): string => lowering.interpolation.encode(value, useOf(workload, span))
  const said = fields.user ?? fields.security?.runAsUser
  const group = fields.security?.runAsGroup
  if (group === undefined) return said === undefined ? undefined : encode(said)
  if (said !== undefined) {
    const namesGroup = literalOf(said.value)?.includes(':') === true
    return namesGroup ? encode(said) : `${encode(said)}:${encode(group)}`
  }
  // Docker would run `:1000` as root, whatever the image says
  complain(
    lowering,
    workload.resource,
    'AH6144',
    group.span,
    `Compose cannot set the group of "${name}" without its user`,
    { hints: ["add `runAsUser`: here the group is the image's own"] },
    markdown`${markdownCode('runAsGroup')} of ${markdownCode(name)}: the image's own group runs it.`,
  )
  return undefined
}

/** User, folder and rights of the process. */
function processEntries(lowering: Lowering, part: Part): readonly YamlEntry[] {
  const { fields, workload } = part
  const { security } = fields
  const encode = (placed: ContainerFields['user']): string | undefined =>
    placed === undefined ? undefined : lowering.interpolation.encode(placed.value, useOf(workload, placed.span))
  const user = userOf(lowering, part)
  if (security?.runAsNonRoot === true && user === undefined) {
    complain(
      lowering,
      workload.resource,
      'AH6114',
      security.span,
      `Compose does not check \`runAsNonRoot\` of "${part.name}": the image's own user runs it`,
      {
        hints: ['add `runAsUser` to be sure'],
      },
    )
  }
  const group = encode(security?.fsGroup)
  const amd = fields.resources?.gpu?.vendor === 'amd'
  return [
    ...optionalEntry('user', user),
    ...optionalEntry('working_dir', encode(fields.workingDirectory)),
    ...optionalEntry('group_add', yamlList([...(group === undefined ? [] : [group]), ...(amd ? ['video'] : [])])),
    ...optionalEntry('devices', yamlList(amd ? ['/dev/kfd', '/dev/dri'] : [])),
    ...optionalEntry('read_only', security?.readOnlyRootFilesystem === true ? true : undefined),
    ...optionalEntry('cap_add', yamlList(security?.addedCapabilities ?? [])),
    ...optionalEntry('cap_drop', yamlList(security?.droppedCapabilities ?? [])),
    ...optionalEntry('privileged', security?.privileged === true ? true : undefined),
  ]
}

/** A map, or a list where a name begins with `x-`, which Compose takes for an extension in a map. */
function hostsOf(lowering: Lowering, workload: Workload): YamlMap | YamlList {
  const map = encodeMap(lowering, workload, workload.extraHosts)
  if (!map.entries.some((one) => one.key.startsWith('x-'))) return map
  return yamlList(map.entries.map(({ key, value }) => `${key}=${String(value)}`))
}

function workloadEntries(lowering: Lowering, workload: Workload): readonly YamlEntry[] {
  const use = useOf(workload, workload.hostname?.span)
  return [
    ...optionalEntry(
      'hostname',
      workload.hostname === undefined ? undefined : lowering.interpolation.encode(workload.hostname.value, use),
    ),
    ...optionalEntry('extra_hosts', hostsOf(lowering, workload)),
    ...optionalEntry(
      'dns',
      yamlList(workload.dns.map((one) => lowering.interpolation.encode(one.value, useOf(workload, one.span)))),
    ),
    ...optionalEntry(
      'stop_grace_period',
      workload.stopGracePeriod === undefined ? undefined : duration(workload.stopGracePeriod),
    ),
    ...optionalEntry('stop_signal', workload.stopSignal),
    ...optionalEntry('pull_policy', workload.pullPolicy),
  ]
}
