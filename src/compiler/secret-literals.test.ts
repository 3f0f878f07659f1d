import * as assert from 'uvu/assert'
import type { DefinitionBody } from '../catalog/type-definition.ts'
import { diagnostic } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import { readYaml } from '../syntax/read-yaml.ts'
import type { MapNode } from '../syntax/node.ts'
import { suite } from '../testing/suite.ts'
import { hideSecretLiterals, secretLiterals } from './secret-literals.ts'

const test = suite('literals in the places of secrets')

function tree(text: string): MapNode {
  const read = readYaml('apphost.yaml', text, () => assert.unreachable())
  if (read?.root.kind !== 'map') throw new Error('no map')
  return read.root
}

/** What is hidden of a manifest, as it stands there, in order. */
function hidden(text: string): readonly string[] {
  return secretLiterals([tree(text)]).spans.map(({ start, end }) => text.slice(start, end))
}

const CASES: readonly (readonly [name: string, text: string, hidden: readonly string[]])[] = [
  ['a default', 'parameters: { p: { secret: true, default: a }, q: { default: b } }', ['a']],
  ['a map as a default', 'parameters: { p: { secret: true, default: { a: b } } }', ['{ a: b }']],
  ['a list as a default', 'parameters: { p: { secret: true, default: [a] } }', ['[a]']],
  ['nothing as a default', 'parameters: { p: { secret: true, default: null } }', []],
  ['a placeholder as a default', 'parameters: { p: { secret: true, default: $<Parameters.q> } }', []],
  ['more than a placeholder', 'parameters: { p: { secret: true, default: x$<Parameters.q> } }', ['x$<Parameters.q>']],
  [
    'a value of an environment',
    'parameters: { p: { secret: true }, q: x }\nenvironments: { dev: { parameters: { p: a, q: b } } }',
    ['a'],
  ],
  ['a property of a type', 'resources: { db: { type: postgres, password: a, username: b } }', ['a']],
  [
    'a property of something existing',
    'resources: { db: { type: postgres, existing: { password: a, host: b } } }',
    ['a'],
  ],
  ['a property of a type that nobody knows', 'resources: { db: { type: nope, password: a } }', ['a']],
  ['a property without a type', 'resources: { db: { password: a } }', ['a']],
  ['a field of a container', 'resources: { c: { type: container, password: a } }', []],
]
for (const [name, text, expected] of CASES) test(`R-canary: ${name}`, () => assert.equal(hidden(text), expected))

test('R-canary: every text of a literal is looked for in messages, keys and items among them', () => {
  const { texts } = secretLiterals([tree('parameters: { p: { secret: true, default: [a, { b: c }] } }')])
  assert.equal([...texts].sort(), ['a', 'b', 'c'])
})

test('R-canary: what a project’s own type declares is known by its definition alone', () => {
  const manifest = tree('resources: { r: { type: own, pin: a, password: b }, s: { type: own, pin: c } }')
  const property = { name: 'pin', type: 'secret' }
  const own = { properties: new Map([['pin', property]]), children: new Map() } as unknown as DefinitionBody
  const { texts } = secretLiterals([manifest], new Map([['own', own]]))
  assert.equal([...texts].sort(), ['a', 'c'])
})

test('R-canary: neither message, hint, frame nor related place shows one, with or without a place', () => {
  const source: Source = {
    path: 'apphost.yaml',
    text: 'parameters: { p: { secret: true, default: kanarie, description: d } }',
  }
  const literals = secretLiterals([tree(source.text)])
  const span = { source, start: 42, end: 49 }
  const made = hideSecretLiterals(
    [
      diagnostic('AH2001', span, 'no "kanarie" here', {
        hints: ['not kanarie'],
        related: [{ message: 'kanarie', span }],
      }),
      diagnostic('AH2001', undefined, 'nor kanarie there'),
    ],
    literals,
  )
  assert.not.match(JSON.stringify(made), 'kanarie')
  assert.is(made[0]?.span?.source.text.slice(42, 49), '*******')
  assert.is(made[0]?.span?.source, made[0]?.related[0]?.span.source, 'one source is hidden once')
  assert.is(made[1]?.span, undefined)
  assert.is(made[1]?.message, 'nor *** there')
})

test('R-canary: of a file that cannot be read nothing is shown that may be a secret, of another one all is', () => {
  const broken: Source = { path: 'apphost.yaml', text: 'token: kanarie\nx: [' }
  const other: Source = { path: 'other.yaml', text: 'token: zanger\n' }
  const at = (source: Source): Span => ({ source, start: 0, end: 5 })
  const none = { spans: [], texts: new Set<string>() }
  const made = hideSecretLiterals(
    [diagnostic('AH1024', at(broken), 'kanarie'), diagnostic('AH2001', at(other), 'zanger')],
    none,
  )
  assert.is(made[0]?.span?.source.text, 'token:********\nx: [')
  assert.is(made[0]?.message, '***')
  assert.is(made[1]?.span?.source.text, other.text)
  assert.is(made[1]?.message, 'zanger')
  const plain = { path: 'apphost.yaml', text: 'x: [' }
  assert.is(hideSecretLiterals([diagnostic('AH1024', at(plain), 'x')], none)[0]?.message, 'x')
})

test('without a literal nothing is touched', () => {
  const diagnostics = [diagnostic('AH2001', undefined, 'x')]
  assert.is(hideSecretLiterals(diagnostics, { spans: [], texts: new Set() }), diagnostics)
})

test.run()
