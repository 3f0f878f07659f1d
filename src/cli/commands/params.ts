import type { CompileResult, ParameterUse } from '../../compiler/compilation.ts'
import { createCollector } from '../../diagnostics/diagnostic.ts'
import { printJson } from '../../diagnostics/format-json.ts'
import type { Parameter } from '../../parameters/parameter.ts'
import { inspectOne } from '../compile-project.ts'
import { placeText, shownValue, sourceText } from '../describe-parameter.ts'
import type { Session } from '../session.ts'
import { clipped, formatTable } from '../table.ts'

const LONGEST_VALUE = 40

/** `late`, `publish`, or `unused` where nothing names the parameter. */
function boundText(uses: readonly ParameterUse[]): 'late' | 'publish' | 'unused' {
  if (uses.length === 0) return 'unused'
  return uses.some((use) => use.bound === 'publish') ? 'publish' : 'late'
}

/** `api` for `resources.api.env.LOG_LEVEL`, the whole path for what is no resource. */
function userOf(use: ParameterUse): string {
  const [section, name] = use.path.split(/[.[]/)
  return section === 'resources' && name !== undefined ? name : use.path
}

function valueText(parameter: Parameter): string {
  const value = shownValue(parameter)
  if (value !== undefined) return value === '' ? '""' : clipped(value, LONGEST_VALUE)
  return '(none)'
}

function row(parameter: Parameter, uses: readonly ParameterUse[]): readonly string[] {
  const { declaration, source } = parameter
  return [
    declaration.name,
    declaration.secret ? `${declaration.type}, secret` : declaration.type,
    valueText(parameter),
    source === undefined ? '-' : sourceText(source),
    boundText(uses),
    [...new Set(uses.map(userOf))].join(', ') || '-',
  ]
}

function json(parameter: Parameter, uses: readonly ParameterUse[]): Record<string, unknown> {
  const { declaration, source, overridden } = parameter
  return {
    name: declaration.name,
    type: declaration.type,
    secret: declaration.secret,
    description: declaration.description ?? null,
    declaredAt: placeText(declaration.span),
    declaredBy: declaration.declaredBy ?? null,
    generated: declaration.generate !== undefined,
    bound: boundText(uses),
    hasValue: parameter.text !== undefined,
    value: declaration.secret ? null : (parameter.text ?? null),
    source: source === undefined ? null : sourceText(source),
    overridden: overridden.map(sourceText),
    users: uses.map((use) => ({ path: use.path, place: placeText(use.span), bound: use.bound })),
  }
}

function print(session: Session, result: CompileResult): void {
  const all = [...result.parameters.values()].map(
    (parameter) => [parameter, result.parameterUses.get(parameter.declaration.name) ?? []] as const,
  )
  if (session.option('format') === 'json') {
    const { application, environment } = result
    session.print(
      printJson({ version: 1, application, environment, parameters: all.map(([one, uses]) => json(one, uses)) }),
    )
  } else if (all.length === 0) session.say('the application has no parameters')
  else
    session.print(
      formatTable([
        ['NAME', 'TYPE', 'VALUE', 'SOURCE', 'BOUND', 'USED BY'],
        ...all.map(([one, uses]) => row(one, uses)),
      ]),
    )
}

/** `params`: every parameter with its source and users; the values of secrets never leave. */
export async function params(session: Session): Promise<number> {
  const collector = createCollector()
  const inspected = await inspectOne(session, collector.report)
  if (inspected === undefined) return session.finish(collector.diagnostics)
  const { result } = inspected
  // What is known is shown even if the application does not compile: a missing value may be the reason.
  if (result.parameters.size > 0 || result.merged !== undefined) print(session, result)
  return session.finish([...collector.diagnostics, ...result.diagnostics])
}
