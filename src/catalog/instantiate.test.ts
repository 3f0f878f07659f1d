import * as assert from 'uvu/assert'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { child, type MapNode } from '../syntax/node.ts'
import { plainData } from '../syntax/plain-data.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { instantiate, type Instance } from './instantiate.ts'

const test = suite('instantiate')

function parse(text: string): MapNode {
  const { report, diagnostics } = createCollector()
  const root = parseText('type.yaml', text, report)
  if (root === undefined) throw new Error(diagnostics.map((one) => one.message).join('\n'))
  return root
}

/** An instance whose properties of `$<Self>` and `$<Parent>` stand in one flow map each; boolean ones are flags. */
function instanceOf(self: string, parent: string, image: boolean): Instance {
  const maps = { Self: parse(self), Parent: parse(parent) }
  const property: Instance['property'] = (root, name) => child(root === 'Parent' ? maps.Parent : maps.Self, name)
  return {
    owner: 'desk',
    property,
    isFlag: (root, name) => typeof plainData(property(root, name)) === 'boolean',
    bound: (node) => node.text,
    imageOverridden: image ? child(maps.Self, 'image') : undefined,
  }
}

interface Case {
  readonly does: string
  /** A flow map with one entry `x`, or none. */
  readonly template: string
  readonly self?: string
  readonly parent?: string
  readonly gives: unknown
}

const VERSIONS = '{ ">=4.1 <5": new, ">=3": middle, default: old }'

const cases: readonly Case[] = [
  { does: 'keeps what has no logic', template: '{ x: { a: [1, { b: c }] } }', gives: { x: { a: [1, { b: 'c' }] } } },
  { does: 'leaves placeholders alone', template: '{ x: "a $<Self.b>" }', gives: { x: 'a $<Self.b>' } },
  { does: 'drops without the property', template: '{ x: { when: $<Self.v>, a: 1 } }', gives: {} },
  { does: 'keeps with it', template: '{ x: { when: $<Self.v>, a: 1 } }', self: '{ v: y }', gives: { x: { a: 1 } } },
  {
    does: 'counts an empty map as set',
    template: '{ x: { when: $<Self.v>, a: 1 } }',
    self: '{ v: {} }',
    gives: { x: { a: 1 } },
  },
  {
    does: 'counts an empty text as set',
    template: '{ x: { when: $<Self.v>, a: 1 } }',
    self: '{ v: "" }',
    gives: { x: { a: 1 } },
  },
  {
    does: 'counts the text "false" as set',
    template: '{ x: { when: $<Self.v>, a: 1 } }',
    self: '{ v: "false" }',
    gives: { x: { a: 1 } },
  },
  { does: 'drops for false', template: '{ x: { when: $<Self.v>, a: 1 } }', self: '{ v: false }', gives: {} },
  { does: 'keeps for true', template: '{ x: { when: $<Self.v>, a: 1 } }', self: '{ v: true }', gives: { x: { a: 1 } } },
  { does: 'asks the parent', template: '{ x: { when: $<Parent.v>, a: 1 } }', self: '{ v: 1 }', gives: {} },
  {
    does: 'asks the parent, which has it',
    template: '{ x: { when: $<Parent.v>, a: 1 } }',
    parent: '{ v: 1 }',
    gives: { x: { a: 1 } },
  },
  {
    does: 'gives a value',
    template: '{ x: { when: $<Self.v>, value: yes it is } }',
    self: '{ v: 1 }',
    gives: { x: 'yes it is' },
  },
  {
    does: 'gives the other value',
    template: '{ x: { when: $<Self.v>, value: yes, otherwise: [no] } }',
    gives: { x: ['no'] },
  },
  {
    does: 'drops an item of a list',
    template: '{ x: [a, { when: $<Self.v>, value: b }, c] }',
    gives: { x: ['a', 'c'] },
  },
  {
    does: 'nests',
    template: '{ x: { when: $<Self.v>, value: { when: $<Self.w>, value: both, otherwise: one } } }',
    self: '{ v: 1 }',
    gives: { x: 'one' },
  },
  {
    does: 'lays a map under',
    template: '{ x: { from: $<Self.v>, name: data } }',
    self: '{ v: { size: 1Gi, name: mine } }',
    gives: { x: { name: 'data', size: '1Gi' } },
  },
  {
    does: 'takes a variable called from',
    template: '{ env: { from: $<Self.v> } }',
    self: '{ v: me }',
    gives: { env: { from: '$<Self.v>' } },
  },
  {
    does: 'matches a range',
    template: `{ x: { match: $<Self.v>, cases: ${VERSIONS} } }`,
    self: '{ v: "4.2" }',
    gives: { x: 'new' },
  },
  {
    does: 'takes the first range',
    template: `{ x: { match: $<Self.v>, cases: ${VERSIONS} } }`,
    self: '{ v: "5" }',
    gives: { x: 'middle' },
  },
  {
    does: 'takes the default',
    template: `{ x: { match: $<Self.v>, cases: ${VERSIONS} } }`,
    self: '{ v: 2.9.9 }',
    gives: { x: 'old' },
  },
  {
    does: 'coerces a variant of a version',
    template: `{ x: { match: $<Self.v>, cases: ${VERSIONS} } }`,
    self: '{ v: 4.1-alpine }',
    gives: { x: 'new' },
  },
  {
    does: 'takes the default without the property',
    template: `{ x: { match: $<Self.v>, cases: ${VERSIONS} } }`,
    gives: { x: 'old' },
  },
  {
    does: 'matches a text',
    template: '{ x: { match: $<Self.v>, cases: { fast: 1, safe: 2 } } }',
    self: '{ v: safe }',
    gives: { x: 2 },
  },
  {
    does: 'drops where no text matches',
    template: '{ x: { match: $<Self.v>, cases: { fast: 1 } } }',
    self: '{ v: safe }',
    gives: {},
  },
  {
    does: 'goes on inside of a case',
    template: '{ x: { match: $<Self.v>, cases: { a: { when: $<Self.w>, value: 1, otherwise: 2 } } } }',
    self: '{ v: a }',
    gives: { x: 2 },
  },
]
for (const { does, template, self = '{}', parent = '{}', gives } of cases) {
  test(does, () => {
    const { report, diagnostics } = createCollector()
    const made = instantiate(parse(template), instanceOf(self, parent, false), report)
    assert.equal(plainData(made), gives)
    assert.is(diagnostics.length, 0)
  })
}

test('a version that is none is reported once, and the default taken', () => {
  const { report, diagnostics } = createCollector()
  const made = instantiate(
    parse(`{ x: { match: $<Self.v>, cases: ${VERSIONS} } }`),
    instanceOf('{ v: latest }', '{}', false),
    report,
  )
  assert.equal(plainData(made), { x: 'old' })
  assert.equal(
    diagnostics.map((one) => one.code),
    ['AH5002'],
  )
})
test('another image without a version is reported where ranges decide, not where texts do', () => {
  const { report, diagnostics } = createCollector()
  const instance = instanceOf('{ v: "4", image: x:1 }', '{}', true)
  instantiate(parse('{ x: { match: $<Self.v>, cases: { "4": a } } }'), instance, report)
  assert.is(diagnostics.length, 0)
  instantiate(parse(`{ x: { match: $<Self.v>, cases: ${VERSIONS} } }`), instance, report)
  assert.equal(
    diagnostics.map((one) => one.code),
    ['AH5003'],
  )
})
test.run()
