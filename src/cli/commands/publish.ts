import type { CompileResult } from '../../compiler/compilation.ts'
import { combinePromoted } from '../../compiler/promote.ts'
import { createCollector, diagnostic, type Report } from '../../diagnostics/diagnostic.ts'
import { compileAsked, mergeDiagnostics, openWorkspace, type Workspace } from '../compile-project.ts'
import { checkArtifacts, printSources, writeArtifacts } from '../publish-output.ts'
import type { Session } from '../session.ts'
import { readTemplates } from '../templates-folder.ts'

/** Options of which at most one says what becomes of the artifacts. */
const MODES = ['check', 'stdout', 'watch'] as const

/** What registries take. */
const IMAGE_TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

function checkModes(session: Session, report: Report): void {
  const exclude = (first: string, second: string, hint: string): void =>
    report(diagnostic('AH8512', undefined, `options "${first}" and "${second}" exclude each other`, { hints: [hint] }))
  const [first, second] = MODES.filter((mode) => session.has(mode))
  if (first !== undefined && second !== undefined) exclude(`--${first}`, `--${second}`, 'leave one of them out')
  if (session.has('stdout') && session.option('format') === 'json') {
    exclude('--stdout', '--format json', 'the stream has a form of its own')
  }
  if (session.has('watch') && session.option('params-file') === '-') {
    exclude('--watch', '--params-file -', 'name a file, which is watched too')
  }
  if (session.has('promote') && session.has('environment')) {
    exclude('--promote', '--environment', 'name all environments with --promote')
  }
  if (
    session
      .option('promote')
      ?.split(',')
      .every((name) => name.trim() === '') === true
  ) {
    const hints = ['for example: --promote staging,production']
    report(diagnostic('AH8503', undefined, 'option "--promote" names no environment', { hints }))
  }
  const tag = session.option('tag')
  if (tag !== undefined && !IMAGE_TAG.test(tag)) {
    const hints = ['letters, digits, "_", "." and "-", at most 128, neither "." nor "-" first']
    report(diagnostic('AH8514', undefined, `"${tag}" of --tag is not a tag that an image can have`, { hints }))
  }
}

/** One round of `publish`, and where its project lies, for `--watch`. */
interface Round {
  readonly exitCode: number
  readonly workspace: Workspace | undefined
}

/** What became of the artifacts; `last` is said after the diagnostics, where people look. */
interface Delivery {
  readonly differs: boolean
  readonly last: readonly string[]
}

function deliver(session: Session, workspace: Workspace, results: readonly CompileResult[], report: Report): Delivery {
  if (session.has('stdout')) {
    printSources(session, results)
    return { differs: false, last: [] }
  }
  if (session.has('check')) return checkArtifacts(session, workspace, results, report)
  return { differs: false, last: writeArtifacts(session, workspace, results, report) }
}

async function publishOnce(session: Session): Promise<Round> {
  const collector = createCollector()
  const templates = readTemplates(session, collector.report)
  const workspace = openWorkspace(session, collector.report, templates)
  if (workspace === undefined || collector.hasErrors()) {
    return { exitCode: session.finish(collector.diagnostics), workspace }
  }
  const each = await compileAsked(session, workspace, 'publish')
  for (const one of mergeDiagnostics(each)) collector.report(one)
  const shared = session.has('promote') && !collector.hasErrors() ? combinePromoted(each, collector.report) : undefined
  const results = shared === undefined ? each : [shared]
  // An error in one environment writes none.
  const delivery = collector.hasErrors() ? undefined : deliver(session, workspace, results, collector.report)
  const exitCode = session.finish(collector.diagnostics)
  for (const line of delivery?.last ?? []) session.say(line)
  return { exitCode: exitCode === 0 && delivery?.differs === true ? 4 : exitCode, workspace }
}

/** Absolute paths of everything that had a say in a round. */
function watchedPaths(session: Session, workspace: Workspace | undefined): readonly string[] {
  const { host } = session
  const paths = new Set<string>()
  if (workspace === undefined) paths.add(host.resolvePath(session.option('file') ?? '.'))
  else {
    const { project } = workspace
    for (const path of [project.manifest, ...project.files.asked]) paths.add(host.resolvePath(project.root, path))
  }
  for (const name of ['params-file', 'templates']) {
    const given = session.option(name)
    if (given !== undefined && given !== '-') paths.add(host.resolvePath(given))
  }
  return [...paths]
}

async function publishAndWatch(session: Session): Promise<number> {
  const { host } = session
  let interrupted: number | undefined
  let stop: () => void = () => undefined
  host.onInterrupt((exitCode) => {
    interrupted = exitCode
    stop()
  })
  for (;;) {
    const { exitCode, workspace } = await publishOnce(session)
    if (interrupted !== undefined) return interrupted
    const watcher = host.watch(watchedPaths(session, workspace))
    stop = () => watcher.close()
    session.say(`${exitCode === 0 ? 'published' : 'nothing was written'}; waiting for changes (Ctrl-C ends)`)
    const outcome = await watcher.next()
    watcher.close()
    if (interrupted !== undefined) return interrupted
    if (outcome === 'closed') return exitCode
    session.say('something changed; publishing again')
  }
}

/** `publish`: compiles and writes artifacts, or compares, prints or keeps watching them. */
export async function publish(session: Session): Promise<number> {
  const collector = createCollector()
  checkModes(session, collector.report)
  if (collector.hasErrors()) return session.finish(collector.diagnostics)
  if (session.has('watch')) return publishAndWatch(session)
  return (await publishOnce(session)).exitCode
}
