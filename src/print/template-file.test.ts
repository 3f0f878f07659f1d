import { runInNewContext } from 'node:vm'
import * as assert from 'uvu/assert'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import { suite } from '../testing/suite.ts'
import { nastyTexts, ODD_TEXTS } from './nasty-text.ts'
import { type Format, markPrinted } from './printed.ts'
import type { TemplateContract } from './template-contract.ts'
import { compileTemplate, precompileTemplate } from './template-file.ts'
import { loadPrecompiled, type TemplateValueError } from './template-runtime.ts'
import { printYamlScalar } from './yaml.ts'

const test = suite('print/template-file')

function contract(format: Format): TemplateContract {
  return {
    format,
    fields: {
      name: 'text',
      comment: 'text',
      block: 'printed',
      flag: 'flag',
      list: { each: 'text' },
      services: { each: { fields: { key: 'text', block: 'printed', ports: { each: 'text' } } } },
      section: { fields: { key: 'text' } },
    },
  }
}

function render(text: string, context: object, format: Format = 'yaml'): string {
  const collector = createCollector()
  const template = compileTemplate({ path: 't.hbs', text }, contract(format), collector.report)
  assert.equal(
    collector.diagnostics.map(({ message }) => message),
    [],
  )
  return template?.(context) ?? ''
}

function problems(text: string, format: Format = 'yaml'): readonly string[] {
  const collector = createCollector()
  const template = compileTemplate({ path: 't.hbs', text }, contract(format), collector.report)
  assert.is(template, undefined)
  return collector.diagnostics.map(({ code, span, message, hints }) => {
    const place = span === undefined ? { line: 0, column: 0 } : positionOf(span.source, span.start)
    return `${place.line}:${place.column} ${code} ${message}${hints.map((hint) => ` (${hint})`).join('')}`
  })
}

test('every value is quoted for the format of the file', () => {
  assert.is(render('name: {{name}}\n', { name: 'a\nb: {{x}} "q"' }), 'name: "a\\nb: {{x}} \\"q\\""\n')
  assert.is(render('A={{name}}', { name: 'a b$c' }, 'dotenv'), 'A="a b\\$c"')
  assert.is(render('* {{name}} {{code name}}', { name: '<b>*' }, 'markdown'), '* \\<b>\\* `<b>*`')
  assert.is(render('run {{name}}', { name: "it's 5%" }, 'crontab'), "run 'it'\\''s 5\\%'")
  assert.is(render('# {{comment name}}\n', { name: 'a\nb: 1\x85' }), '# a b: 1\\u0085\n')
})

test('printed text of the same format passes, of another one does not', () => {
  assert.is(render('{{{block}}} {{block}}', { block: markPrinted('yaml', 'a: 1') }), 'a: 1 a: 1')
  assert.is(render('{{name}}', { name: printYamlScalar('a: b') }), '"a: b"')
  assert.throws(() => render('{{{block}}}', { block: markPrinted('dotenv', 'a') }), /printed for dotenv/)
  assert.throws(() => render('{{{block}}}', { block: 'a' }))
  assert.throws(() => render('{{name}}', {}))
  assert.throws(
    () => render('a {{comment section.key}}', {}),
    (error: TemplateValueError) => error.start === 2 && error.end === 25,
  )
  assert.throws(() => render('{{#each list}}{{this}}{{/each}}', { list: [undefined] }))
  assert.throws(() => render('{{name}}', { name: { toString: () => 'a' } }))
})

test('lists, block parameters, conditions, names as in a helper', () => {
  const context = {
    name: 'n',
    comment: 'c',
    flag: true,
    list: ['a', '1'],
    services: [{ key: 's', block: markPrinted('yaml', 'B'), ports: ['80'] }],
    section: { key: 'k' },
  }
  assert.is(render('{{#each list}}{{@index}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}', context), '0a, 1"1"')
  assert.is(
    render(
      '{{#each services as |s i|}}{{s.key}}{{{s.block}}}{{#each s.ports as |p|}}{{p}}{{../../name}}{{s.key}}{{/each}}{{/each}}',
      context,
    ),
    'sB"80""n"s',
  )
  assert.is(render('{{comment}} {{#if comment}}{{comment comment}}{{/if}}', context), 'c c')
  assert.is(
    render('{{#if flag}}a{{else if list}}b{{else}}c{{/if}}{{#unless section}}d{{/unless}}{{section.key}}', context),
    'ak',
  )
  assert.is(render('{{#each list}}x{{else}}none{{/each}}', { list: [] }), 'none')
})

test('what is refused on loading, with its place', () => {
  const table: readonly (readonly [string, string])[] = [
    [
      'a\n  {{{name}}}',
      '2:3 AH6093 "name" is not printed text, so three braces would put it into the file unquoted (write {{name}}: two braces quote it for yaml)',
    ],
    [
      '{{& name}}',
      '1:1 AH6093 "name" is not printed text, so three braces would put it into the file unquoted (write {{name}}: two braces quote it for yaml)',
    ],
    ['{{nmae}}', '1:3 AH6092 there is no field "nmae" (did you mean "name"?)'],
    ['{{section.kee}}', '1:3 AH6092 there is no field "section.kee" (did you mean "key"?)'],
    [
      '{{#each services}}{{name}}{{/each}}',
      '1:21 AH6092 there is no field "name" (inside "each" it is written ../name)',
    ],
    [
      '{{#each name}}{{/each}}',
      '1:9 AH6092 "name" is no list that "each" could go through (the built-in layout shows which fields are lists)',
    ],
    [
      '{{../name}}',
      '1:3 AH6092 "../name" leads above the template\'s context (leave out one "../" for each block that is not there)',
    ],
    [
      '{{flag}}',
      '1:3 AH6092 "flag" only says yes or no and cannot be put into a file (ask for it: {{#if flag}}...{{/if}})',
    ],
    ['{{section}}', '1:3 AH6092 "section" has fields of its own and cannot be put into a file (it has key)'],
    [
      '{{constructor}}',
      '1:3 AH6092 there is no field "constructor" (there are name, comment, block, flag, list, services, section)',
    ],
    ['{{@root.name}}', '1:3 AH6092 there is no "@root.name" (inside "each" there are @index, @first and @last)'],
    [
      '{{comment list}}',
      '1:11 AH6092 "comment" takes a text, and "list" is none (the built-in layout shows which fields there are, and what each is for)',
    ],
    [
      '{{#if a}}',
      '1:1 AH6091 the template ends inside a block or tag (close every {{ with }}, and every {{#if ...}} with {{/if}})',
    ],
    [
      'a\n{{#if name}}{{/unless}}',
      '2:1 AH6091 the template cannot be read: if doesn\'t match unless (compare with the built-in layout, which "apphost-compile templates eject" writes)',
    ],
    [
      'a\n{{name',
      '2:1 AH6091 the template cannot be read (compare with the built-in layout, which "apphost-compile templates eject" writes)',
    ],
  ]
  for (const [text, problem] of table) assert.equal(problems(text), [problem])
})

test('constructs that templates do not have', () => {
  for (const text of [
    '{{> name}}',
    '{{#> name}}{{/name}}',
    '{{#*inline "a"}}{{/inline}}',
    '{{* name}}',
    '{{{{name}}}} a {{{{/name}}}}',
    '{{#with section}}{{/with}}',
    '{{#name}}{{/name}}',
    '{{^name}}{{/name}}',
    '{{lookup section "key"}}',
    '{{log name}}',
    '{{helperMissing name}}',
    '{{comment (comment name)}}',
    '{{comment "a"}}',
    '{{comment name a=name}}',
    '{{comment name name}}',
    '{{#if (comment name)}}{{/if}}',
    '{{#if name includeZero=true}}{{/if}}',
    '{{name name}}',
    '{{"a"}}',
    '{{code name}}',
  ]) {
    const found = problems(text)
    assert.is(found.length, 1, text)
    assert.match(found[0] ?? '', /AH6094/)
  }
})

test('size and depth have limits, and are looked at before anything slow', () => {
  const before = process.hrtime.bigint()
  assert.match(problems('a'.repeat(65_537))[0] ?? '', /AH6091 a template of 65537 characters/)
  assert.match(problems('{{#if name}}'.repeat(5000))[0] ?? '', /deeper than 32/)
  const nested = (depth: number): string => '{{#if name}}'.repeat(depth) + 'a' + '{{/if}}'.repeat(depth)
  assert.is(render(nested(32), { name: 'n' }), 'a')
  assert.match(problems(nested(33))[0] ?? '', /deeper than 32/)
  assert.match(problems(`{{#if name}}${'{{else if name}}'.repeat(40)}{{/if}}`)[0] ?? '', /deeper than 32/)
  assert.match(problems(`{{#if name}}${'{{else if name}}'.repeat(3000)}{{/if}}`)[0] ?? '', /500 times "else"/)
  assert.ok(process.hrtime.bigint() - before < 60_000_000_000n)
})

test('line ends and a byte order mark of a template do not reach the file', () => {
  assert.is(render('\ufeffa\r\n{{#if name}}\r\nb\r\n{{/if}}\r\n', { name: 'n' }), 'a\nb\n')
})

test('what was compiled at build time prints the same', () => {
  const text = '{{#each services as |s|}}{{s.key}}: {{{s.block}}} # {{comment ../name}}\n{{/each}}'
  const context = { name: 'a\nb', services: [{ key: 'yes', block: markPrinted('yaml', '[]'), ports: [] }] }
  const specification = precompileTemplate({ path: 't.hbs', text }, contract('yaml'), () => {
    throw new Error('reported')
  })
  const loaded = loadPrecompiled('yaml', runInNewContext(`(${specification})`))
  assert.is(loaded(context), '"yes": [] # a b\n')
  assert.is(loaded(context), render(text, context))
})

test('no text gets out of its place', () => {
  for (const text of [...ODD_TEXTS.values(), ...nastyTexts(20264, 2000)]) {
    assert.is(render('# {{comment name}}\nk: {{name}}\n', { name: text }).split('\n').length, 3, JSON.stringify(text))
    assert.is(render('# {{comment name}}\nK={{name}}\n', { name: text }, 'dotenv').split('\n').length, 3)
    assert.is(render('| {{name}} | {{code name}} |\n', { name: text }, 'markdown').split('\n').length, 2)
  }
})

test.run()
