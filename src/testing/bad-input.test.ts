import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { CATALOG } from '../diagnostics/catalog.ts'
import type { CodePage } from '../diagnostics/code-page.ts'
import { describe, describeExpected, readCase, type PrintedDiagnostic } from './bad-input.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { suite, tell } from './suite.ts'

const root = join('fixtures', 'bad-input')
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

/** Codes that no folder of files can produce, with the test that does. */
const madeElsewhere: Readonly<Record<string, string>> = {
  // Sizes, numbers of files, devices, and a disk that refuses to read
  AH1004: 'src/syntax/read-yaml-file.test.ts',
  AH1005: 'src/syntax/read-yaml-file.test.ts',
  AH1006: 'src/syntax/read-yaml-file.test.ts',
  AH1007: 'src/syntax/read-yaml-file.test.ts',
  // A path differs from another in its case alone, which not every disk can hold
  AH8102: 'src/output/publish.test.ts',
  // A process that was killed while it moved files
  AH8203: 'src/output/publish-process.test.ts',
  // A disk that fails
  AH8301: 'src/output/crash.test.ts',
  AH8302: 'src/output/crash.test.ts',
  AH8531: 'src/cli/main.test.ts',
  AH8532: 'src/cli/main.test.ts',
  // A bug of ours
  AH9001: 'src/cli/main.test.ts',
  AH9002: 'src/targets/read-back.test.ts',
  AH9003: 'src/targets/compose/emit.test.ts',
}

/** Milliseconds of processor time of each case. */
const took = new Map<string, number>()

const test = suite('bad input')
for (const name of names) {
  test(name, async () => {
    const expected = readCase(readFileSync(join(root, name, 'case.yaml'), 'utf8'))
    const folder = copyFixture(`bad-input/${name}`)
    const before = process.cpuUsage()
    const run = await runCommand(folder, [...expected.command, '--diagnostics', 'json'], {
      variables: expected.variables,
    })
    const { user, system } = process.cpuUsage(before)
    took.set(name, (user + system) / 1000)
    const printed = JSON.parse(run.talk) as { readonly diagnostics: readonly PrintedDiagnostic[] }
    const found = printed.diagnostics.filter(({ severity }) => !expected.onlyErrors || severity === 'error')
    const lines = found.map((one, index) => describe(one, expected.diagnostics[index]))
    assert.is(lines.join('\n'), expected.diagnostics.map(describeExpected).join('\n'))
    assert.is(run.exit, expected.exit)
    const all = `${run.output}${printed.diagnostics.map(({ message, hints }) => [message, ...hints].join('\n')).join('\n')}`
    assert.not.match(all, /undefined|\[object Object\]|NaN/)
  })
}

/** How many cases each kind of input has at least; a case belongs where the code of its first diagnostic does. */
const CLASSES: readonly (readonly [name: string, codes: RegExp, least: number])[] = [
  ['YAML', /^AH1/, 70],
  ['schema', /^AH2/, 70],
  ['semantics', /^AH(?:4[12]|5|6|7)/, 60],
  ['overlays and parameters', /^AH(?:3|40)/, 30],
  ['command line', /^AH85/, 20],
  ['output folder', /^AH8[0-4]/, 20],
]

function expectedOf(name: string): ReturnType<typeof readCase> {
  return readCase(readFileSync(join(root, name, 'case.yaml'), 'utf8'))
}

test('there are at least 250 cases, and enough of every kind', () => {
  const firsts = names.map((name) => expectedOf(name).diagnostics[0]?.code ?? '')
  const counts = CLASSES.map(([kind, codes]) => [kind, firsts.filter((code) => codes.test(code)).length] as const)
  tell(`${names.length} cases: ${counts.map(([kind, count]) => `${kind} ${count}`).join(', ')}`)
  for (const [index, [kind, count]] of counts.entries()) {
    assert.ok(count >= (CLASSES[index]?.[2] ?? 0), `${kind} has ${count} cases`)
  }
  assert.is(
    counts.reduce((sum, [, count]) => sum + count, 0),
    names.length,
    'a case belongs to no kind',
  )
  assert.ok(names.length >= 250)
})

/** Codes of what is only told, where there is nothing to mend. */
const WITHOUT_HINT: ReadonlySet<string> = new Set(['AH1090', 'AH8404'])

test('every case says its exit code, and of each code its place and what a hint says', () => {
  for (const name of names) {
    const { diagnostics, exit } = expectedOf(name)
    assert.ok(diagnostics.length > 0, `${name} expects nothing`)
    assert.ok([0, 1, 2, 3, 4, 5, 6].includes(exit), `${name}: ${exit}`)
    const first = new Map([...diagnostics].reverse().map((one) => [one.code, one]))
    for (const [code, one] of first) {
      assert.ok(one.hint !== undefined || WITHOUT_HINT.has(code), `${name}: ${code} has no hint`)
      // Without a file the diagnostic must have no place, which the comparison sees to.
      assert.ok(one.file === undefined || (one.line !== undefined && one.column !== undefined), `${name}: ${code}`)
    }
  }
})

test('no case took more than a second', () => {
  assert.is(took.size, names.length)
  const [slowest] = [...took].sort(([, left], [, right]) => right - left)
  const [name = '', milliseconds = 0] = slowest ?? []
  tell(`slowest ${Math.round(milliseconds)} ms (${name}), all together ${largestMemory()} MB at most`)
  assert.ok(milliseconds < 1000, `${name} took ${milliseconds} ms`)
})

/** The most memory that this process ever had, with all cases and the program in it. */
function largestMemory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

test('all cases together stay below 256 MB', () => assert.ok(largestMemory() < 256, `${largestMemory()} MB`))

const pages: readonly (readonly [string, CodePage])[] = Object.entries(CATALOG)
for (const [code, page] of pages) {
  test(`${code} has a page that says everything`, () => {
    for (const field of ['title', 'cause', 'example', 'fix'] as const) {
      assert.ok(page[field].trim().length > 0, `its ${field} is empty`)
    }
  })
}
test('every code has a fixture that produces it, or a test elsewhere', () => {
  const produced = new Set<string>()
  for (const name of names) {
    for (const { code } of readCase(readFileSync(join(root, name, 'case.yaml'), 'utf8')).diagnostics) produced.add(code)
  }
  const missing = pages
    .map(([code]) => code)
    .filter((code) => !produced.has(code) && !Object.hasOwn(madeElsewhere, code))
  assert.is(missing.join(' '), '')
  for (const [code, file] of Object.entries(madeElsewhere)) {
    assert.not(produced.has(code), `${code} has a fixture now; take it out of the table`)
    assert.ok(existsSync(file) && readFileSync(file, 'utf8').includes(code), `${file} does not mention ${code}`)
  }
})
test('every code that a fixture names exists', () => {
  const known = new Set(pages.map(([code]) => code))
  for (const name of names) {
    const { diagnostics } = readCase(readFileSync(join(root, name, 'case.yaml'), 'utf8'))
    assert.is(diagnostics.filter(({ code }) => !known.has(code)).length, 0, name)
  }
})
test('a case with an unknown key is refused', () => {
  assert.throws(() => readCase('exit: 3\ndiagnostics: []\nonly-error: true\n'), 'there is no only-error in a case')
  assert.throws(() => readCase('exit: 3\ndiagnostics: [{ code: AH1, colum: 2 }]\n'), 'there is no colum in a case')
  assert.throws(() => readCase('exit: 3\ndiagnostics: [{ code: AH1, line: 2 }]\n'), 'belong together')
  assert.throws(() => readCase('diagnostics: []\n'), 'exit is missing')
})
test('the comparison tells places, words and numbers apart', () => {
  const found: PrintedDiagnostic = {
    code: 'AH1',
    severity: 'error',
    message: 'a key "x" is unknown',
    hints: ['did you mean "y"?', 'remove it'],
    location: { file: 'apphost.yaml', start: { line: 4, column: 5 } },
  }
  const same = { code: 'AH1', file: 'apphost.yaml', line: 4, column: 5, message: 'key "x"', hint: 'remove' }
  assert.is(describe(found, same), describeExpected(same))
  for (const change of [
    { code: 'AH2' },
    { line: 5 },
    { column: 4 },
    { file: 'b' },
    { message: '"z"' },
    { hint: 'add' },
  ]) {
    const other = { ...same, ...change }
    assert.is.not(describe(found, other), describeExpected(other))
  }
  assert.is.not(describe({ ...found, location: null }, same), describeExpected(same))
  assert.is.not(describe(found, { code: 'AH1' }), describeExpected({ code: 'AH1' }))
})
test.run()
