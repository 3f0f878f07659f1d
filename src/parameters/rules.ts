import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { fitsLimits, show } from './check-value.ts'
import type { Parameter, Parameters, TextLimits, ValueRule } from './parameter.ts'
import { declaredHere, describeSource } from './sources.ts'

/**
 * Adds to parameters what the resources that use them ask of their values, and checks the values that are known. A value
 * that comes later is checked by whoever reads the artifacts: their README says what it may be.
 */
export function applyRules(
  parameters: Parameters,
  rules: ReadonlyMap<string, readonly ValueRule[]>,
  report: Report,
): Parameters {
  const found = new Map(parameters)
  for (const [name, added] of rules) {
    const parameter = parameters.get(name)
    if (parameter === undefined) continue
    const declaration = { ...parameter.declaration, rules: added }
    found.set(name, { ...parameter, declaration })
    for (const rule of added) checkRule(parameter, rule, report)
  }
  return found
}

/** What does not fit, for a message. */
interface Misfit {
  readonly at: Span
  readonly what: string
  readonly hint: string
}

function checkRule({ declaration, text, source }: Parameter, rule: ValueRule, report: Report): void {
  const { name, secret, generate } = declaration
  const complain = ({ at, what, hint }: Misfit): void => {
    const elsewhere = at === rule.span ? [] : [{ message: `${rule.asker} is set here`, span: rule.span }]
    const declared = declaration.declaredBy === undefined ? [declaredHere(declaration)] : []
    const message = `parameter "${name}": ${what}: ${rule.asker} takes ${wordsOf(rule).join(', ')}`
    report(diagnostic('AH4014', at, message, { hints: [hint], related: [...elsewhere, ...declared] }))
  }
  // A wrong generated value would only be found when it is made
  if (generate !== undefined && !hasLength(rule, generate.length)) {
    const what = `generate makes ${generate.length} characters`
    complain({ at: rule.span, what, hint: 'set the length of generate' })
  }
  if (text === undefined || source === undefined || fitsLimits(rule, text)) return
  complain({
    at: 'span' in source ? source.span : rule.span,
    what: `${secret ? 'the value' : show(text)} does not suit (from ${describeSource(source, name)})`,
    hint: 'give a value that it takes',
  })
}

function hasLength({ minLength = 0, maxLength = Infinity }: ValueRule, length: number): boolean {
  return length >= minLength && length <= maxLength
}

/** What a text has to be, in words that go on from "takes". */
export function wordsOf(limits: TextLimits): readonly string[] {
  const { minLength, maxLength, pattern, says } = limits
  const words: string[] = []
  if (minLength !== undefined && maxLength !== undefined) words.push(`${minLength} to ${maxLength} characters`)
  else if (minLength !== undefined) words.push(`at least ${minLength} character${minLength === 1 ? '' : 's'}`)
  else if (maxLength !== undefined) words.push(`at most ${maxLength} character${maxLength === 1 ? '' : 's'}`)
  if (says !== undefined) words.push(says)
  else if (pattern !== undefined) words.push(`text that matches ${pattern}`)
  return words
}
