/**
 * Orders two texts by Unicode code point: negative, 0 or positive. `<` on strings compares UTF-16 units, which puts
 * characters beyond U+FFFF before U+E000 to U+FFFF.
 */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a === b) continue
    const aIsHalf = a >= 0xd800 && a <= 0xdfff
    const bIsHalf = b >= 0xd800 && b <= 0xdfff
    // A half of a pair stands for a code point above every single unit.
    return aIsHalf === bIsHalf ? a - b : aIsHalf ? 1 : -1
  }
  return left.length - right.length
}
