import { didYouMean } from '../diagnostics/suggest.ts'
import type { Format } from './printed.ts'
import type { TemplateContract, TemplateField, TemplateFields } from './template-contract.ts'
import { type HelperParameter, helpersOf } from './template-helpers.ts'
import { PRINT_PRINTED, PRINT_TEXT } from './template-runtime.ts'

/** How deep blocks may be nested, `else if` counted. */
export const DEEPEST = 32

/** A mistake in a template; `node` is where. */
export interface TemplateProblem {
  readonly code: 'AH6091' | 'AH6092' | 'AH6093' | 'AH6094'
  readonly node: hbs.AST.Node
  readonly message: string
  readonly hints: readonly string[]
}

/** One level of names: the fields of the context or of an item, and the block parameters around it. */
interface Scope {
  readonly item: TemplateField
  readonly parameters: ReadonlyMap<string, TemplateField>
  readonly parent: Scope | undefined
}

interface Check {
  readonly format: Format
  readonly text: string
  readonly problems: TemplateProblem[]
}

/**
 * Checks the tree of a template and changes it so that every value goes through a printer: `{{x}}` becomes a call of
 * the printer of the file's format, `{{{x}}}` of what lets nothing but printed text pass.
 */
export function checkTemplate(
  program: hbs.AST.Program,
  contract: TemplateContract,
  text: string,
): readonly TemplateProblem[] {
  const check: Check = { format: contract.format, text, problems: [] }
  checkProgram(check, program, { item: { fields: contract.fields }, parameters: new Map(), parent: undefined }, 0)
  return check.problems
}

function checkProgram(check: Check, program: hbs.AST.Program, scope: Scope, depth: number): void {
  for (const statement of program.body) {
    if (statement.type === 'MustacheStatement') checkMustache(check, statement as hbs.AST.MustacheStatement, scope)
    else if (statement.type === 'BlockStatement') checkBlock(check, statement as hbs.AST.BlockStatement, scope, depth)
    else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') {
      refuse(check, statement, CONSTRUCTS.get(statement.type) ?? statement.type)
    }
  }
}

const CONSTRUCTS: ReadonlyMap<string, string> = new Map([
  ['PartialStatement', 'a partial ({{> name}})'],
  ['PartialBlockStatement', 'a partial block ({{#> name}})'],
  ['Decorator', 'a decorator ({{* name}})'],
  ['DecoratorBlock', 'an inline partial ({{#* inline}})'],
])

function refuse(check: Check, node: hbs.AST.Node, what: string): void {
  const helpers = ['if', 'unless', 'each', ...helpersOf(check.format).keys()]
  check.problems.push({
    code: 'AH6094',
    node,
    message: `a template cannot use ${what}`,
    hints: [`a template for ${check.format} has fields and the helpers ${helpers.join(', ')}`],
  })
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression'
}

function checkMustache(check: Check, statement: hbs.AST.MustacheStatement, scope: Scope): void {
  const { path, params } = statement
  if (!isPath(path)) return refuse(check, statement, 'a literal as a value')
  if (params.length > 0 || hasHash(statement.hash)) return checkHelper(check, statement, path, scope)
  const field = resolve(check, path, scope)
  if (field === undefined) return
  if (field !== 'text' && field !== 'printed') {
    const what = field === 'flag' ? 'only says yes or no' : 'each' in field ? 'is a list' : 'has fields of its own'
    check.problems.push({
      code: 'AH6092',
      node: path,
      message: `"${path.original}" ${what} and cannot be put into a file`,
      hints: field === 'flag' ? [`ask for it: {{#if ${path.original}}}...{{/if}}`] : subfields(field),
    })
    return
  }
  if (!statement.escaped && field === 'text') {
    check.problems.push({
      code: 'AH6093',
      node: statement,
      message: `"${path.original}" is not printed text, so three braces would put it into the file unquoted`,
      hints: [`write {{${path.original}}}: two braces quote it for ${check.format}`],
    })
    return
  }
  call(check, statement, statement.escaped ? PRINT_TEXT : PRINT_PRINTED, path)
}

function hasHash(hash: hbs.AST.Hash | undefined): boolean {
  return hash !== undefined && hash.pairs.length > 0
}

function subfields(field: { readonly each: TemplateField } | { readonly fields: TemplateFields }): readonly string[] {
  if ('each' in field) return ['go through it: {{#each name as |item|}}...{{/each}}']
  return [`it has ${Object.keys(field.fields).join(', ')}`]
}

/** Turns a statement into the call of a printer with what it named before. */
function call(check: Check, statement: hbs.AST.MustacheStatement, printer: string, path: hbs.AST.PathExpression): void {
  statement.params = [path, ...placeOf(check, path)]
  statement.path = { type: 'PathExpression', data: false, depth: 0, parts: [printer], original: printer, loc: path.loc }
  statement.escaped = false
}

/** Two more values of every call: where it stands, for the message that a value is not there. */
function placeOf(check: Check, { loc }: hbs.AST.Node): hbs.AST.NumberLiteral[] {
  return [loc.start, loc.end].map((position) => {
    const value = offsetOf(check.text, position)
    return { type: 'NumberLiteral', value, original: value, loc }
  })
}

function checkHelper(
  check: Check,
  statement: hbs.AST.MustacheStatement,
  path: hbs.AST.PathExpression,
  scope: Scope,
): void {
  const helper = path.depth === 0 && !path.data ? helpersOf(check.format).get(path.original) : undefined
  if (helper === undefined) return refuse(check, path, `the helper "${path.original}"`)
  if (statement.params.length !== helper.takes.length || hasHash(statement.hash)) {
    return refuse(check, statement, `"${path.original}" with other than ${helper.takes.length} values`)
  }
  for (const [index, takes] of helper.takes.entries()) {
    const parameter = statement.params[index]
    if (parameter !== undefined) checkParameter(check, path.original, parameter, takes, scope)
  }
  statement.params = [...statement.params, ...placeOf(check, statement)]
  statement.escaped = false
}

function checkParameter(
  check: Check,
  helper: string,
  node: hbs.AST.Expression,
  takes: HelperParameter,
  scope: Scope,
): void {
  if (takes === 'word') {
    const word = node.type === 'StringLiteral' ? (node as hbs.AST.StringLiteral).value : undefined
    if (word === undefined || !/^[A-Za-z ]*$/.test(word))
      refuse(check, node, `anything but a word in quotes here in "${helper}"`)
    return
  }
  if (!isPath(node)) return refuse(check, node, `anything but the name of a field in "${helper}"`)
  const field = resolve(check, node, scope)
  if (field === undefined) return
  const isList = typeof field === 'object' && 'each' in field && (field.each === 'text' || field.each === 'printed')
  if (
    takes === 'text'
      ? field === 'text'
      : isList || (helper === 'plural' && typeof field === 'object' && 'each' in field)
  )
    return
  check.problems.push({
    code: 'AH6092',
    node,
    message: `"${helper}" takes ${takes === 'text' ? 'a text' : 'a list'}, and "${node.original}" is none`,
    hints: ['the built-in layout shows which fields there are, and what each is for'],
  })
}

function checkBlock(check: Check, block: hbs.AST.BlockStatement, scope: Scope, depth: number): void {
  if (depth >= DEEPEST) {
    const hints = ['put fewer blocks into one another']
    check.problems.push({ code: 'AH6091', node: block, message: `blocks are nested deeper than ${DEEPEST}`, hints })
    return
  }
  const name = isPath(block.path) ? block.path.original : ''
  if (check.text.startsWith('{{{{', offsetOf(check.text, block.loc.start)))
    return refuse(check, block, 'a raw block ({{{{name}}}})')
  if (name !== 'if' && name !== 'unless' && name !== 'each') return refuse(check, block, `the block "${name}"`)
  const [subject] = block.params
  if (block.params.length !== 1 || subject === undefined || !isPath(subject) || hasHash(block.hash)) {
    return refuse(check, block, `"${name}" with anything but the name of one field`)
  }
  const field = resolve(check, subject, scope)
  const inner = name === 'each' ? itemScope(check, block, subject, field, scope) : scope
  if (inner !== undefined) checkProgram(check, block.program, inner, depth + 1)
  // `{{^each}}` has no program of its own
  if (block.inverse !== undefined) checkProgram(check, block.inverse, scope, depth + 1)
}

/** The names inside an `each`; undefined, with a problem reported, if it goes through something else than a list. */
function itemScope(
  check: Check,
  block: hbs.AST.BlockStatement,
  subject: hbs.AST.PathExpression,
  field: TemplateField | undefined,
  scope: Scope,
): Scope | undefined {
  if (field === undefined) return undefined
  if (typeof field !== 'object' || !('each' in field)) {
    check.problems.push({
      code: 'AH6092',
      node: subject,
      message: `"${subject.original}" is no list that "each" could go through`,
      hints: ['the built-in layout shows which fields are lists'],
    })
    return undefined
  }
  const parameters = new Map(scope.parameters)
  const [item, index] = block.program?.blockParams ?? []
  if (item !== undefined) parameters.set(item, field.each)
  if (index !== undefined) parameters.set(index, 'text')
  return { item: field.each, parameters, parent: scope }
}

/** The field that a path names; undefined, with a problem reported, if there is none. */
function resolve(check: Check, path: hbs.AST.PathExpression, scope: Scope): TemplateField | undefined {
  if (path.data) return resolveData(check, path, scope)
  let level: Scope | undefined = scope
  for (let up = 0; up < path.depth && level !== undefined; up++) level = level.parent
  if (level === undefined) {
    return unknown(check, path, `"${path.original}" leads above the template's context`, [
      'leave out one "../" for each block that is not there',
    ])
  }
  const parts: readonly string[] = path.parts.map(String)
  const [first] = parts
  const scoped = path.depth > 0 || /^(?:\.|this\b)/.test(path.original)
  const parameter = first === undefined || scoped ? undefined : scope.parameters.get(first)
  let field: TemplateField = parameter ?? level.item
  for (const part of parameter === undefined ? parts : parts.slice(1)) {
    const fields: TemplateFields = typeof field === 'object' && 'fields' in field ? field.fields : {}
    const next: TemplateField | undefined = Object.hasOwn(fields, part) ? fields[part] : undefined
    if (next === undefined)
      return unknown(check, path, `there is no field "${path.original}"`, hintsFor(part, fields, scope))
    field = next
  }
  return field
}

function resolveData(check: Check, path: hbs.AST.PathExpression, scope: Scope): TemplateField | undefined {
  const name = path.depth === 0 && path.parts.length === 1 ? String(path.parts[0]) : ''
  if (scope.parent === undefined || !['index', 'first', 'last'].includes(name)) {
    return unknown(check, path, `there is no "${path.original}"`, ['inside "each" there are @index, @first and @last'])
  }
  return name === 'index' ? 'text' : 'flag'
}

function hintsFor(part: string, fields: TemplateFields, scope: Scope): readonly string[] {
  for (let up = 1, level = scope.parent; level !== undefined; up++, level = level.parent) {
    const outer = level.item
    if (typeof outer === 'object' && 'fields' in outer && Object.hasOwn(outer.fields, part)) {
      return [`inside "each" it is written ${'../'.repeat(up)}${part}`]
    }
  }
  const known = [...Object.keys(fields), ...scope.parameters.keys()]
  const near = didYouMean(part, known)
  return near.length > 0 || known.length === 0 ? near : [`there are ${known.join(', ')}`]
}

function unknown(check: Check, node: hbs.AST.Node, message: string, hints: readonly string[]): undefined {
  check.problems.push({ code: 'AH6092', node, message, hints })
}

/** The offset of a line and column as Handlebars counts them: lines from 1, columns from 0 in code units. */
export function offsetOf(text: string, position: hbs.AST.Position): number {
  let start = 0
  for (let line = 1; line < position.line; line++) {
    const end = text.indexOf('\n', start)
    if (end === -1) return text.length
    start = end + 1
  }
  return Math.min(start + position.column, text.length)
}
