import { applyFilter } from '../template/filters.ts'
import type { Parameters } from './parameter.ts'

/** Shorter texts are words that occur by chance: to mask them would make the text unreadable and give them away. */
const SHORTEST = 4
const MASK = '***'

function formsOf(value: string): readonly string[] {
  const base64 = applyFilter({ name: 'base64', argument: '' }, value)
  const unpadded = base64.replace(/=+$/, '')
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

/**
 * Replaces the values of secrets in a text that comes from outside (the output of a tool, an error of the system) by
 * `***`: as they are, line by line, and in Base64, percent-encoded and JSON form.
 */
export function maskSecrets(text: string, parameters: Parameters): string {
  const forms = new Set<string>()
  for (const { declaration, text: value } of parameters.values()) {
    if (!declaration.secret || value === undefined || /\p{Surrogate}/u.test(value)) continue
    for (const form of formsOf(value)) if (form.length >= SHORTEST) forms.add(form)
  }
  const longestFirst = [...forms].sort((left, right) => right.length - left.length)
  return longestFirst.reduce((masked, form) => masked.replaceAll(form, () => MASK), text)
}
