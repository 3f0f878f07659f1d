import { applyFilter } from '../template/filters.ts'
import type { Parameters } from './parameter.ts'

/** Shorter texts are words that occur by chance: to mask them would make the text unreadable and give them away. */
const SHORTEST = 4
const MASK = '***'
/** Messages show at most so many characters of a value; a shorter beginning than the other is no longer telling. */
const LONGEST_BEGINNING = 60
const SHORTEST_BEGINNING = 8

function formsOf(value: string): readonly string[] {
  const base64 = applyFilter({ name: 'base64', argument: '' }, value)
  const unpadded = base64.replace(/={1,2}$/, '')
  const json = applyFilter({ name: 'json', argument: '' }, value).slice(1, -1)
  const lines = value.split(/\r\n|\r|\n/)
  return [
    value,
    ...(lines.length > 1 ? lines.flatMap((line) => [line, line.trim()]) : []),
    base64,
    unpadded,
    unpadded.replaceAll('+', '-').replaceAll('/', '_'),
    applyFilter({ name: 'uri', argument: '' }, value),
    encodeURIComponent(value),
    json,
  ]
}

function longestFirst(forms: ReadonlySet<string>): readonly string[] {
  return [...forms].sort((left, right) => right.length - left.length)
}

/** The forms of values that are long enough to be looked for. */
function telling(values: Iterable<string>): ReadonlySet<string> {
  const forms = new Set<string>()
  for (const value of values) {
    if (/\p{Surrogate}/u.test(value)) continue
    for (const form of formsOf(value)) if (form.length >= SHORTEST) forms.add(form)
  }
  return forms
}

/**
 * Replaces the values of secrets in a text that comes from outside (the output of a tool, an error of the system) by
 * `***`: as they are, line by line, and in Base64, percent-encoded and JSON form.
 */
export function maskSecrets(text: string, parameters: Parameters): string {
  const values = [...parameters.values()].flatMap(({ declaration, text: value }) =>
    declaration.secret && value !== undefined ? [value] : [],
  )
  return longestFirst(telling(values)).reduce((masked, form) => masked.replaceAll(form, () => MASK), text)
}

/**
 * As `maskSecrets`, for texts of our own, which quote values and cut long ones: short values are found where they stand
 * in quotes, and long ones by their beginning.
 */
export function maskTexts(values: ReadonlySet<string>): (text: string) => string {
  const forms = new Set(telling(values))
  for (const value of values) {
    if (value !== '') forms.add(`"${value}"`)
    for (const form of [value, JSON.stringify(value).slice(1, -1)]) {
      for (let length = LONGEST_BEGINNING; length >= SHORTEST_BEGINNING; length -= 1) {
        if (form.length > length) forms.add(form.slice(0, length))
      }
    }
  }
  const ordered = longestFirst(forms)
  return (text) => ordered.reduce((masked, form) => masked.replaceAll(form, () => MASK), text)
}
