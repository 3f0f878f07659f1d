import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { isNull, type ScalarNode } from '../syntax/node.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { checkValue, show } from './check-value.ts'
import { refusePlaceholder, unescaped } from './declarations.ts'
import type { Parameter, ParameterDeclaration, Parameters, ParameterSource, SuppliedParameters } from './parameter.ts'
import { redactSource, redactSpan } from './redact.ts'
import { comparableVariable, variableOf } from './variables.ts'

type Declarations = ReadonlyMap<string, ParameterDeclaration>

/** `parameters:` of the selected environment, those it extends laid under it. */
export interface EnvironmentParameters {
  readonly name: string
  readonly values: ReadonlyMap<string, ScalarNode>
}

/** A value that some source has, before it is checked. */
interface Candidate {
  readonly text: string
  readonly source: ParameterSource
  /** Where a wrong value is shown; undefined for options and variables, which stand in no file. */
  readonly span: Span | undefined
}

/** Everything that is asked for the value of a parameter. */
interface Asked {
  readonly supplied: SuppliedParameters
  readonly environment: EnvironmentParameters
  /** Variables of the process that begin like ours, by their comparable names. */
  readonly variables: ReadonlyMap<string, readonly (readonly [string, string])[]>
  /** A place in the file of parameters, without what stands there. */
  readonly hide: (span: Span) => Span
  readonly report: Report
}

/** Any value in a file of parameters can be a secret, so that none is shown. */
function hider(file: SuppliedParameters['file']): (span: Span) => Span {
  const spans = [...(file?.values.values() ?? [])].map((node) => node.span)
  const source = spans[0] && redactSource(spans[0].source, spans)
  return (span) => (source === undefined ? span : { ...span, source })
}

function isGiven(declaration: ParameterDeclaration, text: string): boolean {
  return text !== '' || (declaration.type === 'string' && !declaration.secret)
}

/** The related place of whatever is wrong with a parameter's value. */
export function declaredHere(declaration: ParameterDeclaration): { readonly message: string; readonly span: Span } {
  return { message: `"${declaration.name}" is declared here`, span: declaration.span }
}

function groupVariables(
  variables: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  const groups = new Map<string, (readonly [string, string])[]>()
  for (const found of [...variables].sort(([left], [right]) => compareCodePoints(left, right))) {
    const key = comparableVariable(found[0])
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [found])
    else group.push(found)
  }
  return groups
}

function* fromVariables(declaration: ParameterDeclaration, asked: Asked): Generator<Candidate> {
  const ours = asked.variables.get(variableOf(declaration.name).toLowerCase()) ?? []
  const given = ours.filter(([, value]) => isGiven(declaration, value))
  const other = given.find(([, value]) => value !== given[0]?.[1])
  const [first] = given
  if (first !== undefined && other !== undefined) {
    const message = `parameter "${declaration.name}": the variables ${first[0]} and ${other[0]} have different values`
    asked.report(
      diagnostic('AH4022', undefined, message, { hints: ['unset one of them'], related: [declaredHere(declaration)] }),
    )
  }
  if (first !== undefined) {
    yield { text: first[1], source: { kind: 'variable', variable: first[0] }, span: undefined }
  }
  const variable = declaration.environmentVariable
  const value = variable === undefined ? undefined : asked.supplied.variables.get(variable)
  if (variable !== undefined && value !== undefined && isGiven(declaration, value)) {
    yield { text: value, source: { kind: 'variable', variable }, span: undefined }
  }
}

/** The values that the sources have, in the order in which they count. */
function* candidatesOf(declaration: ParameterDeclaration, asked: Asked): Generator<Candidate> {
  const { name, secret, defaultNode } = declaration
  const { options, file } = asked.supplied
  const option = secret ? undefined : options.get(name)
  if (option !== undefined) yield { text: option, source: { kind: 'option' }, span: undefined }
  const inFile = file?.values.get(name)
  if (file !== undefined && inFile !== undefined && (inFile.text !== '' || !secret)) {
    const span = asked.hide(inFile.span)
    yield { text: inFile.text, source: { kind: 'params-file', path: file.path, span }, span }
  }
  yield* fromVariables(declaration, asked)
  const inEnvironment = secret ? undefined : asked.environment.values.get(name)
  if (inEnvironment !== undefined && !isNull(inEnvironment) && !refusePlaceholder(name, inEnvironment, asked.report)) {
    const source: ParameterSource = {
      kind: 'environment',
      environment: asked.environment.name,
      span: inEnvironment.span,
    }
    yield { text: unescaped(inEnvironment).text, source, span: inEnvironment.span }
  }
  if (defaultNode !== undefined) {
    const source: ParameterSource = { kind: 'default', span: defaultNode.span }
    yield { text: defaultNode.text, source, span: defaultNode.span }
  }
}

/** Says in words where a value came from; for a message, never with the value. */
export function describeSource(source: ParameterSource, name: string): string {
  switch (source.kind) {
    case 'option':
      return `--param ${name}`
    case 'params-file':
      return source.path
    case 'variable':
      return `the variable ${source.variable}`
    case 'environment':
      return `environments.${source.environment}.parameters`
    case 'default':
      return 'its default'
  }
}

/** Reports a wrong value; true if it is all right. */
function accepts(declaration: ParameterDeclaration, candidate: Candidate, report: Report): boolean {
  const problem = checkValue(declaration, candidate.text)
  if (problem === undefined) return true
  const from = describeSource(candidate.source, declaration.name)
  report(
    diagnostic(problem.code, candidate.span, `${problem.message} (from ${from})`, {
      hints: problem.hints,
      related: [declaredHere(declaration)],
    }),
  )
  return false
}

/** What stands for a value that was reported as wrong, so that it is not missed a second time. */
function standIn(declaration: ParameterDeclaration): string {
  const { type, minimum, allowed, defaultNode } = declaration
  if (defaultNode !== undefined) return defaultNode.text
  if (allowed?.[0] !== undefined) return allowed[0]
  if (type === 'string') return ''
  return type === 'boolean' ? 'false' : String(Math.ceil(minimum ?? 0))
}

function resolveParameter(declaration: ParameterDeclaration, asked: Asked): Parameter {
  const [winner, ...others] = candidatesOf(declaration, asked)
  const overridden = others.map((one) => one.source)
  if (winner === undefined) return { declaration, text: undefined, source: undefined, overridden }
  const right = winner.source.kind === 'default' || accepts(declaration, winner, asked.report)
  for (const other of others) {
    if (other.source.kind === 'environment') accepts(declaration, other, asked.report)
  }
  return { declaration, text: right ? winner.text : standIn(declaration), source: winner.source, overridden }
}

function checkOptions(declarations: Declarations, asked: Asked): void {
  const { supplied, report } = asked
  const unknown = (span: Span | undefined, name: string, from: string): void => {
    const hints = [...didYouMean(name, declarations.keys()), 'declare it under parameters:, or leave it out']
    report(diagnostic('AH4024', span, `${from} names the parameter ${show(name)}, which does not exist`, { hints }))
  }
  for (const name of supplied.options.keys()) {
    const declaration = declarations.get(name)
    if (declaration === undefined) unknown(undefined, name, '--param')
    else if (declaration.secret) {
      const message = `parameter "${name}" is a secret and cannot be given by --param`
      const hints = [`set the variable ${variableOf(name)}, or use --params-file`]
      report(diagnostic('AH4023', undefined, message, { hints, related: [declaredHere(declaration)] }))
    }
  }
  const file = supplied.file
  if (file === undefined) return
  for (const [name, node] of file.values) {
    if (!declarations.has(name)) unknown(asked.hide(node.span), name, file.path)
  }
}

function checkEnvironment(declarations: Declarations, environment: EnvironmentParameters, report: Report): void {
  const path = `environments.${environment.name}.parameters`
  for (const [name, node] of environment.values) {
    const declaration = declarations.get(name)
    if (declaration === undefined) {
      const hints = [...didYouMean(name, declarations.keys()), 'declare it under parameters:, or leave it out']
      report(diagnostic('AH4021', node.span, `${path} sets ${show(name)}, which does not exist`, { hints }))
    } else if (declaration.secret) {
      const hints = [`set the variable ${variableOf(name)}, or use --params-file; this value is known now: change it`]
      const message = `parameter "${name}" is a secret, and ${path} has its value`
      report(diagnostic('AH4020', redactSpan(node.span), message, { hints, related: [declaredHere(declaration)] }))
    }
  }
}

/**
 * Finds the value of every parameter among the sources that `publish` has: options, the file of parameters, variables,
 * the selected environment, the default. The first that has one wins and is checked; a value is never scanned for
 * placeholders. Wrong values and names are reported, without the value of a secret.
 */
export function resolveParameters(
  declarations: Declarations,
  supplied: SuppliedParameters,
  environment: EnvironmentParameters,
  report: Report,
): Parameters {
  const variables = groupVariables(supplied.variables)
  const asked: Asked = { supplied, environment, variables, hide: hider(supplied.file), report }
  checkOptions(declarations, asked)
  checkEnvironment(declarations, environment, report)
  const parameters = new Map<string, Parameter>()
  for (const declaration of declarations.values())
    parameters.set(declaration.name, resolveParameter(declaration, asked))
  return parameters
}
