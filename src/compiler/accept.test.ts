import * as assert from 'uvu/assert'
import type { CompileRequest } from './compilation.ts'
import { compileText, composeServices, diagnosticLines, type ManifestFiles } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('accept, targets and environments')

async function codes(files: ManifestFiles, request: Partial<CompileRequest> = {}): Promise<readonly string[]> {
  const result = await compileText(files, { purpose: 'inspect', ...request })
  return diagnosticLines(result).map((line) => line.split(' ')[2] ?? '')
}

const TWO =
  'targets: { a: { type: docker-compose, project: a-$<Environment> }, b: { type: docker-compose, project: b-$<Environment> } }\n'
const HOSTED = 'image: nginx:1.29, endpoints: { http: { targetPort: 80, external: true, host: shop.example.com } }'

const cases: readonly (readonly [title: string, body: string, expected: readonly string[]])[] = [
  [
    'nothing accepted',
    'resources:\n  api: { type: container, image: nginx }\n  web: { type: container, image: nginx }',
    ['AH5025', 'AH5025'],
  ],
  [
    'at the top',
    'accept: [AH5025]\nresources:\n  api: { type: container, image: nginx }\n  web: { type: container, image: nginx }',
    [],
  ],
  [
    'on a resource',
    'resources:\n  api: { type: container, image: nginx, accept: [AH5025] }\n  web: { type: container, image: nginx }',
    ['AH5025'],
  ],
  [
    'on a target, for all that it says',
    'targets: { a: { type: docker-compose, accept: [AH6106] } }\nresources:\n  api: { type: container, ' +
      HOSTED +
      ' }',
    [],
  ],
  ['another code', 'accept: [AH5026]\nresources:\n  api: { type: container, image: nginx }', ['AH5025']],
  [
    'an error stays',
    'accept: [AH5015]\nresources:\n  api: { type: container, image: nginx:1.29, waitFor: [api] }',
    ['AH5015'],
  ],
  [
    'a pattern is no resource of its own, but what extends it inherits what it accepts',
    'resources:\n  base: { type: container, abstract: true, image: nginx, accept: [AH5025] }\n  api: { extends: base }',
    [],
  ],
  [
    'a warning about the server of a child',
    'resources:\n  db: { type: postgres, databases: { main: {} }, accept: [AH5001] }',
    [],
  ],
  ['two targets say the same once', TWO + 'resources:\n  api: { type: container, ' + HOSTED + ' }', ['AH6106']],
  [
    'what one of two targets accepts the other still says',
    TWO.replace('a-$<Environment> }', 'a-$<Environment>, accept: [AH6106] }') +
      'resources:\n  api: { type: container, ' +
      HOSTED +
      ' }',
    ['AH6106'],
  ],
  [
    'one error in a shared resource is one',
    TWO + 'resources:\n  api: { type: container, image: nginx:1.29, env: { A: $<Parameters.nope> } }',
    ['AH4201'],
  ],
]
for (const [title, body, expected] of cases) {
  test(title, async () => assert.equal(await codes(`apphost: v1\nname: shop\n${body}\n`), expected))
}

const SHARED = `apphost: v1
name: shop
${TWO}environments: { production: {}, dev: { targets: [a] }, ci: { targets: [b] } }
resources:
  api: { type: container, image: nginx:1.29 }
  only-a: { type: container, image: nginx:1.29, target: a }
  only-b: { type: container, image: nginx:1.29, target: [b] }
`

test('a resource is on the targets that it names, else on all', async () => {
  const result = await compileText(SHARED, { environment: 'production' })
  assert.equal(Object.keys(composeServices(result, 'compose.yaml', 'a')), ['api', 'only-a'])
  assert.equal(Object.keys(composeServices(result, 'compose.yaml', 'b')), ['api', 'only-b'])
  assert.equal(
    result.targets.map((one) => one.folder),
    ['production/a', 'production/b'],
  )
})

test('an environment selects targets, and so the folders', async () => {
  const result = await compileText(SHARED, { environment: 'dev' })
  assert.equal(
    result.targets.map((one) => one.folder),
    ['dev'],
  )
  assert.equal(Object.keys(composeServices(result)), ['api', 'only-a'])
})

test('--target changes no byte of what it picks', async () => {
  const all = await compileText(SHARED, { environment: 'production' })
  const one = await compileText(SHARED, { environment: 'production', targets: ['b'] })
  assert.equal(
    one.targets,
    all.targets.filter((target) => target.name === 'b'),
  )
})

test('an overlay adds a target, moves a resource to it and takes another away', async () => {
  const files = {
    'apphost.yaml': SHARED.replace('production: {}', 'production: { targets: [a, c] }'),
    'apphost.production.yaml':
      'targets: { b: null, c: { type: docker-compose, project: c } }\nresources: { only-b: { target: c }, api: { target: a } }\n',
  }
  const result = await compileText(files, { environment: 'production' })
  assert.equal(diagnosticLines(result), [])
  assert.equal(Object.keys(composeServices(result, 'compose.yaml', 'a')), ['api', 'only-a'])
  assert.equal(Object.keys(composeServices(result, 'compose.yaml', 'c')), ['only-b'])
})

test('a resource that names a target which an overlay removed is told', async () => {
  const files = {
    'apphost.yaml': SHARED.replace('production: {}', 'production: { targets: [a] }'),
    'apphost.production.yaml': 'targets: { b: null }\n',
  }
  assert.equal(await codes(files, { environment: 'production' }), ['AH5033'])
})
test.run()
