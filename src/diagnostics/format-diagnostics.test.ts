import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { diagnostic, type Diagnostic } from './diagnostic.ts'
import { formatDiagnostics } from './format-diagnostics.ts'
import type { Source } from './source.ts'

const test = suite('format-diagnostics')

const text = 'name: 😀a\nweb:\n  img: "x\ty"\n'
const source: Source = { path: 'my app/apphost,50%:a.yaml', text }
const at = (part: string): { source: Source; start: number; end: number } => {
  const start = text.indexOf(part)
  return { source, start, end: start + part.length }
}

const GIVEN: readonly Diagnostic[] = [
  diagnostic('AH9001', at('a\n'), 'message: 100%, of "a"\u001b]0;x\u0007', {
    hints: ['did you mean "b"?', 'or::set-env name=X::y'],
    related: [{ message: 'first here', span: at('img') }],
    subject: { resource: 'web', target: 'local' },
  }),
  diagnostic('AH6053', at('img'), 'unneeded', { severity: 'warning' }),
  diagnostic('AH8502', undefined, 'unknown option "--targt"', { severity: 'information' }),
]

function json(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
}

/** The published schema is of draft 4, whose few spellings ajv no longer knows. */
function sarifValidator(): (value: unknown) => string {
  const { $schema: _draft, id: _id, ...schema } = json('src/testing/schemas/sarif-2.1.0.json')
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true })
  const validate = ajv.compile(schema)
  return (value) => (validate(value) ? '' : ajv.errorsText(validate.errors))
}

function diagnosticsValidator(): (value: unknown) => string {
  const ajv = new Ajv2020({ allErrors: true })
  const validate = ajv.compile(json('schema/diagnostics.schema.json'))
  return (value) => (validate(value) ? '' : ajv.errorsText(validate.errors))
}

test('JSON satisfies its schema, with none too', () => {
  const validate = diagnosticsValidator()
  for (const given of [[], GIVEN]) assert.is(validate(JSON.parse(formatDiagnostics(given, 'json'))), '')
  assert.is.not(validate({ version: 1, diagnostics: [{ code: 'X' }] }), '')
})

test('JSON has places in code points and offsets in code units, hints, related places and subjects', () => {
  const { diagnostics } = JSON.parse(formatDiagnostics(GIVEN, 'json')) as { diagnostics: Record<string, unknown>[] }
  assert.equal(diagnostics[0], {
    code: 'AH9001',
    severity: 'error',
    message: 'message: 100%, of "a"\u001b]0;x\u0007',
    location: {
      file: 'my app/apphost,50%:a.yaml',
      start: { line: 1, column: 8, offset: 8 },
      end: { line: 2, column: 1, offset: 10 },
    },
    hints: ['did you mean "b"?', 'or::set-env name=X::y'],
    related: [
      {
        message: 'first here',
        location: {
          file: 'my app/apphost,50%:a.yaml',
          start: { line: 3, column: 3, offset: 17 },
          end: { line: 3, column: 6, offset: 20 },
        },
      },
    ],
    resource: 'web',
    target: 'local',
  })
  assert.is(diagnostics[2]?.['location'], null)
})

test('no format lets a control character through', () => {
  for (const format of ['text', 'json', 'sarif', 'github'] as const) {
    const output = formatDiagnostics(GIVEN, format, { version: '1.0.0' })
    assert.not.match(output, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/, format)
  }
})

test('SARIF satisfies the published schema, with none too', () => {
  const validate = sarifValidator()
  for (const given of [[], GIVEN]) {
    assert.is(validate(JSON.parse(formatDiagnostics(given, 'sarif', { version: '0.1.0' }))), '')
  }
  assert.is.not(validate({ version: '2.1.0', runs: [{ results: 1 }] }), '')
})

test('SARIF names each rule once, and every result points at its own', () => {
  const { runs } = JSON.parse(formatDiagnostics([...GIVEN, ...GIVEN], 'sarif', { version: '0.1.0' })) as {
    runs: [
      {
        tool: { driver: { rules: { id: string }[] } }
        results: { ruleId: string; ruleIndex: number; level: string }[]
      },
    ]
  }
  const { rules } = runs[0].tool.driver
  assert.equal(
    rules.map((rule) => rule.id),
    ['AH9001', 'AH6053', 'AH8502'],
  )
  for (const result of runs[0].results) assert.is(rules[result.ruleIndex]?.id, result.ruleId)
  assert.equal(
    runs[0].results.slice(0, 3).map((result) => result.level),
    ['error', 'warning', 'note'],
  )
})

test('SARIF paths are URI references', () => {
  assert.match(formatDiagnostics(GIVEN, 'sarif'), '"uri": "my%20app/apphost%2C50%25%3Aa.yaml"')
})

test('GitHub annotations escape what could end a property, a command or a line', () => {
  assert.is(
    formatDiagnostics(GIVEN, 'github'),
    [
      '::error file=my app/apphost%2C50%25%3Aa.yaml,line=1,endLine=2,title=AH9001::message: 100%25, of "a"\\x1b]0;x\\x07' +
        '%0Ahelp: did you mean "b"?%0Ahelp: or::set-env name=X::y%0Anote: first here (my app/apphost,50%25:a.yaml:3:3)\n',
      '::warning file=my app/apphost%2C50%25%3Aa.yaml,line=3,endLine=3,col=3,endColumn=6,title=AH6053::unneeded\n',
      '::notice title=AH8502::unknown option "--targt"\n',
    ].join(''),
  )
})

test('every line of GitHub annotations is a command of ours', () => {
  const odd = diagnostic('AH9001', undefined, 'a\r\n::set-env name=A::b\n::stop-commands::x', {
    hints: ['\n::error::'],
  })
  const lines = formatDiagnostics([odd], 'github')
    .trimEnd()
    .split(/[\r\n]/)
  assert.is(lines.length, 1)
  assert.match(lines[0] ?? '', /^::error title=AH9001::a\\r\\n::set-env/)
})

test.run()
