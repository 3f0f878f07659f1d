import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { compileText, composeServices, diagnosticLines } from '../testing/compile-text.ts'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { variablePrefix } from './references.ts'

const test = suite('references')

const OTHERS = `
  orders-db: { type: postgres, volume: {}, databases: { orders: {} } }
  web:
    type: container
    image: nginx:1.29
    endpoints: { http: { targetPort: 8080, port: 80 }, admin: { targetPort: 9000, scheme: http }, https: { targetPort: 8443 }, many: { targetPort: 100-110 } }
  geo: { type: external, url: https://geo.example/ }
  geo-late: { type: external, url: $<Parameters.geo-url>, properties: { apiKey: abc } }
  files: { type: external, properties: { host: files.example, port: 22 } }
  legacy: { type: connection-string, value: Server=old, properties: { host: old } }
  own:
    type: container
    image: acme/db:1
    endpoints: { tcp: { targetPort: 7000 } }
    outputs: { connectionString: "tcp://$<Self.endpoints.tcp.hostAndPort>", host: $<Self.endpoints.tcp.host> }
    inject: { Host: host }
`

async function variables(references: string, rest = ''): Promise<Readonly<Record<string, string>>> {
  const text = `apphost: v1\nname: shop\nparameters: { geo-url: https://late.example/ }\nresources:\n  api: { type: container, image: nginx:1.29, references: ${references}${rest} }${OTHERS}`
  return composeServices(await compileText(text))['api']?.environment ?? {}
}

const PASSWORD = '${ORDERS_DB_PASSWORD:?Password of orders-db}'
const database = (name: string, prefix: string): Readonly<Record<string, string>> => ({
  [`ConnectionStrings__${name}`]: `Host=orders-db;Port=5432;Username=postgres;Password=\${ORDERS_DB_PASSWORD_ADONET:-${PASSWORD}};Database=orders`,
  [`${prefix}_HOST`]: 'orders-db',
  [`${prefix}_PORT`]: '5432',
  [`${prefix}_USERNAME`]: 'postgres',
  [`${prefix}_PASSWORD`]: PASSWORD,
  [`${prefix}_URI`]: `postgresql://postgres:\${ORDERS_DB_PASSWORD_URI:-${PASSWORD}}@orders-db:5432/orders`,
  [`${prefix}_JDBCCONNECTIONSTRING`]: 'jdbc:postgresql://orders-db:5432/orders',
  [`${prefix}_DATABASENAME`]: 'orders',
})

const cases: readonly (readonly [references: string, expected: Readonly<Record<string, string>>])[] = [
  ['[]', {}],
  ['[orders]', database('orders', 'ORDERS')],
  ['[orders-db.orders]', database('orders', 'ORDERS')],
  ['[{ resource: orders, as: main.db }]', database('main.db', 'MAIN_DB')],
  ['[{ resource: orders, inject: [] }]', {}],
  ['[{ resource: orders, inject: [endpoints] }]', {}],
  [
    '[{ resource: orders, inject: [connectionString] }]',
    { ConnectionStrings__orders: database('orders', 'ORDERS')['ConnectionStrings__orders'] ?? '' },
  ],
  [
    '[web]',
    {
      WEB_HTTP: 'http://web:8080',
      services__web__http__0: 'http://web:8080',
      WEB_ADMIN: 'http://web:9000',
      services__web__admin__0: 'http://web:9000',
      WEB_HTTPS: 'https://web:8443',
      services__web__https__0: 'https://web:8443',
    },
  ],
  ['[{ resource: web, inject: [connectionString, properties] }]', {}],
  ['[geo]', { GEO: 'https://geo.example/', services__geo__https__0: 'https://geo.example/' }],
  [
    '[{ resource: geo, as: 2nd-geo }]',
    { _2ND_GEO: 'https://geo.example/', 'services__2nd-geo__https__0': 'https://geo.example/' },
  ],
  [
    '[geo-late]',
    {
      GEO_LATE: '${GEO_URL?parameter geo-url}',
      'services__geo-late__default__0': '${GEO_URL?parameter geo-url}',
      GEO_LATE_APIKEY: 'abc',
    },
  ],
  ['[{ resource: geo-late, inject: [properties] }]', { GEO_LATE_APIKEY: 'abc' }],
  ['[files]', { FILES_HOST: 'files.example', FILES_PORT: '22' }],
  ['[legacy]', { ConnectionStrings__legacy: 'Server=old', LEGACY_HOST: 'old' }],
  ['[own]', { ConnectionStrings__own: 'tcp://own:7000', OWN_HOST: 'own' }],
]
for (const [references, expected] of cases) {
  test(`references: ${references}`, async () => {
    const found = await variables(references)
    assert.equal(found, Object.fromEntries(Object.entries(expected).sort(([one], [other]) => (one < other ? -1 : 1))))
  })
}

test('several references add up', async () => {
  const found = Object.keys(await variables('[web, geo, legacy]'))
  for (const name of ['WEB_HTTP', 'GEO', 'ConnectionStrings__legacy']) assert.ok(found.includes(name), name)
})

test('two endpoints with one key are counted', async () => {
  const text = `apphost: v1
name: shop
resources:
  api: { type: container, image: nginx:1.29, references: [web] }
  web: { type: container, image: nginx:1.29, endpoints: { http: { targetPort: 80 }, https: { targetPort: 81, scheme: http } } }
`
  const found = composeServices(await compileText(text))['api']?.environment
  assert.is(found?.['services__web__http__0'], 'http://web:80')
  assert.is(found?.['services__web__http__1'], 'http://web:81')
  assert.is(found?.['WEB_HTTPS'], 'http://web:81')
})

test('what the user writes wins, and silences the collision', async () => {
  const found = await variables('[geo, { resource: geo-late, as: geo, inject: [endpoints] }]', ', env: { GEO: mine }')
  assert.is(found['GEO'], 'mine')
  const file = await variables('[geo]', ', envFile: []')
  assert.is(file['GEO'], 'https://geo.example/')
})

test('a reference to the same value twice is no collision', async () => {
  assert.equal(await variables('[geo, { resource: geo, as: GEO }]'), {
    GEO: 'https://geo.example/',
    services__GEO__https__0: 'https://geo.example/',
    services__geo__https__0: 'https://geo.example/',
  })
})

test('a file of variables is known by where it lies, not by how an overlay of another folder writes it', async () => {
  const base = `apphost: v1
name: shop
environments: { production: { overlays: [more/production.yaml] } }
resources:
  api: { type: container, image: nginx:1.29, envFile: [a.env, b.env] }
`
  const files = { 'apphost.yaml': base, 'a.env': 'A=1\n', 'b.env': 'B=1\n', 'more/a.env': 'C=1\n' }
  const of = async (items: string): Promise<unknown> => {
    const overlay = `resources: { api: { envFile: [${items}] } }\n`
    const result = await compileText({ ...files, 'more/production.yaml': overlay })
    assert.equal(diagnosticLines(result), [])
    return composeServices(result)['api']?.environment
  }
  assert.equal(await of('a.env'), { A: '1', B: '1', C: '1' })
  assert.equal(await of('{ path: ../a.env, $remove: true }'), { B: '1' })
})

test('injected is weaker than envFile, and envFile than env', async () => {
  const result = await compileText({
    'apphost.yaml': `apphost: v1
name: shop
resources:
  api: { type: container, image: nginx:1.29, references: [geo], envFile: [a.env, b.env], env: { C: env } }
  geo: { type: external, url: https://geo.example/ }
`,
    'a.env': 'GEO=file\nB=first\nC=first\n',
    'b.env': 'B=second\n',
  })
  assert.equal(composeServices(result)['api']?.environment, {
    B: 'second',
    C: 'env',
    GEO: 'file',
    services__geo__https__0: 'https://geo.example/',
  })
})

test('a reference tolerates what is disabled only if it says so', async () => {
  const manifest = (item: string): string => `apphost: v1
name: shop
targets: { local: { type: docker-compose }, ci: { type: kubernetes } }
environments: { production: { targets: [local] } }
resources:
  api: { type: container, image: nginx:1.29, references: [${item}] }
  off: { type: container, image: nginx:1.29, enabled: false, endpoints: { http: { targetPort: 80 } } }
  there: { type: container, image: nginx:1.29, target: ci, endpoints: { http: { targetPort: 80 } } }
  public: { type: container, image: nginx:1.29, target: ci, endpoints: { http: { targetPort: 80, external: true, host: p.example, tls: { secret: x } } } }
`
  for (const name of ['off', 'there']) {
    const strict = await compileText(manifest(name))
    assert.ok(
      diagnosticLines(strict).some((line) => line.includes('AH4211')),
      diagnosticLines(strict).join('\n'),
    )
    const tolerant = await compileText(manifest(`{ resource: ${name}, optional: true }`))
    assert.equal(composeServices(tolerant)['api']?.environment ?? {}, {})
  }
  const named = await compileText(manifest('public'))
  assert.is(composeServices(named)['api']?.environment?.['PUBLIC_HTTP'], 'https://p.example')
})

test('a name in upper case is always the name of a variable', () => {
  holds(fc.property(fc.string({ minLength: 1 }), (name) => /^[A-Z_][A-Z0-9_]*$/.test(variablePrefix(name))))
  assert.is(variablePrefix('orders-db'), 'ORDERS_DB')
  assert.is(variablePrefix('9lives'), '_9LIVES')
})
test.run()
