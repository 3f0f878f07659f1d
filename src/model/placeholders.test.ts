import * as assert from 'uvu/assert'
import { compileText, composeServices, diagnosticLines } from '../testing/compile-text.ts'
import type { CompileResult } from '../compiler/compilation.ts'
import { suite } from '../testing/suite.ts'

const test = suite('placeholders, resolved')

const HEAD = `apphost: v1
name: shop
version: 1.4.0
parameters:
  level: info
  empty: { default: "" }
  flag: { type: boolean, default: true }
  count: { type: integer, default: 2 }
  unset: {}
  tricky: {}
  key: { secret: true }
resources:
  base: { type: connection-string, value: "Server=x;Key=$<Parameters.key>", properties: { level: $<Parameters.level> } }
`

function compiled(value: string): Promise<CompileResult> {
  return compileText(`${HEAD}  api: { type: container, image: nginx:1.29, env: { A: ${JSON.stringify(value)} } }\n`, {
    // What a value holds is never scanned again.
    parameters: {
      options: new Map([['tricky', '$<Parameters.level> ${HOME} $$']]),
      file: undefined,
      variables: new Map(),
    },
  })
}

const KEY = '${KEY:?parameter key}'
const LEVEL = '${LEVEL?parameter level}'
const cases: readonly (readonly [value: string, expected: string])[] = [
  ['plain $ ${X} $(y) {{ z }}', 'plain $$ $${X} $$(y) {{ z }}'],
  ['$$<Parameters.level>', '$$<Parameters.level>'],
  ['$<Parameters.level>', LEVEL],
  ['a-$<Parameters.level>-b', `a-${LEVEL}-b`],
  ['$<Parameters.count>', '${COUNT?parameter count}'],
  ['$<Parameters.unset>', '${UNSET?parameter unset}'],
  ['$<Parameters.key>', KEY],
  ['$<Parameters.key | uri>', '${KEY_URI:?parameter key, uri}'],
  ['$<Parameters.key | base64 | uri>', '${KEY_BASE64_URI:?parameter key, base64, then uri}'],
  ["$<Parameters.unset | default('x y')>", '${UNSET:-x y}'],
  ['$<Parameters.level | upper>', 'INFO'],
  ['$<Parameters.level | json>', '"info"'],
  ['$<Parameters.tricky | lower>', '$$<parameters.level> $${home} $$$$'],
  ['$<Environment>', 'production'],
  ['$<App.name>-$<App.version>', 'shop-1.4.0'],
  ['$<Self.name>', 'api'],
  ['$<Resources.base.connectionString>', `Server=x;Key=${KEY}`],
  ['$<Resources.base.level>', LEVEL],
  ['$<Resources.base.connectionString | uri>', '${BASE_CONNECTIONSTRING_URI:?base.connectionString | uri}'],
  ["$<Parameters.flag == true ? 'yes' : 'no'>", 'yes'],
  ["$<Parameters.count != 2 ? 'many' : 'two'>", 'two'],
  ["$<Parameters.count == 2.0 ? 'two' : 'many'>", 'two'],
  ["$<Parameters.level == 'info' ? Parameters.key : 'none'>", KEY],
  ["$<Environment == 'production' ? Parameters.level : Parameters.key>", LEVEL],
  ["$<Parameters.empty == '' ? 'empty' : 'set'>", 'empty'],
]
for (const [value, expected] of cases) {
  test(value, async () => assert.is(composeServices(await compiled(value))['api']?.environment?.['A'], expected))
}

for (const [value, code] of [
  ["$<Parameters.key == 'x' ? 'a' : 'b'>", 'AH6102'],
  ['$<Parameters.unset | upper>', 'AH4028'],
  ["$<Parameters.unset == 'x' ? 'a' : 'b'>", 'AH4028'],
  ['$<Resources.base.nope>', 'AH4203'],
  ['$<Resources.base.endpoints.http.url>', 'AH4204'],
] as const) {
  test(`${value} is ${code}`, async () => {
    const result = await compiled(value)
    assert.ok(
      diagnosticLines(result).some((line) => line.includes(code)),
      diagnosticLines(result).join('\n'),
    )
    assert.equal(result.targets, [])
  })
}

test('values need each other: the circle is printed', async () => {
  const text = `apphost: v1
name: shop
resources:
  a: { type: connection-string, value: $<Resources.b.connectionString> }
  b: { type: connection-string, value: "x$<Resources.c.connectionString>" }
  c: { type: connection-string, value: $<Resources.a.connectionString> }
  api: { type: container, image: nginx:1.29, references: [a, b, c] }
`
  const lines = diagnosticLines(await compileText(text))
  assert.is(lines.length, 1, lines.join('\n'))
  assert.match(
    lines[0] ?? '',
    /AH4205 .*a\.connectionString -> b\.connectionString -> c\.connectionString -> a\.connectionString/,
  )
})

test('a value that leads through thousands of others is refused, once', async () => {
  const chain = Array.from(
    { length: 3000 },
    (_, at) =>
      `  v${String(at)}: { type: connection-string, value: $<Resources.v${String(at + 1)}.connectionString> }\n`,
  ).join('')
  const text = `apphost: v1\nname: shop\nresources:\n  api: { type: container, image: nginx:1.29, references: [v0] }\n${chain}  v3000: { type: connection-string, value: x }\n`
  const lines = diagnosticLines(await compileText(text))
  assert.equal(
    lines.map((line) => line.slice(0, 60)),
    ['4:59 error AH4205 this value leads through more than 64 othe'],
  )
})

test('two services may name each other', async () => {
  const text = `apphost: v1
name: shop
resources:
  a: { type: container, image: nginx:1.29, endpoints: { http: { targetPort: 80 } }, env: { B: $<Resources.b.endpoints.http.url> } }
  b: { type: container, image: nginx:1.29, endpoints: { http: { targetPort: 81 } }, env: { A: $<Resources.a.endpoints.http.url> } }
`
  const services = composeServices(await compileText(text))
  assert.is(services['a']?.environment?.['B'], 'http://b:81')
  assert.is(services['b']?.environment?.['A'], 'http://a:80')
})

test('Self is the resource in which it stands, also after extends', async () => {
  const text = `apphost: v1
name: shop
resources:
  a: { type: container, image: nginx:1.29, endpoints: { http: { targetPort: 80 } }, env: { ME: $<Self.endpoints.http.url> } }
  b: { extends: a, endpoints: { http: { targetPort: 81 } } }
`
  const services = composeServices(await compileText(text))
  assert.is(services['b']?.environment?.['ME'], 'http://b:81')
})

test('uses of parameters: where, and when they are bound', async () => {
  const text = `apphost: v1
name: shop
parameters: { level: info, size: { type: integer, default: 3 }, folder: data, key: { secret: true }, idle: x }
resources:
  api:
    type: container
    image: nginx:1.29
    env: { LEVEL: $<Parameters.level>, BOTH: "$<Parameters.key>-$<Parameters.level>" }
    replicas: $<Parameters.size>
    volumes: [{ name: data, path: "/$<Parameters.folder>", access: rwx }]
`
  const { parameterUses } = await compileText(text, { purpose: 'inspect' })
  const said = [...parameterUses].map(
    ([name, uses]) => `${name}: ${uses.map((use) => `${use.path} ${use.bound}`).join(', ')}`,
  )
  assert.equal(said, [
    'level: resources.api.env.LEVEL late, resources.api.env.BOTH late',
    'size: resources.api.replicas late',
    'folder: resources.api.volumes[0].path publish',
    'key: resources.api.env.BOTH late',
    'idle: ',
  ])
})

test('all missing publish-bound values are one message', async () => {
  const text = `apphost: v1
name: shop
parameters: { a: {}, b: { env: THE_B }, c: {}, d: {} }
resources:
  api:
    type: container
    image: nginx:1.29
    volumes: [{ name: x, path: "/$<Parameters.a>" }, { name: y, path: "/$<Parameters.d | default('x')>/$<Parameters.b>" }]
    env: { C: $<Parameters.c> }
`
  const result = await compileText(text)
  assert.is(result.diagnostics.length, 1, diagnosticLines(result).join('\n'))
  assert.is(result.diagnostics[0]?.code, 'AH4028')
  assert.match(result.diagnostics[0]?.message ?? '', /^2 parameters have no value: "a" .*, "b" /)
  const inspected = await compileText(text, { purpose: 'inspect' })
  assert.equal(diagnosticLines(inspected), [])
})
test('a file whose content comes out empty when it is bound is a file, since Compose would mount a folder', async () => {
  const result = await compileText(
    `${HEAD}  api: { type: container, image: nginx:1.29, files: [{ path: /f, content: "$<Parameters.flag == false ? 'x' : ''>" }] }\n`,
  )
  const written = result.targets[0]?.artifacts.map((one) => one.path) ?? []
  assert.ok(written.includes('files/api.f'), written.join(' '))
})

test.run()
