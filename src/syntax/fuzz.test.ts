import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { createRandom, type RandomSource } from '../testing/random.ts'
import { processorTime } from '../testing/processor-time.ts'
import { suite, tell } from '../testing/suite.ts'
import { readYaml } from './read-yaml.ts'

const SEED = Number(process.env['SEED'] ?? 20260727)
const CASES = Number(process.env['RUNS'] ?? 20_000)
const SLOWEST_MILLISECONDS = 250

const PIECES = [
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ': ',
  '- ',
  '? ',
  '\n',
  '\n  ',
  '\t',
  '&a ',
  '*a',
  '<<: *a\n',
  '!!int ',
  '|',
  '>',
  '#',
  '---\n',
  '...\n',
  '%',
  '\\',
  '\r',
  '\0',
  '\u202e',
  '\uFEFF',
  'é',
  '😀',
  '@',
  '`',
  ',',
  '{{ x }}',
]

function bases(): readonly string[] {
  const root = 'fixtures/bad-input'
  return readdirSync(root)
    .filter((name) => name.startsWith('AH1'))
    .sort()
    .map((name) => readFileSync(join(root, name, 'apphost.yaml'), 'utf8'))
    .filter((text) => text.length < 2000)
}

/** One to four small accidents: cut, doubled, moved, replaced or added text. */
function mutate(text: string, random: RandomSource): string {
  let made = text
  for (let count = 1 + random.below(4); count > 0; count--) {
    const at = random.below(made.length + 1)
    const end = Math.min(made.length, at + random.below(20))
    const part = made.slice(at, end)
    const choices = [
      '',
      part + part,
      random.pick(PIECES),
      random.pick(PIECES) + part,
      part.trimStart(),
      part.toUpperCase(),
    ]
    made = made.slice(0, at) + random.pick(choices) + made.slice(end)
  }
  return made
}

function described({ code, message, span }: Diagnostic): string {
  return `${code} ${span?.start} ${span?.end} ${message}`
}

const test = suite('read-yaml, mutations')

test(`broken files never break the reader (seed ${SEED})`, () => {
  const random = createRandom(SEED)
  const texts = bases()
  assert.ok(texts.length > 40)
  let refused = 0
  let slowest = 0
  for (let number = 0; number < CASES; number++) {
    const text = mutate(random.pick(texts), random)
    const { report, diagnostics } = createCollector()
    const start = performance.now()
    const read = readYaml('a.yaml', text, report)
    let took = performance.now() - start
    // The clock counts other processes too; once more, by processor time.
    if (took > SLOWEST_MILLISECONDS) took = processorTime(() => readYaml('a.yaml', text, () => undefined))
    slowest = Math.max(slowest, took)
    const shown = JSON.stringify(text)
    assert.ok(took < SLOWEST_MILLISECONDS, `${took} ms for ${shown}`)
    assert.ok(read !== undefined || diagnostics.length > 0, `nothing was said about ${shown}`)
    const again = createCollector()
    readYaml('a.yaml', text, again.report)
    assert.is(again.diagnostics.map(described).join('\n'), diagnostics.map(described).join('\n'), shown)
    assert.ok(diagnostics.length <= 51, shown)
    if (diagnostics.length > 0) refused++
    for (const one of diagnostics) {
      assert.ok(one.span !== undefined && one.span.start >= 0 && one.span.end >= one.span.start, `${one.code} ${shown}`)
      assert.ok(one.span !== undefined && one.span.end <= one.span.source.text.length + 1, `${one.code} ${shown}`)
      assert.not.match(one.message, /\n|undefined|NaN/, shown)
      assert.ok(one.hints.length > 0 || one.code === 'AH1090', `${one.code} has no hint: ${shown}`)
    }
  }
  assert.ok(refused > CASES / 2, `${refused} were refused`)
  tell(`seed ${SEED}: ${CASES} mutations, ${refused} refused, slowest ${slowest.toFixed(1)} ms`)
})

test.run()
