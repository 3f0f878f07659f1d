import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { textAt } from '../syntax/fields.ts'
import { type MapNode } from '../syntax/node.ts'
import { subjectOf } from '../syntax/subject.ts'
import { foreignHint } from './foreign-words.ts'
import { meantBy, misspeltKeys, ownerText, stillExtends, type Place, valueText } from './place.ts'
import type { Schema } from './render-parts.ts'
import type { RecordShape, Shape } from './shape.ts'
import { PRIMITIVES } from './shapes/resources.ts'
import { TARGETS } from './shapes/targets.ts'
import type { SchemaError } from './schema-error.ts'
import type { Translation } from './translation.ts'
import { shownText, wordList } from './words.ts'

const MOST_LISTED = 12

/** A key that nobody knows, or one that is no name. */
export function translateKey(
  error: SchemaError,
  key: string,
  place: Place,
  translation: Translation,
): Diagnostic | undefined {
  if ((key === '$remove' || key === '$replace') && stillExtends(translation.root, place.path)) return undefined
  if (error.keyword === 'additionalProperties') return unknownProperty(key, error.parentSchema, place, translation)
  const span = (place.node?.kind === 'map' ? place.node.entries.get(key)?.keySpan : undefined) ?? place.keySpan
  const says = error.parentSchema?.['patternErrorMessage']
  const isName = typeof says === 'string' && says.startsWith('a name')
  const wanted = typeof says === 'string' ? says : 'a key of another form'
  const proposed = isName ? nameFrom(key) : ''
  const where = valueText(translation.root, place.path)
  return diagnostic(
    isName ? 'AH2001' : 'AH2019',
    span,
    `"${shownText(key)}" in ${where} is not ${wanted}${foreignText(key)}`,
    {
      hints: [proposed === '' || proposed === key ? 'choose another name' : `write it as "${proposed}"`],
      subject: subjectOf(place.path),
    },
  )
}

/** A name of the right form that resembles what was written; empty where nothing is left of it. */
function nameFrom(key: string): string {
  const dashed = key.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
  const words = dashed.split(/[^a-z0-9]+/).filter((word) => word !== '')
  return words
    .join('-')
    .replace(/^[0-9-]+/, '')
    .slice(0, 40)
    .replace(/-$/, '')
}

/** Letters that look like others are told by their numbers. */
function foreignText(key: string): string {
  const foreign = [...key].filter((one) => one > '~').slice(0, 3)
  if (foreign.length === 0) return ''
  const numbers = foreign.map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
  return `: it holds ${numbers.join(', ')}`
}

function unknownProperty(
  key: string,
  schema: Schema | undefined,
  place: Place,
  translation: Translation,
): Diagnostic | undefined {
  const { root } = translation
  const span = (place.node?.kind === 'map' ? place.node.entries.get(key)?.keySpan : undefined) ?? place.keySpan
  const owner = ownerText(root, place.path)
  const arms = armsAt(place, translation)
  const ofArms = [...arms.values()].flatMap((arm) => [...arm.properties.keys()])
  const known = [...new Set([...Object.keys((schema?.['properties'] ?? {}) as Schema), ...ofArms])]
  const elsewhere = kindsWith(key, place, translation)
  const subject = subjectOf(place.path)
  if (elsewhere.length > 0) {
    // A misspelt `temporary` makes the rest look wrong, which it is not. Looked for only here: it goes through all keys.
    const misspelt = place.node?.kind === 'map' ? [...misspeltKeys(place.node, known)] : []
    if (misspelt.some((name) => arms.has(name))) return undefined
    return diagnostic('AH2004', span, `${owner} has no "${shownText(key)}"`, {
      hints: [`"${key}" belongs to ${elsewhere.join(', ')}; remove it, or change what this is`],
      subject,
    })
  }
  return diagnostic('AH2003', span, `unknown property "${shownText(key)}" on ${owner}`, {
    hints: isRestOfText(span)
      ? ['a comma ends a text inside { }: put double quotes around all of the text']
      : hintsFor(key, known, place),
    subject,
  })
}

/** A key without a colon, as in `{ description: one, two }`, is mostly the rest of a text without quotes. */
function isRestOfText({ source, end }: Span): boolean {
  return /^\s{0,100}[,}]/.test(source.text.slice(end, end + 101))
}

function hintsFor(key: string, known: readonly string[], place: Place): readonly string[] {
  const foreign = foreignHint(key, known)
  if (foreign !== undefined) return [foreign]
  const near = meantBy(key, known)
  if (near !== undefined) return [`did you mean "${near}"?`]
  const hints =
    known.length <= MOST_LISTED
      ? [`known here: ${wordList(known, MOST_LISTED)}`]
      : ['remove it, or look up the name in the schema']
  return place.path.length === 0
    ? [...hints, `keys of your own begin with x-, such as x-${nameFrom(key) || 'notes'}`]
    : hints
}

/** Where else the property is known: on other kinds of resource or target, or on other kinds of volume. */
function kindsWith(key: string, place: Place, translation: Translation): readonly string[] {
  const { path, node } = place
  if (path.length === 2 && path[0] === 'resources') return kindsOf(PRIMITIVES, key, node, translation)
  if (path.length === 2 && path[0] === 'targets') return kindsOf(TARGETS, key, node, translation)
  return [...armsAt(place, translation)].filter(([, arm]) => arm.properties.has(key)).map(([name]) => `"${name}"`)
}

const NO_ARMS: ReadonlyMap<string, RecordShape> = new Map()

/** The kinds of volume, where a volume stands. */
function armsAt(place: Place, translation: Translation): ReadonlyMap<string, RecordShape> {
  const { path } = place
  if (path.at(-2) !== 'volumes' || typeof path.at(-1) !== 'number') return NO_ARMS
  const volume: Shape = translation.definitions('volumeMount')
  return (volume.kind === 'record' ? volume.arms : undefined) ?? NO_ARMS
}

function kindsOf(
  kinds: ReadonlyMap<string, { readonly properties: ReadonlyMap<string, unknown> }>,
  key: string,
  node: MapNode | Place['node'],
  translation: Translation,
): readonly string[] {
  const own = textAt(node, 'type') ?? ''
  const shape = translation.definitions('resource')
  if (!kinds.has(own) && !(shape.kind === 'tagged' && shape.cases.has(own))) return []
  return [...kinds].filter(([name, one]) => name !== own && one.properties.has(key)).map(([name]) => name)
}
