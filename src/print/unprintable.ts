/*
 * Characters that must not stand in a file as they are: some readers refuse them (C0, DEL, C1, non-characters), some
 * take them for a line's end (NEL, U+2028, U+2029), and the others cannot be seen, or turn what follows around. The
 * ranges are written out, because what `\p{Cf}` holds depends on the version of Node and the output must not.
 */
const UNPRINTABLE: RegExp =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\u{d800}-\u{dfff}\u{1fffe}\u{1ffff}\u{e0000}-\u{e0fff}]/gu

/** Whether a text has a character that must be escaped wherever the format can do so; tab and newline count. */
export function hasUnprintable(text: string): boolean {
  UNPRINTABLE.lastIndex = 0
  return UNPRINTABLE.test(text)
}

/** Replaces every character that must not stand as it is, lone surrogates among them, by what `escape` makes of its code point. */
export function escapeUnprintable(text: string, escape: (codePoint: number) => string): string {
  return text.replace(UNPRINTABLE, (character) => escape(Number(character.codePointAt(0))))
}

/** The text on one line with every invisible character shown as `\n`, `\t`, `\u00a0`; for people, not to be read back. */
export function showUnprintable(text: string): string {
  return escapeUnprintable(text, visible)
}

function visible(codePoint: number): string {
  if (codePoint === 0x0a) return '\\n'
  if (codePoint === 0x0d) return '\\r'
  if (codePoint === 0x09) return '\\t'
  if (codePoint > 0xffff) return `\\u{${codePoint.toString(16)}}`
  return `\\u${codePoint.toString(16).padStart(4, '0')}`
}
