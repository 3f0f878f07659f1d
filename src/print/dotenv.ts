import { markPrinted, type Printed } from './printed.ts'
import { showUnprintable } from './unprintable.ts'

/** What every reader of such files takes as it is. */
const PLAIN = /^[A-Za-z0-9._/:@-]*$/
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Prints a value: plain where that is safe, else in double quotes, where Compose would substitute an unescaped `$`. */
export function printDotenvValue(text: string): Printed<'dotenv'> {
  return markPrinted('dotenv', PLAIN.test(text) ? text : `"${text.replace(/[\\"$\n\r\t]/g, escapeOf)}"`)
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  return `\\${character}`
}

/** Prints `NAME=value`; throws for a name that no variable can have, which only a bug would ask for. */
export function printDotenvLine(name: string, value: string): Printed<'dotenv'> {
  return markPrinted('dotenv', `${checkedName(name)}=${printDotenvValue(value).printed}`)
}

/** Prints `#NAME=`, the line of a variable that is to be set somewhere else. */
export function printDotenvPlaceholder(name: string): Printed<'dotenv'> {
  return markPrinted('dotenv', `#${checkedName(name)}=`)
}

/** Prints lines of a comment; nothing in them can end it. */
export function printDotenvComment(lines: readonly string[]): Printed<'dotenv'> {
  const all = lines.flatMap((line) => line.split(/\r\n|[\n\r]/))
  return markPrinted('dotenv', all.map((line) => `# ${showUnprintable(line)}`.trimEnd()).join('\n'))
}

function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error(`no name for a variable: ${JSON.stringify(name)}`)
  return name
}
