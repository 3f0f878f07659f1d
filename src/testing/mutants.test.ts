import { readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { applyMutant, mutantsOf } from './mutants.ts'
import { suite } from './suite.ts'

const test = suite('mutants')

/** What becomes of a line, by each of its mutants. */
function changes(source: string): readonly string[] {
  return mutantsOf(source).map((mutant) => applyMutant(source, mutant))
}

const CASES: readonly (readonly [source: string, ...mutants: readonly string[]])[] = [
  ['const a = b === c', 'const a = b !== c'],
  ['const a = b < c', 'const a = b <= c'],
  ['const a = b && c', 'const a = b || c'],
  ['const a = b + 1', 'const a = b - 1', 'const a = b + 2'],
  ['const a = b ?? c', 'const a = b && c'],
  ['if (a(b)) c()', 'if (true) c()', 'if (false) c()', 'if (a(b)) {}'],
  ['while (a) b()', 'while (false) b()', 'while (a) {}'],
  ['if (!a) return', 'if (true) return', 'if (false) return', 'if (a) return', 'if (!a) ;'],
  ['  lines.push(x)', '  {}'],
  ['  count += x', '  {}'],
  ['  return x', '  return undefined'],
  ["const a = 'x'", "const a = ''"],
  ["const a = ''", "const a = 'mutant'"],
  ['const a = true', 'const a = false'],
  ['const a = `x ${y} === z`', 'const a = ``'],
  [
    'const a = /^[a-z]+$/.test(b)',
    'const a = /[a-z]+$/.test(b)',
    'const a = /^[^a-z]+$/.test(b)',
    'const a = /^[a-z]*$/.test(b)',
    'const a = /^[a-z]+/.test(b)',
  ],
  ["import { a } from './a.ts'"],
  ['// a === b'],
  ["const a = b / c // it's"],
  ['function a<T>(b: ReadonlySet<T>): void {}'],
]
for (const [source, ...mutants] of CASES) {
  test(source, () => assert.equal([...changes(source)].sort(), [...mutants].sort()))
}

test('every mutant of a file is another text, and says what was there', () => {
  const source = readFileSync('src/print/yaml.ts', 'utf8')
  const mutants = mutantsOf(source)
  assert.ok(mutants.length > 150, String(mutants.length))
  for (const mutant of mutants) {
    assert.is(source.slice(mutant.start, mutant.start + mutant.before.length), mutant.before)
    assert.is.not(applyMutant(source, mutant), source)
  }
})

test.run()
