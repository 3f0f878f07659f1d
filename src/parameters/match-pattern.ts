import { type Assertion, type CharacterClass, holds, type PatternNode } from './pattern.ts'

type Instruction =
  | { readonly kind: 'class'; readonly characters: CharacterClass }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'match' }

/** A pattern made ready to be matched in time linear in the text, whatever the pattern. */
export type Program = readonly Instruction[]

/** More instructions than this make matching slow rather than useful. */
const LARGEST = 4000

function emitRepeat(program: Instruction[], node: PatternNode & { readonly kind: 'repeat' }): void {
  for (let count = 0; count < node.minimum && program.length <= LARGEST; count++) emit(program, node.item)
  if (node.maximum === undefined) {
    const split: Instruction = { kind: 'split', first: program.length + 1, second: 0 }
    const start = program.push(split) - 1
    emit(program, node.item)
    program.push({ kind: 'jump', to: start })
    split.second = program.length
    return
  }
  const splits: { second: number }[] = []
  for (let count = node.minimum; count < node.maximum && program.length <= LARGEST; count++) {
    const split: Instruction = { kind: 'split', first: program.length + 1, second: 0 }
    program.push(split)
    splits.push(split)
    emit(program, node.item)
  }
  for (const split of splits) split.second = program.length
}

function emitChoice(program: Instruction[], branches: readonly PatternNode[]): void {
  const jumps: { to: number }[] = []
  for (const [index, branch] of branches.entries()) {
    if (index === branches.length - 1) {
      emit(program, branch)
      continue
    }
    const split: Instruction = { kind: 'split', first: program.length + 1, second: 0 }
    program.push(split)
    emit(program, branch)
    const jump: Instruction = { kind: 'jump', to: 0 }
    program.push(jump)
    jumps.push(jump)
    split.second = program.length
  }
  for (const jump of jumps) jump.to = program.length
}

function emit(program: Instruction[], node: PatternNode): void {
  if (program.length > LARGEST) return
  switch (node.kind) {
    case 'class':
    case 'assertion':
      program.push(node)
      return
    case 'sequence':
      for (const item of node.items) emit(program, item)
      return
    case 'choice':
      emitChoice(program, node.branches)
      return
    case 'repeat':
      emitRepeat(program, node)
  }
}

/** Makes the program of a pattern; undefined if its repeats multiply to something too large. */
export function compilePattern(node: PatternNode): Program | undefined {
  const program: Instruction[] = []
  emit(program, node)
  program.push({ kind: 'match' })
  return program.length > LARGEST ? undefined : program
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && code < 128 && /\w/.test(String.fromCharCode(code))
}

function assertionHolds(assertion: Assertion, before: number | undefined, after: number | undefined): boolean {
  switch (assertion) {
    case 'start':
      return before === undefined
    case 'end':
      return after === undefined
    case 'word':
      return isWord(before) !== isWord(after)
    case 'not-word':
      return isWord(before) === isWord(after)
  }
}

/** Whether the pattern is found anywhere in the text: all states of the program move over the text together. */
export function findsPattern(program: Program, text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0))
  const marks = new Int32Array(program.length).fill(-1)
  let states: number[] = []
  for (let at = 0; at <= codes.length; at++) {
    const [before, after] = [codes[at - 1], codes[at]]
    const reached: number[] = []
    const pending = [0, ...states.reverse()]
    while (pending.length > 0) {
      const index = pending.pop() ?? 0
      const instruction = program[index]
      if (instruction === undefined || marks[index] === at) continue
      marks[index] = at
      if (instruction.kind === 'match') return true
      if (instruction.kind === 'jump') pending.push(instruction.to)
      else if (instruction.kind === 'split') pending.push(instruction.second, instruction.first)
      else if (instruction.kind === 'class') reached.push(index)
      else if (assertionHolds(instruction.assertion, before, after)) pending.push(index + 1)
    }
    states = after === undefined ? [] : advance(program, reached, after)
  }
  return false
}

function advance(program: Program, reached: readonly number[], code: number): number[] {
  const next: number[] = []
  for (const index of reached) {
    const instruction = program[index]
    if (instruction?.kind === 'class' && holds(instruction.characters, code)) next.push(index + 1)
  }
  return next
}
