import { markdown, markdownCode } from '../../print/markdown.ts'
import type { VolumeMount, Workload } from '../../model/app-model.ts'
import type { Value } from '../../template/value.ts'
import { yamlMap, type YamlEntry, type YamlList, type YamlMap } from '../../print/yaml-document.ts'
import { bytesOfQuantity } from './quantities.ts'
import { complain, fromOutput, useOf, type Lowering, type Part } from './lowering.ts'

/** The mounts of a service. */
export interface LoweredVolumes {
  readonly list: YamlList
  /** Keys of top-level volumes that it names. */
  readonly keys: readonly string[]
}

/** The mounts of one container in long form, in the manifest's order. */
export function lowerVolumes(lowering: Lowering, part: Part): LoweredVolumes {
  const keys: string[] = []
  const comments = new Map<number, readonly string[]>()
  const items: YamlMap[] = []
  for (const mount of part.fields.volumes) {
    const entries = lowerMount(lowering, part, mount, keys)
    if (entries === undefined) continue
    if (mount.comment.length > 0) comments.set(items.length, mount.comment)
    items.push(yamlMap(entries))
  }
  return { list: { kind: 'list', items, comments }, keys }
}

function lowerMount(
  lowering: Lowering,
  part: Part,
  mount: VolumeMount,
  keys: string[],
): readonly YamlEntry[] | undefined {
  const { source } = mount
  const target = { key: 'target', value: mount.path }
  const readOnly = mount.readOnly ? [{ key: 'read_only', value: true }] : []
  const named = (key: string): readonly YamlEntry[] => {
    keys.push(key)
    return [{ key: 'type', value: 'volume' }, { key: 'source', value: key }, target, ...readOnly]
  }
  switch (source.kind) {
    case 'own': {
      const key = `${part.workload.name}-${source.name}`
      declareOwn(lowering, part.workload, mount, key)
      return named(key)
    }
    case 'shared':
      return source.subPath === undefined ? named(source.volume) : noSubPath(lowering, part, mount)
    case 'bind': {
      const path = fromOutput(lowering, source.path)
      if (path === undefined) {
        complain(
          lowering,
          part.workload.resource,
          'AH6123',
          mount.span,
          `"${source.path}" of "${part.name}" cannot be bound: the output folder lies outside the project`,
          {
            hints: ['publish into a folder of the project, or use `files` or a named volume'],
          },
        )
        return undefined
      }
      lowering.binds.push({ service: part.name, path })
      return bind(path, target, readOnly)
    }
    case 'hostPath':
      return bind(hostPath(lowering, part, mount, source.path), target, readOnly)
    case 'temporary':
      return lowerTemporary(lowering, part, mount, source, named)
    case 'object':
      complain(
        lowering,
        part.workload.resource,
        'AH6124',
        mount.span,
        `"${part.name}" mounts the ${source.object === 'secret' ? 'Secret' : 'ConfigMap'} "${source.name}", which only a Kubernetes cluster has`,
        {
          hints: ['use `files` with a parameter, or leave the resource out here with `target`'],
        },
      )
      return undefined
  }
}

/** What every Linux has. */
const ALWAYS_THERE =
  /^\/(?:dev|proc|sys|run|var\/run)(?:\/|$)|^\/(?:home|etc|var|var\/log|etc\/localtime|etc\/timezone)?$/

/** A path of the machine, and the README's word on it: nothing makes it, since a mistyped one would be made too. */
function hostPath(lowering: Lowering, part: Part, mount: VolumeMount, path: Value): string {
  const encoded = lowering.interpolation.encode(path, useOf(part.workload, mount.span))
  const variable = (name: string): string => `\${${lowering.interpolation.parameters.get(name)?.variable ?? name}}`
  const shown = path.parts
    .map((one) => (one.kind === 'text' ? one.text : one.kind === 'parameter' ? variable(one.name) : '...'))
    .join('')
  if (!ALWAYS_THERE.test(shown))
    lowering.notes.push(
      markdown`${markdownCode(shown)} must exist on this machine before the start: ${markdownCode(part.name)} mounts it.`,
    )
  return encoded
}

function bind(source: string, target: YamlEntry, readOnly: readonly YamlEntry[]): readonly YamlEntry[] {
  return [
    { key: 'type', value: 'bind' },
    { key: 'source', value: source },
    target,
    ...readOnly,
    { key: 'bind', value: yamlMap([{ key: 'create_host_path', value: false }]) },
  ]
}

function noSubPath(lowering: Lowering, part: Part, mount: VolumeMount): undefined {
  complain(
    lowering,
    part.workload.resource,
    'AH6125',
    mount.span,
    `"${part.name}" mounts a part of a volume (\`subPath\`), which Compose 2.23.1 cannot`,
    {
      hints: ['mount the whole volume, or give that part a volume of its own'],
    },
  )
}

/** Anonymous on disk, `tmpfs` in memory, a named volume where an init step or sidecar mounts it too. */
function lowerTemporary(
  lowering: Lowering,
  part: Part,
  mount: VolumeMount,
  source: Extract<VolumeMount['source'], { kind: 'temporary' }>,
  named: (key: string) => readonly YamlEntry[],
): readonly YamlEntry[] {
  const target = { key: 'target', value: mount.path }
  if (source.name !== undefined && isShared(part.workload, source.name)) {
    const key = `${part.workload.name}-${source.name}`
    claimVolume(lowering, part.workload, mount, key)
    lowering.top.volumes.set(key, yamlMap([]))
    return named(key)
  }
  if (source.medium === 'disk') {
    lowering.notes.push(
      markdown`${markdownCode(mount.path)} of ${markdownCode(part.name)} is temporary, but survives until ${markdownCode('down')}; ${markdownCode('up --renew-anon-volumes')} empties it.`,
    )
  }
  if (source.medium === 'disk') return [{ key: 'type', value: 'volume' }, target]
  const size = source.size === undefined ? undefined : bytesOfQuantity(source.size)
  return [
    { key: 'type', value: 'tmpfs' },
    target,
    ...(size === undefined ? [] : [{ key: 'tmpfs', value: yamlMap([{ key: 'size', value: size }]) }]),
  ]
}

function isShared(workload: Workload, name: string): boolean {
  const users = [workload, ...workload.init, ...workload.sidecars]
  return (
    users.filter((one) => one.volumes.some((mount) => mount.source.kind === 'temporary' && mount.source.name === name))
      .length > 1
  )
}

/** Two workloads whose volumes would bear one key are an error, never one volume. */
function claimVolume(lowering: Lowering, workload: Workload, mount: VolumeMount, key: string): void {
  const owner = lowering.volumeOwners.get(key)
  if (owner !== undefined && owner.name !== workload.name) {
    complain(
      lowering,
      workload.resource,
      'AH6127',
      mount.span,
      `volumes of "${owner.name}" and "${workload.name}" would both be "${key}", and share their data`,
      {
        hints: ['rename one of the two volumes'],
        related: [{ message: `the volume of "${owner.name}"`, span: owner.span }],
      },
    )
  }
  lowering.volumeOwners.set(key, owner ?? { name: workload.name, span: mount.span })
}

/** Nothing in a volume's definition may change between our versions: Compose would offer to delete the data. */
function declareOwn(lowering: Lowering, workload: Workload, mount: VolumeMount, key: string): void {
  if (mount.source.kind !== 'own') return
  const { existing, size, perReplica } = mount.source
  if (size !== undefined && !lowering.sizes.includes(size)) lowering.sizes.push(size)
  if (perReplica) {
    complain(
      lowering,
      workload.resource,
      'AH6126',
      mount.span,
      `each replica of "${workload.name}" wants a volume of its own (\`perReplica\`), which Compose does not have`,
      {
        hints: ['run one replica here (an overlay with `replicas: 1` and `perReplica: false`)'],
      },
    )
  }
  claimVolume(lowering, workload, mount, key)
  lowering.top.volumes.set(
    key,
    existing === undefined ? yamlMap([]) : external(lowering, workload.resource, existing, mount),
  )
}

function external(
  lowering: Lowering,
  resource: string,
  name: Parameters<Lowering['interpolation']['encode']>[0],
  mount: VolumeMount,
): YamlMap {
  return yamlMap([
    { key: 'external', value: true },
    { key: 'name', value: lowering.interpolation.encode(name, { resource, span: mount.span }) },
  ])
}

/** The top-level entry of a shared volume. */
export function lowerSharedVolumes(lowering: Lowering): void {
  for (const volume of lowering.model.volumes) {
    const own = [...lowering.top.volumes.keys()].includes(volume.name)
    if (own) {
      complain(
        lowering,
        volume.name,
        'AH6127',
        volume.span,
        `the shared volume "${volume.name}" bears the name of a volume that belongs to a resource`,
        { hints: ['rename it'] },
      )
    }
    const users = lowering.model.workloads.filter((workload) =>
      [workload, ...workload.init, ...workload.sidecars].some((one) =>
        one.volumes.some((mount) => mount.source.kind === 'shared' && mount.source.volume === volume.name),
      ),
    )
    if (users.length === 0) continue
    if (volume.size !== undefined && !lowering.sizes.includes(volume.size)) lowering.sizes.push(volume.size)
    const entries: readonly YamlEntry[] =
      volume.existing === undefined
        ? []
        : [
            { key: 'external', value: true },
            {
              key: 'name',
              value: lowering.interpolation.encode(volume.existing, { resource: volume.name, span: volume.span }),
            },
          ]
    lowering.top.volumes.set(volume.name, yamlMap(entries))
  }
}
