/*
 * What ajv generates makes an object for every error, with the path to it. Where only the answer counts, half of the code
 * and of its time go into that. Here it is taken out, by a reader of the few forms that such code has; a test holds what
 * is left against the whole validator.
 */

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** The offset behind the text, bracket, or expression up to `stop`, that begins at `start`. */
function skipUntil(code: string, start: number, stop: string): number {
  const open: string[] = []
  for (let at = start; at < code.length; at += 1) {
    const character = code.charAt(at)
    if (open.length === 0 && stop.includes(character)) return at
    if (character === '"') at = endOfText(code, at)
    else if (CLOSING[character] !== undefined) open.push(CLOSING[character])
    else if (character === open.at(-1)) open.pop()
  }
  throw new Error(`generated code without "${stop}": ${code.slice(start, start + 80)}`)
}

/** The offset of the quote that ends a text in double quotes. */
function endOfText(code: string, start: number): number {
  let at = start + 1
  while (code.charAt(at) !== '"') at += code.charAt(at) === '\\' ? 2 : 1
  return at
}

/** Replaces what `found` matches, and the expression behind it up to `stop`, which stays. */
function replaceStatements(code: string, found: RegExp, stop: string, replacement: string): string {
  let made = ''
  let from = 0
  for (const match of code.matchAll(found)) {
    if (match.index < from) continue
    made += code.slice(from, match.index) + replacement
    from = skipUntil(code, match.index + match[0].length, stop)
  }
  return made + code.slice(from)
}

/** Generated validators (with `allErrors` off) that say yes or no, and nothing about what is wrong. */
export function withoutErrors(code: string): string {
  const bare = code
    .replaceAll(
      /\{instancePath="", parentData, parentDataProperty, rootData=data(?:, dynamicAnchors=\{\})?\}=\{\}/g,
      () => '',
    )
    .replaceAll('(data, )', () => '(data)')
    .replaceAll(
      /vErrors = vErrors === null \? validate\d+\.errors : vErrors\.concat\(validate\d+\.errors\);/g,
      () => '',
    )
    .replaceAll('errors = vErrors.length;', () => 'errors++;')
    .replaceAll(/if\(vErrors === null\)\{vErrors = \[err\d+\];\}\s*else ?\{vErrors\.push\(err\d+\);\}/g, () => '')
    .replaceAll(
      /if\(vErrors !== null\)\{if\(_errs\d+\)\{vErrors\.length = _errs\d+;\}else \{vErrors = null;\}\}/g,
      () => '',
    )
  const withoutObjects = replaceStatements(bare, /const err\d+ = (?=\{)/g, ';', '')
  const withoutLists = replaceStatements(withoutObjects, /validate\d+\.errors = /g, ';', '')
  const withoutPaths = replaceStatements(withoutLists, /, (?=\{instancePath[:,])/g, ')', '')
  return withoutPaths.replaceAll('let vErrors = null;', () => '')
}
