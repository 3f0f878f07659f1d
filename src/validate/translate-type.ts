import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts'
import { child, type MapNode, type Node, type Path } from '../syntax/node.ts'
import { subjectOf } from '../syntax/subject.ts'
import { foreignValueHint } from './foreign-values.ts'
import { type Place, propertyAt } from './place.ts'
import { DURATION } from './shapes/forms.ts'
import { type DeclaredParameters, parameterOf, wholePlaceholder } from './project.ts'
import { TYPED_PLACEHOLDER, type Schema } from './render-parts.ts'
import type { SchemaError } from './schema-error.ts'
import type { Translation } from './translation.ts'
import { shownText } from './words.ts'

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['integer', 'an integer'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['object', 'a map'],
  ['array', 'a list'],
])

/** The JSON types that a place takes, without the text that is only there for placeholders. */
function expectedTypes(schema: Schema | undefined): readonly string[] {
  const types = [schema?.['type']].flat().filter((one): one is string => typeof one === 'string' && one !== 'null')
  return schema?.['pattern'] === TYPED_PLACEHOLDER ? types.filter((one) => one !== 'string') : types
}

function expectedWords(types: readonly string[]): string {
  const words = types.map((one) => TYPE_WORDS.get(one) ?? one)
  if (types.length === 3 && types.includes('string') && types.includes('number') && types.includes('boolean')) {
    return 'a text, a number or a boolean'
  }
  return words.length < 2 ? (words[0] ?? 'something else') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

/** The value is of another type than its place takes. */
export function wrongType(
  error: SchemaError,
  place: Place,
  what: string,
  translation: Translation,
): Diagnostic | undefined {
  const { node } = place
  if (node === undefined) return undefined
  const types = expectedTypes(error.parentSchema)
  const wanted = expectedWords(types)
  const subject = subjectOf(place.path)
  const placeholder = wholePlaceholder(node)
  if (placeholder !== undefined) return wrongPlaceholder(place, what, types, translation)
  if (node.kind === 'scalar' && typeof node.value !== 'string' && types.includes('string')) {
    const kind = typeof node.value === 'number' ? 'the number' : 'the boolean'
    const text = shownText(node.text)
    return diagnostic('AH2007', node.span, `${what} must be ${wanted}, but is ${kind} ${text}`, {
      hints: [isDuration(error.parentSchema) ? `write it with its unit: ${text}s` : `write it in quotes: "${text}"`],
      subject,
    })
  }
  const is =
    isSecretPlace(translation.root, place.path) || error.parentSchema?.['writeOnly'] === true
      ? 'something else'
      : kindOf(node)
  const hints = [...shapeHints(node, types, place.path), ...exampleHints(place, translation)]
  return diagnostic('AH2006', node.span, `${what} must be ${wanted}, but is ${is}`, {
    hints: hints.length > 0 ? hints.slice(0, 2) : [`write ${wanted} here`],
    subject,
  })
}

function isDuration(schema: Schema | undefined): boolean {
  return schema?.['patternErrorMessage'] === DURATION.says
}

function kindOf(node: Node): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'sequence') return 'a list'
  if (typeof node.value === 'string') return `the text "${shownText(node.text)}"`
  return `${typeof node.value === 'number' ? 'the number' : 'the boolean'} ${shownText(node.text)}`
}

/** What mends a common slip: a list for a map, a line for a list, quotes around a number, 1.1's words for booleans. */
function shapeHints(node: Node, types: readonly string[], path: Path): readonly string[] {
  const key = path.at(-1)
  if (node.kind === 'scalar' && types.includes('array'))
    return [`write a list: [${shownText(node.text).split(' ').join(', ')}]`]
  if (node.kind === 'sequence' && types.includes('object'))
    return ['write `name: value` lines instead of items that begin with "-"']
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return []
  const foreign = foreignValueHint(path, shownText(node.text))
  if (foreign !== undefined) return [foreign]
  const isNumber = /^[0-9]+(?:\.[0-9]+)?$/.test(node.text)
  if (isNumber && (types.includes('integer') || types.includes('number')))
    return [`write it without quotes: ${String(key)}: ${node.text}`]
  const word = new Map([
    ['yes', 'true'],
    ['on', 'true'],
    ['y', 'true'],
    ['true', 'true'],
    ['no', 'false'],
    ['off', 'false'],
    ['n', 'false'],
    ['false', 'false'],
  ]).get(node.text.toLowerCase())
  return types.includes('boolean') && word !== undefined ? [`write ${word}`] : []
}

/** A parameter's own values are secret where it says so. */
function isSecretPlace(root: MapNode, path: Path): boolean {
  if (path[0] !== 'parameters' || (path[2] !== 'default' && path[2] !== 'enum')) return false
  const secret = child(child(child(root, 'parameters'), String(path[1])), 'secret')
  return secret?.kind === 'scalar' && secret.value !== false
}

function wrongPlaceholder(
  place: Place,
  what: string,
  types: readonly string[],
  translation: Translation,
): Diagnostic | undefined {
  const { node } = place
  if (node?.kind !== 'scalar') return undefined
  const wanted = expectedWords(types)
  const parameter = parameterFor(node, translation.parameters)
  const subject = subjectOf(place.path)
  if (parameter === undefined) {
    return diagnostic('AH2018', node.span, `${what} must be ${wanted}, and ${shownText(node.text)} is text`, {
      hints: ['name a parameter that is declared with that type, or write the value'],
      subject,
    })
  }
  const declare = types.find((one) => one !== 'object' && one !== 'array')
  return diagnostic(
    'AH2018',
    node.span,
    `${what} must be ${wanted}, but parameter "${parameter.name}" is declared as ${parameter.type}`,
    {
      hints: [
        declare === undefined
          ? 'write the value itself; a parameter is never a map or a list'
          : `declare it with type: ${declare}`,
      ],
      related: [{ message: `parameter "${parameter.name}" is declared here`, span: parameter.declaration.span }],
      subject,
    },
  )
}

function parameterFor(node: Node, declared: DeclaredParameters): ReturnType<typeof parameterOf> {
  const expression = wholePlaceholder(node)
  return expression === undefined ? undefined : parameterOf(expression, declared)
}

/** `for example replicas: 2`, from the property's own examples. */
export function exampleHints(place: Place, translation: Translation): readonly string[] {
  const { path } = place
  const example = exampleAt(path, translation)
  const key = path.at(-1)
  if (example !== undefined) return [`for example ${String(key)}: ${flowText(example)}`]
  const around = path.length > 1 ? exampleAt(path.slice(0, -1), translation) : undefined
  if (around === undefined) return []
  if (typeof around === 'object' && around !== null && typeof key === 'string' && Object.hasOwn(around, key)) {
    return [`for example ${key}: ${flowText((around as Record<string, unknown>)[key])}`]
  }
  return [`for example ${String(path.at(-2))}: ${flowText(around)}`]
}

function exampleAt(path: Path, translation: Translation): unknown {
  return propertyAt(translation.root, translation.shape, path, translation.definitions)?.examples[0]
}

/** A value in flow style, as somebody would write it on one line. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (typeof value !== 'object' || value === null) {
    const text = String(value)
    const needsQuotes =
      typeof value === 'string' && (/^[0-9.]+$|^(?:true|false|null)$|[:#,[\]{}\n]|^\s|\s$/.test(text) || text === '')
    return needsQuotes ? JSON.stringify(text) : text
  }
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${flowText(one)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
