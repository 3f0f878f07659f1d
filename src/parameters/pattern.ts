/** One character out of a set: in any range or passing any test, or (negated) neither. */
export interface CharacterClass {
  /** First and last code point of each range. */
  readonly ranges: readonly (readonly [number, number])[]
  readonly tests: readonly RegExp[]
  readonly negated: boolean
}

/** What a pattern asks of a place between two characters. */
export type Assertion = 'start' | 'end' | 'word' | 'not-word'

/** A pattern as a tree; groups do not capture, since a pattern is only matched. */
export type PatternNode =
  | { readonly kind: 'class'; readonly characters: CharacterClass }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly PatternNode[] }
  | {
      readonly kind: 'repeat'
      readonly item: PatternNode
      readonly minimum: number
      readonly maximum: number | undefined
    }

/** What a pattern is, or why it is none of the part that RE2 and JavaScript share. */
export type PatternResult = { readonly node: PatternNode } | { readonly problem: string }

interface State {
  readonly text: string
  at: number
  problem: string | undefined
}

const LONGEST = 1000
const DEEPEST = 32
/** RE2 takes no higher counts. */
const MOST_REPEATS = 1000

const DIGITS: CharacterClass = { ranges: [[48, 57]], tests: [], negated: false }
const WORD: CharacterClass = {
  ranges: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  tests: [],
  negated: false,
}
/** RE2's `\s`, which is narrower than JavaScript's. */
const SPACE: CharacterClass = {
  ranges: [
    [9, 10],
    [12, 13],
    [32, 32],
  ],
  tests: [],
  negated: false,
}
/** RE2's `.`: all but a line feed. */
const ANY: CharacterClass = { ranges: [[10, 10]], tests: [], negated: true }

const NAMED: ReadonlyMap<string, CharacterClass> = new Map([
  ['d', DIGITS],
  ['w', WORD],
  ['s', SPACE],
])
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
])

/** Whether a class holds a code point. */
export function holds(characters: CharacterClass, code: number): boolean {
  const inside =
    characters.ranges.some(([first, last]) => code >= first && code <= last) ||
    characters.tests.some((test) => test.test(String.fromCodePoint(code)))
  return inside !== characters.negated
}

function single(code: number): CharacterClass {
  return { ranges: [[code, code]], tests: [], negated: false }
}

function fail(state: State, problem: string): undefined {
  state.problem ??= problem
  return undefined
}

function peek(state: State): string {
  const code = state.text.codePointAt(state.at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function take(state: State): string {
  const character = peek(state)
  state.at += character.length
  return character
}

function accept(state: State, text: string): boolean {
  if (!state.text.startsWith(text, state.at)) return false
  state.at += text.length
  return true
}

function matchAt(state: State, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = state.at
  const found = pattern.exec(state.text)
  if (found === null) return undefined
  state.at += found[0].length
  return found
}

function readProperty(state: State, letter: string): CharacterClass | undefined {
  const name = matchAt(state, /\{([A-Z][a-z]?)\}/y)?.[1]
  if (name === undefined) return fail(state, `"\\${letter}" takes a general category in braces, such as \\${letter}{L}`)
  try {
    return { ranges: [], tests: [new RegExp(`^\\p{${name}}$`, 'u')], negated: letter === 'P' }
  } catch {
    return fail(state, `"\\${letter}{${name}}" is no general category of Unicode`)
  }
}

/** Reads what follows a backslash, where it is a set of characters. */
function readEscape(state: State): CharacterClass | undefined {
  const letter = take(state)
  const named = NAMED.get(letter.toLowerCase())
  if (named !== undefined) return NAMED.has(letter) ? named : { ...named, negated: true }
  const control = CONTROLS.get(letter)
  if (control !== undefined) return single(control)
  if (letter === 'p' || letter === 'P') return readProperty(state, letter)
  if (letter === 'x') {
    const digits = matchAt(state, /[0-9A-Fa-f]{2}/y)?.[0]
    return digits === undefined
      ? fail(state, '"\\x" takes two hexadecimal digits')
      : single(Number.parseInt(digits, 16))
  }
  if (/^[1-9k]$/.test(letter)) return fail(state, `"\\${letter}" is a back-reference`)
  if (letter === '') return fail(state, 'it ends with "\\"')
  if (/^[A-Za-z0-9_]$/.test(letter)) return fail(state, `"\\${letter}" does not mean the same everywhere`)
  if (!/^[\x21-\x7e]$/.test(letter)) return fail(state, `"\\" cannot stand before "${letter}"`)
  return single(letter.codePointAt(0) ?? 0)
}

function onlyCharacter(characters: CharacterClass): number | undefined {
  const [range, ...others] = characters.ranges
  if (range === undefined || others.length > 0 || characters.tests.length > 0 || characters.negated) return undefined
  return range[0] === range[1] ? range[0] : undefined
}

function readClassItem(state: State): CharacterClass | undefined {
  if (state.text.startsWith('[:', state.at))
    return fail(state, 'a class such as "[[:alpha:]]" is unknown to JavaScript')
  if (!accept(state, '\\')) return single(take(state).codePointAt(0) ?? 0)
  if (peek(state) === 'b') return fail(state, '"\\b" in brackets does not mean the same everywhere')
  return readEscape(state)
}

function readClass(state: State): CharacterClass | undefined {
  const negated = accept(state, '^')
  const ranges: (readonly [number, number])[] = []
  const tests: RegExp[] = []
  if (peek(state) === ']') return fail(state, 'the brackets are empty; a "]" among them is written "\\]"')
  while (!accept(state, ']')) {
    if (state.at >= state.text.length) return fail(state, '"[" has no "]"')
    const item = readClassItem(state)
    if (item === undefined) return undefined
    const rangeFollows = peek(state) === '-' && state.text[state.at + 1] !== ']' && state.at + 1 < state.text.length
    if (!rangeFollows) {
      ranges.push(...(item.negated ? [] : item.ranges))
      tests.push(...(item.negated ? [negation(item)] : item.tests))
      continue
    }
    state.at++
    const until = readClassItem(state)
    if (until === undefined) return undefined
    const [first, last] = [onlyCharacter(item), onlyCharacter(until)]
    if (first === undefined || last === undefined) return fail(state, 'a range in brackets has a class at one end')
    if (first > last) return fail(state, 'a range in brackets runs backwards')
    ranges.push([first, last])
  }
  return { ranges, tests, negated }
}

/** The test of a negated escape (`\D`, `\P{L}`) inside brackets. */
function negation(item: CharacterClass): RegExp {
  const ranges = item.ranges.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('')
  const categories = item.tests.map((test) => test.source.slice(1, -1)).join('')
  return new RegExp(`^[^${ranges}${categories}]$`, 'u')
}

function readGroup(state: State, depth: number): PatternNode | undefined {
  if (depth >= DEEPEST) return fail(state, `groups are nested deeper than ${DEEPEST}`)
  if (/^\?<?[=!]/.test(state.text.slice(state.at, state.at + 3))) return fail(state, 'it looks ahead or behind')
  if (/^\?P?[<']/.test(state.text.slice(state.at, state.at + 3))) return fail(state, 'it names a group')
  if (peek(state) === '?' && !accept(state, '?:')) return fail(state, 'a group with flags is not known everywhere')
  const inner = readChoice(state, depth + 1)
  if (inner === undefined) return undefined
  return accept(state, ')') ? inner : fail(state, '"(" has no ")"')
}

function readAtom(state: State, depth: number): PatternNode | undefined {
  const one = (characters: CharacterClass | undefined): PatternNode | undefined =>
    characters && { kind: 'class', characters }
  const character = take(state)
  switch (character) {
    case '(':
      return readGroup(state, depth)
    case '[':
      return one(readClass(state))
    case '.':
      return one(ANY)
    case '^':
      return { kind: 'assertion', assertion: 'start' }
    case '$':
      return { kind: 'assertion', assertion: 'end' }
    case '*':
    case '+':
    case '?':
      return fail(state, `there is nothing for "${character}" to repeat`)
    case '{':
    case '}':
    case ']':
      return fail(state, `a "${character}" that stands for itself is written "\\${character}"`)
    case '\\':
      if (accept(state, 'b')) return { kind: 'assertion', assertion: 'word' }
      if (accept(state, 'B')) return { kind: 'assertion', assertion: 'not-word' }
      return one(readEscape(state))
    default:
      return one(single(character.codePointAt(0) ?? 0))
  }
}

function readCounts(state: State): readonly [number, number | undefined] | undefined {
  if (accept(state, '*')) return [0, undefined]
  if (accept(state, '+')) return [1, undefined]
  if (accept(state, '?')) return [0, 1]
  const counts = matchAt(state, /\{([0-9]{1,9})(,([0-9]{0,9}))?\}/y)
  if (counts === undefined) return undefined
  const minimum = Number(counts[1])
  if (counts[2] === undefined) return [minimum, minimum]
  return [minimum, counts[3] === '' ? undefined : Number(counts[3])]
}

function readRepeat(state: State, item: PatternNode): PatternNode | undefined {
  const counts = readCounts(state)
  if (counts === undefined) return item
  const [minimum, maximum] = counts
  if (item.kind === 'assertion') return fail(state, 'it repeats a position, such as "^"')
  if (Math.max(minimum, maximum ?? 0) > MOST_REPEATS) return fail(state, `it repeats more than ${MOST_REPEATS} times`)
  if (maximum !== undefined && minimum > maximum) return fail(state, 'the counts in "{ }" run backwards')
  accept(state, '?')
  if (/^[*+?]/.test(peek(state)) || /^\{[0-9]/.test(state.text.slice(state.at, state.at + 2))) {
    return fail(state, 'it repeats a repeat; put the inner one into a group')
  }
  return { kind: 'repeat', item, minimum, maximum }
}

function readSequence(state: State, depth: number): PatternNode | undefined {
  const items: PatternNode[] = []
  while (state.at < state.text.length && peek(state) !== '|' && peek(state) !== ')') {
    const atom = readAtom(state, depth)
    const item = atom && readRepeat(state, atom)
    if (item === undefined) return undefined
    items.push(item)
  }
  return { kind: 'sequence', items }
}

function readChoice(state: State, depth: number): PatternNode | undefined {
  const branches: PatternNode[] = []
  do {
    const branch = readSequence(state, depth)
    if (branch === undefined) return undefined
    branches.push(branch)
  } while (accept(state, '|'))
  const [first] = branches
  return branches.length === 1 && first !== undefined ? first : { kind: 'choice', branches }
}

/** Reads a pattern of the part of regular expressions that RE2 shares with JavaScript. */
export function parsePattern(text: string): PatternResult {
  if (text.length > LONGEST) return { problem: `it has more than ${LONGEST} characters` }
  const state: State = { text, at: 0, problem: undefined }
  const node = readChoice(state, 0)
  if (node !== undefined && state.at < text.length) fail(state, 'a ")" has no "("')
  return node === undefined || state.problem !== undefined ? { problem: state.problem ?? 'it is empty' } : { node }
}
