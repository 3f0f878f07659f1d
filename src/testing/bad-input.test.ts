import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { CATALOG } from '../diagnostics/catalog.ts'
import type { CodePage } from '../diagnostics/code-page.ts'
import { describe, describeExpected, readCase, type PrintedDiagnostic } from './bad-input.ts'
import { copyFixture, runCommand } from './fixtures.ts'
import { suite } from './suite.ts'

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

const test = suite('bad input')
for (const name of names) {
  test(name, async () => {
    const expected = readCase(readFileSync(join(root, name, 'case.yaml'), 'utf8'))
    const folder = copyFixture(`bad-input/${name}`)
    const run = await runCommand(folder, [...expected.command, '--diagnostics', 'json'], {
      variables: expected.variables,
    })
    const printed = JSON.parse(run.talk) as { readonly diagnostics: readonly PrintedDiagnostic[] }
    const found = printed.diagnostics.filter(({ severity }) => !expected.onlyErrors || severity === 'error')
    const lines = found.map((one, index) => describe(one, expected.diagnostics[index]))
    assert.is(lines.join('\n'), expected.diagnostics.map(describeExpected).join('\n'))
    assert.is(run.exit, expected.exit)
    const all = `${run.output}${printed.diagnostics.map(({ message, hints }) => [message, ...hints].join('\n')).join('\n')}`
    assert.not.match(all, /undefined|\[object Object\]|NaN/)
  })
}
test('there are at least 120 cases', () => assert.ok(names.length >= 120, `there are ${names.length}`))

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
