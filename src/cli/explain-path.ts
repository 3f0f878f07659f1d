import type { CompileResult } from '../compiler/compilation.ts'
import { createCollector, diagnostic } from '../diagnostics/diagnostic.ts'
import { printJson } from '../diagnostics/format-json.ts'
import { summaryOf } from '../diagnostics/format-text.ts'
import { safeText } from '../diagnostics/safe-text.ts'
import { inspectOne } from './compile-project.ts'
import { type ExplainedParameter, type ExplainedValue, explainPath, type Explanation } from './explanation.ts'
import { lookUp, type PathLookup } from './manifest-path.ts'
import type { Session } from './session.ts'
import { clipped } from './table.ts'

const LONGEST_VALUE = 200

function show(text: string): string {
  return safeText(clipped(text, LONGEST_VALUE))
}

function valueLines(value: ExplainedValue): string {
  const width = Math.max(...value.says.map((say) => say.place.length))
  const lines = value.says.map((say, index) => {
    const what = index === 0 ? say.role : `${say.role}, replaced: ${show(say.value)}`
    return `  ${safeText(say.place).padEnd(width)}  ${what}\n`
  })
  return `${safeText(value.path)} = ${show(value.value)}\n${lines.join('')}`
}

function parameterLines(parameter: ExplainedParameter): string {
  const { name, value, generated, source, overridden, users } = parameter
  const without = generated ? ' has no value yet; it is generated when the application is deployed' : ' has no value'
  const head = `parameter ${name}${value === undefined ? without : ` = ${value === '' ? '""' : show(value)}`}\n`
  const from = source === undefined ? '' : `  from ${safeText(source)}\n`
  const rest = overridden.map((one) => `  instead of ${safeText(one)}\n`)
  return `${head}${from}${rest.join('')}${users.length === 0 ? '' : `  used by ${safeText(users.join(', '))}\n`}`
}

function explanationText(explanation: Explanation): string {
  return [...explanation.values.map(valueLines), ...explanation.parameters.map(parameterLines)].join('\n')
}

/** What the manifest says first, then what resource types made of it. */
function lookUpIn(result: CompileResult, typed: string): PathLookup | undefined {
  const first = result.merged === undefined ? undefined : lookUp(result.merged, typed)
  if (first?.kind === 'found' || result.expanded === undefined) return first
  const second = lookUp(result.expanded, typed)
  return second.kind === 'found' ? second : (first ?? second)
}

/** Explains a manifest path: its value, every place that had a say in it, and the parameters that it names. */
export async function explainManifestPath(session: Session, typed: string): Promise<number> {
  const collector = createCollector()
  const inspected = await inspectOne(session, collector.report)
  if (inspected === undefined) return session.finish(collector.diagnostics)
  const { result, workspace } = inspected
  const found = lookUpIn(result, typed)
  if (found === undefined) return session.finish([...collector.diagnostics, ...result.diagnostics])
  if (found.kind !== 'found') {
    const message =
      found.kind === 'no-path'
        ? `"${typed}" is neither a diagnostic code nor a manifest path`
        : `there is no "${found.step}" in ${found.parent}`
    const hints = found.kind === 'no-path' ? ['a path looks like resources.api.env.LOG_LEVEL'] : found.hints
    return session.finish([...collector.diagnostics, diagnostic('AH8526', undefined, message, { hints })])
  }
  const explanation = explainPath(found.path, result, workspace.project.manifest)
  if (session.option('format') === 'json') {
    const { application, environment } = result
    session.print(printJson({ version: 1, application, environment, ...explanation }))
  } else session.print(explanationText(explanation))
  const problems = summaryOf(result.diagnostics.filter((one) => one.severity === 'error'))
  if (problems !== '')
    session.say(`the application does not compile (${problems}); "apphost-compile validate" says why`)
  return session.finish(collector.diagnostics)
}
