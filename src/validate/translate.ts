import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { isUnsafeNumber } from '../syntax/core-schema.ts'
import { textOf } from '../syntax/fields.ts'
import { child, isNull, type Path } from '../syntax/node.ts'
import { subjectOf } from '../syntax/subject.ts'
import { foreignValueHint } from './foreign-values.ts'
import {
  misspeltKeys,
  ownerText,
  type Place,
  placeOf,
  propertyAt,
  shapeFor,
  spanOfOwner,
  stillExtends,
  valueText,
} from './place.ts'
import { TYPED_PLACEHOLDER } from './render-parts.ts'
import type { Shape } from './shape.ts'
import { translateKey } from './translate-key.ts'
import { exampleHints, wrongType } from './translate-type.ts'
import type { SchemaError } from './schema-error.ts'
import type { Translation } from './translation.ts'
import { builtInTypeNames } from './validator.ts'
import { numberParameter, shownText, wordList } from './words.ts'

/** Keywords that only say that another one failed. */
const CONSEQUENCES: ReadonlySet<string> = new Set(['if', 'propertyNames', 'oneOf', 'anyOf', 'allOf', '$ref'])
const ABOUT_KEYS: ReadonlySet<string> = new Set(['additionalProperties', 'required'])
/** The most telling complaint about one value first. */
const ORDER = ['discriminator', 'type', 'const', 'enum', 'not', 'pattern', 'minimum', 'maximum']

/** Turns the complaints of the schema into diagnostics: one for each mistake, in the order of the file. */
export function translateErrors(errors: readonly SchemaError[], translation: Translation): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const told = new Set<string>()
  const ranked = errors.toSorted((left, right) => rank(left) - rank(right))
  for (const error of ranked) {
    if (CONSEQUENCES.has(error.keyword)) continue
    const key = identityOf(error)
    if (told.has(key)) continue
    told.add(key)
    const translated = translateOne(error, translation)
    if (translated !== undefined) found.push(translated)
  }
  return found.toSorted((left, right) => (left.span?.start ?? 0) - (right.span?.start ?? 0))
}

function rank(error: SchemaError): number {
  const at = ORDER.indexOf(error.keyword)
  return at === -1 ? ORDER.length : at
}

/** Complaints with the same identity are one mistake. */
function identityOf(error: SchemaError): string {
  const { params } = error
  if (error.keyword === 'discriminator' && params['tagValue'] === undefined) return `${error.instancePath} type?`
  if (error.keyword === 'discriminator') return `${error.instancePath}/${String(params['tag'])}`
  const key = error.propertyName ?? params['additionalProperty'] ?? params['missingProperty']
  if (key === 'type' && error.keyword === 'required') return `${error.instancePath} type?`
  return key === undefined
    ? error.instancePath
    : `${error.instancePath} ${error.keyword === 'required' ? 'needs' : 'has'} ${String(key)}`
}

function translateOne(error: SchemaError, translation: Translation): Diagnostic | undefined {
  const place = placeOf(translation.root, error.instancePath)
  if (error.propertyName !== undefined) return translateKey(error, error.propertyName, place, translation)
  if (ABOUT_KEYS.has(error.keyword)) return translateAboutKey(error, place, translation)
  if (error.keyword === 'discriminator') return translateTag(error, place, translation)
  if (error.parentSchema?.['writeOnly'] === true && error.keyword !== 'type') return undefined
  return translateValue(error, place, translation)
}

function translateAboutKey(error: SchemaError, place: Place, translation: Translation): Diagnostic | undefined {
  if (error.keyword === 'required')
    return missingProperty(String(error.params['missingProperty']), error, place, translation)
  if (translation.spoiled.has(error.instancePath)) return undefined
  return translateKey(error, String(error.params['additionalProperty']), place, translation)
}

/** Nothing is missing from a resource that still `extends`: its base is wrong, which was reported. */
function missingProperty(
  name: string,
  error: SchemaError,
  place: Place,
  translation: Translation,
): Diagnostic | undefined {
  const { root } = translation
  if (stillExtends(root, place.path)) return undefined
  const known = Object.keys(error.parentSchema?.['properties'] ?? { type: {} })
  if (place.node?.kind === 'map' && misspeltKeys(place.node, known).has(name)) return undefined
  const owner = ownerText(root, place.path)
  const property = propertyAt(root, translation.shape, [...place.path, name], translation.definitions)
  const example = property?.examples[0]
  const scalarExample = example !== undefined && typeof example !== 'object'
  const hints = [scalarExample ? `add it, for example ${name}: ${String(example)}` : `add "${name}"`]
  const span = spanOfOwner(root, place.path) ?? { ...root.span, end: root.span.start }
  return diagnostic('AH2005', span, `${owner} has no "${name}", which is required`, {
    hints,
    subject: subjectOf(place.path),
  })
}

function translateTag(error: SchemaError, place: Place, translation: Translation): Diagnostic | undefined {
  const tag = child(place.node, 'type')
  if (tag === undefined) return missingProperty('type', error, place, translation)
  const path = [...place.path, 'type']
  const parent: Place = { path, node: tag, keySpan: tag.span }
  if (tag.kind !== 'scalar' || typeof tag.value !== 'string') {
    return translateValue({ ...error, keyword: 'type', parentSchema: { type: 'string' } }, parent, translation)
  }
  const isTarget = place.path[0] === 'targets'
  const shape = translation.definitions(isTarget ? 'target' : 'resource')
  const cases = shape.kind === 'tagged' ? [...shape.cases.keys()] : []
  const kinds = isTarget ? cases : [...new Set([...cases, ...builtInTypeNames()])]
  const near = didYouMean(tag.text, kinds)
  const hints = near.length > 0 ? [...near] : [`known types: ${wordList(kinds, 30)}`]
  if (!isTarget && near.length === 0) hints.push('a type of your own is listed under `types:`')
  return diagnostic(
    isTarget ? 'AH2011' : 'AH2010',
    tag.span,
    `there is no ${isTarget ? 'target' : 'resource'} type "${shownText(tag.text)}"`,
    { hints, subject: subjectOf(path) },
  )
}

function translateValue(error: SchemaError, place: Place, translation: Translation): Diagnostic | undefined {
  const { node, path } = place
  if (node === undefined) return undefined
  const what = valueText(translation.root, path)
  const subject = subjectOf(path)
  if (isNull(node)) return stillExtends(translation.root, path) ? undefined : noValue(place, what, translation)
  if (isUnsafeNumber(node) && takesNumbers(error)) {
    const text = textOf(node) ?? ''
    const hints = [`write it in quotes where text is meant: "${text}"`]
    return diagnostic('AH2017', node.span, `${what} is ${text}, a number that cannot be kept exactly`, {
      hints,
      subject,
    })
  }
  switch (error.keyword) {
    case 'type':
      return wrongType(error, place, what, translation)
    case 'pattern':
      if (error.params['pattern'] === TYPED_PLACEHOLDER) return wrongType(error, place, what, translation)
      return wrongForm(error, place, what, translation)
    case 'const':
      return path.length === 1 && path[0] === 'apphost'
        ? wrongLanguage(place)
        : notAllowed([String(error.params['allowedValue'])], place, what, translation)
    case 'enum':
      return notAllowed((error.params['allowedValues'] as readonly unknown[]).map(String), place, what, translation)
    case 'not':
      return notAllowed([], place, what, translation)
    case 'minimum':
    case 'maximum':
      return outOfRange(error, place, what, translation)
    default:
      return wrongSize(error, place, what)
  }
}

function takesNumbers(error: SchemaError): boolean {
  const types = [error.parentSchema?.['type']].flat()
  return types.includes('integer') || types.includes('number')
}

function noValue(place: Place, what: string, translation: Translation): Diagnostic {
  const inList = typeof place.path.at(-1) === 'number'
  const written = textOf(place.node) ?? ''
  const shape = shapeAt(place.path, translation)
  const resolved = shape === undefined ? undefined : shapeFor(shape, undefined, translation.definitions)
  const empty = emptyOf(resolved)
  const hints = inList
    ? ['give it a value, or remove the item']
    : [
        empty === undefined
          ? 'give it a value, or remove the line'
          : `give it a value (${empty} for none), or remove the line`,
      ]
  if (written !== '' && written !== '~') hints.push(`write "${written}" in quotes if the word is meant`)
  return diagnostic('AH2008', inList ? (place.node?.span ?? place.keySpan) : place.keySpan, `${what} has no value`, {
    hints,
    subject: subjectOf(place.path),
  })
}

/** The shape of a property, or of an entry under a name of the user's. */
function shapeAt(path: Path, { root, shape, definitions }: Translation): Shape | undefined {
  const own = propertyAt(root, shape, path, definitions)?.shape
  if (own !== undefined) return own
  const around = propertyAt(root, shape, path.slice(0, -1), definitions)?.shape
  const map = around === undefined ? undefined : shapeFor(around, undefined, definitions)
  return map?.kind === 'map' ? map.values : undefined
}

/** How an empty value is written; a place that takes a choice or a number has none. An entry of `env` has no property. */
function emptyOf(shape: Shape | undefined): string | undefined {
  switch (shape?.kind) {
    case 'list':
      return '[]'
    case 'map':
    case 'record':
    case 'tree':
      return '{}'
    case undefined:
    case 'text':
    case 'scalar':
      return '""'
    default:
      return undefined
  }
}

function wrongForm(error: SchemaError, place: Place, what: string, translation: Translation): Diagnostic {
  const says = error.parentSchema?.['patternErrorMessage']
  const wanted = typeof says === 'string' ? says : 'text of another form'
  const text = textOf(place.node) ?? ''
  const key = place.path.at(-1)
  if (key === 'name' && place.path.length === 1) {
    return diagnostic('AH2001', place.node?.span, `"${shownText(text)}" is not ${wanted}`, {
      hints: ['choose a name of that form'],
    })
  }
  const foreign = foreignValueHint(place.path, shownText(text))
  return diagnostic('AH2013', place.node?.span, `${what} must be ${wanted}, but is "${shownText(text)}"`, {
    hints: foreign === undefined ? exampleHints(place, translation) : [foreign],
    subject: subjectOf(place.path),
  })
}

function wrongLanguage(place: Place): Diagnostic {
  const text = textOf(place.node) ?? 'not a version'
  return diagnostic(
    'AH2002',
    place.node?.span,
    `apphost-compile reads language version v1, and this file says "${shownText(text)}"`,
    {
      hints: ['write apphost: v1'],
    },
  )
}

function notAllowed(allowed: readonly string[], place: Place, what: string, translation: Translation): Diagnostic {
  const text = textOf(place.node) ?? ''
  const near = didYouMean(text, allowed)
  const list = wordList(allowed, 40)
  const wanted =
    allowed.length === 0 ? '' : allowed.length === 1 ? `: it can only be ${list}` : `: it must be one of ${list}`
  const foreign = foreignValueHint(place.path, shownText(text))
  const hints = foreign !== undefined ? [foreign] : near.length > 0 ? near : exampleHints(place, translation)
  return diagnostic('AH2009', place.node?.span, `${what} cannot be "${shownText(text)}"${wanted}`, {
    hints: hints.length > 0 ? hints : ['remove it, or take another value'],
    subject: subjectOf(place.path),
  })
}

function outOfRange(error: SchemaError, place: Place, what: string, translation: Translation): Diagnostic {
  const limit = String(error.params['limit'])
  const bound = error.keyword === 'minimum' ? `at least ${limit}` : `at most ${limit}`
  const parameter = place.node === undefined ? undefined : numberParameter(place.node, translation.parameters)
  const text = textOf(place.node) ?? ''
  const is =
    parameter === undefined
      ? `but is ${shownText(text)}`
      : `but parameter "${parameter.name}" can be ${parameter.sample}`
  const hints =
    parameter === undefined
      ? exampleHints(place, translation)
      : [`give the parameter a default, a minimum and a maximum that fit`]
  return diagnostic('AH2012', place.node?.span, `${what} must be ${bound}, ${is}`, {
    hints: hints.length > 0 ? hints : [`write a number that is ${bound}`],
    related:
      parameter === undefined
        ? []
        : [{ message: `parameter "${parameter.name}" is declared here`, span: parameter.declaration.span }],
    subject: subjectOf(place.path),
  })
}

const SIZES: ReadonlyMap<string, string> = new Map([
  ['maxLength', 'at most % characters'],
  ['minLength', 'at least % characters'],
  ['maxItems', 'at most % items'],
  ['minItems', 'at least % items'],
  ['maxProperties', 'at most % entries'],
])

function wrongSize(error: SchemaError, place: Place, what: string): Diagnostic {
  const limit = Number(error.params['limit'])
  const wanted = (SIZES.get(error.keyword) ?? 'another size')
    .replace('%', () => String(limit))
    .replace(/^(at least 1 \w+)s$/, '$1')
  return diagnostic('AH2014', place.node?.span ?? place.keySpan, `${what} must have ${wanted}`, {
    hints: [error.keyword.startsWith('min') ? 'add what is missing, or remove the property' : 'make it shorter'],
    subject: subjectOf(place.path),
  })
}
