import * as assert from 'uvu/assert'
import { compileText, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('removing what a type brings')
const MANIFEST = `apphost: v1
name: shop
resources:
  db: { type: postgres, volume: {}, databases: { main: {} }, env: { LC_ALL: C } }
  copy: { extends: db }
  api: { type: container, image: nginx:1.29, env: { A: b } }
`

async function composed(
  overlay: string,
  manifest = MANIFEST,
): Promise<{ readonly text: string; readonly lines: readonly string[] }> {
  const result = await compileText({ 'apphost.yaml': manifest, 'apphost.production.yaml': overlay })
  const file = result.targets[0]?.artifacts.find((one) => one.path === 'compose.yaml')
  const text =
    typeof file?.content === 'string' ? file.content : new TextDecoder().decode(file?.content ?? new Uint8Array())
  return { text, lines: diagnosticLines(result) }
}

/** The lines of one service. */
function service(text: string, name: string): string {
  return new RegExp(`^  ${name}:\\n(?:    .*\\n| *\\n)*`, 'm').exec(text)?.[0] ?? ''
}

test('an overlay removes a field, and a key inside one, of the type', async () => {
  const before = await composed('resources: {}\n')
  assert.match(service(before.text, 'db'), /healthcheck:/)
  assert.match(service(before.text, 'db'), /POSTGRES_USER/)
  const after = await composed('resources:\n  db:\n    health: null\n    env: { POSTGRES_USER: null }\n')
  assert.equal(
    after.lines.filter((line) => line.includes(' error ')),
    [],
  )
  assert.not.match(service(after.text, 'db'), /healthcheck:/)
  assert.not.match(service(after.text, 'db'), /POSTGRES_USER/)
  assert.match(service(after.text, 'db'), /LC_ALL: C/)
})

test('what the manifest sets itself can be removed too', async () => {
  const { text, lines } = await composed('resources: { db: { env: { LC_ALL: null } } }\n')
  assert.equal(
    lines.filter((line) => line.includes('AH3002')),
    [],
  )
  assert.not.match(text, /LC_ALL/)
})

test('a resource that extends one of a type removes from the type as well', async () => {
  const { text, lines } = await composed(
    'resources: {}\n',
    MANIFEST.replace('extends: db', 'extends: db, health: null'),
  )
  assert.equal(
    lines.filter((line) => line.includes(' error ')),
    [],
  )
  assert.match(service(text, 'db'), /healthcheck:/)
  assert.not.match(service(text, 'copy'), /healthcheck:/)
})

for (const [overlay, message] of [
  ['resources: { db: { helth: null } }', 'resources.db has no "helth"'],
  ['resources: { db: { env: { NOPE: null } } }', 'resources.db.env has no "NOPE"'],
  ['resources: { db: { databases: { mian: null } } }', 'resources.db.databases has no "mian"'],
  ['resources: { db: { version: null } }', 'resources.db has no "version"'],
  ['resources: { api: { health: null } }', 'resources.api has no "health"'],
] as const) {
  test(`a null that removes nothing is told: ${overlay}`, async () => {
    const { lines } = await composed(`${overlay}\n`)
    assert.equal(
      lines.filter((line) => line.includes('AH3002')).map((line) => line.slice(line.indexOf('null removes'))),
      [`null removes nothing: ${message}`],
    )
  })
}

test('in the manifest itself a key without a value stays a mistake', async () => {
  const { lines } = await composed('resources: {}\n', MANIFEST.replace('env: { LC_ALL: C }', 'health: null'))
  assert.ok(
    lines.some((line) => line.includes('error AH2008')),
    lines.join('\n'),
  )
})
test.run()
