import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { diagnostic, type Diagnostic, type DiagnosticDetails } from './diagnostic.ts'
import { formatText, summaryOf } from './format-text.ts'
import type { Source, Span } from './source.ts'

const test = suite('format-text')

/** The span of what stands between `‹` and `›` in the text, which are taken out. */
function marked(text: string, path = 'apphost.yaml'): Span {
  const start = text.indexOf('‹')
  const end = text.indexOf('›') - 1
  const source: Source = { path, text: text.replace('‹', '').replace('›', '') }
  return { source, start, end }
}

function made(span: Span | undefined, message: string, details: DiagnosticDetails = {}): Diagnostic {
  return diagnostic('AH9001', span, message, details)
}

function lines(...expected: readonly string[]): string {
  return expected.map((line) => `${line}\n`).join('')
}

const TABLE: readonly (readonly [name: string, given: readonly Diagnostic[], expected: string])[] = [
  ['nothing', [], ''],
  [
    'one line with a hint beside the carets',
    [
      made(marked('apphost: v1\nname: a\nweb:\n    ‹img›: nginx\n'), 'unknown property "img"', {
        hints: ['did you mean "image"?'],
      }),
    ],
    lines(
      'error[AH9001]: unknown property "img"',
      '  --> apphost.yaml:4:5',
      '   |',
      ' 4 |     img: nginx',
      '   |     ^^^ did you mean "image"?',
      '',
      '1 error',
    ),
  ],
  [
    'no place',
    [made(undefined, 'unknown option "--targt"', { hints: ['did you mean "--target"?', 'see --help'] })],
    lines(
      'error[AH9001]: unknown option "--targt"',
      '  = help: did you mean "--target"?',
      '  = help: see --help',
      '',
      '1 error',
    ),
  ],
  [
    'a place of several lines marks the first',
    [made(marked('a:\n  ‹b: 1\n  c: 2›\n'), 'wrong map')],
    lines('error[AH9001]: wrong map', '  --> apphost.yaml:2:3', '   |', ' 2 |   b: 1', '   |   ^^^^', '', '1 error'),
  ],
  [
    'an empty place, and one at the end of the file',
    [made(marked('a: ‹›'), 'no value'), made(marked('a: 1\n‹›'), 'ended')],
    lines(
      'error[AH9001]: no value',
      '  --> apphost.yaml:1:4',
      '   |',
      ' 1 | a:',
      '   |    ^',
      '',
      'error[AH9001]: ended',
      '  --> apphost.yaml:2:1',
      '   |',
      ' 2 |',
      '   | ^',
      '',
      '2 errors',
    ),
  ],
  [
    'wide characters and tabs keep the carets under the place',
    [made(marked('名前: ‹値›\n'), 'wide'), made(marked('a:\t‹b›'), 'tab'), made(marked('e\u0301: ‹x›'), 'combining')],
    lines(
      'error[AH9001]: wide',
      '  --> apphost.yaml:1:5',
      '   |',
      ' 1 | 名前: 値',
      '   |       ^^',
      '',
      'error[AH9001]: tab',
      '  --> apphost.yaml:1:4',
      '   |',
      ' 1 | a:  b',
      '   |     ^',
      '',
      'error[AH9001]: combining',
      '  --> apphost.yaml:1:5',
      '   |',
      ' 1 | e\u0301: x',
      '   |    ^',
      '',
      '3 errors',
    ),
  ],
  [
    'nothing steers the terminal: not the message, the line, the path, a hint, a note',
    [
      made(marked('a: ‹\u001b]52;c;x\u0007›', 'a\u001b[31m\n.yaml'), 'name "\u001b[2J\u202e"', {
        hints: ['not \u009b31m', 'nor \u2028'],
        related: [{ message: 'here\u0000', span: marked('‹\u200b›') }],
      }),
    ],
    lines(
      'error[AH9001]: name "\\x1b[2J\\u{202e}"',
      '  --> a\\x1b[31m\\n.yaml:1:4',
      '   |',
      ' 1 | a: \\x1b]52;c;x\\x07',
      '   |    ^^^^^^^^^^^^^^^ not \\x9b31m',
      '   |',
      '   = help: nor \\u{2028}',
      'note: here\\x00',
      '  --> apphost.yaml:1:1',
      '   |',
      ' 1 | \\u{200b}',
      '   | ^^^^^^^^',
      '',
      '1 error',
    ),
  ],
  [
    'places of one diagnostic share a gutter',
    [
      made(marked(`${'\n'.repeat(99)}name: ‹b›`), 'declared twice', {
        related: [{ message: 'first declared here', span: marked('\nname: ‹a›') }],
      }),
    ],
    lines(
      'error[AH9001]: declared twice',
      '    --> apphost.yaml:100:7',
      '     |',
      ' 100 | name: b',
      '     |       ^',
      'note: first declared here',
      '    --> apphost.yaml:2:7',
      '     |',
      '   2 | name: a',
      '     |       ^',
      '',
      '1 error',
    ),
  ],
  [
    'a carriage return at the end of a line is no part of it',
    [made(marked('a: 1\r\nb: ‹2›\r\n'), 'two')],
    lines('error[AH9001]: two', '  --> apphost.yaml:2:4', '   |', ' 2 | b: 2', '   |    ^', '', '1 error'),
  ],
]

for (const [name, given, expected] of TABLE) {
  test(name, () => assert.is(formatText(given, { colour: false }), expected))
}

test('a long line is clipped around the place, which stays under its carets', () => {
  const text = `${'x'.repeat(500)}‹PLACE›${'y'.repeat(500)}`
  const [, , , line = '', carets = ''] = formatText([made(marked(text), 'long')], { colour: false }).split('\n')
  assert.ok(line.length < 220, line)
  const at = carets.indexOf('^')
  assert.is(line.slice(at, at + 5), 'PLACE')
  assert.match(carets, /^ +\| +\^{5}$/)
  assert.match(line, /\.\.\.x+PLACEy+\.\.\.$/)
})

test('a long marked text is clipped too', () => {
  const output = formatText([made(marked(`a: ‹${'z'.repeat(100_000)}›`), 'long')], { colour: false })
  assert.ok(output.length < 600, String(output.length))
})

test('a hint that does not fit beside the carets goes below them', () => {
  const output = formatText([made(marked('a: ‹b›'), 'x', { hints: ['h'.repeat(80)] })], { colour: false, columns: 80 })
  assert.match(output, `   |    ^\n   |\n   = help: ${'h'.repeat(80)}\n`)
})

test('colour changes nothing but escapes', () => {
  const given = [
    made(marked('a: ‹b›'), 'x', { hints: ['one', 'two'], related: [{ message: 'r', span: marked('‹c›') }] }),
  ]
  const coloured = formatText(given, { colour: true })
  assert.match(coloured, '\u001b[1;31merror[AH9001]\u001b[0m')
  assert.is(coloured.replace(/\u001b\[[0-9;]*m/g, ''), formatText(given, { colour: false }))
})

test('paths are shown as the caller wants them', () => {
  const output = formatText([made(marked('‹a›'), 'x')], { colour: false, displayPath: (path) => `../${path}` })
  assert.match(output, '--> ../apphost.yaml:1:1')
})

test('the summary counts errors and warnings', () => {
  const one = made(undefined, 'x')
  const warning = made(undefined, 'x', { severity: 'warning' })
  assert.is(summaryOf([]), '')
  assert.is(summaryOf([made(undefined, 'x', { severity: 'information' })]), '')
  assert.is(summaryOf([one, warning, one]), '2 errors, 1 warning')
  assert.is(summaryOf([warning, warning]), '2 warnings')
})

test('a flood in one file is cut by severity, counted whole, and hides nothing of another file', () => {
  const span = marked('‹a›')
  const flood = Array.from({ length: 120 }, (_, index) => made(span, `mistake ${index}`))
  const warnings = Array.from({ length: 51 }, () => made(span, 'w', { severity: 'warning' }))
  const output = formatText([...warnings, ...flood, made(marked('‹b›', 'other.yaml'), 'elsewhere')], { colour: false })
  assert.is(output.match(/mistake \d+/g)?.length, 50)
  assert.match(output, 'mistake 49')
  assert.match(output, 'elsewhere')
  assert.match(output, '\n1 more warning in apphost.yaml; --diagnostics json has all\n')
  assert.match(output, '\n70 more errors in apphost.yaml; --diagnostics json has all\n')
  assert.match(output, '\n121 errors, 51 warnings\n')
})

test.run()
