import * as assert from 'uvu/assert'
import { compileText, composeServices, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('endpoints')

function manifest(endpoints: string, rest = ''): string {
  return `apphost: v1\nname: shop\nparameters: { port: { type: integer, default: 8080 }, host: shop.example.com }\nresources:\n  api: { type: container, image: nginx:1.29, endpoints: ${endpoints}${rest} }\n`
}

const published: readonly (readonly [endpoint: string, ports: readonly unknown[], expose: readonly string[]])[] = [
  ['{ targetPort: 80 }', [], ['80']],
  ['{ targetPort: 80, port: 8080 }', [], ['80']],
  ['{ targetPort: 80, external: true }', [{ target: 80, published: '80', protocol: 'tcp' }], []],
  ['{ targetPort: 80, external: true, port: 8080 }', [{ target: 80, published: '8080', protocol: 'tcp' }], []],
  ['{ targetPort: 80, published: 9090 }', [{ target: 80, published: '9090', protocol: 'tcp' }], []],
  ['{ targetPort: 80, external: true, published: false }', [], ['80']],
  ['{ targetPort: 80, external: true, published: auto }', [{ target: 80, protocol: 'tcp' }], []],
  [
    '{ targetPort: 80, published: 127.0.0.1:9090 }',
    [{ target: 80, host_ip: '127.0.0.1', published: '9090', protocol: 'tcp' }],
    [],
  ],
  [
    '{ targetPort: 80, published: "[::1]:9090" }',
    [{ target: 80, host_ip: '::1', published: '9090', protocol: 'tcp' }],
    [],
  ],
  ['{ targetPort: 53, protocol: udp }', [], ['53/udp']],
  ['{ targetPort: 53, protocol: udp, external: true }', [{ target: 53, published: '53', protocol: 'udp' }], []],
  ['{ targetPort: 100-101 }', [], ['100-101']],
  [
    '{ targetPort: 100-101, external: true }',
    [
      { target: 100, published: '100', protocol: 'tcp' },
      { target: 101, published: '101', protocol: 'tcp' },
    ],
    [],
  ],
  [
    '{ targetPort: 100-101, published: 200-201 }',
    [
      { target: 100, published: '200', protocol: 'tcp' },
      { target: 101, published: '201', protocol: 'tcp' },
    ],
    [],
  ],
  [
    '{ targetPort: 80, published: $<Parameters.port> }',
    [{ target: 80, published: '${PORT?parameter port}', protocol: 'tcp' }],
    [],
  ],
]
for (const [endpoint, ports, expose] of published) {
  test(`published: ${endpoint}`, async () => {
    const api = composeServices(await compileText(manifest(`{ http: ${endpoint} }`)))['api']
    assert.equal(api?.ports ?? [], ports)
    assert.equal(api?.expose ?? [], expose)
  })
}

const addresses: readonly (readonly [endpoint: string, property: string, expected: string])[] = [
  ['{ targetPort: 80, port: 8080 }', 'url', 'http://api:80'],
  ['{ targetPort: 80, scheme: tcp }', 'url', 'tcp://api:80'],
  ['{ targetPort: 80, port: 8080 }', 'hostAndPort', 'api:80'],
  ['{ targetPort: 80, port: 8080 }', 'targetPort', '80'],
  ['{ targetPort: 80, port: 8080 }', 'port', '80'],
  ['{ targetPort: 80 }', 'host', 'api'],
  ['{ targetPort: 80, scheme: https }', 'scheme', 'https'],
  ['{ targetPort: 8080, external: true }', 'publicUrl', 'http://localhost:8080'],
  ['{ targetPort: 80, external: true }', 'publicUrl', 'http://localhost'],
  ['{ targetPort: 8443, scheme: https, port: 443, external: true }', 'publicUrl', 'https://localhost'],
  ['{ targetPort: 8080, external: true, published: 80 }', 'publicUrl', 'http://localhost'],
  ['{ targetPort: 8080, external: true, host: shop.example.com }', 'publicUrl', 'http://shop.example.com:8080'],
  ['{ targetPort: 8080, external: true, hosts: [a.example, b.example] }', 'publicHost', 'a.example'],
  ['{ targetPort: 8080, external: true, routes: [{ path: /x }, { host: c.example }] }', 'publicHost', 'c.example'],
  ['{ targetPort: 8080, external: true, host: $<Parameters.host> }', 'publicHost', '${HOST?parameter host}'],
  [
    '{ targetPort: 8080, external: true, published: $<Parameters.port> }',
    'publicUrl',
    'http://localhost:${PORT?parameter port}',
  ],
  ['{ targetPort: 8080, external: true }', 'publicScheme', 'http'],
]
for (const [endpoint, property, expected] of addresses) {
  test(`${property} of ${endpoint}`, async () => {
    const api = composeServices(
      await compileText(manifest(`{ http: ${endpoint} }`, `, env: { A: "$<Self.endpoints.http.${property}>" }`)),
    )['api']
    assert.is(api?.environment?.['A'], expected)
  })
}

for (const [endpoint, property, code] of [
  ['{ targetPort: 80, external: true, published: auto }', 'publicUrl', 'AH4206'],
  ['{ targetPort: 80, external: true, published: false }', 'publicUrl', 'AH4206'],
  ['{ targetPort: 80, published: 8080 }', 'publicHost', 'AH4206'],
  ['{ targetPort: 80-81 }', 'port', 'AH4215'],
  ['{ targetPort: 80-81 }', 'url', 'AH4215'],
] as const) {
  test(`there is no ${property} of ${endpoint}`, async () => {
    const lines = diagnosticLines(
      await compileText(manifest(`{ http: ${endpoint} }`, `, env: { A: "$<Self.endpoints.http.${property}>" }`)),
    )
    assert.equal(
      lines.map((line) => line.split(' ')[2]),
      [code],
    )
  })
}

test('the host of a range is known', async () => {
  const api = composeServices(
    await compileText(manifest('{ game: { targetPort: 80-81 } }', ', env: { A: "$<Self.endpoints.game.host>" }')),
  )['api']
  assert.is(api?.environment?.['A'], 'api')
})

test('one host port may serve tcp and udp, and two addresses', async () => {
  const both =
    '{ a: { targetPort: 53, published: 53 }, b: { targetPort: 53, protocol: udp, published: 53 }, c: { targetPort: 54, published: 127.0.0.1:99 }, d: { targetPort: 55, published: 127.0.0.2:99 } }'
  assert.is(composeServices(await compileText(manifest(both)))['api']?.ports?.length, 4)
})

test('the port of an endpoint goes into the variable that it names', async () => {
  const api = composeServices(await compileText(manifest('{ http: { targetPort: 8080, env: PORT } }')))['api']
  assert.equal(api?.environment, { PORT: '8080' })
})

/** [endpoint of a resource on another Docker host, what a resource here is told] */
const acrossHosts: readonly (readonly [endpoint: string, url: string])[] = [
  ['{ targetPort: 80, external: true, host: api.example.com }', 'http://api.example.com'],
  ['{ targetPort: 8000, external: true, host: api.example.com }', 'http://api.example.com:8000'],
  [
    '{ targetPort: 80, external: true, host: api.example.com, published: $<Parameters.port> }',
    'http://api.example.com:${PORT?parameter port}',
  ],
  // A proxy in front that the user runs
  ['{ targetPort: 8000, external: true, host: api.example.com, published: false }', 'http://api.example.com'],
]

function onTwoHosts(endpoint: string): string {
  return `apphost: v1
name: shop
parameters: { port: { type: integer, default: 8080 } }
targets: { one: { type: docker-compose, project: one }, two: { type: docker-compose, project: two } }
resources:
  web: { type: container, image: nginx:1.29, target: one, references: [api] }
  api: { type: container, image: nginx:1.29, target: two, endpoints: { http: ${endpoint} } }
`
}

for (const [endpoint, url] of acrossHosts) {
  test(`from another Docker host ${endpoint} is ${url}`, async () => {
    const result = await compileText(onTwoHosts(endpoint))
    assert.is(composeServices(result)['web']?.environment?.['API_HTTP'], url)
  })
}
test('from another Docker host a reference brings the external endpoints with a host, if there are any', async () => {
  const outside = '{ targetPort: 80, external: true, host: api.example.com }'
  const both = await compileText(onTwoHosts(`${outside}, metrics: { targetPort: 9000 }`))
  const injected = Object.keys(composeServices(both)['web']?.environment ?? {})
  assert.equal(injected, ['API_HTTP', 'services__api__http__0'])
  const none = await compileText(onTwoHosts('{ targetPort: 80 }'))
  assert.ok(diagnosticLines(none).some((line) => line.includes('AH4212')))
})
test('from another Docker host a port that nobody knows yet is an error', async () => {
  const result = await compileText(
    onTwoHosts('{ targetPort: 80, external: true, host: api.example.com, published: auto }'),
  )
  assert.ok(diagnosticLines(result).some((line) => line.includes('AH4206')))
})

test.run()
