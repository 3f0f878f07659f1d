/** One fenced block of a document that a marker `<!-- tour: ... -->` stands before. */
export interface TourStep {
  /** What the marker says. */
  readonly does:
    | { readonly kind: 'write' | 'append' | 'part'; readonly path: string }
    | { readonly kind: 'replace'; readonly from: string; readonly to: string; readonly path: string }
    | { readonly kind: 'run'; readonly exit: number }
    | { readonly kind: 'engine'; readonly exit: number }
  /** The block, without its fences. */
  readonly text: string
  /** Where the block begins in the document, and how long it is. */
  readonly start: number
}

/** One `$ ...` line of a console block and what it printed. */
export interface TourCommand {
  readonly line: string
  readonly output: string
}

const MARKER = /^<!-- tour: (.*) -->$/

function readMarker(words: string): TourStep['does'] {
  const file = /^(write|append|part of) (\S+)$/.exec(words)
  const path = file?.[2] ?? ''
  if (file?.[1] === 'write' || file?.[1] === 'append') return { kind: file[1], path }
  if (file !== null) return { kind: 'part', path }
  const replace = /^replace (\S+) by ([^<>]+) in (\S+)$/.exec(words)
  if (replace !== null) {
    return { kind: 'replace', from: replace[1] ?? '', to: replace[2] ?? '', path: replace[3] ?? '' }
  }
  const run = /^(run|engine)(?:, (\d+) at the end)?$/.exec(words)
  if (run?.[1] === 'run' || run?.[1] === 'engine') return { kind: run[1], exit: Number(run[2] ?? 0) }
  throw new Error(`a marker that says nothing known: ${words}`)
}

/** The steps of a document's tour, in order. A marker without a block after it throws, but for `replace`, which has none. */
export function readTour(document: string): readonly TourStep[] {
  const steps: TourStep[] = []
  const lines = document.split('\n')
  let offset = 0
  for (const [at, line] of lines.entries()) {
    const words = MARKER.exec(line)?.[1]
    const start = offset + line.length + 1
    offset = start
    if (words === undefined) continue
    const does = readMarker(words)
    if (does.kind === 'replace') {
      steps.push({ does, text: '', start })
      continue
    }
    const fence = lines[at + 1] ?? ''
    if (!fence.startsWith('```')) throw new Error(`no block follows the marker "${words}"`)
    const end = lines.indexOf('```', at + 2)
    if (end < 0) throw new Error(`the block after the marker "${words}" does not end`)
    const text = lines.slice(at + 2, end).map((one) => `${one}\n`)
    steps.push({ does, text: text.join(''), start: start + fence.length + 1 })
  }
  return steps
}

/** The commands of a console block. */
export function commandsOf(text: string): readonly TourCommand[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [line = '', ...output] = part.split('\n')
      return { line, output: output.join('\n') }
    })
}

/** A console block of commands; the opposite of `commandsOf`. */
export function consoleBlock(commands: readonly TourCommand[]): string {
  return commands.map(({ line, output }) => `$ ${line}\n${output}`).join('')
}
