import { coerce, satisfies, validRange } from 'semver'

/** Whether the text is a SemVer range with an operator (`>=18`, `^1.2`), not a mere version. */
export function isVersionRange(range: string): boolean {
  return /[<>=^~]/.test(range) && validRange(range) !== null
}

/** Whether the text is any SemVer range, a mere version among them. */
export function isRangeOrVersion(range: string): boolean {
  return validRange(range) !== null
}

/** Whether a version (coerced: `18.3` is 18.3.0) lies in the range; undefined where the text holds no version. */
export function versionInRange(version: string, range: string): boolean | undefined {
  const coerced = coerce(version)
  return coerced === null ? undefined : satisfies(coerced, range)
}
