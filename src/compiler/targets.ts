import { rootOf, type Resource } from '../catalog/resource.ts'
import type { CompiledTarget, CompileRequest } from './compilation.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ProjectFiles } from '../host/host.ts'
import type { Addressing } from '../model/addressing.ts'
import type { TargetSettings } from '../model/app-model.ts'
import { bindApplication } from '../model/bind.ts'
import { isOnTarget } from '../model/select.ts'
import type { TemplateSet } from '../targets/templates.ts'
import { DEFAULT_TARGET } from '../overlay/load.ts'
import { entriesAt, scalarAt } from '../syntax/fields.ts'
import { child, map, type MapNode, type Node } from '../syntax/node.ts'
import { text } from '../template/value.ts'
import { TARGETS } from '../targets/index.ts'
import type { Front, Middle } from './front.ts'
import { noteInjected, type InjectedVariables } from './injected.ts'
import type { UseCollector } from './uses.ts'

/** The targets of a manifest, and those that one compilation is for. */
export interface ChosenTargets {
  readonly declared: ReadonlySet<string>
  /** Those that the environment selects, `--target` or not. */
  readonly selected: ReadonlySet<string>
  readonly ofEnvironment: readonly TargetSettings[]
  /** Those of `--target` among them. */
  readonly targets: readonly TargetSettings[]
}

/** All targets of the manifest in its order; without any, one for Docker Compose. */
export function declaredTargets(root: MapNode): readonly TargetSettings[] {
  const entries = entriesAt(root, 'targets')
  if (entries.length === 0) {
    return [{ name: DEFAULT_TARGET, type: 'docker-compose', tree: map([], root.span), span: root.span }]
  }
  return entries.flatMap((one) => {
    const type = scalarAt(one.value, 'type')
    if (one.value.kind !== 'map' || type === undefined) return []
    return [{ name: one.key, type: type.text, tree: one.value, span: type.span }]
  })
}

/** The targets that a compilation is for; names of `--target` that the environment does not have are reported. */
export function chooseTargets(front: Front, request: CompileRequest, report: Report): ChosenTargets {
  const all = declaredTargets(front.merged)
  const wanted = front.environment.targets
  const ofEnvironment = wanted === undefined ? all : all.filter((one) => wanted.some((name) => name.name === one.name))
  const names = ofEnvironment.map((one) => one.name)
  for (const name of request.targets) {
    if (names.includes(name)) continue
    report(
      diagnostic('AH6051', undefined, `environment "${front.environment.name}" has no target "${name}"`, {
        hints: [...didYouMean(name, names), `it selects: ${names.join(', ')}`],
      }),
    )
  }
  const targets =
    request.targets.length === 0 ? ofEnvironment : ofEnvironment.filter((one) => request.targets.includes(one.name))
  return { declared: new Set(all.map((one) => one.name)), selected: new Set(names), ofEnvironment, targets }
}

/** All that the compilation of one target needs. */
export interface TargetCompilation {
  readonly request: CompileRequest
  readonly files: ProjectFiles
  readonly front: Front
  readonly middle: Middle
  readonly chosen: ChosenTargets
  readonly target: TargetSettings
  readonly templates: TemplateSet
  readonly uses: UseCollector
  /** Whether artifacts are made; all else is checked without them too. */
  readonly emit: boolean
  /** Filled with what each workload's environment holds, for commands that show it. */
  readonly injected: InjectedVariables | undefined
  readonly report: Report
}

/** defaults, bind, resolve, check, lower, emit, verify for one target; undefined where nothing comes of it. */
export async function compileTarget(context: TargetCompilation): Promise<CompiledTarget | undefined> {
  const { request, target, chosen, front, middle } = context
  const implementation = TARGETS.get(target.type)
  const report: Report = (found) =>
    void context.report({ ...found, subject: { target: target.name, ...found.subject } })
  if (implementation === undefined) {
    report(
      diagnostic('AH6050', target.span, `artifacts for the target type "${target.type}" cannot be written yet`, {
        severity: request.purpose === 'publish' ? 'error' : 'warning',
        hints: [`this version writes: ${[...TARGETS.keys()].join(', ')}`],
      }),
    )
  }
  const here = (resource: Resource): boolean => isOnTarget(originalOf(front.merged, resource), target.name)
  const model = bindApplication({
    application: middle.application,
    manifest: fileName(request.manifest),
    tag: request.tag,
    root: front.merged,
    target,
    targetEnvironments: environmentsOf(front, target.name),
    targetsOfEnvironment: chosen.ofEnvironment.map((one) => ({ name: one.name, type: one.type })),
    here: middle.resources.filter(here),
    elsewhere: [...middle.resources.filter((one) => !here(one)), ...middle.elsewhere],
    removed: middle.selection.removed,
    parameters: middle.parameters,
    addressing: implementation?.addressing ?? ADDRESSING_IN_GENERAL,
    addressingOf: (resource) => addressingElsewhere(front, resource),
    canCheck: implementation?.canCheck ?? (() => true),
    files: context.files,
    uses: context.uses,
    report,
  })
  if (context.injected !== undefined) noteInjected(model, context.injected)
  if (implementation === undefined) return undefined
  const folder = layoutFolder(context)
  const lies =
    request.output.folder === undefined
      ? undefined
      : [request.output.folder, folder].filter((part) => part !== '' && part !== '.').join('/')
  const emitted = implementation.compile(model, {
    folder: lies,
    templates: context.templates,
    uses: context.uses,
    report,
    validator: await implementation.loadValidator(model),
    emit: context.emit,
  })
  return emitted === undefined ? undefined : { name: target.name, type: target.type, folder, ...emitted }
}

/** How a resource of other targets is reached from this one: as the first of its targets says. */
function addressingElsewhere(front: Front, resource: Resource): Addressing {
  const entry = originalOf(front.merged, rootOf(resource))
  const first = declaredTargets(front.merged).find((one) => isOnTarget(entry, one.name))
  return TARGETS.get(first?.type ?? '')?.addressing ?? ADDRESSING_IN_GENERAL
}

/** A resource's own entry in the manifest: where it may go is not a matter of its type. */
function originalOf(merged: MapNode, resource: Resource): Node {
  return child(child(merged, 'resources'), resource.name) ?? resource.tree
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function environmentsOf(front: Front, target: string): readonly string[] {
  const concrete = front.environments.list.filter((one) => !one.abstract)
  if (concrete.length === 0) return [front.environment.name]
  return concrete.filter((one) => one.targets?.some((name) => name.name === target) ?? true).map((one) => one.name)
}

/** `[<environment>][/<target>]` below the output path. */
function layoutFolder({ request, front, chosen, target }: TargetCompilation): string {
  const several = front.environments.list.filter((one) => !one.abstract).length > 1
  const rule = request.output.environmentFolder
  const parts = [
    ...(rule === 'always' || (rule === 'when-several' && several) ? [front.environment.name] : []),
    ...(chosen.ofEnvironment.length > 1 ? [target.name] : []),
  ]
  return parts.join('/')
}

/** For target types whose artifacts are not written yet, so that all else about their resources is checked. */
const ADDRESSING_IN_GENERAL: Addressing = {
  host: (workload) => workload,
  port: (endpoint) => endpoint.port,
  publicAddress: (endpoint) => {
    if (!endpoint.external) return 'closed'
    const host = endpoint.routes.find((route) => route.host !== undefined)?.host
    const secure = endpoint.tls !== false && endpoint.tls !== undefined
    const scheme = secure && endpoint.scheme === 'http' ? 'https' : endpoint.scheme
    return { scheme, host: host ?? text('localhost'), port: undefined }
  },
}
