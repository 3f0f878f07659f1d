import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Parameters, SuppliedParameters } from '../parameters/parameter.ts'
import type { MapNode } from '../syntax/node.ts'
import type { Artifact } from '../targets/artifact.ts'
import type { DeploymentFacts } from '../targets/deployment-facts.ts'
import type { Acceptance } from './accept.ts'

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
  /** `--promote`: the environments that the artifacts are for, this one among them; its name is then bound later. */
  readonly promote?: readonly string[] | undefined
  /** `--tag`. */
  readonly tag: string | undefined
  /** `--templates`: file name below the target's folder (`compose/README.md.hbs`) -> text. */
  readonly templates: ReadonlyMap<string, string> | undefined
  /** Where that folder lies, for the places of diagnostics. Default: paths count from the folder. */
  readonly templatesFolder?: string | undefined
}

/** What one target of an environment comes to. */
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
  /**
   * The manifest after catalog types became primitives, with the variables that references bring in `env`; every node
   * still knows its file and what it replaced. This and the two below are made for the purpose `inspect` only.
   */
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
