/** One line of an edit script: kept, removed from the old text, added in the new one. */
interface Edit {
  readonly kind: ' ' | '-' | '+'
  readonly line: string
}

/** Lines of unchanged text around a change. */
const CONTEXT = 3
/** Differences after which the rest is shown as replaced as a whole: the work grows with their square. */
const MOST_DIFFERENCES = 1_000

/** The lines of a text, each with its line end; the last one may have none. */
function linesOf(text: string): readonly string[] {
  const lines: string[] = []
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at)
    const next = end === -1 ? text.length : end + 1
    lines.push(text.slice(at, next))
    at = next
  }
  return lines
}

/**
 * Myers' greedy search: for every number of differences, how far each diagonal gets. The answer is the trace of all
 * rounds, the last of which reached the end; undefined if that takes more than `MOST_DIFFERENCES`.
 */
function trace(before: readonly string[], after: readonly string[]): readonly Int32Array[] | undefined {
  const limit = Math.min(before.length + after.length, MOST_DIFFERENCES)
  const rounds: Int32Array[] = []
  const furthest = new Int32Array(2 * limit + 3)
  const middle = limit + 1
  for (let differences = 0; differences <= limit; differences += 1) {
    rounds.push(furthest.slice(middle - differences - 1, middle + differences + 2))
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const below = furthest[middle + diagonal + 1] ?? 0
      const left = furthest[middle + diagonal - 1] ?? 0
      const down = diagonal === -differences || (diagonal !== differences && left < below)
      let x = down ? below : left + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1
      furthest[middle + diagonal] = x
      if (x >= before.length && x - diagonal >= after.length) return rounds
    }
  }
  return undefined
}

function walkBack(rounds: readonly Int32Array[], before: readonly string[], after: readonly string[]): readonly Edit[] {
  const edits: Edit[] = []
  let x = before.length
  let y = after.length
  for (let differences = rounds.length - 1; differences >= 0; differences -= 1) {
    const furthest = rounds[differences] ?? new Int32Array(0)
    const middle = differences + 1
    const diagonal = x - y
    const below = furthest[middle + diagonal + 1] ?? 0
    const left = furthest[middle + diagonal - 1] ?? 0
    const down = diagonal === -differences || (diagonal !== differences && left < below)
    const fromX = differences === 0 ? 0 : down ? below : left
    const fromY = differences === 0 ? 0 : fromX - (down ? diagonal + 1 : diagonal - 1)
    while (x > fromX && y > fromY && before[x - 1] === after[y - 1]) {
      x -= 1
      y -= 1
      edits.push({ kind: ' ', line: before[x] ?? '' })
    }
    if (differences === 0) break
    if (down) edits.push({ kind: '+', line: after[(y -= 1)] ?? '' })
    else edits.push({ kind: '-', line: before[(x -= 1)] ?? '' })
  }
  return edits.reverse()
}

function editsOf(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1
  }
  const oldMiddle = before.slice(head, before.length - tail)
  const newMiddle = after.slice(head, after.length - tail)
  const rounds = trace(oldMiddle, newMiddle)
  const kept = (lines: readonly string[]): readonly Edit[] => lines.map((line) => ({ kind: ' ', line }))
  const replaced: () => readonly Edit[] = () => [
    ...oldMiddle.map((line): Edit => ({ kind: '-', line })),
    ...newMiddle.map((line): Edit => ({ kind: '+', line })),
  ]
  return [
    ...kept(before.slice(0, head)),
    ...(rounds === undefined ? replaced() : walkBack(rounds, oldMiddle, newMiddle)),
    ...kept(before.slice(before.length - tail)),
  ]
}

/** Stretches of the script that hold the changes with their context, those that touch joined. */
function hunksOf(edits: readonly Edit[]): readonly { readonly start: number; readonly end: number }[] {
  const hunks: { start: number; end: number }[] = []
  edits.forEach((edit, at) => {
    if (edit.kind === ' ') return
    const last = hunks.at(-1)
    const end = Math.min(at + CONTEXT + 1, edits.length)
    if (last !== undefined && at - CONTEXT <= last.end) last.end = end
    else hunks.push({ start: Math.max(at - CONTEXT, 0), end })
  })
  return hunks
}

/** `12`, `12,3`, and `0,0` of nothing: an empty stretch is named by the line before it. */
function range(skipped: number, count: number): string {
  if (count === 1) return String(skipped + 1)
  return `${count === 0 ? skipped : skipped + 1},${count}`
}

function count(edits: readonly Edit[], without: Edit['kind']): number {
  return edits.reduce((sum, edit) => (edit.kind === without ? sum : sum + 1), 0)
}

/**
 * The difference of two texts in the unified format with three lines of context, the two header lines included; empty
 * if they are equal. The names stand in the header as they are (`a/compose.yaml`, `/dev/null`).
 */
export function unifiedDiff(oldName: string, newName: string, before: string, after: string): string {
  if (before === after) return ''
  const edits = editsOf(linesOf(before), linesOf(after))
  let text = `--- ${oldName}\n+++ ${newName}\n`
  let oldSkipped = 0
  let newSkipped = 0
  let at = 0
  for (const hunk of hunksOf(edits)) {
    oldSkipped += count(edits.slice(at, hunk.start), '+')
    newSkipped += count(edits.slice(at, hunk.start), '-')
    const part = edits.slice(hunk.start, hunk.end)
    const oldCount = count(part, '+')
    const newCount = count(part, '-')
    text += `@@ -${range(oldSkipped, oldCount)} +${range(newSkipped, newCount)} @@\n`
    for (const edit of part) {
      text += edit.kind + edit.line
      if (!edit.line.endsWith('\n')) text += '\n\\ No newline at end of file\n'
    }
    oldSkipped += oldCount
    newSkipped += newCount
    at = hunk.end
  }
  return text
}
