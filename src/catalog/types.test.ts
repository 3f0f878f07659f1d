import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import type { CompileResult } from '../compiler/compilation.ts'
import { compileText, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('resource types')

interface Service {
  readonly image?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, unknown>>
}

/** The services of a compilation without errors. */
function servicesOf(result: CompileResult): Readonly<Record<string, Service>> {
  const errors = diagnosticLines(result).filter((line) => line.includes(' error '))
  assert.equal(errors, [])
  const file = result.targets[0]?.artifacts.find((one) => one.path.endsWith('compose.yaml'))
  assert.ok(typeof file?.content === 'string')
  return (load(file.content) as { readonly services: Readonly<Record<string, Service>> }).services
}

function manifest(resources: string, parameters = ''): string {
  const indented = resources.trim().replace(/^/gm, '  ')
  return `apphost: v1\nname: shop\n${parameters}resources:\n${indented}\n`
}

async function services(resources: string, parameters = ''): Promise<Readonly<Record<string, Service>>> {
  return servicesOf(await compileText(manifest(resources, parameters)))
}

function api(references: string): string {
  return `api: { type: container, image: nginx:1.29.3, references: [${references}] }`
}

test('existing: one connection string is all that is injected, and a child adds its name to it', async () => {
  const made = await services(
    `db: { type: postgres, existing: { connectionString: $<Parameters.db> }, databases: { orders: {} } }\n${api('db, orders')}`,
    'parameters: { db: { secret: true } }\n',
  )
  assert.equal(made['api']?.environment, {
    ConnectionStrings__db: '${DB:?parameter db}',
    ConnectionStrings__orders: '${DB:?parameter db};Database=orders',
  })
  assert.equal(Object.keys(made), ['api'])
})
test('existing: a field left out is the default of the type, a secret left out its parameter', async () => {
  const made = await services(`db: { type: postgres, existing: { host: pg.example.com } }\n${api('db')}`)
  const environment = made['api']?.environment ?? {}
  assert.is(environment['DB_PORT'], '5432')
  assert.is(environment['DB_USERNAME'], 'postgres')
  assert.is(environment['DB_PASSWORD'], '${DB_PASSWORD:?Password of db}')
})
test('existing: waits of others are fulfilled', async () => {
  const made = await services(
    `db: { type: postgres, existing: { host: pg }, databases: { orders: {} } }\napi: { type: container, image: nginx:1.29.3, references: [orders], waitFor: [db, orders] }`,
  )
  assert.is(made['api']?.depends_on, undefined)
})

test("the user's fields merge over the workload of the type", async () => {
  const made = await services(
    'db: { type: postgres, volume: {}, env: { POSTGRES_USER: other, TZ: UTC }, args: [postgres, -c, fsync=off] }',
  )
  assert.equal(made['db']?.environment, {
    POSTGRES_PASSWORD: '${DB_PASSWORD:?Password of db}',
    POSTGRES_USER: 'other',
    TZ: 'UTC',
  })
  assert.equal(made['db']?.command, ['postgres', '-c', 'fsync=off'])
})
test('only where a type has data, a missing volume is warned of', async () => {
  const warnings = async (fields: string): Promise<readonly string[]> =>
    diagnosticLines(await compileText(manifest(`bus: { type: nats${fields} }`))).filter((one) => one.includes('AH5001'))
  assert.equal(await warnings(''), [])
  assert.is((await warnings(', jetstream: true')).length, 1)
  assert.equal(await warnings(', jetstream: true, volume: {}'), [])
  assert.equal(await warnings(', jetstream: true, existing: { host: nats.example.com }'), [])
})
test('an image of its own needs the version only where the version decides', async () => {
  const cache = await services('cache: { type: redis, image: mirror.example.com/redis:8 }')
  assert.is(cache['cache']?.image, 'mirror.example.com/redis:8')
  const lines = diagnosticLines(
    await compileText(manifest('db: { type: postgres, volume: {}, image: mirror/postgres:16 }')),
  )
  assert.match(lines.join('\n'), /4:44 error AH5003/)
})
test('a create job runs in the image that its server really has', async () => {
  const made = await services(
    `db: { type: postgres, version: "17", image: mirror/postgres:17, volume: {}, databases: { orders: {} } }\n${api('orders')}`,
  )
  assert.is(made['db-orders']?.image, 'mirror/postgres:17')
})
test('an image without its version is an error where only the job of a child asks for the version, and is said once', async () => {
  const result = await compileText(
    manifest('db: { type: postgres, accept: [AH5001], image: mirror/postgres:16, databases: { a: {}, b: {} } }'),
  )
  assert.equal(
    diagnosticLines(result).map((line) => line.slice(0, 17)),
    ['4:50 error AH5003'],
  )
})
test('a declared parameter of the name takes the place of the one that the type would have', async () => {
  const result = await compileText(
    manifest('cache: { type: redis }', 'parameters: { cache-password: { secret: true, description: The key } }\n'),
  )
  assert.is(servicesOf(result)['cache']?.environment?.['REDIS_PASSWORD'], '${CACHE_PASSWORD:?The key}')
  assert.equal([...result.parameters.keys()], ['cache-password'])
})
test('a property that must be set is asked for where it is missing, but not of what exists already', async () => {
  const lines = async (resource: string): Promise<readonly string[]> =>
    diagnosticLines(await compileText(manifest(`db: { type: sqlserver, volume: {}${resource} }`)))
  const [missing, ...more] = await lines('')
  assert.equal(more, [])
  assert.is(missing, '4:3 error AH5043 "acceptEula" of "db" must be set')
  assert.match((await lines(', acceptEula: false')).join(), /^4:50 error AH[0-9]{4} .*acceptEula/)
  assert.match((await lines(', acceptEula: "yes"')).join(), /^4:50 error AH[0-9]{4} .*acceptEula/)
  assert.equal(await lines(', acceptEula: true'), [])
  assert.equal(await lines(', existing: { host: db.example.com }'), [])
  const abstract = await compileText(
    manifest('db: { type: sqlserver, volume: {}, abstract: true }\nother: { extends: db, acceptEula: true }'),
  )
  assert.equal(diagnosticLines(abstract), [])
})
test('a name on the server that comes from the resource has to look as one that is set', async () => {
  const lines = async (children: string): Promise<readonly string[]> =>
    diagnosticLines(await compileText(manifest(`db: { type: oracle, volume: {}, databases: { ${children} } }`)))
  assert.equal(await lines('orders: {}'), [])
  assert.equal(await lines('old-orders: {}'), [
    '4:48 error AH5044 "old-orders" cannot be the `databaseName` of "db.old-orders", which takes its name where it is not set',
  ])
  assert.equal(await lines('old-orders: { databaseName: old_orders }'), [])
  assert.match((await lines('orders: { databaseName: a-b }')).join(), /^4:7[0-9] error AH[0-9]{4} /)
})
test('a secret that may be absent is no parameter', async () => {
  const result = await compileText(manifest('login: { type: keycloak, volume: {} }'))
  assert.equal([...result.parameters.keys()], ['login-password'])
  assert.not.ok('KC_DB_PASSWORD' in (servicesOf(result)['login']?.environment ?? {}))
})
test('a secret may decide that something is present, though nobody knows its value yet', async () => {
  const made = await services(
    'login: { type: keycloak, databaseUrl: "jdbc:postgresql://pg/x", databasePassword: $<Parameters.pg> }',
    'parameters: { pg: { secret: true } }\n',
  )
  assert.is(made['login']?.environment?.['KC_DB_PASSWORD'], '${PG:?parameter pg}')
})

const clashes: readonly (readonly [string, string, string])[] = [
  [
    'a create job and a resource',
    'db: { type: postgres, volume: {}, databases: { orders: {} } }\ndb-orders: { type: container, image: nginx:1.29.3 }',
    'AH5008',
  ],
  ['a child and an output', 'db: { type: postgres, volume: {}, databases: { host: {} } }', 'AH5007'],
  ['a child and a property', 'db: { type: postgres, volume: {}, databases: { username: {} } }', 'AH5007'],
  [
    'two children by their bare name',
    `a: { type: postgres, volume: {}, databases: { x: {} } }\nb: { type: postgres, volume: {}, databases: { x: {} } }\n${api('x')}`,
    'AH4213',
  ],
]
for (const [what, resources, code] of clashes) {
  test(`one name for ${what} is an error`, async () => {
    const codes = (await compileText(manifest(resources))).diagnostics.map((one) => one.code)
    assert.equal(codes, [code])
  })
}
test('a resource wins over a child of the same bare name', async () => {
  const made = await services(
    `db: { type: postgres, volume: {}, databases: { orders: {} } }\norders: { type: container, image: nginx:1.29.3, endpoints: { http: { targetPort: 80 } } }\n${api('orders, db.orders')}`,
  )
  const environment = made['api']?.environment ?? {}
  assert.is(environment['ORDERS_HTTP'], 'http://orders:80')
  assert.match(environment['ConnectionStrings__orders'] ?? '', 'Database=orders')
})

test('children of children: `$<Parent>` is the child above, and its outputs are theirs unless they say otherwise', async () => {
  const made = await services(
    `bus: { type: rabbitmq, volume: {}, vhosts: { shop: { virtualHost: a/b, queues: { in: { queueName: 'q"1' } } } } }\n${api('in')}`,
  )
  assert.is(
    made['bus-shop-in']?.environment?.['DEFINITIONS'],
    '{"queues":[{"name":"q\\"1","vhost":"a/b","durable":true,"auto_delete":false,"arguments":{"x-queue-type":"quorum"}}]}',
  )
  assert.equal(Object.keys(made['bus-shop-in']?.depends_on ?? {}), ['bus-shop'])
  assert.equal(Object.keys(made['bus-shop']?.depends_on ?? {}), ['bus'])
  assert.match(made['api']?.environment?.['IN_URI'] ?? '', /@bus:5672\/a%2Fb$/)
  assert.is(made['api']?.environment?.['IN_QUEUENAME'], 'q"1')
})
test("a match on the parent's name means the parent's", async () => {
  const type = `resourceType: ledger
description: Ours
workload: { image: "registry.example.com/ledger:1" }
outputs: { connectionString: x }
children:
  books:
    properties: { bookName: { type: string, default: $<Self.name> } }
    children:
      pages:
        create: { args: [{ match: $<Parent.bookName>, cases: { sales: right, inner: wrong } }] }
`
  const resources = `desk: { type: ledger, books: { sales: { pages: { inner: {} } } } }\n${api('inner')}`
  const result = await compileText({
    'apphost.yaml': `types: [types/*.yaml]\n${manifest(resources)}`,
    'types/ledger.yaml': type,
  })
  assert.equal(servicesOf(result)['desk-sales-inner']?.command, ['right'])
})
test('a broker without virtual hosts is the image and nothing else', async () => {
  const made = await services('bus: { type: rabbitmq, volume: {} }')
  assert.is(made['bus']?.command, undefined)
})
test('a property by which the type chose a path is bound when publishing, wherever else it stands', async () => {
  const made = await services(
    'db: { type: postgres, version: $<Parameters.release>, volume: {}, env: { R: $<Self.version>, P: $<Parameters.release> } }',
    'parameters: { release: "17.2" }\n',
  )
  assert.is(made['db']?.image, 'docker.io/library/postgres:17.2')
  assert.is(made['db']?.environment?.['R'], '17.2')
  assert.is(made['db']?.environment?.['P'], '${RELEASE?parameter release}')
})
test('a property by which the type decided nothing stays late-bound', async () => {
  const made = await services(
    'db: { type: postgres, version: $<Parameters.release> }',
    'parameters: { release: "17.2" }\n',
  )
  assert.is(made['db']?.image, 'docker.io/library/postgres:${RELEASE?parameter release}')
})

const GUARDED = `resourceType: guarded
description: Ours
properties:
  account: { type: string, default: me }
  password: { $ref: "#/$defs/secret", optional: true }
workload: { image: nginx:1.29.3, endpoints: { http: { targetPort: 80 } } }
outputs:
  login: { when: $<Self.password>, value: $<Self.account> }
  url: { when: $<Self.password>, value: "http://$<Self.account>@x", otherwise: "http://x" }
inject: { Url: url, Username: login, Password: password }
children:
  rooms:
    outputs: { door: { when: $<Parent.password>, value: locked, otherwise: open } }
    inject: { Door: door }
`
test('an output under `when` is there only if that holds, and what is not there is not injected', async () => {
  const text = `open: { type: guarded, rooms: { hall: {} } }
shut: { type: guarded, password: $<Parameters.pass>, rooms: { cell: {} } }
${api('hall, cell')}`
  const root = `types: [types/*.yaml]\n${manifest(text, 'parameters: { pass: { secret: true } }\n')}`
  const made = servicesOf(await compileText({ 'apphost.yaml': root, 'types/guarded.yaml': GUARDED }))
  const environment = made['api']?.environment ?? {}
  assert.equal(Object.fromEntries(Object.entries(environment).filter(([name]) => /^(HALL|CELL)_/.test(name))), {
    CELL_DOOR: 'locked',
    CELL_PASSWORD: '${PASS:?parameter pass}',
    CELL_URL: 'http://me@x',
    CELL_USERNAME: 'me',
    HALL_DOOR: 'open',
    HALL_URL: 'http://x',
  })
})
test('an output that depends on a name which nothing bears is an error', async () => {
  const result = await compileText({
    'apphost.yaml': `types: [types/*.yaml]\n${manifest('open: { type: guarded }')}`,
    'types/guarded.yaml': GUARDED.replace('when: $<Self.password>', () => 'when: $<Self.pasword>'),
  })
  assert.match(diagnosticLines(result).join('\n'), /AH4203.*"pasword"/)
})

const TWO_DOORS = `resourceType: doors
description: Ours
properties: { account: { type: string, default: me } }
workload: { image: nginx:1.29.3, endpoints: { http: { targetPort: 80 }, grpc: { targetPort: 81 } } }
outputs:
  connectionString: grpc://$<Self.endpoints.grpc.host>
  web: http://$<Self.endpoints.http.host>
connectionStrings: { http: web }
inject: { Account: account }
children:
  rooms: { outputs: { cellar: "$<Parent.web>/$<Self.name>" }, connectionStrings: { below: cellar } }
`
const doorCases: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    "they are injected under the name of the reference and their key, and a child has its parent's too",
    '{ resource: hall, as: room }',
    {
      ConnectionStrings__room: 'grpc://inn',
      ConnectionStrings__room_http: 'http://inn',
      ConnectionStrings__room_below: 'http://inn/hall',
      ROOM_ACCOUNT: 'me',
    },
  ],
  ['they are not properties', '{ resource: inn, inject: [properties] }', { INN_ACCOUNT: 'me' }],
  [
    'they are injected with the connection string',
    '{ resource: inn, inject: [connectionString] }',
    { ConnectionStrings__inn: 'grpc://inn', ConnectionStrings__inn_http: 'http://inn' },
  ],
  [
    'nothing of them is known of one that exists with its connection string alone',
    'old',
    { ConnectionStrings__old: 'x' },
  ],
]
for (const [what, reference, expected] of doorCases) {
  test(`further connection strings: ${what}`, async () => {
    const text = `inn: { type: doors, rooms: { hall: {} } }\nold: { type: doors, existing: { connectionString: x } }\n${api(reference)}`
    const made = servicesOf(
      await compileText({
        'apphost.yaml': `types: [types/*.yaml]\n${manifest(text)}`,
        'types/doors.yaml': `${TWO_DOORS}existing: [connectionString]\n`,
      }),
    )
    assert.equal(made['api']?.environment, expected)
  })
}
test('a further connection string from an output that does not exist is an error', async () => {
  const result = await compileText({
    'apphost.yaml': `types: [types/*.yaml]\n${manifest('inn: { type: doors }')}`,
    'types/doors.yaml': TWO_DOORS.replace('{ http: web }', () => '{ http: wep }'),
  })
  assert.match(diagnosticLines(result).join('\n'), /^types\/doors\.yaml:8:28 error AH5036 .*"wep"/m)
})

test.run()
