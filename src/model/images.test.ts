import * as assert from 'uvu/assert'
import type { CompileRequest } from '../compiler/compilation.ts'
import { compileText, composeServices } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('images')

async function images(body: string, request: Partial<CompileRequest> = {}): Promise<Readonly<Record<string, string>>> {
  const services = composeServices(await compileText(`apphost: v1\nname: shop\n${body}\n`, request))
  return Object.fromEntries(Object.entries(services).map(([name, service]) => [name, service.image ?? '']))
}

const GHCR = 'ghcr: { endpoint: ghcr.io, repository: acme/shop }'

const cases: readonly (readonly [title: string, body: string, expected: Readonly<Record<string, string>>])[] = [
  [
    'without a registry',
    'resources:\n  api: { type: container, build: ./api }',
    { api: '${API_IMAGE:-localhost/shop/api:latest}' },
  ],
  [
    'the version is the tag',
    'version: 1.4.0\nresources:\n  api: { type: container, build: ./api }',
    { api: '${API_IMAGE:-localhost/shop/api:1.4.0}' },
  ],
  [
    'the only registry',
    `registries: { ${GHCR} }\nresources:\n  api: { type: container, build: ./api }`,
    { api: '${API_IMAGE:-ghcr.io/acme/shop/api:latest}' },
  ],
  [
    'several registries and none named',
    `registries: { ${GHCR}, other: { endpoint: o.example } }\nresources:\n  api: { type: container, build: ./api }`,
    { api: '${API_IMAGE:-localhost/shop/api:latest}' },
  ],
  [
    'the registry of the target',
    `registries: { ${GHCR}, other: { endpoint: o.example } }\ntargets: { local: { type: docker-compose, registry: other } }\nresources:\n  api: { type: container, build: ./api }`,
    { api: '${API_IMAGE:-o.example/api:latest}' },
  ],
  [
    'the registry of the resource',
    `registries: { ${GHCR}, other: { endpoint: o.example } }\ntargets: { local: { type: docker-compose, registry: other } }\nresources:\n  api: { type: container, build: ./api, registry: ghcr }`,
    { api: '${API_IMAGE:-ghcr.io/acme/shop/api:latest}' },
  ],
  [
    'a repository of its own',
    `registries: { ${GHCR} }\nresources:\n  api: { type: container, build: { context: ./api, repository: acme/special } }`,
    { api: '${API_IMAGE:-ghcr.io/acme/special:latest}' },
  ],
  [
    'equal builds share one image, named after the first',
    'resources:\n  api: { type: container, build: { context: ./api, target: x } }\n  worker: { type: container, build: { target: x, context: ./api/ } }\n  other: { type: container, build: ./api }',
    {
      api: '${API_IMAGE:-localhost/shop/api:latest}',
      worker: '${API_IMAGE:-localhost/shop/api:latest}',
      other: '${OTHER_IMAGE:-localhost/shop/other:latest}',
    },
  ],
  [
    'be it abstract',
    'resources:\n  base: { type: container, abstract: true, build: ./api }\n  api: { extends: base }',
    { api: '${BASE_IMAGE:-localhost/shop/base:latest}' },
  ],
  [
    'or disabled',
    'resources:\n  off: { type: container, enabled: false, build: ./api }\n  api: { type: container, build: ./api }',
    { api: '${OFF_IMAGE:-localhost/shop/off:latest}' },
  ],
  [
    'or on another target',
    'targets: { a: { type: docker-compose }, b: { type: kubernetes } }\nenvironments: { production: { targets: [a] } }\nresources:\n  there: { type: container, target: b, build: ./api }\n  api: { type: container, build: ./api }',
    { api: '${THERE_IMAGE:-localhost/shop/there:latest}' },
  ],
  [
    'another registry, another image',
    `registries: { ${GHCR}, other: { endpoint: o.example } }\nresources:\n  api: { type: container, build: ./api, registry: ghcr }\n  worker: { type: container, build: ./api, registry: other }`,
    { api: '${API_IMAGE:-ghcr.io/acme/shop/api:latest}', worker: '${WORKER_IMAGE:-o.example/worker:latest}' },
  ],
  [
    'an image that is only built',
    'resources:\n  base: { type: image, build: ./base }\n  api: { type: container, image: $<Resources.base.image> }',
    { api: '${BASE_IMAGE:-localhost/shop/base:latest}' },
  ],
  [
    'init steps have the image of their workload',
    'resources:\n  api: { type: container, build: ./api, init: [{ name: one, args: [x] }] }',
    { 'api-one': '${API_IMAGE:-localhost/shop/api:latest}', api: '${API_IMAGE:-localhost/shop/api:latest}' },
  ],
]
for (const [title, body, expected] of cases) {
  test(title, async () => assert.equal(await images(body), expected))
}

test('--tag beats the version', async () => {
  assert.equal(await images('version: 1.4.0\nresources:\n  api: { type: container, build: ./api }', { tag: 'abc' }), {
    api: '${API_IMAGE:-localhost/shop/api:abc}',
  })
})

test('a version with build metadata gives a tag that registries take', async () => {
  assert.equal(await images('version: 1.4.0+b.5\nresources:\n  api: { type: container, build: ./api }'), {
    api: '${API_IMAGE:-localhost/shop/api:1.4.0_b.5}',
  })
})

test('a service whose image another resource names builds it with its secrets', async () => {
  const body =
    'parameters: { token: { secret: true } }\nresources:\n  base: { type: image, build: { context: ./base, secrets: { npm: $<Parameters.token> } } }\n  api: { type: container, image: $<Resources.base.image> }'
  const result = await compileText(`apphost: v1\nname: shop\n${body}\n`)
  const file = result.targets[0]?.artifacts.find((one) => one.path === 'compose.yaml')
  assert.match(String(file?.content), /^secrets:\n {2}base\.build\.npm:\n {4}environment: TOKEN$/m)
})

for (const [reference, expected] of [
  ['nginx', 'AH5025'],
  ['ghcr.io/acme/api', 'AH5025'],
  ['localhost:5000/api', 'AH5025'],
  ['nginx:1.29', ''],
  ['localhost:5000/api:1', ''],
  [`nginx@sha256:${'a'.repeat(64)}`, ''],
  ['Nginx:1', 'AH5031'],
  ['ghcr.io/Acme/api:1', 'AH5031'],
  ['ghcr.io/acme//api:1', 'AH5031'],
  ['nginx:1:2', 'AH5031'],
  ['nginx:-x', 'AH5031'],
  ['MyRegistry.example:5000/api:1', ''],
] as const) {
  test(`${reference} is ${expected === '' ? 'fine' : expected}`, async () => {
    const result = await compileText(
      `apphost: v1\nname: shop\nresources:\n  api: { type: container, image: "${reference}" }\n`,
    )
    assert.is(result.diagnostics.map((one) => one.code).join(), expected)
  })
}
test.run()
