import { load } from 'js-yaml'
import { readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { compileText, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('several mistakes in one run')

async function codes(text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const result = await compileText({ 'apphost.yaml': text, ...files })
  return diagnosticLines(result).map((line) => line.split(' ').slice(0, 3).join(' '))
}

test('five independent mistakes of five passes are five diagnostics', async () => {
  const found = await codes(`apphost: v1
name: shop
resources:
  one: { type: container, imagee: nginx:1.29 }
  two: { type: container, image: nginx:1.29, env: { A: $<Parameters.nope> }, references: [one] }
  three: { type: container, image: nginx:1.29, networks: [nonet] }
  four: { type: container, image: nginx:1.29, waitFor: [four] }
  five: { type: postgres, volume: {}, databases: { uri: {} } }
`)
  assert.equal(found, [
    '4:27 error AH2003',
    '5:58 error AH4201',
    '6:59 error AH5018',
    '7:57 error AH5015',
    '8:52 error AH5007',
  ])
})

const cases: readonly { readonly title: string; readonly text: string; readonly expected: readonly string[] }[] = [
  {
    title: 'what others miss in a resource of an unknown type is an echo, its children among it',
    text: `resources:
  orders-db: { type: postgress, databases: { orders: {} } }
  api: { type: container, image: nginx:1.29, references: [orders], env: { DB: $<Resources.orders-db.uri> }, waitFor: [orders-db] }
  web: { type: container, image: nginx:1.29, references: [apii] }`,
    expected: ['4:22 error AH2010', '6:59 error AH4202'],
  },
  {
    title: 'an endpoint that another resource names is missing because of a misspelt key',
    text: `resources:
  api: { type: container, image: nginx:1.29, endpoint: { http: { targetPort: 80 } } }
  web: { type: container, image: nginx:1.29, env: { URL: $<Resources.api.endpoints.http.url>, V: $<App.version> } }`,
    expected: ['4:46 error AH2003', '5:100 error AH4209'],
  },
  {
    title: 'a wrong declaration of a parameter leaves the others alone',
    text: `parameters:
  port: { type: integer, default: many }
  level: { defalt: x }
resources:
  api: { type: container, image: nginx:1.29, env: { A: $<Parameters.port>, B: $<Parameters.level>, C: $<Parameters.lvel> } }`,
    expected: ['4:35 error AH4001', '5:12 error AH2003', '7:105 error AH4201'],
  },
  {
    title: 'a misspelt section would make everything in it unknown',
    text: `parametres: { level: info }
resources:
  api: { type: container, image: nginx:1.29, env: { A: $<Parameters.level> } }`,
    expected: ['3:1 error AH2003'],
  },
  {
    title: 'a wrong version says nothing about resources',
    text: `version: one
resources:
  api: { type: container, image: nginx:1.29, waitFor: [api] }`,
    expected: ['3:10 error AH2013', '5:56 error AH5015'],
  },
  {
    title: 'a target with a mistake leaves resources to be checked',
    text: `targets: { local: { type: docker-compose, projekt: x } }
resources:
  api: { type: container, image: nginx:1.29, waitFor: [web] }`,
    expected: ['3:43 error AH2003', '5:56 error AH4202'],
  },
]
for (const { title, text, expected } of cases) {
  test(title, async () => {
    assert.equal(await codes(`apphost: v1\nname: shop\n${text}\n`), expected)
  })
}

test('a mistake that an overlay makes in one resource is said there, and the rest is checked', async () => {
  const found = await codes(
    `apphost: v1
name: shop
resources:
  api: { type: container, image: nginx:1.29, networks: [nonet] }
  web: { type: container, image: nginx:1.29, waitFor: [nobody] }
`,
    { 'apphost.production.yaml': 'resources:\n  api: { replicass: 2 }\n' },
  )
  assert.equal(found, ['apphost.production.yaml:2:10 error AH2003', '5:56 error AH4202'])
})

type Plain = null | string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain }

/** Every copy of a document with one value replaced by another kind of thing. */
function* wrecked(whole: Plain, put: (value: Plain) => Plain = (value) => value): Generator<Plain> {
  for (const value of ['\u2713', 7, [], { odd: 1 }] as const) yield put(value)
  if (whole === null || typeof whole !== 'object') return
  for (const [key, value] of Object.entries(whole)) {
    yield* wrecked(value, (changed) =>
      put(
        Array.isArray(whole)
          ? Object.assign([...(whole as readonly Plain[])], { [key]: changed })
          : { ...whole, [key]: changed },
      ),
    )
  }
}

test('whatever value is wrong, later passes survive it', async () => {
  let count = 0
  for (const file of ['every-workload-field.yaml', 'every-other-field.yaml']) {
    const whole = load(readFileSync(`fixtures/schema/${file}`, 'utf8')) as Plain
    for (const changed of wrecked(whole)) {
      // Every thirteenth: enough to meet each kind of field in each run, quickly
      if (count++ % 13 !== 0) continue
      const result = await compileText(JSON.stringify(changed), { environment: 'production', purpose: 'inspect' })
      assert.ok(result.diagnostics.length > 0 || result.environment !== undefined)
    }
  }
  assert.ok(count > 1000, String(count))
})
test.run()
