import { didYouMean } from '../diagnostics/suggest.ts'
import { accept, type Cursor, fail, failNested, failUnexpected, match, skipBlanks, startsWith, take } from './cursor.ts'
import type {
  Expression,
  Filter,
  FilterName,
  LiteralExpression,
  ReferenceExpression,
  ReferenceRoot,
} from './expression.ts'
import type { Locate } from './locate.ts'

/** The names that a reference can begin with. */
const ROOTS: readonly ReferenceRoot[] = ['Parameters', 'Resources', 'Self', 'Parent', 'App', 'Environment']

/** The filters there are. */
const FILTERS: readonly FilterName[] = ['uri', 'base64', 'json', 'adonet', 'default', 'lower', 'upper']

/** Chained filters nest in the tree, so that their number bounds how deep passes over it recurse. */
const MOST_FILTERS = 16

const WORD = /[A-Za-z_][A-Za-z0-9_-]*/y

const SEGMENT = /[A-Za-z0-9_][A-Za-z0-9_-]*/y

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y

/** Reads `'text'`, where `''` is a quote and `$$<` is a `$<`; undefined if it has no end. */
function readQuoted(cursor: Cursor): string | undefined {
  const from = cursor.at
  let text = ''
  let at = from + 1
  while (at < cursor.text.length) {
    if (cursor.text.startsWith("''", at)) {
      text += "'"
      at += 2
    } else if (cursor.text[at] === "'") {
      cursor.at = at + 1
      return text
    } else if (cursor.text.startsWith('$$<', at)) {
      text += '$<'
      at += 3
    } else if (cursor.text.startsWith('$<', at)) {
      cursor.at = at
      return failNested(cursor)
    } else text += cursor.text[at++] ?? ''
  }
  return fail(cursor, 'AH4110', from, from + 1, 'the text that begins with this quote has no end', [
    "end it with '; a quote inside it is written ''",
    'a value with ": " or " #" in it needs YAML quotes around the whole of it',
  ])
}

function readNumber(cursor: Cursor): LiteralExpression | undefined {
  const from = cursor.at
  const text = take(cursor, NUMBER)
  const follows = /[A-Za-z0-9_.]/.test(cursor.text[cursor.at] ?? '')
  const value = Number(text)
  if (text === '' || follows) {
    cursor.at = from
    const written = match(cursor, /[-A-Za-z0-9_.+]+/y)
    return fail(cursor, 'AH4110', from, from + written.length, `"${written}" is not a number`, [
      `write text in single quotes: '${written}'`,
    ])
  }
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return fail(cursor, 'AH4110', from, cursor.at, `the number ${text} cannot be held exactly`, [
      `write it as text: '${text}'`,
    ])
  }
  return { kind: 'literal', value, text, span: cursor.locate(from, cursor.at) }
}

function readPath(cursor: Cursor, root: ReferenceRoot): readonly string[] | undefined {
  const path: string[] = []
  while (accept(cursor, '.')) {
    const segment = take(cursor, SEGMENT)
    if (segment === '') return failUnexpected(cursor, `a name after "${[root, ...path].join('.')}."`)
    path.push(segment)
    if (path.length > 64) return failUnexpected(cursor, 'fewer parts: a reference has at most 64')
  }
  return path
}

const EXAMPLES: Readonly<Record<ReferenceRoot, string>> = {
  Parameters: 'Parameters.log-level',
  Resources: 'Resources.api.endpoints.http.url',
  Self: 'Self.name',
  Parent: 'Parent.connectionString',
  App: 'App.name',
  Environment: 'Environment',
}

/** Roots whose paths have a fixed form are checked here; what the others name is looked up when they are resolved. */
function checkPath(cursor: Cursor, from: number, root: ReferenceRoot, path: readonly string[]): boolean {
  const wrong = (message: string, hints: readonly string[]): boolean => {
    fail(cursor, 'AH4105', from, cursor.at, message, hints)
    return false
  }
  const written = [root, ...path].join('.')
  if (root === 'Environment') {
    return path.length === 0 || wrong(`"${written}": Environment has no parts`, ['write $<Environment>: it is a name'])
  }
  if (root === 'App') {
    const part = path[0]
    if (path.length === 1 && (part === 'name' || part === 'version')) return true
    const near = part === undefined ? [] : didYouMean(part, ['name', 'version'])
    return wrong(`"${written}" does not exist: App has name and version`, [...near, 'write App.name or App.version'])
  }
  if (root === 'Parameters' && path.length > 1) {
    return wrong(`"${written}": a parameter has no parts`, [`write Parameters.${path.join('-')} if that is its name`])
  }
  if (path.length > 0) return true
  return wrong(`"${root}" alone names nothing`, [`say which one: ${EXAMPLES[root]}`])
}

/** Names from other tools that people write for ours. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['params', 'Parameters'],
  ['param', 'Parameters'],
  ['vars', 'Parameters'],
  ['secrets', 'Parameters'],
  ['application', 'App'],
  ['this', 'Self'],
])

function hintsForRoot(word: string): readonly string[] {
  if (/^env$/i.test(word)) {
    return ['a variable of the process is read by a parameter: declare one with env: NAME and write Parameters.name']
  }
  const other = OTHER_NAMES.get(word.toLowerCase())
  return other === undefined ? didYouMean(word, ROOTS) : [`did you mean "${other}"?`]
}

function readReference(cursor: Cursor): ReferenceExpression | LiteralExpression | undefined {
  const from = cursor.at
  const word = take(cursor, WORD)
  const span = (): ReturnType<Locate> => cursor.locate(from, cursor.at)
  if ((word === 'true' || word === 'false') && !startsWith(cursor, '.')) {
    return { kind: 'literal', value: word === 'true', text: word, span: span() }
  }
  const root = ROOTS.find((one) => one === word)
  if (root === undefined) {
    const hints = [...hintsForRoot(word), `a reference begins with one of ${ROOTS.join(', ')}`]
    return fail(cursor, 'AH4104', from, cursor.at, `"${word}" is nothing that a placeholder can name`, [
      ...hints,
      ...(startsWith(cursor, '.') ? [] : [`write text in single quotes: '${word}'`]),
      'for the text "$<" itself write "$$<"',
    ])
  }
  const path = readPath(cursor, root)
  if (path === undefined || !checkPath(cursor, from, root, path)) return undefined
  return { kind: 'reference', root, path, span: span() }
}

function readPrimary(cursor: Cursor): Expression | undefined {
  const from = cursor.at
  const next = cursor.text[from] ?? ''
  if (next === "'") {
    const text = readQuoted(cursor)
    return text === undefined ? undefined : { kind: 'literal', value: text, text, span: cursor.locate(from, cursor.at) }
  }
  if (next === '"') {
    return fail(cursor, 'AH4110', from, from + 1, 'text inside a placeholder stands in single quotes', [
      "write 'text'; a quote inside it is written ''",
    ])
  }
  if (/[-+0-9.]/.test(next)) return readNumber(cursor)
  if (/[A-Za-z_]/.test(next)) return readReference(cursor)
  return failUnexpected(cursor, "a reference such as Parameters.region, or a literal such as 'text', true or 1")
}

function readFilter(cursor: Cursor): Filter | undefined {
  const from = cursor.at
  const word = take(cursor, WORD)
  if (word === '') return failUnexpected(cursor, `the name of a filter: ${FILTERS.join(', ')}`)
  const name = FILTERS.find((one) => one === word)
  if (name === undefined) {
    return fail(cursor, 'AH4106', from, cursor.at, `there is no filter "${word}"`, [
      ...didYouMean(word, FILTERS),
      `filters are ${FILTERS.join(', ')}`,
    ])
  }
  skipBlanks(cursor)
  if (name !== 'default') {
    if (!startsWith(cursor, '(')) return { name, argument: '' }
    return fail(cursor, 'AH4107', from, cursor.at + 1, `the filter "${name}" takes no argument`, [`write | ${name}`])
  }
  const wrong = (): undefined =>
    fail(cursor, 'AH4107', from, cursor.at, 'the filter "default" takes one text in parentheses', [
      "write | default('x')",
    ])
  if (!accept(cursor, '(')) return wrong()
  skipBlanks(cursor)
  if (!startsWith(cursor, "'")) return wrong()
  const argument = readQuoted(cursor)
  if (argument === undefined) return undefined
  skipBlanks(cursor)
  return accept(cursor, ')') ? { name, argument } : wrong()
}

/** Reads a reference or a literal with its filters; reports and gives undefined where nothing sensible stands. */
export function readOperand(cursor: Cursor): Expression | undefined {
  const from = cursor.at
  let operand = readPrimary(cursor)
  for (let count = 1; operand !== undefined; count++) {
    const end = cursor.at
    skipBlanks(cursor)
    if (startsWith(cursor, '||') || !accept(cursor, '|')) {
      cursor.at = end
      return operand
    }
    skipBlanks(cursor)
    const filter = readFilter(cursor)
    if (filter === undefined) return undefined
    if (count > MOST_FILTERS) {
      const message = `a chain of more than ${MOST_FILTERS} filters`
      return fail(cursor, 'AH4111', from, cursor.at, message, ['no value needs as many: leave some out'])
    }
    operand = { kind: 'filter', filter, operand, span: cursor.locate(from, cursor.at) }
  }
  return undefined
}
