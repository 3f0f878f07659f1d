import type { Resource } from './catalog/resource.ts'
import { applyAccept, sortDiagnostics } from './compiler/accept.ts'
import type { CompiledTarget, CompileRequest, CompileResult } from './compiler/compilation.ts'
import { checkNames } from './compiler/check-names.ts'
import { readFront, readMiddle, type Front, type Middle } from './compiler/front.ts'
import { createInjectedVariables, withInjected, type InjectedVariables } from './compiler/injected.ts'
import { knownErrors, withoutEchoes } from './compiler/known-errors.ts'
import { hideSecretLiterals, secretLiterals } from './compiler/secret-literals.ts'
import { chooseTargets, compileTarget } from './compiler/targets.ts'
import { topologyOf } from './compiler/topology.ts'
import { createUseCollector, missingUses, parameterUses, type UseCollector } from './compiler/uses.ts'
import { createCollector, type Diagnostic } from './diagnostics/diagnostic.ts'
import type { ProjectFiles } from './host/host.ts'
import { reportMissing } from './parameters/missing.ts'
import { prepareTemplates } from './targets/templates.ts'
import { withEntry, type MapNode } from './syntax/node.ts'

/**
 * Compiles one environment of an application: a pure function of the files it can see and the request. Asynchronous only
 * because a project with resource types of its own loads the schema compiler when it is needed.
 */
export async function compile(request: CompileRequest, files: ProjectFiles): Promise<CompileResult> {
  const { report, diagnostics, hasErrors } = createCollector()
  const templates = await prepareTemplates(request.templates ?? new Map(), request.templatesFolder, report)
  const trees: MapNode[] = []
  const front = await readFront(request, files, trees, report)
  if (front === undefined) return finish({ diagnostics, trees })
  const chosen = chooseTargets(front, request, report)
  const uses = createUseCollector()
  const inFront = knownErrors(diagnostics, front.merged)
  const middle = readMiddle(front, request, chosen, uses, withoutEchoes(report, inFront))
  const compiled: CompiledTarget[] = []
  const injected = request.purpose === 'inspect' ? createInjectedVariables() : undefined
  // What is wrong already would only be said again, and worse, by the passes behind.
  const known = knownErrors(diagnostics, front.merged)
  const reportNew = withoutEchoes(report, known)
  if (!known.stops) checkNames(front.merged, front.declarations, reportNew)
  for (const target of known.stops ? [] : chosen.targets) {
    // Of what is wrong nothing can be written, and a document made of it may be no valid one.
    const emit = request.purpose === 'publish' && !hasErrors()
    const context = {
      request,
      files,
      front,
      middle,
      chosen,
      target,
      templates,
      uses,
      injected,
      emit,
      report: reportNew,
    }
    const made = await compileTarget(context)
    if (made !== undefined) compiled.push(made)
  }
  if (request.purpose === 'publish') reportMissing(missingUses(front.merged, uses), front.declarations, reportNew)
  const views = injected === undefined ? undefined : viewsOf(front, middle, uses, injected)
  return finish({ diagnostics, trees, front, middle, views, compiled: hasErrors() ? [] : compiled })
}

interface Outcome {
  readonly diagnostics: readonly Diagnostic[]
  /** The manifest and its overlays as written. */
  readonly trees: readonly MapNode[]
  readonly front?: Front
  readonly middle?: Middle
  readonly views?: Views | undefined
  readonly compiled?: readonly CompiledTarget[]
}

function finish({ diagnostics, trees, front, middle, views = NO_VIEWS, compiled = [] }: Outcome): CompileResult {
  const literals = secretLiterals(front === undefined ? trees : [front.merged, ...trees], front?.types.types)
  // Before doubles go: what one target accepts another may still complain of.
  const { shown, acceptances } = applyAccept(hideSecretLiterals(diagnostics, literals), front?.merged)
  return {
    application: middle?.application.name,
    environment: front?.environment.name,
    diagnostics: sortDiagnostics(shown),
    acceptances,
    targets: compiled,
    merged: front?.merged,
    secretLiterals: literals.spans,
    parameters: middle?.parameters ?? new Map(),
    ...views,
  }
}

/** What commands show of an application; nothing that artifacts are made from. */
type Views = Pick<CompileResult, 'expanded' | 'parameterUses' | 'graph'>

const NO_VIEWS: Views = { expanded: undefined, parameterUses: new Map(), graph: undefined }

function viewsOf(front: Front, middle: Middle, uses: UseCollector, injected: InjectedVariables): Views {
  return {
    expanded: expandedTree(front.merged, middle.resources, injected),
    parameterUses: parameterUses(front.merged, front.declarations, uses, injected.uses),
    graph: topologyOf(middle.resources),
  }
}

/** The merged manifest with every resource in its primitive form, and in `env` what references bring. */
function expandedTree(merged: MapNode, resources: readonly Resource[], injected: InjectedVariables): MapNode {
  const entry = merged.entries.get('resources')
  if (entry?.value.kind !== 'map') return merged
  const entries = new Map(entry.value.entries)
  for (const resource of resources) {
    const known = entries.get(resource.name)
    if (known !== undefined) entries.set(resource.name, { ...known, value: withInjected(resource, injected) })
  }
  return withEntry(merged, { ...entry, value: { ...entry.value, entries } })
}
