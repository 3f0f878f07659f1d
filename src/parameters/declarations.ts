import type { Code } from '../diagnostics/catalog.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { child, type Entry, isNull, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import { mentionsPlaceholder } from '../template/parse-template.ts'
import type { ValueType } from '../template/value.ts'
import { checkValue, isOfType, show } from './check-value.ts'
import { readGenerate } from './generate.ts'
import { compilePattern } from './match-pattern.ts'
import type { Generate, ParameterDeclaration } from './parameter.ts'
import { parsePattern } from './pattern.ts'
import { redactSpan } from './redact.ts'
import { comparableVariable, variableOf } from './variables.ts'

const TYPES: readonly ValueType[] = ['string', 'integer', 'number', 'boolean']
const NUMBER_LIMITS = ['minimum', 'maximum'] as const
const STRING_LIMITS = ['minLength', 'maxLength', 'pattern'] as const

/** What is known of a parameter while its declaration is read. */
interface Reading {
  readonly name: string
  readonly node: MapNode
  readonly type: ValueType
  readonly secret: boolean
  readonly report: Report
}

function complain(reading: Reading, code: Code, span: Span, message: string, hints: readonly string[] = []): undefined {
  reading.report(diagnostic(code, span, `parameter "${reading.name}": ${message}`, { hints }))
  return undefined
}

function scalarOf(node: MapNode, key: string): ScalarNode | undefined {
  const found = child(node, key)
  return found?.kind === 'scalar' && !isNull(found) ? found : undefined
}

function numberOf(node: MapNode, key: string): number | undefined {
  const value = scalarOf(node, key)?.value
  return typeof value === 'number' ? value : undefined
}

function keySpan(node: MapNode, key: string): Span {
  return node.entries.get(key)?.keySpan ?? node.span
}

/** Reports constraints that have no effect on the type, and limits that exclude everything. */
function checkConstraints(reading: Reading): void {
  const { node, type } = reading
  const numeric = type === 'integer' || type === 'number'
  for (const key of [...NUMBER_LIMITS, ...STRING_LIMITS, 'generate'] as const) {
    const fits = key === 'minimum' || key === 'maximum' ? numeric : type === 'string'
    if (fits || !node.entries.has(key)) continue
    const wanted = numeric || type === 'boolean' ? 'a string' : 'an integer or a number'
    const hint = key === 'minimum' || key === 'maximum' ? 'declare type: integer' : 'declare type: string'
    complain(reading, 'AH4006', keySpan(node, key), `"${key}" is for ${wanted}, and the type is ${type}`, [hint])
  }
  for (const [low, high] of [NUMBER_LIMITS, ['minLength', 'maxLength']] as const) {
    const [least, most] = [numberOf(node, low), numberOf(node, high)]
    if (least === undefined || most === undefined || least <= most) continue
    complain(reading, 'AH4007', keySpan(node, low), `${low} ${least} is above ${high} ${most}`, ['swap the two'])
  }
}

function readPattern(reading: Reading): string | undefined {
  const node = scalarOf(reading.node, 'pattern')
  if (node === undefined || reading.type !== 'string') return undefined
  const parsed = parsePattern(node.text)
  if ('problem' in parsed) {
    const hints = ['only what Go and JavaScript share is understood; several wanted values are an enum']
    return complain(reading, 'AH4008', node.span, `its pattern cannot be used: ${parsed.problem}`, hints)
  }
  if (compilePattern(parsed.node) !== undefined) return node.text
  const hints = ['repeat less, or fewer times: a limit on the length is better said by maxLength']
  return complain(reading, 'AH4008', node.span, 'its pattern cannot be used: its repeats multiply to too much', hints)
}

function readAllowed(reading: Reading): readonly string[] | undefined {
  const node = child(reading.node, 'enum')
  if (node?.kind !== 'sequence') return undefined
  const allowed: string[] = []
  for (const item of node.items) {
    if (item.kind !== 'scalar') continue
    if (isOfType(reading.type, item.text)) allowed.push(item.text)
    else
      complain(reading, 'AH4009', item.span, `${show(item.text)} in its enum is not of type ${reading.type}`, [
        'write every item in the declared type',
      ])
  }
  return allowed.length === 0 ? undefined : allowed
}

/** Reports a placeholder in the value of a parameter, where it would never be resolved; true if there is one. */
export function refusePlaceholder(name: string, node: ScalarNode, report: Report): boolean {
  if (!mentionsPlaceholder(node.text.replaceAll('$$<', ''))) return false
  report(
    diagnostic('AH4013', node.span, `parameter "${name}": placeholders are not resolved in parameters`, {
      hints: ['put the text together where the parameter is used; a literal "$<" is written "$$<"'],
    }),
  )
  return true
}

/** The value of a scalar in the manifest: `$$<` is a literal `$<` there, as everywhere. */
export function unescaped(node: ScalarNode): ScalarNode {
  return node.text.includes('$$<') ? { ...node, text: node.text.replaceAll('$$<', () => '$<') } : node
}

function readDefault(reading: Reading): ScalarNode | undefined {
  const node = scalarOf(reading.node, 'default')
  if (node === undefined) return undefined
  if (reading.secret) {
    // The flag that is not well written is what is wrong first.
    if (scalarOf(reading.node, 'secret')?.value !== true) return undefined
    return complain(reading, 'AH4003', redactSpan(node.span), 'a secret has no default', [
      'generate: {} makes a random value; env: or file: say where to read one',
      `supply it by the variable ${variableOf(reading.name)}`,
    ])
  }
  return refusePlaceholder(reading.name, node, reading.report) ? undefined : unescaped(node)
}

function readSecretGenerate(reading: Reading): Generate | undefined {
  const node = child(reading.node, 'generate')
  if (node === undefined || node.kind !== 'map') return undefined
  if (!reading.secret) {
    return complain(reading, 'AH4004', keySpan(reading.node, 'generate'), 'only a secret is generated', [
      'add secret: true, or give a default',
    ])
  }
  const made = readGenerate(node, reading.report)
  const [least, most] = [numberOf(reading.node, 'minLength') ?? 0, numberOf(reading.node, 'maxLength') ?? made.length]
  if (made.length < least || made.length > most) {
    const limit = made.length < least ? `minLength is ${least}` : `maxLength is ${most}`
    complain(reading, 'AH4005', node.span, `generate makes ${made.length} characters, but ${limit}`, [
      'set the length of generate',
    ])
  }
  return reading.type === 'string' ? made : undefined
}

function readFile(reading: Reading): string | undefined {
  const node = scalarOf(reading.node, 'file')
  if (node === undefined) return undefined
  const { text } = node
  const wrong = (message: string): undefined =>
    complain(reading, 'AH4010', node.span, message, ['write a path relative to this file, such as secrets/smtp.txt'])
  if (text.trim() === '' || text.endsWith('/')) return wrong(`${show(text)} names no file`)
  if (text.includes('\\')) return wrong(`${show(text)} holds a backslash; paths are written with "/"`)
  if (/^(\/|~|[A-Za-z]:|[a-z]+:\/\/)/.test(text)) return wrong(`${show(text)} is not a relative path`)
  if (/\p{Cc}/u.test(text)) return wrong(`${show(text)} holds a control character`)
  if (leadsOut(node.span.source.path, text)) return wrong(`${show(text)} leads out of the project root`)
  return text
}

/** Whether a path, relative to a file that is named relative to the project root, leaves that root on its way. */
function leadsOut(file: string, path: string): boolean {
  let depth = file.split('/').length - 1
  for (const part of path.split('/')) {
    if (part === '..') depth--
    else if (part !== '' && part !== '.') depth++
    if (depth < 0) return true
  }
  return false
}

/** The variable of `env:`; a name that is none is left to the schema. */
function readVariable(reading: Reading): string | undefined {
  const text = scalarOf(reading.node, 'env')?.text
  return text !== undefined && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) ? text : undefined
}

/** Parts of a declaration in which `$<` is a text, or which are checked on their own. */
const FREE_TEXT: ReadonlySet<string> = new Set(['default', 'description', 'pattern'])

/** Placeholders are not resolved in declarations, though the schema lets them stand wherever it wants a scalar. */
function checkPlaceholders(reading: Reading): void {
  const pending: Node[] = []
  for (const { key, value } of reading.node.entries.values()) if (!FREE_TEXT.has(key)) pending.push(value)
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    if (node.kind === 'scalar') refusePlaceholder(reading.name, node, reading.report)
    else if (node.kind === 'sequence') pending.push(...node.items)
    else for (const { value } of node.entries.values()) pending.push(value)
  }
}

/** Whether a flag is meant as true, well written or not: what may be a secret is treated as one. */
export function isMeant(flag: Node | undefined): boolean {
  return flag !== undefined && !(flag.kind === 'scalar' && /^(false|no|off|null|~|)$/i.test(flag.text))
}

function readDeclaration(found: Entry, report: Report): ParameterDeclaration | undefined {
  const { key: name, value: node } = found
  if (node.kind !== 'map') return undefined
  const type = TYPES.find((one) => one === scalarOf(node, 'type')?.text) ?? 'string'
  const secret = isMeant(child(node, 'secret'))
  const reading: Reading = { name, node, type, secret, report }
  checkPlaceholders(reading)
  checkConstraints(reading)
  const declaration: ParameterDeclaration = {
    name,
    type,
    secret,
    description: scalarOf(node, 'description')?.text,
    defaultNode: readDefault(reading),
    environmentVariable: readVariable(reading),
    file: readFile(reading),
    generate: readSecretGenerate(reading),
    minimum: numberOf(node, 'minimum'),
    maximum: numberOf(node, 'maximum'),
    minLength: numberOf(node, 'minLength'),
    maxLength: numberOf(node, 'maxLength'),
    pattern: readPattern(reading),
    allowed: readAllowed(reading),
    rules: [],
    span: found.keySpan,
    declaredBy: undefined,
  }
  return withCheckedDefault(declaration, report)
}

function withCheckedDefault(declaration: ParameterDeclaration, report: Report): ParameterDeclaration {
  const { defaultNode } = declaration
  const problem = defaultNode && checkValue(declaration, defaultNode.text)
  if (defaultNode === undefined || problem === undefined) return declaration
  const related = [{ message: `"${declaration.name}" is declared here`, span: declaration.span }]
  report(diagnostic(problem.code, defaultNode.span, problem.message, { hints: problem.hints, related }))
  return { ...declaration, defaultNode: undefined }
}

/** Reports parameters that would be read from the same variable. */
function checkVariables(declarations: ReadonlyMap<string, ParameterDeclaration>, report: Report): void {
  const taken = new Map<string, ParameterDeclaration>()
  for (const one of declarations.values()) taken.set(variableOf(one.name).toLowerCase(), one)
  for (const one of declarations.values()) {
    const variable = one.environmentVariable
    if (variable === undefined) continue
    const key = comparableVariable(variable) ?? variable.toLowerCase()
    const other = taken.get(key)
    taken.set(key, one)
    if (other === undefined || other === one) continue
    report(
      diagnostic('AH4012', one.span, `"${one.name}" and "${other.name}" are read from the same variable ${variable}`, {
        hints: ['give each its own variable'],
        related: [{ message: `"${other.name}" is declared here`, span: other.span }],
      }),
    )
  }
}

/**
 * Reads `parameters:` of the merged, normalized manifest. What has the wrong shape is left out without a word, since the
 * schema reports it; a declaration with a wrong part stays, without that part.
 */
export function declareParameters(root: MapNode, report: Report): ReadonlyMap<string, ParameterDeclaration> {
  const declarations = new Map<string, ParameterDeclaration>()
  const node = child(root, 'parameters')
  if (node?.kind !== 'map') return declarations
  for (const found of node.entries.values()) {
    const declaration = readDeclaration(found, report)
    if (declaration !== undefined) declarations.set(found.key, declaration)
  }
  checkVariables(declarations, report)
  return declarations
}

/** The parameter that a secret property of a resource type brings along. */
export function secretDeclaration(
  name: string,
  description: string,
  generate: Generate | undefined,
  span: Span,
  declaredBy: string,
): ParameterDeclaration {
  return {
    name,
    type: 'string',
    secret: true,
    description,
    defaultNode: undefined,
    environmentVariable: undefined,
    file: undefined,
    generate,
    minimum: undefined,
    maximum: undefined,
    minLength: undefined,
    maxLength: undefined,
    pattern: undefined,
    allowed: undefined,
    rules: [],
    span,
    declaredBy,
  }
}
