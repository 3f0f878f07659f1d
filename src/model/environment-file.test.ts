import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { readEnvironmentFile } from './environment-file.ts'

const test = suite('envFile')

function read(text: string): {
  readonly variables: readonly (readonly [string, string])[]
  readonly wrong: readonly string[]
} {
  const source = { path: 'app.env', text }
  const found = readEnvironmentFile({ source, start: 0, end: text.length })
  return {
    variables: found.variables.map((one) => [one.name, one.text]),
    wrong: found.wrong.map((span) => text.slice(span.start, span.end)),
  }
}

const cases: readonly (readonly [text: string, variables: readonly (readonly [string, string])[]])[] = [
  ['A=b', [['A', 'b']]],
  [
    'A=b\r\nC=d\r\n',
    [
      ['A', 'b'],
      ['C', 'd'],
    ],
  ],
  ['# comment\n\n  A=b  \n', [['A', 'b']]],
  ['export A=b', [['A', 'b']]],
  ['A = b', [['A', 'b']]],
  ['A=', [['A', '']]],
  ['A=b # comment', [['A', 'b']]],
  ['A=b#c', [['A', 'b#c']]],
  ['A=#c', [['A', '']]],
  ['A=b c', [['A', 'b c']]],
  ["A='b # $x \\n'", [['A', 'b # $x \\n']]],
  ['A="b # c"', [['A', 'b # c']]],
  ['A="one\\ntwo\\t\\"\\\\\\$"', [['A', 'one\ntwo\t"\\$']]],
  [
    'A="one\ntwo"\nB=c',
    [
      ['A', 'one\ntwo'],
      ['B', 'c'],
    ],
  ],
  ['A="\\x"', [['A', '\\x']]],
  ['A=$HOME ${X}', [['A', '$HOME ${X}']]],
  ['A=$<Parameters.x>', [['A', '$<Parameters.x>']]],
  ['A=b=c', [['A', 'b=c']]],
  [
    'A=1\nA=2',
    [
      ['A', '1'],
      ['A', '2'],
    ],
  ],
  ['A.b-c=1', [['A.b-c', '1']]],
  ['A="" # comment', [['A', '']]],
]
for (const [text, variables] of cases) {
  test(JSON.stringify(text), () => assert.equal(read(text), { variables, wrong: [] }))
}

for (const [text, wrong] of [
  ['just a line', ['just a line']],
  ['A', ['A']],
  ['1A=b', ['1A=b']],
  ['A b=c', ['A b=c']],
  ['A="open', ['A="open']],
  ["A='open\nB=c", ["A='open"]],
  ['A="b" c', ['A="b" c']],
  ["A='b'c", ["A='b'c"]],
] as const) {
  test(`wrong: ${JSON.stringify(text)}`, () => assert.equal(read(text).wrong, wrong))
}

test('what is written in double quotes comes back', () => {
  holds(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const quoted = value
        .replace(/["\\$]/g, (character) => `\\${character}`)
        .replace(/\n/g, () => '\\n')
        .replace(/\r/g, () => '\\r')
      return read(`A="${quoted}"\nB=c`).variables[0]?.[1] === value
    }),
  )
})
test('no text makes it fail, and every place is in the file', () => {
  holds(
    fc.property(
      fc.string({ unit: fc.constantFrom('A', '=', '"', "'", '\\', '#', ' ', '\n', '\r', '$', 'export ') }),
      (text) => {
        const source = { path: 'app.env', text }
        const found = readEnvironmentFile({ source, start: 0, end: text.length })
        return [...found.variables.map((one) => one.span), ...found.wrong].every(
          (span) => span.start >= 0 && span.end <= text.length && span.start <= span.end,
        )
      },
    ),
  )
})
test.run()
