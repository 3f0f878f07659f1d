import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { folderOf, leadsOut, resolveFrom } from '../overlay/paths.ts'
import { entriesAt, itemsAt, mapAt, scalarAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { concatenate, isSecret, text, type Value } from '../template/value.ts'
import type { Resource } from '../catalog/resource.ts'
import type { BuiltImage } from './app-model.ts'
import { complain, type BindContext, type Fields } from './bind-context.ts'
import { boundText, boundTexts, lateMap, lateText } from './read-fields.ts'
import type { Resolver } from './resolver-context.ts'

/** A `build` found in the manifest: the first of those that are equal gives the image its name. */
interface FoundBuild {
  readonly name: string
  readonly build: MapNode
  readonly registry: Node | undefined
  readonly standalone: boolean
}

/** A text that is equal for two builds exactly if their images are to be shared. */
function keyOf(build: Node, registry: Node | undefined): string {
  return JSON.stringify([plain(build, true), registry?.kind === 'scalar' ? registry.text : null])
}

/** Plain data of a tree with sorted keys; relative paths count from the project root, so that places do not matter. */
function plain(node: Node, top: boolean): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.text
    case 'sequence':
      return node.items.map((item) => plain(item, false))
    case 'map': {
      const entries = [...node.entries.values()].map((entry): readonly [string, unknown] => {
        const isPath = top && (entry.key === 'context' || entry.key === 'dotnet')
        return [
          entry.key,
          isPath && entry.value.kind === 'scalar' ? locate(entry.value, entry.value.text) : plain(entry.value, false),
        ]
      })
      return entries.toSorted(([one], [other]) => (one < other ? -1 : 1))
    }
  }
}

const IS_URL = /^[a-z][a-z0-9+.-]*:\/\/|^git@|^docker-image:/

function locate(node: Node, written: string): string {
  return IS_URL.test(written) ? written : resolveFrom(folderOf(node.span), written) || '.'
}

/** As `locate`, and reports what leads out of the project: the artifacts would name a folder that others do not have. */
function locateInside(fields: Fields, node: Node, written: string): string {
  const path = locate(node, written)
  if (IS_URL.test(written) || !leadsOut(written, path)) return path
  complain(fields, 'AH5029', node.span, `"${written}" of "${fields.owner}" leads out of the project`, {
    hints: ['the project is the nearest folder with `.git`, else that of the manifest; `--root` names another'],
  })
  return path
}

/** All builds of the manifest by key, in its order, abstract and disabled resources among them. */
function collectBuilds(resources: MapNode): ReadonlyMap<string, FoundBuild> {
  const found = new Map<string, FoundBuild>()
  const add = (name: string, tree: Node, registry: Node | undefined, standalone: boolean): void => {
    const build = child(tree, 'build')
    if (build?.kind !== 'map') return
    const key = keyOf(build, registry)
    if (!found.has(key)) found.set(key, { name, build, registry, standalone })
  }
  for (const one of resources.entries.values()) {
    const type = child(one.value, 'type')
    add(one.key, one.value, child(one.value, 'registry'), type?.kind === 'scalar' && type.text === 'image')
  }
  for (const one of resources.entries.values()) {
    const registry = child(one.value, 'registry')
    for (const item of itemsAt(one.value, 'init'))
      add(`${one.key}-${scalarAt(item, 'name')?.text ?? 'init'}`, item, child(item, 'registry') ?? registry, false)
    for (const item of entriesAt(one.value, 'sidecars'))
      add(`${one.key}-${item.key}`, item.value, child(item.value, 'registry') ?? registry, false)
  }
  return found
}

/** What the images of one target are made from. */
export interface ImagesInput {
  readonly resources: MapNode
  readonly registries: MapNode | undefined
  /** The registry that the target names. */
  readonly targetRegistry: Node | undefined
  readonly application: string
  /** `--tag`, else the application's version, else `latest`. */
  readonly tag: string
  readonly resolver: Resolver
  readonly context: Omit<BindContext, 'imageOf' | 'resource'>
  readonly self: Resource
  readonly report: Report
}

/** The images that an application builds. */
export interface Images {
  /** In the manifest's order. */
  readonly all: () => readonly BuiltImage[]
  of(build: Node, registry: Node | undefined): BuiltImage | undefined
}

/** Reads the builds of the manifest when they are asked for; equal ones are one image. */
export function createImages(input: ImagesInput): Images {
  const builds = collectBuilds(input.resources)
  const made = new Map<string, BuiltImage>()
  function of(build: Node, registry: Node | undefined): BuiltImage | undefined {
    const key = keyOf(build, registry)
    const known = made.get(key)
    const found = builds.get(key)
    if (known !== undefined || found === undefined) return known
    const image = bindImage(input, found)
    made.set(key, image)
    return image
  }
  const order = [...builds.keys()]
  return { of, all: () => order.flatMap((key) => made.get(key) ?? []) }
}

function bindImage(input: ImagesInput, found: FoundBuild): BuiltImage {
  const resource: Resource = { ...input.self, name: found.name, path: found.name }
  const fields: Fields = {
    tree: found.build,
    owner: found.name,
    context: { ...input.context, resource, imageOf: () => undefined },
  }
  const context = child(found.build, 'context')
  const written = boundText(fields, context)
  const dotnet = child(found.build, 'dotnet')
  const project = boundText(fields, dotnet)
  const buildArguments = lateMap(fields, 'args')
  for (const argument of buildArguments) {
    if (!isSecret(argument.value)) continue
    input.report(
      diagnostic(
        'AH5028',
        argument.span,
        `build argument "${argument.name}" of "${found.name}" holds a secret, which would stay in the image`,
        {
          hints: ['use `build.secrets`, and `RUN --mount=type=secret` in the Dockerfile'],
          subject: { resource: found.name },
        },
      ),
    )
  }
  return {
    name: found.name,
    reference: referenceOf(input, fields, found),
    context: written === undefined || context === undefined ? undefined : locateInside(fields, context, written),
    dockerfile: dockerfileOf(fields, found.build, context, written),
    stage: boundText(fields, child(found.build, 'target')),
    arguments: buildArguments,
    platforms: boundTexts(fields, itemsAt(found.build, 'platforms')),
    additionalContexts: entriesAt(found.build, 'additionalContexts').flatMap((entry) => {
      const placed = entry.value.kind === 'scalar' ? lateText(fields, entry.value) : undefined
      if (placed === undefined) return []
      const only = placed.value.parts.length === 1 ? placed.value.parts[0] : undefined
      return [
        {
          name: entry.key,
          location: only?.kind === 'text' ? text(locateInside(fields, entry.value, only.text)) : placed.value,
        },
      ]
    }),
    secrets: entriesAt(found.build, 'secrets').flatMap((entry): BuiltImage['secrets'] => {
      const file = scalarAt(entry.value, 'file')
      if (file !== undefined)
        return [{ id: entry.key, value: undefined, file: locateInside(fields, file, boundText(fields, file) ?? '') }]
      const placed = entry.value.kind === 'scalar' ? lateText(fields, entry.value) : undefined
      return placed === undefined ? [] : [{ id: entry.key, value: placed.value, file: undefined }]
    }),
    dotnetProject: project === undefined || dotnet === undefined ? undefined : locateInside(fields, dotnet, project),
    standalone: found.standalone,
    span: found.build.span,
  }
}

/** As it is written, since it counts from the context; only where it ends up is looked at. */
function dockerfileOf(
  fields: Fields,
  build: MapNode,
  context: Node | undefined,
  contextPath: string | undefined,
): string | undefined {
  const node = child(build, 'dockerfile')
  const written = boundText(fields, node)
  if (node === undefined || written === undefined || context === undefined || contextPath === undefined) return written
  // A folder that leads out is reported already, and one of a URL holds whatever it holds
  if (IS_URL.test(contextPath) || leadsOut(contextPath, locate(context, contextPath))) return written
  if (!leadsOut(written, resolveFrom(locate(context, contextPath), written))) return written
  complain(fields, 'AH5029', node.span, `"${written}" of "${fields.owner}" leads out of the project`, {
    hints: ['a Dockerfile is named from the build context'],
  })
  return written
}

/** `<registry>/<repository>/<resource>:<tag>`; without a registry `localhost/<app>/<resource>`, because Compose pulls a name before it builds it. */
function referenceOf(input: ImagesInput, fields: Fields, found: FoundBuild): Value {
  const registry = registryOf(input, found)
  const ownRepository = lateText(fields, scalarAt(found.build, 'repository'))?.value
  const tail = text(`:${input.tag}`)
  if (registry === undefined) {
    return concatenate([text('localhost/'), ownRepository ?? text(`${input.application}/${found.name}`), tail])
  }
  const inRegistry: Fields = { ...fields, tree: registry, context: { ...fields.context, resource: input.self } }
  const endpoint = lateText(inRegistry, scalarAt(registry, 'endpoint'))?.value
  const azureName = boundText(inRegistry, child(mapAt(registry, 'azure'), 'name'))
  const host = endpoint ?? text(azureName === undefined ? 'localhost' : `${azureName}.azurecr.io`)
  const repository = lateText(inRegistry, scalarAt(registry, 'repository'))?.value
  const path =
    ownRepository ?? (repository === undefined ? text(found.name) : concatenate([repository, text(`/${found.name}`)]))
  return concatenate([host, text('/'), path, tail])
}

/** The resource's registry, else the target's, else the only one there is. */
function registryOf(input: ImagesInput, found: FoundBuild): MapNode | undefined {
  const all = input.registries
  const named = found.registry ?? input.targetRegistry
  if (named?.kind !== 'scalar') {
    const [only, ...others] = all === undefined ? [] : [...all.entries.values()]
    return others.length === 0 && only?.value.kind === 'map' ? only.value : undefined
  }
  const registry = child(all, named.text)
  if (registry?.kind === 'map') return registry
  input.report(
    diagnostic('AH5035', named.span, `there is no registry "${named.text}"`, {
      hints: [...didYouMean(named.text, all?.entries.keys() ?? []), 'declare it under `registries:`'].slice(0, 1),
    }),
  )
  return undefined
}
