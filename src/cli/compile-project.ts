import { compile } from '../compile.ts'
import type { CompileRequest, CompileResult } from '../compiler/compilation.ts'
import { type Acceptance, sortDiagnostics } from '../compiler/accept.ts'
import { createCollector, type Diagnostic, diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { SuppliedParameters } from '../parameters/parameter.ts'
import { readEnvironments } from '../overlay/environments.ts'
import { readYamlMap } from '../syntax/read-yaml.ts'
import { readYamlFile } from '../syntax/read-yaml-file.ts'
import { findProject, insideRoot, type Project } from './project.ts'
import type { Session } from './session.ts'
import { suppliedParameters } from './supplied-parameters.ts'

/** Everything that commands which compile have in common. */
export interface Workspace {
  readonly project: Project
  /** Absolute path of `--output-path`. */
  readonly output: string
  readonly parameters: SuppliedParameters
  readonly templates: ReadonlyMap<string, string> | undefined
}

/** What one compilation is asked for beyond the session's options. */
export interface CompileOptions {
  readonly purpose: CompileRequest['purpose']
  /** Undefined: the manifest's default. */
  readonly environment: string | undefined
  /** Whether it is one of all environments. */
  readonly ofAll: boolean
  /** `--promote`: the environments that share the artifacts. */
  readonly promote?: readonly string[]
  /** Default: what `--target` says. */
  readonly targets?: readonly string[]
}

const DEFAULT_OUTPUT = 'apphost-output'

/** Finds the project and reads what stands on the command line; undefined after an error. */
export function openWorkspace(
  session: Session,
  report: Report,
  templates?: ReadonlyMap<string, string>,
): Workspace | undefined {
  const { host } = session
  const collector = createCollector()
  const project = findProject(session, collector.report)
  const parameters = project === undefined ? undefined : suppliedParameters(session, project, collector.report)
  for (const one of collector.diagnostics) report(one)
  if (project === undefined || parameters === undefined || collector.hasErrors()) return undefined
  const output = host.resolvePath(session.option('output-path') ?? DEFAULT_OUTPUT)
  return { project, output, parameters, templates }
}

/** Targets may be written one by one or with commas between them; no target's name has one. */
function chosenTargets(session: Session): readonly string[] {
  return session
    .options('target')
    .flatMap((value) => value.split(','))
    .filter((name) => name !== '')
}

/** Where `publish` would write if it were called beside the manifest, relative to the project root. */
function besideManifest({ manifest }: Project): string {
  return manifest.slice(0, manifest.lastIndexOf('/') + 1) + DEFAULT_OUTPUT
}

/** Where `--templates` lies from the project root. */
function templatesFolder({ host, option }: Session, project: Project): string | undefined {
  const given = option('templates')
  return given === undefined ? undefined : host.relativePath(project.root, host.resolvePath(given))
}

/** Compiles one environment. */
export function compileEnvironment(
  session: Session,
  workspace: Workspace,
  options: CompileOptions,
): Promise<CompileResult> {
  const { project, output, parameters, templates } = workspace
  const inside = insideRoot(session.host, project.root, output)
  // Nothing is written, so nothing is lost where the working directory happens to lie elsewhere.
  const assumed = options.purpose === 'inspect' && !session.has('output-path') ? besideManifest(project) : undefined
  const together = options.promote !== undefined || session.has('output-path')
  const environmentFolder = options.ofAll ? 'always' : together ? 'never' : 'when-several'
  return compile(
    {
      manifest: project.manifest,
      environment: options.environment,
      targets: options.targets ?? chosenTargets(session),
      parameters,
      purpose: options.purpose,
      output: { folder: inside ?? assumed, environmentFolder },
      promote: options.promote,
      tag: session.option('tag'),
      templates,
      templatesFolder: templatesFolder(session, project),
    },
    project.files,
  )
}

/** The word that stands for every environment. */
export const ALL = 'all'

/**
 * The names to compile for `--environment all`: every environment that is not abstract; without `environments:`, the
 * default one and those that have an overlay beside the manifest. A manifest that cannot be read gives the default one,
 * whose compilation reports why.
 */
export function environmentNames(project: Project): readonly (string | undefined)[] {
  const silent = (): void => undefined
  const root = readYamlMap(readYamlFile(project.files, project.manifest, silent), silent)
  if (root === undefined) return [undefined]
  const { declared, list } = readEnvironments(root, silent)
  if (!declared) return ['production', ...overlayNames(project).filter((name) => name !== 'production')]
  const names = list.filter((one) => !one.abstract).map((one) => one.name)
  return names.length === 0 ? [undefined] : names
}

function overlayNames(project: Project): readonly string[] {
  const slash = project.manifest.lastIndexOf('/')
  const folder = project.manifest.slice(0, Math.max(0, slash))
  return project.files.glob(folder, 'apphost.*.{yaml,yml}').flatMap((path) => {
    const name = /^apphost\.([a-z][a-z0-9-]*)\.ya?ml$/.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]
    return name === undefined ? [] : [name]
  })
}

/**
 * Which of the targets on the command line each environment has: `--target local` with all environments means those that
 * deploy to it. If none does, all are compiled, and say so.
 */
function targetsByEnvironment(
  project: Project,
  names: readonly (string | undefined)[],
  chosen: readonly string[],
): ReadonlyMap<string | undefined, readonly string[]> {
  const all = new Map(names.map((name) => [name, chosen] as const))
  const silent = (): void => undefined
  const root = readYamlMap(readYamlFile(project.files, project.manifest, silent), silent)
  if (chosen.length === 0 || root === undefined) return all
  const { list } = readEnvironments(root, silent)
  const some = names.flatMap((name) => {
    const selected = list.find((one) => one.name === name)?.targets?.map((target) => target.name)
    const left = selected === undefined ? chosen : chosen.filter((target) => selected.includes(target))
    return left.length === 0 ? [] : [[name, left] as const]
  })
  const found = new Set(some.flatMap(([, targets]) => targets))
  return chosen.every((target) => found.has(target)) ? new Map(some) : all
}

/** What `--promote` names, each once; `all` stands for every environment. */
function promotedNames(session: Session, project: Project): readonly string[] | undefined {
  const given = session.option('promote')
  if (given === undefined) return undefined
  const names = given.split(',').map((name) => name.trim().toLowerCase())
  const all = names.includes(ALL) ? environmentNames(project).flatMap((name) => name ?? []) : names
  return [...new Set(all.filter((name) => name !== ''))]
}

/** Compiles the environment that was asked for, or all of them, one after the other. */
export async function compileAsked(
  session: Session,
  workspace: Workspace,
  purpose: CompileRequest['purpose'],
): Promise<readonly CompileResult[]> {
  const { environment } = session
  const promote = promotedNames(session, workspace.project)
  if (promote !== undefined) {
    const each: CompileResult[] = []
    for (const name of promote) {
      each.push(await compileEnvironment(session, workspace, { purpose, environment: name, ofAll: false, promote }))
    }
    return each
  }
  if (environment !== ALL) return [await compileEnvironment(session, workspace, { purpose, environment, ofAll: false })]
  const names = environmentNames(workspace.project)
  const results: CompileResult[] = []
  for (const [name, targets] of targetsByEnvironment(workspace.project, names, chosenTargets(session))) {
    results.push(await compileEnvironment(session, workspace, { purpose, environment: name, ofAll: true, targets }))
  }
  return results
}

/** Opens the project and checks one environment, for commands that show something of it; undefined after an error. */
export async function inspectOne(
  session: Session,
  report: Report,
): Promise<{ readonly workspace: Workspace; readonly result: CompileResult } | undefined> {
  const { environment } = session
  if (environment === ALL) {
    report(
      diagnostic('AH8505', undefined, 'option "--environment" cannot be "all" here', {
        hints: ['name one environment; "publish" and "validate" take all'],
      }),
    )
    return undefined
  }
  const workspace = openWorkspace(session, report)
  if (workspace === undefined) return undefined
  return {
    workspace,
    result: await compileEnvironment(session, workspace, { purpose: 'inspect', environment, ofAll: false }),
  }
}

interface Merged {
  readonly diagnostic: Diagnostic
  readonly environments: Set<string>
}

/**
 * The diagnostics of several compilations, each once and sorted by file and place; one that only some environments have
 * names them.
 */
export function mergeDiagnostics(results: readonly CompileResult[]): readonly Diagnostic[] {
  const merged = new Map<string, Merged>()
  for (const { environment, diagnostics } of results) {
    for (const one of diagnostics) {
      const key = `${one.code} ${one.span?.start} ${one.span?.end} ${one.span?.source.path}\0${one.message}`
      const known = merged.get(key) ?? { diagnostic: one, environments: new Set<string>() }
      if (environment !== undefined) known.environments.add(environment)
      merged.set(key, known)
    }
  }
  const all = new Set(results.flatMap((result) => result.environment ?? []))
  const named = [...merged.values()].map(({ diagnostic: one, environments }) => {
    if (environments.size === all.size || environments.size === 0) return one
    return { ...one, message: `${one.message} (environment ${[...environments].join(', ')})` }
  })
  return sortDiagnostics(named)
}

/**
 * Codes under `accept:` that silenced nothing in any of the environments. Only a run over all of them, without an error
 * that cut a compilation short, can tell.
 */
export function unusedAcceptances(results: readonly CompileResult[]): readonly Diagnostic[] {
  if (results.some((result) => result.diagnostics.some((one) => one.severity === 'error'))) return []
  const used = new Set<string>()
  const first = new Map<string, Acceptance>()
  for (const one of results.flatMap((result) => result.acceptances)) {
    const key = `${one.span.source.path} ${one.span.start}`
    if (one.used) used.add(key)
    if (!first.has(key)) first.set(key, one)
  }
  return [...first].flatMap(([key, { code, span }]) => {
    if (used.has(key)) return []
    const message = `no environment and target gives the warning ${code} here`
    return [diagnostic('AH6053', span, message, { hints: ['remove it from accept:'] })]
  })
}
