import type { Filter } from '../template/expression.ts'
import { safeClass } from '../template/filters.ts'
import { alphabetOf } from './generate.ts'
import type { ParameterDeclaration } from './parameter.ts'
import { type CharacterClass, parsePattern } from './pattern.ts'

/** Beyond this many characters a class is not gone through one by one. */
const LARGEST_CLASS = 0x3000

function charactersOf(characters: CharacterClass): readonly string[] | undefined {
  if (characters.negated || characters.tests.length > 0) return undefined
  const size = characters.ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)
  if (size > LARGEST_CLASS) return undefined
  return characters.ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  )
}

/** The characters of a pattern that is `^[class]+$`, or with `*` or counts; undefined for every other. */
function charactersOfPattern(
  pattern: string,
): { readonly all: readonly string[]; readonly minimum: number } | undefined {
  const parsed = parsePattern(pattern)
  if (!('node' in parsed) || parsed.node.kind !== 'sequence') return undefined
  const [start, item, end, ...more] = parsed.node.items
  if (start?.kind !== 'assertion' || start.assertion !== 'start' || more.length > 0) return undefined
  if (end?.kind !== 'assertion' || end.assertion !== 'end') return undefined
  const [one, minimum] = item?.kind === 'repeat' ? [item.item, item.minimum] : [item, 1]
  const all = one?.kind === 'class' ? charactersOf(one.characters) : undefined
  return all && { all, minimum }
}

/**
 * Whether every value that a parameter can be expected to have leaves the filters as it entered them: what `generate`
 * makes, or what `pattern` allows, consists of characters that each filter leaves alone.
 */
export function passesUnchanged(declaration: ParameterDeclaration, filters: readonly Filter[]): boolean {
  const passes = (all: readonly string[], minimum: number): boolean =>
    filters.every((filter) => {
      const safe = safeClass(filter)
      if (safe === undefined || (filter.name === 'default' && minimum === 0 && filter.argument !== '')) return false
      return all.every((character) => safe.test(character))
    })
  const { generate, pattern } = declaration
  if (generate !== undefined && passes([...alphabetOf(generate)], generate.length)) return true
  const allowed = pattern === undefined ? undefined : charactersOfPattern(pattern)
  return allowed !== undefined && passes(allowed.all, allowed.minimum)
}
