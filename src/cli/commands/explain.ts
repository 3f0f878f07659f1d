import { pageOf } from '../../diagnostics/catalog.ts'
import type { CodePage } from '../../diagnostics/code-page.ts'
import { createCollector, diagnostic } from '../../diagnostics/diagnostic.ts'
import { summaryOf } from '../../diagnostics/format-text.ts'
import { printJson } from '../../diagnostics/format-json.ts'
import { safeText } from '../../diagnostics/safe-text.ts'
import { CATALOG } from '../../diagnostics/catalog.ts'
import { nearest } from '../../diagnostics/suggest.ts'
import type { CompileResult } from '../../compile.ts'
import { compileEnvironment, openWorkspace } from '../compile-project.ts'
import { explainPath, type Explanation, type ExplainedParameter, type ExplainedValue } from '../explanation.ts'
import { lookUp, type PathLookup } from '../manifest-path.ts'
import type { Session } from '../session.ts'
import { clipped } from '../table.ts'

const CODE = /^ah[0-9]{1,5}$/i
const LONGEST_VALUE = 200

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n')
}

function pageText(code: string, page: CodePage): string {
  const example = page.example === '' ? '' : `\nExample:\n\n${indented(page.example)}\n`
  return `${code}: ${page.title} (${page.severity})\n\n${page.cause}\n${example}\nWhat to do:\n\n${page.fix}\n`
}

function explainCode(session: Session, typed: string): number {
  const code = typed.toUpperCase()
  const page = pageOf(code)
  if (page === undefined) {
    const near = nearest(code, Object.keys(CATALOG))
    const hints = near === undefined ? [] : [`did you mean "${near}"?`]
    return session.finish([diagnostic('AH8526', undefined, `there is no diagnostic "${typed}"`, { hints })])
  }
  if (session.option('format') === 'json') session.print(printJson({ version: 1, code, ...page }))
  else session.print(pageText(code, page))
  return 0
}

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

async function explainManifestPath(session: Session, typed: string): Promise<number> {
  const collector = createCollector()
  const workspace = openWorkspace(session, collector.report)
  if (workspace === undefined) return session.finish(collector.diagnostics)
  const result = await compileEnvironment(session, workspace, {
    purpose: 'inspect',
    environment: session.environment,
    ofAll: false,
  })
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

/** `explain`: the page of a code, or where the value at a manifest path comes from. */
export function explain(session: Session): Promise<number> | number {
  const [typed = ''] = session.positionals
  return CODE.test(typed) ? explainCode(session, typed) : explainManifestPath(session, typed)
}
