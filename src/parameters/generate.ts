import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { child, type Node } from '../syntax/node.ts'
import type { Generate } from './parameter.ts'

/** The characters of each class: those that are easily mistaken for another (i, l, o) are left out of the letters. */
const ALPHABETS = {
  lower: 'abcdefghjkmnpqrstuvwxyz',
  upper: 'ABCDEFGHJKMNPQRSTUVWXYZ',
  numeric: '0123456789',
  special: '-_.{}~()*+!',
} as const

const CLASSES = ['lower', 'upper', 'numeric', 'special'] as const
const MINIMUM_OF = { lower: 'minLower', upper: 'minUpper', numeric: 'minNumeric', special: 'minSpecial' } as const
/** The schema's limit. */
const LONGEST = 1024

/** What `generate: {}` means: 22 characters out of all classes. */
export const DEFAULT_GENERATE: Generate = {
  length: 22,
  lower: true,
  upper: true,
  numeric: true,
  special: true,
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
}

/** Every character that a generated value can hold. */
export function alphabetOf(generate: Generate): string {
  return CLASSES.filter((name) => generate[name])
    .map((name) => ALPHABETS[name])
    .join('')
}

function readFlag(node: Node | undefined, key: (typeof CLASSES)[number]): boolean {
  const value = child(node, key)
  return value?.kind === 'scalar' && typeof value.value === 'boolean' ? value.value : DEFAULT_GENERATE[key]
}

function readCount(node: Node | undefined, key: 'length' | (typeof MINIMUM_OF)[keyof typeof MINIMUM_OF]): number {
  const value = child(node, key)
  const count = value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : DEFAULT_GENERATE[key]
  const least = key === 'length' ? 1 : 0
  return Number.isInteger(count) && count >= least && count <= LONGEST ? count : DEFAULT_GENERATE[key]
}

function checkClasses(made: Generate, node: Node, report: Report): boolean {
  const complain = (place: Node | undefined, message: string, hint: string): false => {
    report(diagnostic('AH4005', (place ?? node).span, message, { hints: [hint] }))
    return false
  }
  if (alphabetOf(made) === '') {
    return complain(
      node,
      'generate switches every class of characters off',
      'leave one of lower, upper, numeric, special on',
    )
  }
  for (const name of CLASSES) {
    const minimum = MINIMUM_OF[name]
    if (made[name] || made[minimum] === 0) continue
    const message = `${minimum} is ${made[minimum]}, but "${name}: false" switches those characters off`
    return complain(child(node, minimum), message, `take ${minimum} away, or write ${name}: true`)
  }
  return true
}

/**
 * Reads `generate`; what is left out has its default. `length` comes out as the length of the value: at least the sum of
 * the minimums. Classes that contradict each other are reported, and the defaults
 * stand in for them; counts that are none are left to the schema.
 */
export function readGenerate(node: Node | undefined, report: Report): Generate {
  if (node?.kind !== 'map') return DEFAULT_GENERATE
  const made: Generate = {
    length: readCount(node, 'length'),
    lower: readFlag(node, 'lower'),
    upper: readFlag(node, 'upper'),
    numeric: readFlag(node, 'numeric'),
    special: readFlag(node, 'special'),
    minLower: readCount(node, 'minLower'),
    minUpper: readCount(node, 'minUpper'),
    minNumeric: readCount(node, 'minNumeric'),
    minSpecial: readCount(node, 'minSpecial'),
  }
  if (!checkClasses(made, node, report)) return DEFAULT_GENERATE
  const sum = made.minLower + made.minUpper + made.minNumeric + made.minSpecial
  return { ...made, length: Math.max(made.length, sum) }
}
