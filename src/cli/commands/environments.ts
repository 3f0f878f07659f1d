import type { CompileResult } from '../../compiler/compilation.ts'
import { hideSecretLiterals, secretLiterals } from '../../compiler/secret-literals.ts'
import { declaredTargets } from '../../compiler/targets.ts'
import { createCollector } from '../../diagnostics/diagnostic.ts'
import { printJson } from '../../diagnostics/format-json.ts'
import type { Span } from '../../diagnostics/source.ts'
import { summaryOf } from '../../diagnostics/format-text.ts'
import { safeText } from '../../diagnostics/safe-text.ts'
import { describeDifferences } from '../../overlay/differences.ts'
import { type Environment, readEnvironments, selectEnvironment } from '../../overlay/environments.ts'
import { applyExtends } from '../../overlay/extends.ts'
import { prepareManifest } from '../../overlay/load.ts'
import type { MapNode, Node } from '../../syntax/node.ts'
import { readYamlFile } from '../../syntax/read-yaml-file.ts'
import { readYamlMap } from '../../syntax/read-yaml.ts'
import { compileEnvironment, environmentNames, openWorkspace, type Workspace } from '../compile-project.ts'
import { MASK } from '../describe-parameter.ts'
import { isHidden, shownNode } from '../explanation.ts'
import type { Session } from '../session.ts'
import { clipped } from '../table.ts'

const LONGEST_VALUE = 60

/** One line of how an environment differs from the base. */
interface ShownDifference {
  readonly path: string
  readonly from: string | null
  readonly to: string | null
}

interface ShownEnvironment {
  readonly name: string
  readonly default: boolean
  readonly abstract: boolean
  readonly extends: readonly string[]
  readonly overlays: readonly string[]
  readonly targets: readonly string[]
  readonly parameters: Readonly<Record<string, string>>
  readonly differences: readonly ShownDifference[]
  /** Null for an abstract one, which is never compiled by itself. */
  readonly compiles: boolean | null
  readonly problems: string
}

function differencesOf(base: MapNode, result: CompileResult): readonly ShownDifference[] {
  if (result.merged === undefined) return []
  return describeDifferences(base, result.merged).map(({ path, from, to }) => {
    const show = (node: Node | undefined): string | null => (node === undefined ? null : shownNode(node, result))
    return { path, from: show(from), to: show(to) }
  })
}

function targetsOf(
  environment: Environment | undefined,
  result: CompileResult | undefined,
  base: MapNode,
): readonly string[] {
  if (environment?.targets !== undefined) return environment.targets.map((target) => target.name)
  return declaredTargets(result?.merged ?? base).map((target) => target.name)
}

/** Files that were really laid over: a default overlay need not exist. */
function overlaysOf(environment: Environment | undefined, workspace: Workspace): readonly string[] {
  return (environment?.overlays ?? []).flatMap(({ paths, at }) => {
    const there = paths.filter((path) => workspace.project.files.read(path, Number.MAX_SAFE_INTEGER).kind === 'file')
    return at === undefined ? there.slice(0, 1) : paths.slice(0, 1)
  })
}

function parametersOf(
  environment: Environment | undefined,
  secrets: readonly Span[],
): Readonly<Record<string, string>> {
  const shown = [...(environment?.parameters ?? [])].map(
    ([name, node]) => [name, isHidden(node, secrets) ? MASK : node.text] as const,
  )
  return Object.fromEntries(shown)
}

async function inspect(
  session: Session,
  workspace: Workspace,
  base: MapNode,
  name: string,
  environment: Environment | undefined,
  isDefault: boolean,
): Promise<ShownEnvironment> {
  const abstract = environment?.abstract === true
  const result = abstract
    ? undefined
    : await compileEnvironment(session, workspace, { purpose: 'inspect', environment: name, ofAll: true })
  const errors = result?.diagnostics.filter((one) => one.severity === 'error') ?? []
  // An abstract one has no result of its own; its secrets are those that the base declares.
  const secrets = [...secretLiterals([base]).spans, ...(result?.secretLiterals ?? [])]
  return {
    name,
    default: isDefault,
    abstract,
    extends: environment?.extends ?? [],
    overlays: overlaysOf(environment, workspace),
    targets: targetsOf(environment, result, base),
    parameters: parametersOf(environment, secrets),
    differences: result === undefined ? [] : differencesOf(base, result),
    compiles: abstract ? null : errors.length === 0,
    problems: summaryOf(errors),
  }
}

function differenceText({ path, from, to }: ShownDifference): string {
  const show = (text: string): string => safeText(clipped(text, LONGEST_VALUE))
  if (from === null) return `  + ${safeText(path)}: ${show(to ?? '')}\n`
  if (to === null) return `  - ${safeText(path)}: ${show(from)}\n`
  return `  ~ ${safeText(path)}: ${show(from)} -> ${show(to)}\n`
}

function environmentText(one: ShownEnvironment): string {
  const marks = [...(one.default ? ['default'] : []), ...(one.abstract ? ['abstract'] : [])]
  const lines = [`${one.name}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}\n`]
  if (one.compiles === false) {
    lines.push(`  does not compile: ${one.problems}; "apphost-compile validate -e ${one.name}" says why\n`)
  }
  if (one.extends.length > 0) lines.push(`  extends: ${one.extends.join(', ')}\n`)
  if (one.targets.length > 0) lines.push(`  targets: ${one.targets.join(', ')}\n`)
  if (one.overlays.length > 0) lines.push(`  overlays: ${safeText(one.overlays.join(', '))}\n`)
  for (const [name, value] of Object.entries(one.parameters)) {
    lines.push(`  parameter ${name}: ${safeText(clipped(value, LONGEST_VALUE))}\n`)
  }
  return lines.join('') + one.differences.map(differenceText).join('')
}

/** `environments`: each with its targets, overlays and differences from the base, and whether it compiles. */
export async function environments(session: Session): Promise<number> {
  const collector = createCollector()
  const workspace = openWorkspace(session, collector.report)
  if (workspace === undefined) return session.finish(collector.diagnostics)
  const { files, manifest } = workspace.project
  const root = readYamlMap(readYamlFile(files, manifest, collector.report), collector.report)
  const finish = (): number =>
    session.finish(hideSecretLiterals(collector.diagnostics, secretLiterals(root === undefined ? [] : [root])))
  if (root === undefined) return finish()
  const known = readEnvironments(root, collector.report)
  const silent = (): void => undefined
  // Compared as it is compiled, so that what a resource takes from another is no difference.
  const base = applyExtends(prepareManifest(root, silent), silent)
  const standard = selectEnvironment(known, undefined, silent)?.name
  const names = known.declared ? known.list.map((one) => one.name) : environmentNames(workspace.project)
  const shown: ShownEnvironment[] = []
  for (const name of names) {
    if (name === undefined) continue
    const environment = known.list.find((one) => one.name === name) ?? selectEnvironment(known, name, silent)
    shown.push(await inspect(session, workspace, base, name, environment, name === standard))
  }
  if (session.option('format') === 'json') session.print(printJson({ version: 1, environments: shown }))
  else session.print(shown.map(environmentText).join('\n'))
  return finish()
}
