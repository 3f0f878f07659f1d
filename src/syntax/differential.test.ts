// Longer than 300 lines: the generator of documents and the lists of known differences are read together.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml'
import * as assert from 'uvu/assert'
import { parseDocument } from 'yaml'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { createRandom, type RandomSource } from '../testing/random.ts'
import { suite } from '../testing/suite.ts'
import { plainData } from './plain-data.ts'
import { readYaml } from './read-yaml.ts'

const SEED = Number(process.env['SEED'] ?? 20260727)
const DOCUMENTS = 2000

/** Codes with which we refuse what other readers take, and why that is meant. */
const STRICTER: ReadonlyMap<string, string> = new Map([
  ['AH1008', 'an empty file is null to them'],
  ['AH1013', 'a lone carriage return is a line end to some'],
  ['AH1014', 'characters that are not printable pass'],
  ['AH1015', 'bidirectional controls pass'],
  ['AH1016', 'a byte order mark in the file passes'],
  ['AH1025', 'their nesting is not limited to 64 levels'],
  ['AH1026', 'they read a second document, or leave it'],
  ['AH1027', 'they obey directives'],
  ['AH1031', 'we compare keys as text'],
  ['AH1032', 'any node may be a key to them'],
  ['AH1033', 'any character may be in a key'],
  ['AH1042', 'they make circular data'],
  ['AH1043', 'their budget is another'],
  ['AH1044', 'they do not count the depth of aliases'],
  ['AH1045', 'they keep << as a key, or leave it out'],
  ['AH1051', 'they have more tags, or only warn'],
  ['AH1052', 'they only warn, or take a text for a number'],
  ['AH1090', 'a count, not a refusal'],
  ['AH1061', 'they make half a character, or another one'],
])

/** Errors of `yaml` in texts that we take, and why we do. */
const LAXER: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/1024 char/, 'the length of a key is not limited by us'],
  [/^TAB_AS_INDENT/, 'a tab after the indentation, or on a line without text, indents nothing'],
  [/^MULTIPLE_DOCS/, 'a second "..." ends nothing'],
  [/^Error: Merge sources/, 'with a tag, << is a key like any other'],
]

/** Texts of which `yaml` says nothing, or only warns, although the specification refuses them. */
const SYNTAX_STRICTER: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/[[{][^]*\n[ \t]*[^ \t\n]/, 'lines in brackets are indented more than the key'],
  [/["'][^]*\n[^ ]/, 'lines in quotes are indented more than the key'],
  [/[!&]\S* *\?/, 'an anchor or tag before "?" has nothing that it could belong to'],
  [/(?:: *(?:[&!]|[:?] )|^ *: )[^\n]*/m, 'a map does not begin on the line of its key'],
  [/\.\.\.\n[^]*%/, 'what looks like a directive after the end of the document'],
]

type Outcome = { readonly data: unknown } | { readonly refusal: string }

function ours(text: string): { readonly data: unknown; readonly codes: readonly string[] } {
  const { report, diagnostics } = createCollector()
  const data = plainData(readYaml('a.yaml', text, report)?.root)
  return { data, codes: diagnostics.map((one) => one.code) }
}

function withYaml(text: string): Outcome {
  const document = parseDocument(text, {
    merge: true,
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const [error] = document.errors
  if (error !== undefined) return { refusal: `${error.code}: ${error.message}` }
  try {
    return { data: document.toJS({ maxAliasCount: -1 }) as unknown }
  } catch (problem) {
    return { refusal: String(problem) }
  }
}

function withJsYaml(text: string): Outcome {
  try {
    return { data: load(text, { schema: CORE_SCHEMA }) }
  } catch (problem) {
    if (!(problem instanceof YAMLException)) throw problem
    return { refusal: problem.reason }
  }
}

/** What is wrong between us and another reader; undefined if nothing is. */
function difference(text: string, other: Outcome): string | undefined {
  const { data, codes } = ours(text)
  const expected = (code: string): boolean =>
    STRICTER.has(code) || (/^AH102[1-4]$/.test(code) && SYNTAX_STRICTER.some(([pattern]) => pattern.test(text)))
  if ('data' in other && !codes.every(expected)) return `only we refuse it: ${codes.join()}`
  if (codes.length > 0) return undefined
  if ('refusal' in other) {
    return LAXER.some(([pattern]) => pattern.test(other.refusal)) ? undefined : `only we take it: ${other.refusal}`
  }
  return isDeepStrictEqual(data, other.data)
    ? undefined
    : `${JSON.stringify(data)} here, ${JSON.stringify(other.data)} there`
}

const SCALARS = [
  'x',
  'two words',
  '012',
  '1.10',
  'null',
  '~',
  'yes',
  'true',
  '1e3',
  '0x1F',
  '0o17',
  '.inf',
  '-7',
  '2024-01-01',
  '12:30:45',
  'a:b',
  'http://x/y',
  'x #y',
  'x#y',
  '""',
  "''",
  '"a\\nb"',
  '"\\x41\\u00e9"',
  "'it''s'",
  '"#"',
  "': '",
  '"<<"',
  '$<Parameters.x>',
  'a, b',
  '[1]',
  '{}',
  '[]',
  '-x',
  '?x',
  ':x',
  '😀',
  'é',
  '1_000',
  '+1',
  '.5',
]
const FLOW_SCALARS = ['x', '012', 'null', '"a, b"', "'{'", 'http://x', '-1', '1.5', '"\\"" ', 'a b', '$<x>']
const KEYS = ['a', 'b', 'c', 'name', 'env', '"q"', "'s'", 'x-y', 'a.b', 'a/b', 'A B', 'k1', 'k2', 'k3', 'k4', 'k5']

class Writer {
  readonly #random: RandomSource
  #anchors: string[] = []
  #made = 0

  constructor(random: RandomSource) {
    this.#random = random
  }

  document(): string {
    this.#anchors = []
    const start = this.#random.pick(['', '', '', '---\n', '# comment\n', '\n', '%YAML 1.2\n---\n'])
    return start + this.map(0) + this.#random.pick(['', '', '', '...\n', '# end', '\n\n'])
  }

  private anchor(kind: string): string {
    if (!this.#random.oneIn(8)) return ''
    const name = `${kind}${this.#made++}`
    this.#anchors.push(name)
    return `&${name} `
  }

  private alias(kind: string): string | undefined {
    const names = this.#anchors.filter((name) => name.startsWith(kind))
    return names.length > 0 && this.#random.oneIn(4) ? `*${this.#random.pick(names)}` : undefined
  }

  private map(indent: number): string {
    const pad = ' '.repeat(indent)
    const count = 1 + this.#random.below(4)
    const keys = new Set(Array.from({ length: count }, () => this.#random.pick(KEYS)))
    let text = ''
    const merged = this.alias('m')
    if (merged !== undefined) text += `${pad}<<: ${this.#random.oneIn(3) ? `[${merged}]` : merged}\n`
    for (const key of keys) {
      if (this.#random.oneIn(12)) text += this.#random.pick(['\n', `${pad}# note: x\n`, '# note\n', '   \n'])
      text += `${pad}${key}:${this.value(indent)}`
    }
    return text
  }

  private sequence(indent: number): string {
    const pad = ' '.repeat(indent)
    return Array.from({ length: 1 + this.#random.below(3) }, () => {
      if (this.#random.oneIn(5)) return `${pad}- ${this.map(indent + 2).slice(indent + 2)}`
      return `${pad}-${this.value(indent)}`
    }).join('')
  }

  private value(indent: number): string {
    const deeper = indent + this.#random.pick([1, 2, 2, 2, 4])
    const end = this.#random.pick(['\n', '\n', '\n', ' # c\n', '\r\n', '  \n', '\t\n'])
    switch (indent > 12 ? this.#random.below(5) : this.#random.below(11)) {
      case 0:
        return this.#random.oneIn(2) ? '\n' : ` !!str ${this.#random.pick(['12', 'true', 'x', '"y"'])}\n`
      case 1:
        return ` ${this.flow(0)}${end}`
      case 2:
        return ` ${this.alias('') ?? 'x'}${end}`
      case 3:
        return this.block(deeper)
      case 4:
        return ` ${this.anchor('s')}${this.#random.pick(['"', "'"])}a\n\n${' '.repeat(deeper)}b  c`.replace(
          /(["'])a(.*)$/s,
          '$1a$2$1\n',
        )
      case 5:
      case 6:
        return ` ${this.anchor('m')}\n`.replace(/ \n$/, '\n') + this.map(deeper)
      case 7:
        return `\n${this.sequence(this.#random.oneIn(2) ? indent : deeper)}`
      case 8:
        return ` plain\n${' '.repeat(deeper)}over lines${end}`
      default:
        return ` ${this.anchor('s')}${this.#random.pick(SCALARS)}${end}`
    }
  }

  private block(indent: number): string {
    const pad = ' '.repeat(indent)
    const lines = Array.from({ length: 1 + this.#random.below(4) }, () =>
      this.#random.pick(['text', '  more', '', '# no comment', 'a: b', 'end  ', '\ttab']),
    )
    const header = this.#random.pick(['|', '>', '|-', '>-', '|+', '>+', '| # c'])
    return ` ${header}\n${pad}first\n${lines.map((line) => (line === '' ? '\n' : `${pad}${line}\n`)).join('')}`
  }

  private flow(depth: number): string {
    const item = (): string => {
      if (depth < 3 && this.#random.oneIn(3)) return this.flow(depth + 1)
      return this.#random.pick(FLOW_SCALARS)
    }
    const items = Array.from({ length: this.#random.below(4) }, item)
    const separator = this.#random.pick([', ', ',', ' , ', ',\n                          '])
    if (this.#random.oneIn(2))
      return `[${items.join(separator)}${items.length > 0 && this.#random.oneIn(4) ? ',' : ''}]`
    return `{ ${items.map((one, index) => (this.#random.oneIn(6) ? `k${index}` : `k${index}: ${one}`)).join(separator)} }`
  }
}

const PIECES = [
  'a: ',
  'b:\n',
  '  ',
  '- ',
  '\n',
  '\n  ',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ', ',
  'x',
  '12',
  ' #c',
  '|\n',
  '>-\n',
  '&a ',
  '*a',
  '<<: ',
  '? ',
  ': ',
  '---\n',
  '...\n',
  '\t',
  '!!str ',
  '%',
  '@',
  '\\',
  '\r\n',
  '=',
  'é',
]

/** Begins as a map: readers disagree on the details of a root that is a single text, which no file of ours may be. */
function soup(random: RandomSource): string {
  const start = random.pick(['k: ', 'k:\n  ', 'k:\n  - ', 'k: 1\n', 'k: [', 'k: { ', 'k: "'])
  return start + Array.from({ length: 1 + random.below(12) }, () => random.pick(PIECES)).join('')
}

function compareAll(texts: Iterable<string>): { readonly problems: readonly string[]; readonly taken: number } {
  const problems: string[] = []
  let taken = 0
  for (const text of texts) {
    if (ours(text).codes.length === 0) taken++
    const byYaml = difference(text, withYaml(text))
    if (byYaml !== undefined) problems.push(`yaml: ${byYaml}\n${JSON.stringify(text)}`)
    // It merges nothing in its core schema, and its parser is the one that we use: values are what is compared.
    // A number that no float holds is a text to it, and infinite to us and to the other.
    const byJsYaml = text.includes('<<') || /: 1e400\b/.test(text) ? undefined : difference(text, withJsYaml(text))
    if (byJsYaml !== undefined) problems.push(`js-yaml: ${byJsYaml}\n${JSON.stringify(text)}`)
  }
  return { problems, taken }
}

/** Links are not followed: cases of bad input have some that lead back up. */
function* fixtureTexts(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'apphost-output') yield* fixtureTexts(path)
    else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) yield readFileSync(path, 'utf8')
  }
}

const test = suite('differential')

test('every fixture is the same data to us and to others', () => {
  assert.equal(compareAll(fixtureTexts('fixtures')).problems.slice(0, 5), [])
})

test(`generated documents are the same data to us and to others (seed ${SEED})`, () => {
  const random = createRandom(SEED)
  const { problems, taken } = compareAll(Array.from({ length: DOCUMENTS }, () => new Writer(random).document()))
  assert.equal(problems.slice(0, 5), [], `${problems.length} differ`)
  assert.ok(taken > DOCUMENTS * 0.8, `only ${taken} were taken`)
})

test(`mixed up pieces of YAML are refused by all or by none (seed ${SEED})`, () => {
  const random = createRandom(SEED + 1)
  const { problems } = compareAll(Array.from({ length: DOCUMENTS }, () => soup(random)))
  assert.equal(problems.slice(0, 5), [], `${problems.length} differ`)
})

test.run()
