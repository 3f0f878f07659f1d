import { coerce, satisfies, validRange } from 'semver'

/**
 * The ranges that the catalog has, `>=18` and `<3.2`, are read here: they are in every other manifest, and loading the
 * package that knows all of them takes as long as reading ten resources.
 */
const SIMPLE_RANGE = /^(>=|<)(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?(?:\.(0|[1-9]\d{0,8}))?$/

const PLAIN_VERSION = /^(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?(?:\.(0|[1-9]\d{0,8}))?$/

/** Whether the text is a SemVer range with an operator (`>=18`, `^1.2`), not a mere version. */
export function isVersionRange(range: string): boolean {
  return SIMPLE_RANGE.test(range) || (/[<>=^~]/.test(range) && validRange(range) !== null)
}

/** Whether the text is any SemVer range, a mere version among them. */
export function isRangeOrVersion(range: string): boolean {
  return validRange(range) !== null
}

/** Whether a text holds a version that ranges can be asked about (`18.3-alpine` does, `latest` does not). */
export function holdsVersion(text: string): boolean {
  return PLAIN_VERSION.test(text) || coerce(text) !== null
}

/** Whether a version (coerced: `18.3` is 18.3.0) lies in the range; undefined where the text holds no version. */
export function versionInRange(version: string, range: string): boolean | undefined {
  const simple = SIMPLE_RANGE.exec(range)
  const plain = PLAIN_VERSION.exec(version)
  if (simple !== null && plain !== null) return isAtLeast(plain.slice(1), simple.slice(2)) === (simple[1] === '>=')
  const coerced = coerce(version)
  return coerced === null ? undefined : satisfies(coerced, range)
}

/** Numbers of a version, the most significant first; one that is left out is 0. */
function isAtLeast(version: readonly (string | undefined)[], least: readonly (string | undefined)[]): boolean {
  for (const [at, number] of version.entries()) {
    const difference = Number(number ?? 0) - Number(least[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
