import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { createCollector } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import { child, type ScalarNode } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { checkPlaceholders } from './check-placeholders.ts'
import { evaluate } from './evaluate.ts'
import type { Expression, FilterName, ReferenceRoot, Template } from './expression.ts'
import { escapePlaceholders, mentionsPlaceholder, parseTemplateText, wholeExpression } from './parse-template.ts'
import { printExpression } from './print-expression.ts'
import { literalOf, text as textValue } from './value.ts'

const test = suite('placeholders')

interface Read {
  readonly template: Template
  readonly source: Source
  /** `AH4101 "$<"`: each code with the text that its span covers. */
  readonly found: readonly string[]
  readonly messages: readonly string[]
}

function read(text: string): Read {
  const source = { path: 'apphost.yaml', text }
  const collector = createCollector()
  const template = parseTemplateText(text, { source, start: 0, end: text.length }, collector.report)
  return {
    template,
    source,
    found: collector.diagnostics.map(
      (one) => `${one.code} ${JSON.stringify(text.slice(one.span?.start, one.span?.end))}`,
    ),
    messages: collector.diagnostics.map((one) => [one.message, ...one.hints].join('\n')),
  }
}

function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'span' ? undefined : inner)))
}

/** `text{expression}text`: what a template was read as. */
function outline(template: Template): string {
  return template.parts
    .map((part) => (part.kind === 'text' ? part.text : `{${printExpression(part.expression)}}`))
    .join('')
}

const RIGHT: readonly (readonly [string, string])[] = [
  ['', ''],
  ['plain $ { } ${X} $(Y) $$', 'plain $ { } ${X} $(Y) $$'],
  ['$<Parameters.log-level>', '{Parameters.log-level}'],
  ['$<Environment>-$<App.name>-$<App.version>', '{Environment}-{App.name}-{App.version}'],
  ['$<Resources.orders-db.orders.uri>', '{Resources.orders-db.orders.uri}'],
  ['$<Self.endpoints.http.port>$<Parent.connectionString>', '{Self.endpoints.http.port}{Parent.connectionString}'],
  ['$< Parameters.a|uri |  json >', '{Parameters.a | uri | json}'],
  ["$<Parameters.a | default ( 'it''s > 1' )>", "{Parameters.a | default('it''s > 1')}"],
  ["$<Parameters.a==true?'>':''>", "{Parameters.a == true ? '>' : ''}"],
  ['$<Parameters.n != -1.50e3>', '{Parameters.n != -1.50e3}'],
  [
    "$<Parameters.a == Parameters.b | lower ? 1 : 'x' | upper>",
    "{Parameters.a == Parameters.b | lower ? 1 : 'x' | upper}",
  ],
  ["a\n$<Parameters.a\n  == 'x'\n  ? 'y'\n  : 'z'>", "a\n{Parameters.a == 'x' ? 'y' : 'z'}"],
  ['$$<Parameters.a>', '$<Parameters.a>'],
  ['$$$<Parameters.a>', '$$<Parameters.a>'],
  ["$<'$'>$<Environment>", "{'$'}{Environment}"],
  ["$<Environment == '$$<x>'>", "{Environment == '$$<x>'}"],
  ['$<Parameters.a>>', '{Parameters.a}>'],
  ['$<Self.__proto__>', '{Self.__proto__}'],
]

for (const [text, expected] of RIGHT) {
  test(`reads ${JSON.stringify(text)}`, () => {
    const { template, found } = read(text)
    assert.equal(found, [])
    assert.is(outline(template), expected)
    assert.is(template.malformed, undefined)
  })
}

const WRONG: readonly (readonly [string, readonly string[], string])[] = [
  ['x $<Parameters.a', ['AH4101 "$<"'], '"$<Parameters.a" is not closed'],
  ['$<', ['AH4101 "$<"'], 'write "$$<"'],
  ['$<Parameters.a $<Parameters.b>', ['AH4101 "$<"'], 'not closed'],
  ['$<>', ['AH4102 "$<>"'], 'empty'],
  ['$< \n >', ['AH4102 "$< \\n >"'], 'empty'],
  ['$<Parameters.a == $<Parameters.b> ? 1 : 2> $<Self.name>', ['AH4103 "$<"'], 'cannot stand inside'],
  ["$<Parameters.a == '$<Parameters.b>' ? 1 : 2>", ['AH4103 "$<"'], 'write "$$<"'],
  ['$<parameters.a>', ['AH4104 "parameters"'], 'did you mean "Parameters"?'],
  ['$<Params.a>', ['AH4104 "Params"'], 'did you mean "Parameters"?'],
  ['$<Resource.a.b>', ['AH4104 "Resource"'], 'did you mean "Resources"?'],
  ['$<Env.HOME>', ['AH4104 "Env"'], 'declare one with env: NAME'],
  ['$<Parameters.a == yes>', ['AH4104 "yes"'], "write text in single quotes: 'yes'"],
  [
    '$<toString> $<constructor.a>',
    ['AH4104 "toString"', 'AH4104 "constructor"'],
    'nothing that a placeholder can name',
  ],
  ['$<Parameters>', ['AH4105 "Parameters"'], 'Parameters.log-level'],
  ['$<Parameters.a.b>', ['AH4105 "Parameters.a.b"'], 'no parts'],
  ['$<App.nmae>', ['AH4105 "App.nmae"'], 'did you mean "name"?'],
  ['$<Environment.name>', ['AH4105 "Environment.name"'], 'write $<Environment>'],
  ['$<Self>', ['AH4105 "Self"'], 'Self.name'],
  ['$<Parameters.a | url>', ['AH4106 "url"'], 'did you mean "uri"?'],
  ['$<Parameters.a | Base64>', ['AH4106 "Base64"'], 'did you mean "base64"?'],
  ['$<Parameters.a | default>', ['AH4107 "default"'], "default('x')"],
  ["$<Parameters.a | default('x'>", ['AH4107 "default(\'x\'"'], "default('x')"],
  ['$<Parameters.a | default(1)>', ['AH4107 "default("'], "default('x')"],
  ["$<Parameters.a | uri('x')>", ['AH4107 "uri("'], 'takes no argument'],
  ["$<Parameters.a ? 'x' : 'y'>", ['AH4108 "Parameters.a ?"'], "$<Parameters.tls == true ? 'yes' : 'no'>"],
  [
    "$<Parameters.a == true ? ',ssl'",
    ['AH4108 "$<Parameters.a == true ? \',ssl\'"'],
    'YAML quotes around the whole scalar',
  ],
  ["$<Parameters.a == true ? 'x'>", ['AH4108 "$<Parameters.a == true ? \'x\'>"'], '":" is missing'],
  ['$<Parameters.a = 1>', ['AH4109 "="'], 'compare with =='],
  ['$<Parameters.a === 1>', ['AH4109 "="'], 'compare with =='],
  ['$<Parameters.a && true>', ['AH4109 "&&"'], 'only == and !='],
  ['$<Parameters.a || 1>', ['AH4109 "||"'], 'only == and !='],
  ["$<Environment == 'a' ? 1 : 2 ? 3 : 4>", ['AH4109 "?"'], 'choices do not nest'],
  ['$<Parameters.>', ['AH4109 ">"'], 'a name after "Parameters."'],
  ['$<Parameters.a b>', ['AH4109 "b"'], '"b" is not understood'],
  ['$<Parameters.a |>', ['AH4109 ">"'], 'the name of a filter'],
  ['$<\u202eParameters.a>', ['AH4109 "\u202e"'], 'U+202e'],
  ['$<Parameters.a == "x">', ['AH4110 "\\""'], 'single quotes'],
  ["$<Parameters.a == 'x>", ['AH4110 "\'"'], 'has no end'],
  ['$<Parameters.a == 012>', ['AH4110 "012"'], "'012'"],
  ['$<Parameters.a == 1.2.3>', ['AH4110 "1.2.3"'], "'1.2.3'"],
  ['$<Parameters.a == 9007199254740993>', ['AH4110 "9007199254740993"'], 'held exactly'],
  [
    `$<Parameters.a${' | uri'.repeat(17)}>`,
    [`AH4111 ${JSON.stringify(`Parameters.a${' | uri'.repeat(17)}`)}`],
    'more than 16',
  ],
  [`$<Parameters.${'a'.repeat(9000)}>`, ['AH4111 "$<"'], '8192'],
  ['$<nope.a> $<Parameters.b> $<>', ['AH4104 "nope"', 'AH4102 "$<>"'], 'nothing'],
]

for (const [text, expected, words] of WRONG) {
  test(`refuses ${JSON.stringify(text.slice(0, 60))}`, () => {
    const { template, found, messages } = read(text)
    assert.equal(found, expected)
    assert.is(template.malformed, true)
    assert.ok(messages.join('\n').includes(words), `${JSON.stringify(messages)} lacks ${words}`)
    assert.not.match(messages.join(''), /\r/)
  })
}

test('goes on after a mistake and keeps the placeholders that are right', () => {
  assert.is(outline(read('$<nope.a>-$<Parameters.b>').template), '-{Parameters.b}')
  assert.is(outline(read('$<Parameters.a == $<X> ? 1 : 2>-$<Parameters.b>').template), '-{Parameters.b}')
})

test('a whole value is one expression and nothing else', () => {
  assert.is(wholeExpression(read('$<Parameters.a>').template)?.kind, 'reference')
  assert.is(wholeExpression(read(' $<Parameters.a>').template), undefined)
  assert.is(wholeExpression(read('$<Parameters.a>$<Parameters.b>').template), undefined)
  assert.is(wholeExpression(read('').template), undefined)
})

const PLACES: readonly (readonly [string, string])[] = [
  ['plain', 'v: a $<Parameters.x> b $<nope.y | uri>\n'],
  ['double-quoted', 'v: "a $<Parameters.x> b $<nope.y | uri>"\n'],
  ['after an escape', 'v: "a \\" \\t\\u00e9 $<Parameters.x> b $<nope.y | uri>"\n'],
  ['after a doubled quote', "v: 'it''s $<Parameters.x> b $<nope.y | uri>'\n"],
  ['literal block', 'v: |\n  first $<Parameters.x>\n  second $<nope.y | uri>\n'],
  ['folded block', 'v: >-\n  first $<Parameters.x>\n  second $<nope.y | uri>\n'],
  ['plain over two lines', 'v: first $<Parameters.x>\n  second $<nope.y | uri>\n'],
]

for (const [name, yaml] of PLACES) {
  test(`points at the part that is wrong: ${name}`, () => {
    const collector = createCollector()
    const root = parseText('apphost.yaml', yaml, collector.report)
    const node = child(root, 'v') as ScalarNode
    const template = parseTemplateText(node.text, node.span, collector.report)
    const [found, ...more] = collector.diagnostics
    assert.is(more.length, 0)
    assert.is(found?.code, 'AH4104')
    assert.is(yaml.slice(found?.span?.start, found?.span?.end), 'nope')
    assert.is(found?.span?.start, yaml.indexOf('nope'))
    const part = template.parts.find((one) => one.kind === 'expression')
    assert.is(part?.kind === 'expression' && yaml.slice(part.span.start, part.span.end), '$<Parameters.x>')
  })
}

test('points at the scalar where escapes hide the placeholder itself', () => {
  const yaml = 'v: "\\x24<nope.y>"\n'
  const collector = createCollector()
  const node = child(parseText('apphost.yaml', yaml, collector.report), 'v') as ScalarNode
  parseTemplateText(node.text, node.span, collector.report)
  assert.equal(
    collector.diagnostics.map((one) => [one.code, one.span]),
    [['AH4104', node.span]],
  )
})

const name = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { maxLength: 12 })
const segments = fc.array(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,8}$/), { minLength: 1, maxLength: 4 })
const reference = fc.oneof(
  name.map((one) => ['Parameters', [one]] as const),
  fc.constantFrom('name', 'version').map((one) => ['App', [one]] as const),
  fc.constant(['Environment', []] as const),
  fc.tuple(fc.constantFrom<ReferenceRoot>('Resources', 'Self', 'Parent'), segments),
)
const words = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('$', '<', '>', "'", ':', '?') }),
)
const literal = fc.oneof(
  words.map((value) => ({ kind: 'literal', value, text: value })),
  fc.boolean().map((value) => ({ kind: 'literal', value, text: String(value) })),
  fc.integer().map((value) => ({ kind: 'literal', value, text: String(value) })),
  fc.constantFrom('1.10', '-0.5', '1e3', '0').map((text) => ({ kind: 'literal', value: Number(text), text })),
)
const primary = fc.oneof(
  reference.map(([root, path]) => ({ kind: 'reference', root, path })),
  literal,
)
const filter = fc.oneof(
  fc
    .constantFrom<FilterName>('uri', 'base64', 'json', 'adonet', 'lower', 'upper')
    .map((one) => ({ name: one, argument: '' })),
  words.map((argument) => ({ name: 'default' as const, argument })),
)
const operand = fc
  .tuple(primary, fc.array(filter, { maxLength: 4 }))
  .map(([inner, filters]) =>
    filters.reduce<object>((made, one) => ({ kind: 'filter', filter: one, operand: made }), inner),
  )
const operator = fc.constantFrom('==', '!=')
const expression = fc.oneof(
  operand,
  fc.record({ kind: fc.constant('comparison'), operator, left: operand, right: operand }),
  fc.record({
    kind: fc.constant('choice'),
    operator,
    left: operand,
    right: operand,
    whenTrue: operand,
    whenFalse: operand,
  }),
) as unknown as fc.Arbitrary<Expression>

test('what is printed is read as the same expression', () => {
  holds(
    fc.property(expression, (one) => {
      const printed = `$<${printExpression(one)}>`
      const { template, found } = read(printed)
      assert.equal(found, [], printed)
      assert.equal(withoutSpans(wholeExpression(template)), withoutSpans(one))
    }),
  )
})

test('an escaped text is itself', () => {
  const texts = fc.oneof(words, fc.string({ unit: fc.constantFrom('$', '<', '>', 'a', '$<Parameters.x>', '$$<') }))
  holds(
    fc.property(texts, (one) => {
      const { template, found } = read(escapePlaceholders(one))
      assert.equal(found, [])
      const value = evaluate(
        template,
        () => undefined,
        () => undefined,
      )
      assert.ok(value !== undefined && value !== 'absent')
      assert.is(literalOf(value), one)
      assert.is(mentionsPlaceholder(one), one.includes('$<'))
    }),
  )
})

test('no text makes the reader throw, stall, or point outside of it', () => {
  const tokens = [
    '$<',
    '>',
    '$$<',
    "'",
    '"',
    '|',
    '==',
    '!=',
    '?',
    ':',
    ' ',
    'Parameters',
    '.a',
    'App',
    'uri',
    '(',
    ')',
  ]
  const texts = fc.array(fc.constantFrom(...tokens, '-', '1', 'true', '\n', '😀', '\u0000'), { maxLength: 60 })
  holds(
    fc.property(texts, (list) => {
      const text = list.join('')
      const { found, template, source } = read(text)
      assert.is(template.malformed === true, found.length > 0)
      const spans = template.parts.flatMap((part) => (part.kind === 'expression' ? [part.span] : []))
      for (const span of spans) {
        assert.ok(source.text.startsWith('$<', span.start) && source.text[span.end - 1] === '>')
      }
    }),
  )
})

test('every placeholder of a manifest is checked, but not what is the user’s own', () => {
  const collector = createCollector()
  const root = parseText(
    'apphost.yaml',
    'name: $<a>\nparameters: { p: $<b> }\nx-own: $<c>\nresources: { api: { args: [ok, $<d>, { e: $$<e> }], env: { F: $<f> } } }\n',
    collector.report,
  )
  assert.ok(root !== undefined)
  checkPlaceholders(root, collector.report)
  const names = collector.diagnostics.map((one) => one.span && one.span.source.text.slice(one.span.start, one.span.end))
  assert.equal(new Set(names), new Set(['a', 'd', 'f']))
  assert.is(names.length, 3)
})

test('long and hostile texts take linear time', () => {
  const started = performance.now()
  for (const text of [
    '$<'.repeat(200_000),
    '$<Parameters.a'.repeat(50_000),
    "$<'".repeat(100_000),
    '$'.repeat(1_000_000),
  ]) {
    read(text)
  }
  const took = performance.now() - started
  assert.ok(took < 5000, `${String(Math.round(took))} ms`)
})

test('R-no-reparse: a value that looks like a placeholder stays as it is', () => {
  const { template } = read('a $<Parameters.x> b')
  const value = evaluate(
    template,
    () => textValue('$<Parameters.y> ${X} $$<z>'),
    () => undefined,
  )
  assert.ok(value !== undefined && value !== 'absent')
  assert.is(literalOf(value), 'a $<Parameters.y> ${X} $$<z> b')
})

test.run()
