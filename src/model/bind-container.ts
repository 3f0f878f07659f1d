import { isBuiltIn } from '../catalog/load.ts'
import { entriesAt, itemsAt, mapAt, scalarAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { literalOf } from '../template/value.ts'
import type {
  ContainerFields,
  Endpoint,
  EnvironmentVariable,
  ImageUse,
  Placed,
  Quantities,
  Security,
} from './app-model.ts'
import { complain, type Fields } from './bind-context.ts'
import { bindEnvironment, refuseSecretArguments } from './bind-environment.ts'
import { bindFiles } from './bind-files.ts'
import { bindCheck } from './bind-health.ts'
import { bindVolumes } from './bind-volumes.ts'
import { boundBoolean, boundPlaced, boundText, boundTexts, lateText, lateTexts } from './read-fields.ts'

const PATCHES = ['compose', 'kubernetes', 'azure'] as const

/** What init steps, sidecars and workloads have in common. `fallbackImage` is the workload's, for its init steps. */
export function bindContainer(
  fields: Fields,
  name: string,
  injected: readonly EnvironmentVariable[],
  endpoints: readonly Endpoint[],
  fallbackImage: ImageUse | undefined,
): ContainerFields {
  const comments = fields.context.resource.comments
  const entrypoint = lateTexts(fields, 'entrypoint')
  const values = lateTexts(fields, 'args')
  refuseSecretArguments(fields, 'entrypoint', entrypoint ?? [])
  refuseSecretArguments(fields, 'args', values ?? [])
  const environment = bindEnvironment(fields, injected, endpoints)
  const volumes = bindVolumes(fields)
  const healthTree = mapAt(fields.tree, 'health')
  const fromType = (key: string): readonly string[] => {
    const comment = comments.get(key)
    return comment === undefined || child(fields.tree, key)?.origin !== 'type' ? [] : [comment]
  }
  return {
    name,
    span: fields.tree.span,
    image: bindImageUse(fields) ?? fallbackImage,
    entrypoint,
    arguments: values,
    argumentsComment: fromType('args'),
    environment: environment.variables,
    secretEnvironmentFiles: environment.secretFiles,
    volumes,
    files: bindFiles(fields, volumes),
    resources: bindQuantities(fields),
    security: bindSecurity(fields),
    user: boundPlaced(fields, child(fields.tree, 'user')),
    workingDirectory: boundPlaced(fields, child(fields.tree, 'workingDir')),
    health: bindCheck(fields, healthTree, endpoints, fromType('health')),
    patches: new Map(
      PATCHES.flatMap((target) => {
        const patch = mapAt(fields.tree, target)
        return patch === undefined ? [] : [[target, patch] as const]
      }),
    ),
  }
}

/** `[host[:port]/]path[:tag][@digest]`; a port needs a path behind it. */
const REFERENCE =
  /^(?:[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*(?::\d{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,})?$/

function bindImageUse(fields: Fields): ImageUse | undefined {
  const build = child(fields.tree, 'build')
  if (build?.kind === 'map') {
    const image = fields.context.imageOf(
      build,
      child(fields.tree, 'registry') ?? child(fields.context.resource.tree, 'registry'),
    )
    return image === undefined ? undefined : { kind: 'built', image, span: build.span }
  }
  const node = scalarAt(fields.tree, 'image')
  const placed = lateText(fields, node)
  if (placed === undefined || node === undefined) return undefined
  const literal = literalOf(placed.value)
  if (literal !== undefined) checkReference(fields, node, literal)
  return { kind: 'reference', value: placed.value, span: node.span }
}

function checkReference(fields: Fields, node: Node, reference: string): void {
  const [first = ''] = reference.split('/')
  const isRegistry = reference.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  const repository = reference
    .slice(isRegistry ? first.length + 1 : 0)
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
  if (!REFERENCE.test(reference) || /[A-Z]/.test(repository)) {
    // A version of the user's, in an image of a built-in type
    const place = isBuiltIn(node.span) ? fields.context.resource.span : node.span
    complain(fields, 'AH5031', place, `"${reference}" of "${fields.owner}" is not an image reference`, {
      hints: [
        /[A-Z]/.test(repository)
          ? `repositories are in lower case: "${reference.toLowerCase()}"`
          : 'write it as `docker pull` takes it: `registry/repository:tag`',
      ],
    })
    return
  }
  if (/:[^/]+$|@/.test(reference) || node.origin === 'type') return
  complain(
    fields,
    'AH5025',
    node.span,
    `nothing pins the image "${reference}" of "${fields.owner}": it has neither tag nor digest`,
    {
      hints: [`add a tag, as in \`${reference}:1.2.3\``],
    },
  )
}

function bindQuantities(fields: Fields): Quantities | undefined {
  const tree = mapAt(fields.tree, 'resources')
  if (tree === undefined) return undefined
  const read = (key: string): ReadonlyMap<string, Placed> =>
    new Map(
      entriesAt(tree, key).flatMap((entry) => {
        const placed = entry.value.kind === 'scalar' ? lateText(fields, entry.value) : undefined
        if (placed === undefined) return []
        checkQuantity(fields, entry.key, placed)
        return [[entry.key, placed] as const]
      }),
    )
  const gpu = mapAt(tree, 'gpu')
  const count = lateText(fields, scalarAt(gpu, 'count'))
  return {
    requests: read('requests'),
    limits: read('limits'),
    gpu:
      gpu === undefined
        ? undefined
        : {
            count: count?.value ?? { parts: [{ kind: 'text', text: '1' }], type: 'integer' },
            vendor: boundText(fields, child(gpu, 'vendor')) === 'amd' ? 'amd' : 'nvidia',
            span: gpu.span,
          },
  }
}

const QUANTITY = /^\d+(?:\.\d+)?(?:m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/

function checkQuantity(fields: Fields, key: string, placed: Placed): void {
  const literal = literalOf(placed.value)
  if (literal === undefined || QUANTITY.test(literal)) return
  complain(fields, 'AH5030', placed.span, `"${literal}" is not a quantity for ${key} of "${fields.owner}"`, {
    hints: [key === 'cpu' ? 'write cores, as in `250m` or `1.5`' : 'write bytes, as in `512Mi` or `1Gi`'],
  })
}

function bindSecurity(fields: Fields): Security | undefined {
  const tree: MapNode | undefined = mapAt(fields.tree, 'security')
  if (tree === undefined) return undefined
  const bound = (key: string): Placed | undefined => boundPlaced(fields, child(tree, key))
  const flag = (key: string): boolean | undefined => boundBoolean(fields, child(tree, key))
  const capabilities = mapAt(tree, 'capabilities')
  return {
    runAsNonRoot: flag('runAsNonRoot'),
    runAsUser: bound('runAsUser'),
    runAsGroup: bound('runAsGroup'),
    fsGroup: bound('fsGroup'),
    readOnlyRootFilesystem: flag('readOnlyRootFilesystem') ?? false,
    addedCapabilities: boundTexts(fields, itemsAt(capabilities, 'add')),
    droppedCapabilities: boundTexts(fields, itemsAt(capabilities, 'drop')),
    privileged: flag('privileged') ?? false,
    span: tree.span,
  }
}
