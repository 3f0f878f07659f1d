import { withDescendants, type Resource } from '../catalog/resource.ts'
import type { Report } from '../diagnostics/diagnostic.ts'
import type { ProjectFiles } from '../host/host.ts'
import { applyDefaults } from '../overlay/defaults.ts'
import { mapAt, scalarAt } from '../syntax/fields.ts'
import { child, map, type MapNode } from '../syntax/node.ts'
import { parametersOf, type Value } from '../template/value.ts'
import type { Parameters } from '../parameters/parameter.ts'
import type { Addressing } from './addressing.ts'
import type { AppModel, Endpoint, TargetSettings } from './app-model.ts'
import { bindSharedNetworks, bindSharedVolumes, manifestResource } from './bind-shared.ts'
import { bindContainer } from './bind-container.ts'
import type { BindContext, Fields } from './bind-context.ts'
import { bindEndpoints } from './bind-endpoints.ts'
import { bindWorkload, type WorkloadDraft } from './bind-workload.ts'
import { buildGraph, createJobName } from './graph.ts'
import type { GraphNode } from './graph-node.ts'
import { createImages, type Images } from './images.ts'
import { checkWorkloadNames } from './workload-names.ts'
import { checkEarlyNeeds } from './check-early-needs.ts'
import { checkNetworks } from './check-networks.ts'
import { lateMap } from './read-fields.ts'
import { bindReferences, injectedVariables } from './references.ts'
import { indexResources, type Removal, type ResourceIndex } from './resource-index.ts'
import { createResolver } from './resolver.ts'
import type { Application, BoundUses, Resolver, ResolverContext } from './resolver-context.ts'

/** All that the model of one target is made from. */
export interface BindInput {
  readonly application: Application
  readonly manifest: string
  readonly tag: string | undefined
  /** The merged manifest. */
  readonly root: MapNode
  readonly target: TargetSettings
  readonly targetEnvironments: readonly string[]
  readonly targetsOfEnvironment: AppModel['targetsOfEnvironment']
  /** Expanded resources on this target, and those on others of this environment or on none that is selected. */
  readonly here: readonly Resource[]
  readonly elsewhere: readonly Resource[]
  readonly removed: ReadonlyMap<string, Removal>
  readonly parameters: Parameters
  readonly addressing: Addressing
  /** That of a resource that is on other targets only. */
  readonly addressingOf: (resource: Resource) => Addressing
  readonly canCheck: (workload: WorkloadDraft) => boolean
  readonly files: ProjectFiles
  readonly uses: BoundUses
  readonly report: Report
}

/** Makes the typed application of one target from its resources. */
export function bindApplication(input: BindInput): AppModel {
  const roots = input.here.map((resource) => withTargetDefaults(resource, input.target))
  const here: ReadonlySet<Resource> = new Set(roots.flatMap(withDescendants))
  const index = indexResources([...roots, ...input.elsewhere], input.removed)
  const endpoints = new Map<Resource, readonly Endpoint[]>()
  const resolverContext: ResolverContext = {
    application: input.application,
    parameters: input.parameters,
    index,
    addressing: input.addressing,
    addressingOf: input.addressingOf,
    endpointsOf: (resource) => endpoints.get(resource) ?? bindOnce(resource),
    imageOf: (resource) => imageValue(resource),
    isHere: (resource) => here.has(resource),
    uses: input.uses,
    report: input.report,
  }
  const resolver = createResolver(resolverContext)
  const shared = sharedContext(input, resolver)
  const images = imagesOf(input, resolver, shared)
  const contextOf = (resource: Resource): BindContext => ({ ...shared, resource, imageOf: images.of })

  function bindOnce(resource: Resource): readonly Endpoint[] {
    endpoints.set(resource, [])
    const bound = bindEndpoints({ tree: resource.tree, owner: resource.name, context: contextOf(resource) })
    endpoints.set(resource, bound)
    return bound
  }

  function imageValue(resource: Resource): Value | undefined {
    const build = child(resource.tree, 'build')
    if (build?.kind === 'map') {
      const image = images.of(build, child(resource.tree, 'registry'))
      return image === undefined ? undefined : { parts: [{ kind: 'image', image: image.name }], type: 'string' }
    }
    const image = scalarAt(resource.tree, 'image')
    return image === undefined ? undefined : resolver.late(image, resource)
  }

  const nodes = roots.flatMap((resource) => bindResource(resource, contextOf(resource), resolverContext, resolver))
  for (const resource of roots) if (resource.kind === 'image') imageValue(resource)
  const graph = graphOf(nodes, { index, here, input })
  return {
    ...input.application,
    manifest: input.manifest,
    target: input.target,
    targetEnvironments: input.targetEnvironments,
    targetsOfEnvironment: input.targetsOfEnvironment,
    workloads: nodes.map((node) => ({ ...node.draft, dependencies: graph.get(node.draft.name) ?? [] })),
    images: images.all(),
    volumes: bindSharedVolumes(input.root, contextOf),
    networks: bindSharedNetworks(input.root, contextOf),
    parameters: input.parameters,
    takenOnce: new Map(roots.map((one) => [one.name, takenOnce(one, resolver)])),
    resolve: (node, name) => resolver.late(node, index.byPath.get(name)),
  }
}

/** The secret parameters that a server takes only while its data is empty. */
function takenOnce(resource: Resource, resolver: Resolver): readonly string[] {
  const { definition } = resource
  if (resource.kind === 'existing' || definition === undefined || !('takenOnce' in definition)) return []
  return definition.takenOnce.flatMap((name) => {
    const property = resource.properties.get(name)
    const value = property?.kind === 'scalar' ? resolver.late(property, resource) : undefined
    return value === undefined ? [] : parametersOf(value).flatMap((part) => (part.secret ? [part.name] : []))
  })
}

/** The waits of all workloads, with everything checked that concerns several of them. */
function graphOf(
  nodes: readonly GraphNode[],
  {
    index,
    here,
    input,
  }: { readonly index: ResourceIndex; readonly here: ReadonlySet<Resource>; readonly input: BindInput },
): ReturnType<typeof buildGraph> {
  checkWorkloadNames(nodes, input.report)
  const graph = buildGraph({
    nodes,
    index,
    isHere: (resource) => here.has(resource),
    canCheck: input.canCheck,
    report: input.report,
  })
  checkNetworks(nodes, graph, input.report)
  checkEarlyNeeds(nodes, graph, input.report)
  return graph
}

function withTargetDefaults(resource: Resource, target: TargetSettings): Resource {
  const defaults = mapAt(target.tree, 'defaults')
  if (defaults === undefined || (resource.kind !== 'container' && resource.kind !== 'job')) return resource
  const children: Resource[] = []
  const changed: Resource = { ...resource, tree: applyDefaults(resource.tree, defaults, resource.kind), children }
  for (const one of resource.children) children.push(adopt(one, changed, defaults))
  return changed
}

/** A child under its parent's new form; its `create` job has the target's defaults as well. */
function adopt(resource: Resource, parent: Resource, defaults: MapNode): Resource {
  const children: Resource[] = []
  const create = resource.create === undefined ? undefined : applyDefaults(resource.create, defaults, 'job')
  const changed: Resource = { ...resource, parent, create, children }
  for (const one of resource.children) children.push(adopt(one, changed, defaults))
  return changed
}

function sharedContext(input: BindInput, resolver: Resolver): Omit<BindContext, 'resource' | 'imageOf'> {
  return {
    resolver,
    files: input.files,
    sharedVolumes: new Set(mapAt(input.root, 'volumes')?.entries.keys() ?? []),
    networks: new Set(mapAt(input.root, 'networks')?.entries.keys() ?? []),
    report: input.report,
  }
}

function imagesOf(input: BindInput, resolver: Resolver, shared: Omit<BindContext, 'resource' | 'imageOf'>): Images {
  return createImages({
    resources: mapAt(input.root, 'resources') ?? map([], input.root.span),
    registries: mapAt(input.root, 'registries'),
    targetRegistry: child(input.target.tree, 'registry'),
    application: input.application.name,
    // A tag has no `+`, which SemVer has before build metadata; Helm's convention is the underscore.
    tag: input.tag ?? input.application.version?.replaceAll('+', '_') ?? 'latest',
    resolver,
    context: shared,
    self: manifestResource(input.root),
    report: input.report,
  })
}

/** The workload of a resource, and the jobs that make its children exist, right after it. */
function bindResource(
  resource: Resource,
  context: BindContext,
  resolverContext: ResolverContext,
  resolver: Resolver,
): readonly GraphNode[] {
  if (resource.kind !== 'container' && resource.kind !== 'job') return []
  const fields: Fields = { tree: resource.tree, owner: resource.name, context }
  const references = bindReferences(resource, resolverContext, resolverContext.report)
  const { result: draft, mentions } = resolver.recording(() =>
    bindWorkload(
      fields,
      resource.kind === 'job' ? 'job' : 'container',
      resource.definition === undefined ? 'user' : 'catalog',
      injectedVariables(resource, references, resolverContext, resolver),
      resolverContext.endpointsOf(resource),
    ),
  )
  const named = references.map((one) => ({ resource: one.resource, span: one.span, isReference: true }))
  const placed = [...mentions].map(([one, span]) => ({ resource: one, span, isReference: false }))
  const own: GraphNode = { draft, resource, mentions: [...named, ...placed] }
  return [own, ...resource.children.flatMap((one) => bindCreateJobs(one, draft, context))]
}

function bindCreateJobs(resource: Resource, server: WorkloadDraft, context: BindContext): readonly GraphNode[] {
  const below = resource.children.flatMap((one) => bindCreateJobs(one, server, context))
  if (resource.create === undefined) return below
  const fields: Fields = { tree: resource.create, owner: createJobName(resource), context: { ...context, resource } }
  const container = bindContainer(fields, createJobName(resource), [], [], server.image)
  const parent = resource.parent?.path ?? server.name
  const draft: WorkloadDraft = {
    ...server,
    ...container,
    kind: 'job',
    origin: 'create',
    resource: server.name,
    creates: { child: resource.path, what: resource.type, label: resource.name, parent },
    endpoints: [],
    aliases: [],
    probes: { startup: undefined, readiness: undefined, liveness: undefined },
    replicas: undefined,
    perNode: undefined,
    init: [],
    sidecars: [],
    hostname: undefined,
    hostNetwork: undefined,
    // The target's defaults alone: labels of the server say nothing of the job that makes its child
    labels: lateMap(fields, 'labels'),
    annotations: lateMap(fields, 'annotations'),
    restart: undefined,
    update: undefined,
    job: {
      run: 'before-deploy',
      schedule: undefined,
      retries: boundRetries(resource.create),
      timeout: undefined,
      timeoutText: undefined,
      timeoutSpan: undefined,
      blocks: 'waiters',
    },
  }
  return [{ draft, resource, mentions: [] }, ...below]
}

function boundRetries(create: MapNode): number | undefined {
  const node = scalarAt(create, 'retries')
  return typeof node?.value === 'number' ? node.value : undefined
}
