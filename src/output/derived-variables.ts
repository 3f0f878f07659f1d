import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { evaluate, type Lookup } from '../template/evaluate.ts'
import { mentionsPlaceholder, parseTemplateText } from '../template/parse-template.ts'
import { literalOf, text } from '../template/value.ts'
import type { DeploymentFacts, DerivedFact } from '../targets/deployment-facts.ts'
import { dotenvValues } from './merge-dotenv.ts'

/** What a derived variable is to hold; undefined if one of its sources has no value here. */
function expectedValue(
  fact: DerivedFact,
  facts: DeploymentFacts,
  values: ReadonlyMap<string, string>,
): string | undefined {
  const written = mentionsPlaceholder(fact.expression) ? fact.expression : `$<${fact.expression}>`
  const span = { source: { path: '', text: written }, start: 0, end: written.length }
  const lookup: Lookup = (reference) => {
    const [name] = reference.path
    const parameter = facts.parameters.find((one) => one.name === name)
    const value =
      reference.root === 'Parameters' && parameter !== undefined ? values.get(parameter.variable) : undefined
    return value === undefined ? undefined : text(value)
  }
  let failed = false
  const fail: Report = () => void (failed = true)
  const value = evaluate(parseTemplateText(written, span, fail), lookup, fail)
  return failed || value === undefined || value === 'absent' ? undefined : literalOf(value)
}

/**
 * Warns of variables in a user's `.env` that are made from others in it and no longer fit them. It compares the values
 * themselves: a hash of a secret that was remembered could be guessed. `file` is how the file is called for people.
 */
export function checkDerivedVariables(file: string, dotenv: string, facts: DeploymentFacts, report: Report): void {
  const values = dotenvValues(dotenv)
  const stale: string[] = []
  for (const fact of facts.derived) {
    const value = values.get(fact.variable)
    if (value === undefined) continue
    const expected = expectedValue(fact, facts, values)
    if (expected !== undefined && expected !== value) stale.push(fact.variable)
  }
  if (stale.length === 0) return
  const verb = stale.length === 1 ? 'does not fit the variable' : 'do not fit the variables'
  report(
    diagnostic(
      'AH8402',
      undefined,
      `in "${file}", ${stale.join(', ')} ${verb} that ${stale.length === 1 ? 'it is' : 'they are'} made from`,
      {
        hints: ['set it anew from the current value, as the README says, or remove its line if it is optional'],
      },
    ),
  )
}
