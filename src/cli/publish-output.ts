import type { CompiledTarget, CompileResult } from '../compiler/compilation.ts'
import type { Report } from '../diagnostics/diagnostic.ts'
import { printJson } from '../diagnostics/format-json.ts'
import type { OutputSet } from '../output/compare-folder.ts'
import { checkOutput, printCheck } from '../output/check.ts'
import { printStream } from '../output/print-stream.ts'
import { type PublishedFolder, publishOutput } from '../output/publish.ts'
import type { OutputRequest } from '../output/output-folder.ts'
import type { Workspace } from './compile-project.ts'
import type { Session } from './session.ts'

/** One target of one environment, compiled. */
interface Compiled {
  readonly result: CompileResult
  readonly target: CompiledTarget
}

function compiledTargets(results: readonly CompileResult[]): readonly Compiled[] {
  return results.flatMap((result) => result.targets.map((target) => ({ result, target })))
}

/** What `--output-path` says as it was typed, for messages. */
function shownOutput(session: Session): string {
  return session.option('output-path') ?? 'apphost-output'
}

function joined(...parts: readonly string[]): string {
  return parts
    .map((part) => (part.length > 1 ? part.replace(/\/$/, '') : part))
    .filter((part) => part !== '')
    .join('/')
}

function outputRequest(session: Session, workspace: Workspace, results: readonly CompileResult[]): OutputRequest {
  const { project, output } = workspace
  const sets: readonly OutputSet[] = compiledTargets(results).map(({ result, target }) => ({
    environment: result.environment,
    target: target.name,
    folder: target.folder,
    artifacts: target.artifacts,
    facts: target.facts,
  }))
  return {
    application: results[0]?.application ?? '',
    output,
    projectRoot: project.root,
    manifest: session.host.resolvePath(project.root, project.manifest),
    shownAs: shownOutput(session),
    sets,
  }
}

/** `--stdout`: every artifact under a line that names it. */
export function printSources(session: Session, results: readonly CompileResult[]): void {
  session.print(printStream(compiledTargets(results).map(({ target }) => target)))
}

/** A path as one word of a shell's command, which never looks like an option. */
function shellWord(path: string): string {
  const safe = path.startsWith('-') ? `./${path}` : path
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", () => String.raw`'\''`)}'`
}

/** How people go on from a folder, by the type of its target. */
function nextStep(target: CompiledTarget, folder: string): string {
  const { parameters, derived } = target.facts
  const values = target.artifacts.find((one) => one.ownership === 'user-editable')?.path ?? '.env'
  const required = [
    ...parameters.filter((fact) => (values === '.env' ? fact.default === undefined : fact.secret)),
    ...derived.filter((fact) => fact.required),
  ].map((fact) => fact.variable)
  const first = required.length === 0 ? '' : `set ${required.join(', ')}, then `
  switch (target.type) {
    case 'docker-compose':
      if (startsNothing(target)) return `${first}see ${joined(folder, 'README.md')}`
      return `${first}cd ${shellWord(folder)} && docker compose${values === '.env' ? '' : ` --env-file ${shellWord(values)}`} up --detach --wait`
    default:
      return `${first}see ${joined(folder, 'README.md')}`
  }
}

/** Where there are jobs alone, `up` would only say that no service is selected. */
function startsNothing({ artifacts }: CompiledTarget): boolean {
  const compose = artifacts.find((one) => one.path === 'compose.yaml')
  return typeof compose?.content === 'string' && /^services: \{\}$/m.test(compose.content)
}

function countOf(folder: PublishedFolder): string {
  const counts = [
    [folder.created.length, 'new'],
    [folder.updated.length, 'changed'],
    [folder.removed.length, 'removed'],
    [folder.unchanged.length + folder.adopted.length, 'unchanged'],
  ] as const
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return said.length === 0 ? 'no files' : said.join(', ')
}

function filesOf(folder: PublishedFolder): readonly { readonly path: string; readonly change: string }[] {
  const changes = ['created', 'updated', 'adopted', 'unchanged', 'removed'] as const
  return changes
    .flatMap((change) => folder[change].map((path) => ({ path, change })))
    .sort((left, right) => (left.path < right.path ? -1 : 1))
}

function printPublished(
  session: Session,
  results: readonly CompileResult[],
  folders: readonly PublishedFolder[],
): void {
  if (session.option('format') === 'json') {
    session.print(
      printJson({
        version: 1,
        application: results[0]?.application ?? null,
        targets: folders.map((folder) => ({
          environment: folder.environment ?? null,
          target: folder.target,
          folder: folder.shownAs,
          files: filesOf(folder),
        })),
      }),
    )
    return
  }
  for (const folder of folders) {
    for (const { path, change } of filesOf(folder)) {
      if (change !== 'removed') session.print(`${joined(folder.shownAs, path)}\n`)
    }
  }
}

function howToGoOn(results: readonly CompileResult[], folders: readonly PublishedFolder[]): readonly string[] {
  const compiled = compiledTargets(results)
  return folders.flatMap((folder) => {
    const found = compiled.find(
      ({ result, target }) => target.name === folder.target && result.environment === folder.environment,
    )
    if (found === undefined) return []
    const { application, environment } = found.result
    return [
      `${application ?? ''} (${environment ?? 'no environment'}), target ${folder.target}: ${countOf(folder)}`,
      `next: ${nextStep(found.target, folder.shownAs)}`,
      `      (${joined(folder.shownAs, 'README.md')} says more)`,
    ]
  })
}

/** Writes everything and prints what; answers what to say about how to go on. */
export function writeArtifacts(
  session: Session,
  workspace: Workspace,
  results: readonly CompileResult[],
  report: Report,
): readonly string[] {
  const request = { ...outputRequest(session, workspace, results), force: session.has('force') }
  if (request.sets.length === 0) return ['nothing to write: the environment selects no target']
  const { folders, diagnostics } = publishOutput(session.host, request)
  for (const one of diagnostics) report(one)
  printPublished(session, results, folders)
  return diagnostics.some((one) => one.severity === 'error') ? [] : howToGoOn(results, folders)
}

/** `--check`: shows what differs, if something does. */
export function checkArtifacts(
  session: Session,
  workspace: Workspace,
  results: readonly CompileResult[],
  report: Report,
): { readonly differs: boolean; readonly last: readonly string[] } {
  const request = outputRequest(session, workspace, results)
  if (request.sets.length === 0) return { differs: false, last: [] }
  const result = checkOutput(session.host, request)
  for (const one of result.diagnostics) report(one)
  const failed = result.diagnostics.some((one) => one.severity === 'error')
  const differs = result.differences.length > 0
  if (session.option('format') === 'json') {
    session.print(printJson({ version: 1, upToDate: !failed && !differs, differences: result.differences }))
  } else session.print(printCheck(result))
  return { differs, last: failed || differs ? [] : [`${request.shownAs} is up to date`] }
}
