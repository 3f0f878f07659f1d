/** Skips white space, line ends and comments. */
function skipBlank(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const character = text.charCodeAt(at)
    if (character === 32 || character === 9 || character === 10 || character === 13) {
      at++
    } else if (character === 35) {
      const lineEnd = text.indexOf('\n', at)
      at = lineEnd === -1 ? text.length : lineEnd
    } else {
      break
    }
  }
  return at
}

function after(text: string, from: number, character: string): number {
  const at = skipBlank(text, from)
  return text[at] === character ? at + 1 : from
}

/** The offset after the `:` that follows a key; the end of the key if there is none (`{ a }`). */
export function afterColon(text: string, keyEnd: number): number {
  return after(text, keyEnd, ':')
}

/** The offset after the `-` of the next list item. */
export function afterDash(text: string, from: number): number {
  return after(text, from, '-')
}

/** The offset after the bracket that closes a flow collection, whose last item ends at `from`. */
export function endOfFlow(text: string, from: number, bracket: ']' | '}'): number {
  let at = skipBlank(text, from)
  // What can stand between the last item and the bracket: a comma, and the signs of an empty key or value.
  while (text[at] === ',' || text[at] === ':' || text[at] === '?') at = skipBlank(text, at + 1)
  return text[at] === bracket ? at + 1 : from
}
