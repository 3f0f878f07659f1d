import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { createRandom, type RandomSource } from '../testing/random.ts'
import { suite } from '../testing/suite.ts'
import { readYaml } from './read-yaml.ts'

const SEED = Number(process.env['SEED'] ?? 20260727)
const CASES = 4000
const BUDGET_MILLISECONDS = 5000
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

const test = suite('read-yaml, mutations')

test(`broken files never break the reader (seed ${SEED})`, () => {
  const random = createRandom(SEED)
  const texts = bases()
  assert.ok(texts.length > 40)
  const start = performance.now()
  let done = 0
  let refused = 0
  for (; done < CASES && performance.now() - start < BUDGET_MILLISECONDS; done++) {
    const text = mutate(random.pick(texts), random)
    const { report, diagnostics } = createCollector()
    // Processor time, so that a busy machine does not fail the test.
    const before = process.cpuUsage()
    const read = readYaml('a.yaml', text, report)
    const { user, system } = process.cpuUsage(before)
    const took = (user + system) / 1000
    const shown = JSON.stringify(text)
    assert.ok(took < SLOWEST_MILLISECONDS, `${took} ms for ${shown}`)
    assert.ok(read !== undefined || diagnostics.length > 0, `nothing was said about ${shown}`)
    assert.ok(diagnostics.length <= 51, shown)
    if (diagnostics.length > 0) refused++
    for (const one of diagnostics) {
      assert.ok(one.span !== undefined && one.span.start >= 0 && one.span.end >= one.span.start, `${one.code} ${shown}`)
      assert.ok(one.span !== undefined && one.span.end <= one.span.source.text.length + 1, `${one.code} ${shown}`)
      assert.not.match(one.message, /\n|undefined|NaN/, shown)
      assert.ok(one.hints.length > 0 || one.code === 'AH1090', `${one.code} has no hint: ${shown}`)
    }
  }
  assert.ok(done > 100, `only ${done} cases in time`)
  assert.ok(refused > done / 2)
})

test.run()
