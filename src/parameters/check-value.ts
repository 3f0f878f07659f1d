import type { Code } from '../diagnostics/catalog.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { ValueType } from '../template/value.ts'
import { compilePattern, findsPattern, type Program } from './match-pattern.ts'
import type { ParameterDeclaration, TextLimits } from './parameter.ts'
import { parsePattern } from './pattern.ts'

/** What is wrong with a value. Neither text holds the value of a secret. */
export interface ValueProblem {
  readonly code: Code
  readonly message: string
  readonly hints: readonly string[]
}

/** UTF-8 bytes that one value may have. */
const LONGEST_VALUE = 64 * 1024

const INTEGER = /^-?(?:0|[1-9][0-9]*)$/
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/
const ARTICLES: Readonly<Record<ValueType, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean (true or false)',
}

const programs = new WeakMap<object, Program>()

type Limits = Pick<TextLimits, 'minLength' | 'maxLength' | 'pattern'>

/** Puts a value into a message: in quotes, on one line, cut. */
export function show(text: string): string {
  const characters = [...text]
  return JSON.stringify(characters.length > 60 ? `${characters.slice(0, 57).join('')}...` : text)
}

/** Whether a text is written as a value of a type; the text itself is the value's canonical form. */
export function isOfType(type: ValueType, text: string): boolean {
  switch (type) {
    case 'string':
      return true
    case 'integer':
      return INTEGER.test(text) && Number.isSafeInteger(Number(text))
    case 'number':
      return NUMBER.test(text) && Number.isFinite(Number(text))
    case 'boolean':
      return text === 'true' || text === 'false'
  }
}

/** What somebody probably meant who wrote a value in another language's way. */
function hintsFor(type: ValueType, text: string): readonly string[] {
  const word = text.trim()
  if (type === 'boolean') {
    if (/^(true|yes|on|1|y)$/i.test(word)) return ['write true']
    if (/^(false|no|off|0|n)$/i.test(word)) return ['write false']
    return ['write true or false']
  }
  if (type !== 'integer' && type !== 'number') return []
  if (INTEGER.test(word) && !Number.isSafeInteger(Number(word))) return ['integers lie within 2^53']
  const number = word === '' ? Number.NaN : Number(word.replaceAll('_', ''))
  const whole = Number.isFinite(number) && (type === 'number' || Number.isSafeInteger(number))
  if (whole && isOfType(type, String(number))) return [`write ${number}`]
  return [type === 'integer' ? 'write digits alone, such as 2' : 'write digits, such as 0.5']
}

/** Whether two texts are the same value of a type: numbers by size, all else as written. */
function sameValue(type: ValueType, left: string, right: string): boolean {
  return type === 'integer' || type === 'number' ? Number(left) === Number(right) : left === right
}

function checkNumber(declaration: ParameterDeclaration, text: string): string | undefined {
  const { minimum, maximum } = declaration
  if (minimum !== undefined && Number(text) < minimum) return `is below the minimum of ${minimum}`
  if (maximum !== undefined && Number(text) > maximum) return `is above the maximum of ${maximum}`
  return undefined
}

function programOf(limits: Limits): Program | undefined {
  const known = programs.get(limits)
  if (known !== undefined || limits.pattern === undefined) return known
  const parsed = parsePattern(limits.pattern)
  const program = 'node' in parsed ? compilePattern(parsed.node) : undefined
  if (program !== undefined) programs.set(limits, program)
  return program
}

/** What is wrong with the length of a text, in words that go on from the text; undefined if nothing is. */
function brokenLength(limits: Limits, text: string): string | undefined {
  const { minLength, maxLength } = limits
  const length = minLength === undefined && maxLength === undefined ? 0 : [...text].length
  if (minLength !== undefined && length < minLength) {
    return `has ${countOf(length)}; at least ${minLength} are needed`
  }
  if (maxLength !== undefined && length > maxLength) {
    return `has ${countOf(length)}; at most ${maxLength} are allowed`
  }
  return undefined
}

function countOf(length: number): string {
  return `${length} character${length === 1 ? '' : 's'}`
}

/** Whether a text is what a pattern asks for; everything is where there is none, or none that can be used. */
function fitsPattern(limits: Limits, text: string): boolean {
  const program = programOf(limits)
  return program === undefined || findsPattern(program, text)
}

/** Whether a text keeps within limits. */
export function fitsLimits(limits: TextLimits, text: string): boolean {
  return brokenLength(limits, text) === undefined && fitsPattern(limits, text)
}

function checkString(declaration: ParameterDeclaration, text: string): string | undefined {
  const length = brokenLength(declaration, text)
  if (length !== undefined) return length
  return fitsPattern(declaration, text) ? undefined : `does not match the pattern ${declaration.pattern}`
}

/** Bytes of a text in UTF-8. */
function sizeOf(text: string): number {
  return text.length > LONGEST_VALUE ? text.length : new TextEncoder().encode(text).length
}

/** Checks a value against its declaration: size, text, type and constraints; undefined if it is all right. */
export function checkValue(declaration: ParameterDeclaration, text: string): ValueProblem | undefined {
  const { name, type, secret, allowed } = declaration
  const subject = secret ? 'the value' : show(text)
  const problem = (code: Code, rest: string, hints: readonly string[] = []): ValueProblem => ({
    code,
    message: `parameter "${name}": ${rest}`,
    hints,
  })
  if (sizeOf(text) > LONGEST_VALUE) {
    return problem('AH4025', 'the value is longer than 64 KiB', ['put large content into a file, see `files`'])
  }
  if (/\p{Surrogate}/u.test(text))
    return problem('AH4001', 'the value is no text: it holds half a character', ['write the whole character'])
  if (!isOfType(type, text)) {
    return problem('AH4001', `${subject} is not ${ARTICLES[type]}`, hintsFor(type, secret ? '' : text))
  }
  if (allowed !== undefined && !allowed.some((one) => sameValue(type, one, text))) {
    const choices = allowed.slice(0, 20).join(', ') + (allowed.length > 20 ? ', ...' : '')
    const near = secret ? [] : didYouMean(text, allowed)
    return problem('AH4002', `${subject} is none of ${choices}`, near.length > 0 ? near : ['give one of them'])
  }
  const broken = type === 'string' ? checkString(declaration, text) : checkNumber(declaration, text)
  if (broken === undefined) return undefined
  return problem('AH4002', `${subject} ${broken}`, [
    'give a value that its declaration allows, or change the declaration',
  ])
}
