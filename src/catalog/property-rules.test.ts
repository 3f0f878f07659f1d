import * as assert from 'uvu/assert'
import type { CompileResult } from '../compiler/compilation.ts'
import { compileText, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('what properties ask of parameters')

const VAULT = `resourceType: vault
description: Keeper of keys
properties:
  key: { $ref: "#/$defs/secret", generate: { length: 12 }, minLength: 8, maxLength: 12, description: Key of the keeper }
  label: { type: string, default: main, pattern: "^[a-z]+$", says: lower-case letters, description: Its label }
workload:
  image: docker.io/acme/vault:1.0.0
  env: { KEY: $<Self.key>, LABEL: $<Self.label> }
  health: { exec: ["true"] }
outputs: { connectionString: $<Self.key>@$<Self.label> }
existing: [connectionString, key, label]
children:
  drawers:
    properties:
      pin: { $ref: "#/$defs/secret", generate: { length: 4 }, pattern: "^[0-9]{4}$", says: four digits, description: Its pin }
    inject: { Pin: pin }
`

async function compiled(
  resources: string,
  variables: Readonly<Record<string, string>>,
  parameters = 'parameters: { shared: { secret: true } }\n',
): Promise<CompileResult> {
  const lines = resources.trim().replace(/^\s*/gm, '  ')
  // A type of one's own has the schema compiled, which takes long
  const types = resources.includes('vault') ? 'types: [vault.yaml]\n' : ''
  return await compileText(
    {
      'apphost.yaml': `apphost: v1\nname: shop\n${types}${parameters}resources:\n${lines}\n`,
      'vault.yaml': VAULT,
    },
    { parameters: { options: new Map(), file: undefined, variables: new Map(Object.entries(variables)) } },
  )
}

async function errors(...given: Parameters<typeof compiled>): Promise<readonly string[]> {
  return diagnosticLines(await compiled(...given)).filter((line) => line.includes(' error '))
}

function file(result: CompileResult, name: string): string {
  const content = result.targets[0]?.artifacts.find((one) => one.path === name)?.content
  assert.type(content, 'string', diagnosticLines(result).join('\n'))
  return String(content)
}

const PASSED = 'vault: { type: vault, key: $<Parameters.shared> }'

test('a parameter that a resource uses as a whole has to be what the property takes', async () => {
  const message = 'parameter "shared": the value does not suit (from the variable Parameters__shared)'
  assert.equal(await errors(PASSED, { Parameters__shared: 'short' }), [
    `6:30 error AH4014 ${message}: "key" of "vault" takes 8 to 12 characters`,
  ])
  assert.equal(await errors(PASSED, { Parameters__shared: 'long enough' }), [])
  assert.equal(
    await errors(PASSED, { Parameters__shared: '日本語の文字です' }),
    [],
    'characters are counted, not bytes',
  )
})
test('so has the one that is its own, declared or not, and that of a child', async () => {
  const own = 'vault: { type: vault, drawers: { top: {} } }'
  const variables = { Parameters__vault_key: 'short', Parameters__vault_top_pin: 'abcd' }
  const wanted = [/"key" of "vault" takes 8 to 12 characters$/, /"pin" of "vault\.top" takes four digits$/]
  for (const parameters of ['', 'parameters: { vault-key: { secret: true } }\n']) {
    const found = await errors(own, variables, parameters)
    assert.is(found.length, 2, found.join('\n'))
    for (const [index, line] of found.entries()) assert.match(line, wanted[index] ?? '')
  }
})
test('a value that would be generated too long or too short is told before it is made', async () => {
  for (const [length, count] of [
    [7, 1],
    [8, 0],
    [12, 0],
    [13, 1],
  ] as const) {
    const declared = `parameters: { shared: { secret: true, generate: { length: ${length} } } }\n`
    assert.is((await errors(PASSED, {}, declared)).length, count, String(length))
  }
})
test('of several resources that use one parameter each is heard', async () => {
  const found = await errors(
    `vault: { type: vault, key: $<Parameters.shared> }
    cache: { type: redis, password: $<Parameters.shared> }`,
    { Parameters__shared: 'a,b' },
  )
  assert.is(found.length, 2)
  assert.match(found.join('\n'), '"password" of "cache" takes no comma')
})
test('one that does not take part asks for nothing', async () => {
  const rest = 'user: { type: container, image: "nginx:1.29.3", env: { KEY: $<Parameters.shared> } }'
  assert.equal(await errors(`${PASSED.replace('}', ', enabled: false }')}\n${rest}`, { Parameters__shared: 'a' }), [])
})
test('one that exists already asks too, unless its connection string is all that is known', async () => {
  const existing = (fields: string): string => `vault: { type: vault, existing: { ${fields} } }`
  assert.is((await errors(existing('key: $<Parameters.shared>'), { Parameters__shared: 'a' })).length, 1)
  assert.equal(await errors(existing('connectionString: $<Parameters.shared>'), { Parameters__shared: 'a' }), [])
})
test('a text property asks the same of the values of parameters, in words of its own', async () => {
  const label = 'vault: { type: vault, key: $<Parameters.shared>, label: $<Parameters.label> }'
  const declared = 'parameters: { shared: { secret: true }, label: { default: main } }\n'
  assert.equal(await errors(label, {}, declared), [])
  assert.match(
    (await errors(label, { Parameters__label: 'No. 1' }, declared)).join('\n'),
    '"No. 1" does not suit (from the variable Parameters__label): "label" of "vault" takes lower-case letters',
  )
  assert.match((await errors(PASSED.replace('}', ', label: A }'), {})).join('\n'), 'text (lower-case letters)')
})
test('what is only part of a value is not asked for', async () => {
  const inside = 'vault: { type: vault, key: $<Parameters.shared>, label: a$<Parameters.label> }'
  const declared = 'parameters: { shared: { secret: true }, label: { default: "1" } }\n'
  assert.equal(await errors(inside, {}, declared), [])
})
test('the artifacts say what a value that comes later has to be', async () => {
  const made = await compiled(
    `vault: { type: vault, drawers: { top: {} } }
    cache: { type: redis }
    api: { type: container, image: "nginx:1.29.3", references: [vault, top, cache] }`,
    {},
    'parameters: { cache-password: { secret: true, minLength: 10, pattern: "^[a-z|]+$", description: Password } }\n',
  )
  const readme = file(made, 'README.md')
  assert.match(readme, '| `VAULT_KEY` | Key of vault; 8 to 12 characters; secret |')
  assert.match(readme, '| `VAULT_TOP_PIN` | Pin of vault-top; four digits; secret |')
  assert.match(readme, `Password; at least 10 characters; text that matches ^\\[a-z\\|\\]+\\$; secret |`)
  assert.match(file(made, '.env'), `# Password; at least 10 characters; text that matches ^[a-z|]+$\n`)
  const fact = made.targets[0]?.facts.parameters.find((one) => one.name === 'vault-top-pin')
  assert.equal(fact?.rules, [{ asker: '"pin" of "vault.top"', pattern: '^[0-9]{4}$', says: 'four digits' }])
})

const WRITABLE = ['a', 'pass word', 'p@s/s:w#r?d%\'"$\\ x', '=', '--save', 'é', 'a='] as const
const UNWRITABLE: readonly string[] = [
  ',',
  'a,',
  ',a',
  'a,b',
  ' a',
  'a ',
  '\ta',
  'a\u00a0',
  '\u2003a',
  'a\nb',
  'a\u0000b',
]
for (const type of ['redis', 'valkey']) {
  test(`${type}: a password is refused exactly if StackExchange.Redis would read another one`, async () => {
    const cache = `cache: { type: ${type} }`
    // What redis-server would take for its next option
    const refused = type === 'redis' ? [...UNWRITABLE, '--save'] : UNWRITABLE
    for (const value of WRITABLE.filter((one) => !refused.includes(one)))
      assert.equal(await errors(cache, { Parameters__cache_password: value }), [], value)
    for (const value of refused)
      assert.is((await errors(cache, { Parameters__cache_password: value })).length, 1, JSON.stringify(value))
  })
}

test.run()
