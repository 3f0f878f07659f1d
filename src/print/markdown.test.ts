import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import {
  markdown,
  markdownAddress,
  markdownCode,
  markdownCodeBlock,
  markdownNames,
  markdownTable,
  markdownText,
} from './markdown.ts'
import { nastyTexts, ODD_TEXTS } from './nasty-text.ts'

const SEED = Number(process.env['FUZZ_SEED'] ?? 20263)

const test = suite('print/markdown')

test('text that means something to Markdown is escaped, the rest is left alone', () => {
  const table: readonly (readonly [string, string])[] = [
    ['Key of the payment provider', 'Key of the payment provider'],
    ['parameter log-level', 'parameter log-level'],
    ['snake_case_name', 'snake_case_name'],
    ['_emphasis_', '\\_emphasis\\_'],
    ['*a* [b](c) <script>', '\\*a\\* \\[b\\](c) \\<script>'],
    ['a | b', 'a \\| b'],
    ['a `b` \\', 'a \\`b\\` \\\\'],
    ['# head', '\\# head'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['2.23.1', '2.23.1'],
    ['-5', '-5'],
    ['1)', '1\\)'],
    ['#a', '#a'],
    ['=', '\\='],
    ['> quote', '\\> quote'],
    ['---', '\\---'],
    ['AT&T &amp; a', 'AT&T \\&amp; a'],
    ['a & b', 'a & b'],
    ['two\nlines\r\nhere', 'two lines here'],
    ['bell\x07', 'bell\\\\u0007'],
    ['$x$', '\\$x\\$'],
  ]
  for (const [text, printed] of table) assert.is(markdownText(text).printed, printed)
})

test('code spans', () => {
  const table: readonly (readonly [string, string])[] = [
    ['API_KEY', '`API_KEY`'],
    ['a `b`', '`` a `b` ``'],
    ['a``b', '```a``b```'],
    ['`', '`` ` ``'],
    [' a', '`  a `'],
    ['a\nb', '`a\\nb`'],
    ['a|<b>', '<code>a&#124;&#60;b&#62;</code>'],
    ['', ''],
  ]
  for (const [text, printed] of table) assert.is(markdownCode(text).printed, printed)
})

test('blocks of code, addresses, names, tables, the tag', () => {
  assert.is(markdownCodeBlock('sh', 'a\n```\nb\n').printed, '````sh\na\n```\nb\n````')
  assert.is(markdownCodeBlock('sh"><', '\ta\x1b').printed, '```sh\n\ta\\u001b\n```')
  assert.is(markdownAddress('http://localhost:8088').printed, '<http://localhost:8088>')
  assert.is(markdownAddress('http://a> <b').printed, '`http://a> <b`')
  assert.is(markdownNames(['a']).printed, '`a`')
  assert.is(markdownNames(['a', 'b', 'c']).printed, '`a`, `b` and `c`')
  assert.is(markdownNames(['a', 'b'], 'or').printed, '`a` or `b`')
  const table = markdownTable(['a', 'b|'], [[markdownCode('x'), markdownText('y|z')]])
  assert.is(table.printed, '| a | b\\| |\n|---|---|\n| `x` | y\\|z |')
  assert.throws(() => markdownTable(['a'], [[]]))
  assert.is(markdown`* ${markdownCode('a')} is ${'*'} and ${2}.`.printed, '* `a` is \\* and 2.')
})

/** A row of a table as GitHub cuts it: at each `|` without a backslash before it. */
function cells(row: string): number {
  return row.replace(/\\[^]/g, '').split('|').length - 2
}

test('no text leaves its cell, its line or its code span', () => {
  for (const text of [...ODD_TEXTS.values(), ...nastyTexts(SEED, 5000)]) {
    const row = markdownTable(['a', 'b'], [[markdownText(text), markdownText(text)]]).printed.split('\n')
    assert.is(row.length, 3, JSON.stringify(text))
    assert.is(cells(row[2] ?? ''), 2, JSON.stringify(text))
    const prose = markdownText(text).printed
    assert.not.match(prose.replace(/\\[^]/g, ''), /[`<*[\]|]/)
    const code = markdownCode(text).printed
    assert.not.match(code, /[\n\r|]/)
    const fence = /^`+/.exec(code)?.[0]
    if (fence !== undefined) {
      const runs = code.slice(fence.length).match(/`+/g) ?? []
      assert.is(
        runs.findIndex((run) => run === fence),
        runs.length - 1,
        JSON.stringify(text),
      )
    }
  }
})

test.run()
