import { safeText, textWidth } from '../diagnostics/safe-text.ts'

/** Rows of text in columns as wide as their longest cell; the first row is the head. Cells are made safe for a terminal. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(safeText))
  const widths: number[] = []
  for (const row of cells)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, textWidth(cell))
  return cells
    .map((row) => {
      const padded = row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - textWidth(cell)))
      return `${padded.join('  ').trimEnd()}\n`
    })
    .join('')
}

/** A text cut to so many characters, with `...` where something is left out. */
export function clipped(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 3).join('')}...`
}

/** Breaks a text into lines of at most `width` columns. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
