import type { Node } from '../syntax/node.ts'
import { type DeclaredParameter, type DeclaredParameters, parameterOf, wholePlaceholder } from './project.ts'

const LONGEST_SHOWN = 60

/** A text as a message shows it: one line, cut where it is long. */
export function shownText(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const characters = [...line]
  return characters.length <= LONGEST_SHOWN ? line : `${characters.slice(0, LONGEST_SHOWN).join('')}...`
}

/** `a, b, c`, cut after so many. */
export function wordList(words: readonly string[], most: number): string {
  const shown = words.slice(0, most).join(', ')
  return words.length <= most ? shown : `${shown}, ...`
}

/** The parameter that a whole-value placeholder names, if it is a number. */
export function numberParameter(node: Node, declared: DeclaredParameters): DeclaredParameter | undefined {
  const expression = wholePlaceholder(node)
  const parameter = expression === undefined ? undefined : parameterOf(expression, declared)
  return parameter?.type === 'integer' || parameter?.type === 'number' ? parameter : undefined
}
