import type { Resource } from './catalog/resource.ts'
import { applyAccept, sortDiagnostics, type Acceptance } from './compiler/accept.ts'
import { checkNames } from './compiler/check-names.ts'
import { readFront, readMiddle, type Front, type Middle } from './compiler/front.ts'
import { knownErrors, withoutEchoes } from './compiler/known-errors.ts'
import { hideSecretLiterals, secretLiterals } from './compiler/secret-literals.ts'
import { chooseTargets, compileTarget } from './compiler/targets.ts'
import { topologyOf } from './compiler/topology.ts'
import { createUseCollector, missingUses, parameterUses, type UseCollector } from './compiler/uses.ts'
import { createCollector, type Diagnostic } from './diagnostics/diagnostic.ts'
import type { Span } from './diagnostics/source.ts'
import type { ProjectFiles } from './host/host.ts'
import { reportMissing } from './parameters/missing.ts'
import type { Parameters, SuppliedParameters } from './parameters/parameter.ts'
import { prepareTemplates } from './targets/templates.ts'
import { withEntry, type MapNode } from './syntax/node.ts'
import type { Artifact } from './targets/artifact.ts'
import type { DeploymentFacts } from './targets/deployment-facts.ts'

/** What a compilation is asked for. All paths are relative to the project root, with `/`. */
export interface CompileRequest {
  /** `apphost.yaml`. */
  readonly manifest: string
  /** `-e`; undefined takes the manifest's default environment. */
  readonly environment: string | undefined
  /** `--target`; empty: all that the environment selects. */
  readonly targets: readonly string[]
  readonly parameters: SuppliedParameters
  /** `publish` makes artifacts and needs every publish-bound value; `inspect` does all checks without. */
  readonly purpose: 'publish' | 'inspect'
  readonly output: {
    /** The folder of `--output-path`; undefined where it lies outside the project root. */
    readonly folder: string | undefined
    /** Whether the environment's name is always a folder below it (`all`), or only where several are declared and no `-o` is given. */
    readonly environmentFolder: 'always' | 'when-several' | 'never'
  }
  /** `--tag`. */
  readonly tag: string | undefined
  /** `--templates`: file name below the target's folder (`compose/README.md.hbs`) -> text. */
  readonly templates: ReadonlyMap<string, string> | undefined
}

export interface CompiledTarget {
  readonly name: string
  readonly type: string
  /** Below the output path; empty where the artifacts lie in it directly. */
  readonly folder: string
  readonly artifacts: readonly Artifact[]
  readonly facts: DeploymentFacts
}

/** One environment, compiled. With an error among the diagnostics `targets` is empty. */
export interface CompileResult {
  readonly application: string | undefined
  readonly environment: string | undefined
  /** Sorted by file and place, accepted warnings left out. */
  readonly diagnostics: readonly Diagnostic[]
  /** Every code under `accept:`, and whether it silenced something here. */
  readonly acceptances: readonly Acceptance[]
  readonly targets: readonly CompiledTarget[]
  /** The manifest with its overlays merged, before types are expanded; for `explain`, `environments`, `graph`. */
  readonly merged: MapNode | undefined
  /** The manifest after catalog types became primitives; every node still knows its file and what it replaced. */
  readonly expanded: MapNode | undefined
  /** Where literals stand in place of secrets (a mistake): what must not be shown of `merged` and `expanded`. */
  readonly secretLiterals: readonly Span[]
  readonly parameters: Parameters
  /** By parameter, in the manifest's order. */
  readonly parameterUses: ReadonlyMap<string, readonly ParameterUse[]>
  readonly graph: ApplicationGraph | undefined
}

/** One place that names a parameter. */
export interface ParameterUse {
  /** The manifest path: `resources.api.env.LOG_LEVEL`. */
  readonly path: string
  readonly span: Span
  readonly bound: 'late' | 'publish'
}

/** The topology, for the command `graph`. */
export interface ApplicationGraph {
  readonly nodes: readonly {
    readonly name: string
    readonly type: string
    /** The parent's name, of a child (a database of a server). */
    readonly parent: string | undefined
  }[]
  readonly edges: readonly {
    readonly from: string
    readonly to: string
    readonly kind: 'reference' | 'wait'
    /** Of a wait: `healthy`, `started`, `completed`. */
    readonly label: string | undefined
  }[]
}

/**
 * Compiles one environment of an application: a pure function of the files it can see and the request. Asynchronous only
 * because a project with resource types of its own loads the schema compiler when it is needed.
 */
export async function compile(request: CompileRequest, files: ProjectFiles): Promise<CompileResult> {
  const { report, diagnostics, hasErrors } = createCollector()
  const templates = await prepareTemplates(request.templates ?? new Map(), report)
  const trees: MapNode[] = []
  const front = await readFront(request, files, trees, report)
  if (front === undefined) return finish({ diagnostics, trees })
  const chosen = chooseTargets(front, request, report)
  const uses = createUseCollector()
  const inFront = knownErrors(diagnostics, front.merged)
  const middle = readMiddle(front, request, chosen, uses, withoutEchoes(report, inFront))
  const compiled: CompiledTarget[] = []
  // What is wrong already would only be said again, and worse, by the passes behind.
  const known = knownErrors(diagnostics, front.merged)
  const reportNew = withoutEchoes(report, known)
  if (!known.stops) checkNames(front.merged, front.declarations, reportNew)
  for (const target of known.stops ? [] : chosen.targets) {
    const context = { request, files, front, middle, chosen, target, templates, uses, report: reportNew }
    const made = compileTarget(context)
    if (made !== undefined) compiled.push(made)
  }
  if (request.purpose === 'publish') reportMissing(missingUses(front.merged, uses), front.declarations, reportNew)
  return finish({ diagnostics, trees, front, middle, uses, compiled: hasErrors() ? [] : compiled })
}

interface Outcome {
  readonly diagnostics: readonly Diagnostic[]
  /** The manifest and its overlays as written. */
  readonly trees: readonly MapNode[]
  readonly front?: Front
  readonly middle?: Middle
  readonly uses?: UseCollector
  readonly compiled?: readonly CompiledTarget[]
}

function finish({ diagnostics, trees, front, middle, uses, compiled = [] }: Outcome): CompileResult {
  const literals = secretLiterals(front === undefined ? trees : [front.merged, ...trees], front?.types.types)
  const { shown, acceptances } = applyAccept(sortDiagnostics(hideSecretLiterals(diagnostics, literals)), front?.merged)
  const known = front !== undefined && middle !== undefined && uses !== undefined
  return {
    application: middle?.application.name,
    environment: front?.environment.name,
    diagnostics: shown,
    acceptances,
    targets: compiled,
    merged: front?.merged,
    expanded: known ? expandedTree(front.merged, middle.resources) : undefined,
    secretLiterals: literals.spans,
    parameters: middle?.parameters ?? new Map(),
    parameterUses: known ? parameterUses(front.merged, front.declarations, uses) : new Map(),
    graph: middle === undefined ? undefined : topologyOf(middle.resources),
  }
}

/** The merged manifest with every resource in its primitive form. */
function expandedTree(merged: MapNode, resources: readonly Resource[]): MapNode {
  const entry = merged.entries.get('resources')
  if (entry?.value.kind !== 'map') return merged
  const entries = new Map(entry.value.entries)
  for (const resource of resources) {
    const known = entries.get(resource.name)
    if (known !== undefined) entries.set(resource.name, { ...known, value: resource.tree })
  }
  return withEntry(merged, { ...entry, value: { ...entry.value, entries } })
}
