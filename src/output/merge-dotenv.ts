import { parseDotenv, type DotenvAssignment, type DotenvLine } from '../print/dotenv-file.ts'
import { sha256 } from '../print/sha256.ts'
import type { ListedUserFile, ListedVariable } from './output-list.ts'

/** What became of a user's `.env`. Only names of variables, never values, since a user may keep secrets there. */
export interface MergedDotenv {
  readonly text: string
  readonly record: Omit<ListedUserFile, 'path'>
  /** Variables that the file lacked. */
  readonly added: readonly string[]
  /** Variables that follow their new default, since nobody had changed them. */
  readonly updated: readonly string[]
  /** Variables that are no longer asked for, and that nobody had changed. */
  readonly removed: readonly string[]
  /** Variables with a value of the user's own. */
  readonly changed: readonly string[]
  /** Those among `changed` whose default is another one than at the last run. */
  readonly movedOn: readonly string[]
}

/** A variable as our own text lists it: its comment, then its line. */
interface Slot {
  readonly name: string
  /** Undefined if the line is commented out. */
  readonly value: string | undefined
  readonly comment: string
  readonly line: string
}

const COMMENTED_OUT = /^#[ \t]*([A-Za-z_][A-Za-z0-9_]*)=/

function commentedName(line: DotenvLine): string | undefined {
  return line.kind === 'comment' ? COMMENTED_OUT.exec(line.text)?.[1] : undefined
}

function slotsOf(text: string): readonly Slot[] {
  const slots: Slot[] = []
  let comment = ''
  for (const line of parseDotenv(text)) {
    const commented = commentedName(line)
    if (line.kind === 'comment' && commented === undefined) {
      comment += line.text
      continue
    }
    if (line.kind === 'assignment') slots.push({ name: line.key, value: line.value, comment, line: line.text })
    else if (commented !== undefined) slots.push({ name: commented, value: undefined, comment, line: line.text })
    comment = ''
  }
  return slots
}

function withUnixEnds(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

function recordOf(slot: Slot): ListedVariable {
  const value = slot.value === undefined ? undefined : sha256(slot.value)
  return { name: slot.name, value, comment: sha256(slot.comment) }
}

/** The user's file as lines that can be replaced, inserted and taken out. */
class EditedLines {
  readonly #lines: DotenvLine[]
  readonly #lineEnd: string

  constructor(text: string) {
    this.#lines = [...parseDotenv(text)]
    this.#lineEnd = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'
  }

  /** Where a variable is set; the last line counts. */
  assigned(name: string): number {
    return this.#lines.findLastIndex((line) => line.kind === 'assignment' && line.key === name)
  }

  commentedOut(name: string): number {
    return this.#lines.findLastIndex((line) => commentedName(line) === name)
  }

  assignment(at: number): DotenvAssignment | undefined {
    const line = this.#lines[at]
    return line?.kind === 'assignment' ? line : undefined
  }

  lineText(at: number): string {
    return withUnixEnds(this.#lines[at]?.text ?? '')
  }

  exchange(at: number, text: string): void {
    this.#lines.splice(at, 1, ...this.#parsed(text))
  }

  /** Puts text before the line of that number; past the end is the end. */
  insert(at: number, text: string): void {
    const before = this.#lines[at - 1]
    if (before !== undefined && !before.text.endsWith('\n')) {
      this.#lines[at - 1] = { ...before, text: before.text + this.#lineEnd }
    }
    this.#lines.splice(at, 0, ...this.#parsed(text))
  }

  /** The number of the first line of the comment right above a line. */
  commentStart(at: number): number {
    let start = at
    for (;;) {
      const above = this.#lines[start - 1]
      if (above?.kind !== 'comment' || commentedName(above) !== undefined) return start
      start -= 1
    }
  }

  /** Takes a line out, with the comment above it if that is still ours, and with a blank line that would be left over. */
  remove(at: number, commentHash: string): void {
    const start = this.commentStart(at)
    const comment = withUnixEnds(
      this.#lines
        .slice(start, at)
        .map((line) => line.text)
        .join(''),
    )
    const from = sha256(comment) === commentHash ? start : at
    this.#lines.splice(from, at - from + 1)
    const [above, here] = [this.#lines[from - 1], this.#lines[from]]
    if (above?.kind === 'blank' && (here === undefined || here.kind === 'blank')) this.#lines.splice(from - 1, 1)
  }

  get length(): number {
    return this.#lines.length
  }

  get isBlank(): boolean {
    return this.#lines.every((line) => line.kind === 'blank')
  }

  toString(): string {
    return this.#lines.map((line) => line.text).join('')
  }

  #parsed(text: string): readonly DotenvLine[] {
    return parseDotenv(this.#lineEnd === '\n' ? text : text.replaceAll('\n', '\r\n'))
  }
}

interface Notes {
  readonly added: string[]
  readonly updated: string[]
  readonly removed: string[]
  readonly changed: string[]
  readonly movedOn: string[]
}

/** Where a missing variable belongs: behind the one before it in our order, else before the one after it, else last. */
function addMissing(lines: EditedLines, slots: readonly Slot[], index: number): void {
  const slot = slots[index]
  if (slot === undefined) return
  const commentedOut = lines.commentedOut(slot.name)
  if (commentedOut !== -1) return lines.insert(commentedOut + 1, slot.line)
  const place = (name: string): number => Math.max(lines.assigned(name), lines.commentedOut(name))
  for (const before of slots.slice(0, index).reverse()) {
    const at = place(before.name)
    if (at !== -1) return lines.insert(at + 1, (slot.comment === '' ? '' : '\n') + slot.comment + slot.line)
  }
  for (const after of slots.slice(index + 1)) {
    const at = place(after.name)
    if (at !== -1) return lines.insert(lines.commentStart(at), slot.comment + slot.line)
  }
  lines.insert(lines.length, slot.comment + slot.line)
}

function mergeSlot(
  lines: EditedLines,
  slot: Slot,
  known: ListedVariable | undefined,
  notes: Notes,
): 'missing' | 'there' {
  const at = lines.assigned(slot.name)
  const assignment = lines.assignment(at)
  if (assignment === undefined) {
    // A commented line that we once wrote and that is gone was taken out on purpose; a value is needed to start.
    const offered = slot.value === undefined && (known !== undefined || lines.commentedOut(slot.name) !== -1)
    return offered ? 'there' : 'missing'
  }
  const plain = !assignment.interpolated
  if (plain && assignment.value === slot.value) return 'there'
  // Also the default of a parameter that is a secret from now on: its line goes back to being commented out.
  if (plain && known?.value === sha256(assignment.value)) {
    lines.exchange(at, slot.line)
    notes.updated.push(slot.name)
    return 'there'
  }
  if (slot.value === undefined) return 'there'
  notes.changed.push(slot.name)
  if (known?.value !== undefined && known.value !== sha256(slot.value)) notes.movedOn.push(slot.name)
  return 'there'
}

function removeOutdated(
  lines: EditedLines,
  known: readonly ListedVariable[],
  slots: readonly Slot[],
  notes: Notes,
): void {
  const wanted = new Set(slots.map((slot) => slot.name))
  for (const variable of known) {
    if (wanted.has(variable.name)) continue
    const at = lines.assigned(variable.name)
    const assignment = lines.assignment(at)
    const commentedOut = lines.commentedOut(variable.name)
    if (assignment !== undefined) {
      if (assignment.interpolated || variable.value !== sha256(assignment.value)) continue
      lines.remove(at, variable.comment)
    } else if (commentedOut !== -1 && lines.lineText(commentedOut).trimEnd() === `#${variable.name}=`) {
      lines.remove(commentedOut, variable.comment)
    } else continue
    notes.removed.push(variable.name)
  }
}

/**
 * Lays the variables that we ask for into a `.env` that is the user's: what the user changed or added stays, with its
 * comments and its order. `ours` is the text as we would write it alone, `known` what the list says of the last run.
 */
export function mergeDotenv(existing: string, ours: string, known: ListedUserFile | undefined): MergedDotenv {
  const slots = slotsOf(ours)
  const variables = slots.map(recordOf)
  const notes: Notes = { added: [], updated: [], removed: [], changed: [], movedOn: [] }
  if (existing === ours) return { text: ours, record: { sha256: sha256(ours), variables }, ...notes }
  const mark = existing.startsWith('\ufeff') ? '\ufeff' : ''
  const lines = new EditedLines(existing.slice(mark.length))
  const before = new Map(known?.variables.map((variable) => [variable.name, variable]))
  removeOutdated(lines, known?.variables ?? [], slots, notes)
  slots.forEach((slot, index) => {
    if (mergeSlot(lines, slot, before.get(slot.name), notes) === 'there') return
    addMissing(lines, slots, index)
    notes.added.push(slot.name)
  })
  // Nobody touched the file since we wrote it: it can follow our text as a whole, comments and order too.
  const untouched = known?.sha256 !== undefined && known.sha256 === sha256(existing)
  const text = untouched ? ours : mark + lines.toString()
  return { text, record: { sha256: text === ours ? sha256(ours) : undefined, variables }, ...notes }
}

/** What is left of a user's `.env` when no variable is asked for any more; undefined if nothing of the user's is in it. */
export function withoutOurs(existing: string, known: ListedUserFile): string | undefined {
  if (known.sha256 === sha256(existing)) return undefined
  const lines = new EditedLines(existing)
  removeOutdated(lines, known.variables, [], { added: [], updated: [], removed: [], changed: [], movedOn: [] })
  return lines.isBlank ? undefined : lines.toString()
}

/** The value of every variable that a `.env` sets without a substitution of its own. */
export function dotenvValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const line of parseDotenv(text)) {
    if (line.kind === 'assignment' && !line.interpolated) values.set(line.key, line.value)
    else if (line.kind === 'assignment') values.delete(line.key)
  }
  return values
}
