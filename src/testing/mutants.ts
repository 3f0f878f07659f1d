/** One small change to a source, which the tests of that source should notice. */
export interface Mutant {
  /** Offset of the change, and the text that is there. */
  readonly start: number
  readonly before: string
  readonly after: string
  /** What kind of change it is. */
  readonly operator: 'condition' | 'boundary' | 'operator' | 'statement' | 'result' | 'literal' | 'pattern'
}

type Kind = 'code' | 'space' | 'comment' | 'string' | 'template' | 'pattern' | 'number' | 'word'

interface Token {
  readonly kind: Kind
  readonly start: number
  readonly text: string
}

const TOKENS: readonly (readonly [Kind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /\/\/[^\n]*|\/\*[^]*?\*\//y],
  ['string', /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y],
  ['template', /`(?:[^`\\]|\\[^])*`/y],
  ['pattern', /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y],
  ['number', /0x[0-9a-f]+|\d[\d_]*/iy],
  ['word', /[\p{L}_$][\p{L}\p{N}_$]*/uy],
  ['code', /[^]/y],
]

/** A slash begins a pattern only where a value may begin. */
function mayBeginValue(tokens: readonly Token[]): boolean {
  const last = tokens.findLast(({ kind }) => kind !== 'space' && kind !== 'comment')
  return last === undefined || last.text === 'return' || (last.kind === 'code' && !/[)\]}]/.test(last.text))
}

/** The tokens of a source; a template literal is one, with everything that stands inside. */
function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < source.length;) {
    const start = at
    for (const [kind, expression] of TOKENS) {
      if (kind === 'pattern' && !mayBeginValue(tokens)) continue
      expression.lastIndex = start
      const found = expression.exec(source)
      if (found === null) continue
      tokens.push({ kind, start, text: found[0] })
      at += found[0].length
      break
    }
  }
  return tokens
}

/** Operators as Prettier writes them: with a blank on both sides, which brackets of types do not have. */
const OPERATORS: readonly (readonly [before: string, after: string, operator: Mutant['operator']])[] = [
  ['===', '!==', 'condition'],
  ['!==', '===', 'condition'],
  ['&&', '||', 'condition'],
  ['||', '&&', 'condition'],
  ['<', '<=', 'boundary'],
  ['<=', '<', 'boundary'],
  ['>', '>=', 'boundary'],
  ['>=', '>', 'boundary'],
  ['+', '-', 'operator'],
  ['-', '+', 'operator'],
  ['??', '&&', 'operator'],
]

function operatorMutants(source: string, code: string): readonly Mutant[] {
  return OPERATORS.flatMap(([before, after, operator]) => {
    const found: Mutant[] = []
    const whole = ` ${before} `
    for (let at = code.indexOf(whole); at >= 0; at = code.indexOf(whole, at + 1))
      found.push({ start: at + 1, before: source.slice(at + 1, at + 1 + before.length), after, operator })
    return found
  })
}

/** The offset behind the bracket that closes the one at `open`. */
function closing(code: string, open: number): number {
  let depth = 0
  for (let at = open; at < code.length; at++) {
    if (code[at] === '(') depth++
    else if (code[at] === ')' && --depth === 0) return at + 1
  }
  return code.length
}

function conditionMutants(source: string, code: string): readonly Mutant[] {
  const found: Mutant[] = []
  for (const match of code.matchAll(/\b(if|while) \(/g)) {
    const open = match.index + match[0].length - 1
    const before = source.slice(open, closing(code, open))
    if (match[1] === 'if') found.push({ start: open, before, after: '(true)', operator: 'condition' })
    found.push({ start: open, before, after: '(false)', operator: 'condition' })
  }
  for (const match of code.matchAll(/(?<=[\s([{,=>!])!(?=[\w($])/g))
    found.push({ start: match.index, before: '!', after: '', operator: 'condition' })
  return found
}

/** Lines that are a whole statement: a call, an assignment, a jump; or that return something. */
function statementMutants(source: string, code: string): readonly Mutant[] {
  const found: Mutant[] = []
  const pattern =
    /^(?: *|.*?\) |.*?else )(?<statement>(?:[\w.]+\(.*\)|[\w.[\]]+ [-+*|]?= [^,]*[^,({[>]|[\w.]+(?:\+\+|--)|continue|break)|return(?<result> .*[^,({[>])?)$/gm
  for (const match of code.matchAll(pattern)) {
    const { statement = '', result } = match.groups ?? {}
    const start = match.index + match[0].length - statement.length
    const next = code.slice(match.index + match[0].length).trimStart()
    if (/^[.?:&|+]/.test(next) || closing(statement, statement.indexOf('(')) > statement.length) continue
    const before = source.slice(start, start + statement.length)
    const isReturn = statement.startsWith('return')
    if (isReturn && result !== undefined) found.push({ start, before, after: 'return undefined', operator: 'result' })
    else found.push({ start, before, after: isReturn ? ';' : '{}', operator: 'statement' })
  }
  return found
}

function literalMutants(tokens: readonly Token[]): readonly Mutant[] {
  return tokens.flatMap(({ kind, start, text }): readonly Mutant[] => {
    const literal = (after: string): Mutant => ({ start, before: text, after, operator: 'literal' })
    if (kind === 'number') return [literal(String(Number(text.replaceAll('_', '')) + 1))]
    if (kind === 'string') return [literal(text.length === 2 ? "'mutant'" : "''")]
    if (kind === 'word' && (text === 'true' || text === 'false')) return [literal(text === 'true' ? 'false' : 'true')]
    if (kind === 'template') return text === '``' ? [] : [literal('``')]
    return kind === 'pattern' ? patternMutants(start, text) : []
  })
}

const IN_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(?<=^\/|[(|])\^/g, ''],
  [/(?<!\\)\$(?=\/|\)|\|)/g, ''],
  [/(?<=[\])\w.])\*/g, '+'],
  [/(?<=[\])\w.])\+/g, '*'],
  [/(?<!\\)\[\^/g, '['],
  [/(?<!\\)\[(?!\^)/g, '[^'],
]

function patternMutants(start: number, text: string): readonly Mutant[] {
  return IN_PATTERNS.flatMap(([expression, after]) =>
    [...text.matchAll(expression)].map((match): Mutant => ({
      start: start + match.index,
      before: match[0],
      after,
      operator: 'pattern',
    })),
  )
}

/**
 * Every mutant of a source in the repository's format, in the order of places. Some change nothing that runs (a type, a
 * comment): whoever compiles them sees that.
 */
export function mutantsOf(source: string): readonly Mutant[] {
  const tokens = tokensOf(source)
  // What is no code is blanked out, so that every offset stays where it is
  const hidden: ReadonlySet<Kind> = new Set(['comment', 'string', 'template', 'pattern'])
  const code = tokens
    .map(({ kind, text }) => (hidden.has(kind) ? `"${text.slice(2).replace(/[^\n]/g, '_')}"` : text))
    .join('')
  const imports = /^(?:import|export) .* from .*$/gm
  const skipped = [...source.matchAll(imports)].map((match) => [match.index, match.index + match[0].length] as const)
  return [
    ...operatorMutants(source, code),
    ...conditionMutants(source, code),
    ...statementMutants(source, code),
    ...literalMutants(tokens),
  ]
    .filter(({ before, after }) => before !== after)
    .filter(({ start }) => !skipped.some(([from, to]) => start >= from && start < to))
    .toSorted((one, other) => one.start - other.start)
}

/** The source with the change made. */
export function applyMutant(source: string, { start, before, after }: Mutant): string {
  return source.slice(0, start) + after + source.slice(start + before.length)
}
