import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import type { CompileRequest } from '../compiler/compilation.ts'
import { compileText, diagnosticLines, type ManifestFiles } from './compile-text.ts'
import { suite } from './suite.ts'

// Longer than files should be: it is one list, and nothing in it leans on anything else.
const test = suite('pitfalls')

/**
 * How tools of this kind fail, and the test file that shows that ours does not; those without one are below. What
 * concerns only targets that are not written yet is not listed.
 */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'R-canary': 'src/testing/secrets.test.ts',
  'R-clobber': 'src/output/publish.test.ts',
  'R-db-created': 'src/testing/catalog/postgres-redis-rabbitmq.real.test.ts',
  'R-destroy-scope': 'src/testing/compose.real.test.ts',
  'R-dollar': 'src/testing/compose.real.test.ts',
  'R-emptydir': 'src/testing/compose.real.test.ts',
  'R-env-file': 'src/output/merge-dotenv.test.ts',
  'R-env-precedence': 'src/parameters/sources.test.ts',
  'R-healthy-dep': 'src/testing/compose.test.ts',
  'R-merge-false': 'src/overlay/merge.test.ts',
  'R-missing-all': 'src/parameters/sources.test.ts',
  'R-multiline-secret': 'src/testing/stack.real.test.ts',
  'R-no-checksum': 'src/testing/compose.real.test.ts',
  'R-no-reparse': 'src/testing/compose.real.test.ts',
  'R-path-escape': 'src/testing/pitfalls-paths.test.ts',
  'R-proj-name': 'src/testing/stack.real.test.ts',
  'R-rm': 'src/output/publish.test.ts',
  'R-stable-format': 'src/testing/determinism.test.ts',
  'R-stale-derived': 'src/output/merge-dotenv.test.ts',
  'R-svc-vs-target-port': 'src/testing/compose.test.ts',
  'R-unknown-key': 'src/overlay/merge.test.ts',
  'R-up-wait-race': 'src/testing/compose.real.test.ts',
  'R-volume-shared': 'src/testing/stack.real.test.ts',
  'R-uri': 'src/testing/catalog/postgres-redis-rabbitmq.real.test.ts',
  'R-values-quote': 'src/testing/compose.real.test.ts',
  'R-yaml11': 'src/testing/compose-config.real.test.ts',
}

interface Service {
  readonly [key: string]: unknown
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly labels?: Readonly<Record<string, string>>
  readonly configs?: readonly { readonly source: string; readonly target: string }[]
  readonly environment?: Readonly<Record<string, unknown>>
  readonly ports?: readonly Readonly<Record<string, unknown>>[]
  readonly volumes?: readonly Readonly<Record<string, unknown>>[]
}

interface Published {
  readonly name: string
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly configs: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, unknown>>
  /** Text by path, of every file. */
  readonly files: ReadonlyMap<string, string>
  readonly lines: readonly string[]
}

const HEAD = 'apphost: v1\nname: app\n'
const IMAGE = 'image: "local/busybox:1"'

/** What a manifest of one Compose target becomes; errors fail the test. */
async function published(body: ManifestFiles, request: Partial<CompileRequest> = {}): Promise<Published> {
  const files = typeof body === 'string' ? { 'apphost.yaml': HEAD + body } : body
  const result = await compileText(files, request)
  const lines = diagnosticLines(result)
  assert.equal(
    lines.filter((line) => line.includes(' error ')),
    [],
  )
  const artifacts = result.targets.flatMap((target) => target.artifacts)
  const texts = new Map(artifacts.map(({ path, content }) => [path, Buffer.from(content).toString('utf8')]))
  const compose = load(texts.get('compose.yaml') ?? '') as Partial<Published>
  return { name: '', services: {}, volumes: {}, configs: {}, secrets: {}, ...compose, files: texts, lines }
}

/** The codes of a manifest's errors, in order. */
async function errors(body: ManifestFiles): Promise<readonly string[]> {
  const files = typeof body === 'string' ? { 'apphost.yaml': HEAD + body } : body
  const result = await compileText(files)
  return result.diagnostics.filter((one) => one.severity === 'error').map((one) => one.code)
}

for (const [name, file] of Object.entries(ELSEWHERE)) {
  test(`${name} is tested in ${file}`, () => {
    const titles = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^ *test\(/.test(line))
    assert.ok(
      titles.some((title) => new RegExp(`${name}\\b`).test(title)),
      `no title in ${file} has the name`,
    )
  })
}

const COLLISIONS: readonly (readonly [string, string, string])[] = [
  [
    'a parameter and a derived variable',
    'AH6105',
    `parameters: { pg: { secret: true, pattern: "^[a-z]+$" }, pg-uri: x }\nresources: { a: { type: container, ${IMAGE}, env: { A: "$<Parameters.pg | uri>", B: $<Parameters.pg-uri> } } }\n`,
  ],
  [
    'a parameter and an image',
    'AH6105',
    `parameters: { api-image: x }\nresources: { api: { type: container, build: ./api, env: { A: $<Parameters.api-image> } } }\n`,
  ],
  [
    'a child’s service and a resource',
    'AH5008',
    `resources: { db: { type: postgres, volume: {}, databases: { orders: {} } }, db-orders: { type: container, ${IMAGE} } }\n`,
  ],
  [
    'a sidecar’s service and a resource',
    'AH5008',
    `resources: { a: { type: container, ${IMAGE}, sidecars: { b: { ${IMAGE} } } }, a-b: { type: container, ${IMAGE} } }\n`,
  ],
  [
    'an init step and a sidecar',
    'AH5008',
    `resources: { a: { type: container, ${IMAGE}, init: [{ name: b }], sidecars: { b: { ${IMAGE} } } } }\n`,
  ],
  [
    'a shared volume and one of a resource',
    'AH6127',
    `volumes: { a-data: {} }\nresources: { a: { type: container, ${IMAGE}, volumes: [{ name: data, path: /a }, { volume: a-data, path: /b }] } }\n`,
  ],
  [
    'two volumes of resources',
    'AH6127',
    `resources: { a: { type: container, ${IMAGE}, volumes: [{ name: b-c, path: /a }] }, a-b: { type: container, ${IMAGE}, volumes: [{ name: c, path: /a }] } }\n`,
  ],
]
for (const [name, code, body] of COLLISIONS) {
  test(`R-collide: ${name} of one name are an error`, async () => assert.equal(await errors(body), [code]))
}

test('R-collide: names that are alike but for a dash are told apart everywhere', async () => {
  const one = (name: string): string =>
    `${name}: { type: container, build: ./${name}, env: { P: $<Parameters.${name}> }, files: [{ path: /f, content: ${name} }], volumes: [{ name: d, path: /d }], sidecars: { s: { ${IMAGE} } } }`
  const { services, volumes, configs, files } = await published(
    `parameters: { foo-01: a, foo01: b, foo-0-1: c }\nresources: { ${one('foo-01')}, ${one('foo01')}, ${one('foo-0-1')} }\n`,
  )
  assert.is(Object.keys(services).length, 6)
  assert.is(Object.keys(volumes).length, 3)
  assert.is(Object.keys(configs).length, 3)
  const [first, second, third] = ['foo-01', 'foo01', 'foo-0-1'].map((name) => services[name])
  assert.is(new Set([first, second, third].map((service) => service?.['image'])).size, 3)
  assert.is(new Set([first, second, third].map((service) => service?.environment?.['P'])).size, 3)
  assert.match(files.get('.env') ?? '', /^FOO_01=a$[^]*^FOO01=b$[^]*^FOO_0_1=c$/m)
})

test('R-collide: two env files of one base name are two files, and so are two folders of one', async () => {
  const { services, configs } = await published({
    'apphost.yaml': `${HEAD}resources: { a: { type: container, ${IMAGE}, envFile: [one/x.env, two/x.env, { path: three/x.env, secret: true }, { path: four/x.env, secret: true }], files: [{ path: /one, source: one }, { path: /two, source: two }] } }\n`,
    'one/x.env': 'A=1\nB=1\n',
    'two/x.env': 'B=2\n',
    'three/x.env': 'C=3\n',
    'four/x.env': 'C=4\n',
  })
  assert.equal(services['a']?.environment, { A: '1', B: '2' })
  const named = services['a']?.['env_file'] as readonly { readonly path: string }[]
  assert.equal(
    named.map((file) => (typeof file === 'string' ? file : file.path)),
    ['../three/x.env', '../four/x.env'],
  )
  assert.equal(
    services['a']?.configs?.map(({ target }) => target),
    ['/one/x.env', '/two/x.env'],
  )
  assert.is(Object.keys(configs).length, 2)
})

test('R-cfg-key, R-collide: paths that look alike get keys of their own, and every key that is mounted is defined', async () => {
  const paths = ['/etc/a-b', '/etc/a/b', '/etc/a_b', '/etc/a.b', '/etc/a--b', '/etc/a b', '/etc/A-b', '/etc/a_2d_b']
  const entries = paths.map((path) => `{ path: "${path}", content: "${path}" }`)
  const { services, configs } = await published(
    `resources: { a: { type: container, ${IMAGE}, files: [${entries.join(', ')}] } }\n`,
  )
  const mounted = services['a']?.configs ?? []
  assert.equal(
    mounted.map((one) => one.target),
    paths,
  )
  assert.is(new Set(mounted.map((one) => one.source)).size, paths.length)
  for (const { source, target } of mounted) assert.equal(configs[source], { content: target })
})

for (const name of ['Front_End', 'front_end', '1st', 'a.b', '-a', 'a-', 'a--b']) {
  test(`R-dns-name: ${name} is refused as a name`, async () =>
    assert.equal(await errors(`resources: { "${name}": { type: container, ${IMAGE} } }\n`), ['AH2001']))
}

const NAMED: readonly (readonly [place: string, code: string, body: string])[] = [
  ['a parameter', 'AH2001', `parameters: { A_b: x }\nresources: { a: { type: container, ${IMAGE} } }\n`],
  ['a volume', 'AH2001', `volumes: { A_b: {} }\nresources: { a: { type: container, ${IMAGE} } }\n`],
  ['a network', 'AH2001', `networks: { A_b: {} }\nresources: { a: { type: container, ${IMAGE} } }\n`],
  [
    'a target',
    'AH2001',
    `targets: { A_b: { type: docker-compose } }\nresources: { a: { type: container, ${IMAGE} } }\n`,
  ],
  ['an environment', 'AH2001', `environments: { A_b: {} }\nresources: { a: { type: container, ${IMAGE} } }\n`],
  [
    'an endpoint',
    'AH2001',
    `resources: { a: { type: container, ${IMAGE}, endpoints: { A_b: { targetPort: 80 } } } }\n`,
  ],
  ['a sidecar', 'AH2001', `resources: { a: { type: container, ${IMAGE}, sidecars: { A_b: { ${IMAGE} } } } }\n`],
  ['an init step', 'AH2013', `resources: { a: { type: container, ${IMAGE}, init: [{ name: A_b }] } }\n`],
  [
    'a volume of a resource',
    'AH2013',
    `resources: { a: { type: container, ${IMAGE}, volumes: [{ name: A_b, path: /d }] } }\n`,
  ],
  ['a host name', 'AH2013', `resources: { a: { type: container, ${IMAGE}, hostname: A_b } }\n`],
  ['an alias', 'AH2013', `resources: { a: { type: container, ${IMAGE}, aliases: [A_b] } }\n`],
  ['a child', 'AH2001', 'resources: { a: { type: postgres, volume: {}, databases: { A_b: {} } } }\n'],
  ['an image', 'AH5031', 'resources: { a: { type: container, image: "acme/Shop:1" } }\n'],
  ['a repository', 'AH2013', 'resources: { a: { type: container, build: { context: ., repository: A/b } } }\n'],
  [
    'a repository of a registry',
    'AH2013',
    'registries: { r: { endpoint: ghcr.io, repository: A/b } }\nresources: { a: { type: container, build: . } }\n',
  ],
  [
    'a project',
    'AH2013',
    `targets: { x: { type: docker-compose, project: A_b } }\nresources: { a: { type: container, ${IMAGE} } }\n`,
  ],
]
for (const [place, code, body] of NAMED) {
  test(`R-dns-name: capitals and underscores are refused as the name of ${place}`, async () =>
    assert.equal(await errors(body), [code]))
}
test('R-dns-name: capitals and underscores are refused as the name of the application', async () => {
  const result = await compileText(`apphost: v1\nname: A_b\nresources: { a: { type: container, ${IMAGE} } }\n`)
  assert.equal(
    result.diagnostics.map(({ code }) => code),
    ['AH2001'],
  )
})

test('R-name-63: the longest names give hosts and files that every system takes', async () => {
  const long = (letter: string): string => letter.repeat(40)
  const body = `apphost: v1\nname: ${long('a')}\nenvironments: { ${long('e')}: {} }\nresources: { ${long('r')}: { type: postgres, volume: {}, databases: { ${long('d')}: {} } }, ${long('w')}: { type: container, ${IMAGE}, volumes: [{ name: ${long('v')}, path: /v }], init: [{ name: ${long('i')} }], sidecars: { ${long('s')}: { ${IMAGE} } }, references: [${long('d')}] } }\n`
  const { name, services, volumes } = await published({ 'apphost.yaml': body })
  assert.is(name, `${long('a')}-${long('e')}`)
  const hosts = Object.entries(services[long('w')]?.environment ?? {}).filter(([key]) => key.endsWith('_HOST'))
  assert.ok(hosts.length > 0)
  for (const [, host] of hosts) assert.ok(String(host).length <= 63, String(host))
  // A container's and a volume's name are names of files below the engine's folder
  for (const key of [...Object.keys(services), ...Object.keys(volumes)])
    assert.ok(`${name}_${key}-1`.length <= 255, key)
})

test('R-name-63: names end at 40 characters', async () => {
  const manifest = (length: number): string => `resources: { ${'a'.repeat(length)}: { type: container, ${IMAGE} } }\n`
  assert.equal(await errors(manifest(40)), [])
  assert.equal(await errors(manifest(41)), ['AH2001'])
})

test('R-dot-name: two things at one path, and paths that are none', async () => {
  const at = (...paths: readonly string[]): string =>
    `resources: { a: { type: container, ${IMAGE}, volumes: [${paths.map((path, index) => `{ name: v${index}, path: "${path}" }`).join(', ')}] } }\n`
  assert.equal(await errors(at('/data', '/other')), [])
  assert.equal(
    await errors(
      `resources: { a: { type: container, ${IMAGE}, volumes: [{ name: b, path: /data }], files: [{ path: /data, content: x }] } }\n`,
    ),
    ['AH5021'],
  )
  assert.equal((await errors(at('.'))).length, 1)
  assert.equal((await errors(at('data'))).length, 1)
})

test('R-proj-name: every environment has a project of its own, and two targets must say theirs', async () => {
  const resources = `resources: { a: { type: container, ${IMAGE} } }\n`
  const environments = 'environments: { dev: {}, staging: {} }\n'
  for (const environment of ['dev', 'staging']) {
    assert.is((await published(environments + resources, { environment })).name, `app-${environment}`)
  }
  assert.equal(await errors(`targets: { x: { type: docker-compose }, y: { type: docker-compose } }\n${resources}`), [
    'AH6139',
    'AH6139',
  ])
})

test('R-helm-brace: braces of other template languages are text, wherever they stand', async () => {
  const braces = '{{ x }} {{{y}}} ${{ z }} {{/* c */}} <no value>'
  const { services, configs, files } = await published(
    `parameters: { p: { description: '${braces}', default: '${braces}' } }\nresources: { a: { type: container, ${IMAGE}, args: ['${braces}'], env: { A: '${braces}', P: $<Parameters.p> }, labels: { l: '${braces}' }, annotations: { n: '${braces}' }, files: [{ path: /f, content: '${braces}' }], health: { exec: ['${braces}'] } } }\n`,
  )
  const written = braces.replaceAll('$', () => '$$')
  const { environment, labels, healthcheck } = services['a'] ?? {}
  assert.is(environment?.['A'], written)
  assert.equal(services['a']?.['command'], [written])
  assert.is(labels?.['l'], written)
  assert.is(labels?.['n'], written)
  assert.equal(healthcheck?.test, ['CMD', written])
  assert.equal(configs, { 'a.f': { content: written } })
  // In a message of Compose there is no way to say a brace, so that it is told as another one
  assert.is(environment?.['P'], `\${P?${written.replaceAll('{', '(').replaceAll('}', ')')}}`)
  assert.match(files.get('.env') ?? '', 'P="{{ x }} {{{y}}} \\${{ z }} {{/* c */}} <no value>"')
})

test('R-args-typed, R-yaml11: what is written stays text', async () => {
  const words = [
    '8080',
    'null',
    '0123',
    '~',
    'yes',
    '1e3',
    '"--flag: x"',
    '"*.txt"',
    '1_000',
    '0x1F',
    '12:30:45',
    '2024-01-01',
    '"<<"',
    '"="',
  ]
  const { services } = await published(`resources: { a: { type: container, ${IMAGE}, args: [${words.join(', ')}] } }\n`)
  assert.equal(
    services['a']?.['command'],
    words.map((word) => word.replaceAll('"', '')),
  )
})

test('R-yaml11: words of YAML 1.1 are text as keys too, for every reader', async () => {
  const words = ['yes', 'No', 'ON', 'off', 'y', 'N', 'null', 'Null', 'TRUE', '_1', 'e3']
  const labels = [
    ...words,
    '~',
    '012',
    '0o17',
    '0x1F',
    '1_000',
    '1e3',
    '.5',
    '12:30:45',
    '2024-01-01',
    '=',
    '<<',
    '-',
    '?',
  ]
  const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}": "${key}"`).join(', ')
  const { files } = await published(
    `resources: { a: { type: container, build: { context: ., args: { ${quoted(words)} } }, env: { ${quoted(words)} }, labels: { ${quoted(labels)} } } }\n`,
  )
  const text = files.get('compose.yaml') ?? ''
  for (const document of [
    load(text),
    parse(text, { version: '1.1', merge: false }) as unknown,
    parse(text, { version: '1.2' }) as unknown,
  ]) {
    const service = (document as Published).services['a']
    const ours = Object.entries(service?.labels ?? {}).filter(([key]) => !key.startsWith('apphost-compile.dev/'))
    const build = service?.['build'] as { readonly args: Readonly<Record<string, unknown>> }
    for (const [given, expected] of [
      [Object.entries(service?.environment ?? {}), words],
      [Object.entries(build.args), words],
      [ours, labels],
    ] as const) {
      assert.equal(given.map(([key]) => key).toSorted(), expected.toSorted())
      for (const [key, value] of given) assert.is(value, key)
    }
  }
})

test('R-int-or-string: numbers where Compose wants numbers, text where it wants text', async () => {
  const { services } = await published(
    `resources: { a: { type: container, ${IMAGE}, replicas: 2, env: { N: 123456789012, M: 1000000, B: true }, labels: { n: 1e6, m: 1000000 }, endpoints: { tcp: { targetPort: 70, port: 7 }, udp: { targetPort: 71, port: 8, protocol: udp } }, security: { runAsUser: 5 } } }\n`,
  )
  const { environment, labels, deploy, expose, user } = services['a'] ?? {}
  assert.equal(environment, { B: 'true', M: '1000000', N: '123456789012' })
  assert.is(labels?.['m'], '1000000')
  assert.is(labels?.['n'], '1e6')
  assert.equal(deploy, { replicas: 2 })
  assert.equal(expose, ['70', '71/udp'])
  assert.is(user, '5')
})

test('R-shell: what a user wrote is an argument of a probe, and one word of a command', async () => {
  const { services, files } = await published(
    `resources: { base: { type: image, build: "./it's $(here)" }, a: { type: container, build: { context: ., additionalContexts: { base: $<Resources.base.image> } }, endpoints: { http: { targetPort: 80, port: 81 } }, health: { http: { endpoint: http, path: "/a%27$(id)", headers: { X: '"; id' }, using: bash } } } }\n`,
  )
  const words = services['a']?.healthcheck?.test ?? []
  assert.equal(words.slice(-2), ['/a%27$$(id)', 'X: "; id'])
  assert.not.match(words[3] ?? '', /id\)|; id/)
  assert.match(files.get('README.md') ?? '', `docker build --tag localhost/app/base:latest '../it'\\''s $(here)'`)
})

test('R-proto, R-dup-port: TCP and UDP on one number are two ports; one of them twice is an error', async () => {
  const ports = (other: string): string =>
    `resources: { a: { type: container, ${IMAGE}, endpoints: { x: { targetPort: 53, port: 1, published: 5300, protocol: udp }, y: { targetPort: 53, port: 2, published: 5300, protocol: ${other} } } } }\n`
  const { services } = await published(ports('tcp'))
  assert.equal(
    services['a']?.ports?.map((one) => `${String(one['published'])} ${String(one['protocol'])}`),
    ['5300 udp', '5300 tcp'],
  )
  assert.ok((await errors(ports('udp'))).includes('AH5019'))
  assert.equal(
    await errors(
      `resources: { a: { type: container, ${IMAGE}, endpoints: { x: { targetPort: 53, port: 1, published: "127.0.0.1:53" } } }, b: { type: container, ${IMAGE}, endpoints: { x: { targetPort: 54, port: 1, published: 53 } } } }\n`,
    ),
    ['AH5019'],
  )
})

test('R-ports-leak, R-external-db: only what is published is, and publishing does not make it external', async () => {
  const { services } = await published(
    `resources: { db: { type: postgres, volume: {}, endpoints: { tcp: { published: "127.0.0.1:15432" } } }, a: { type: container, ${IMAGE}, endpoints: { http: { targetPort: 80, port: 81 } } } }\n`,
  )
  assert.equal(services['a']?.ports, undefined)
  assert.equal(services['db']?.ports, [{ target: 5432, host_ip: '127.0.0.1', published: '15432', protocol: 'tcp' }])
  assert.equal(
    await errors(
      `resources: { a: { type: container, ${IMAGE}, endpoints: { http: { targetPort: 80, port: 81, published: 8080 } }, env: { U: $<Self.endpoints.http.publicUrl> } } }\n`,
    ).then((codes) => codes.length),
    1,
  )
})

test('R-published-replicas: what publishes a fixed port runs once, and that is said', async () => {
  const { services, files, lines } = await published(
    `parameters: { n: { type: integer, default: 3 } }\nresources: { a: { type: container, ${IMAGE}, replicas: $<Parameters.n>, endpoints: { http: { targetPort: 80, port: 81, published: 8080 } } } }\n`,
  )
  assert.is(services['a']?.['deploy'], undefined)
  assert.ok(lines.some((line) => line.includes('AH6108')))
  assert.match(files.get('README.md') ?? '', '`a` runs once')
  assert.not.match(files.get('.env') ?? '', 'N=')
})

test('R-no-name: a workload without ports is reached by its name all the same', async () => {
  const { services } = await published(
    `resources: { a: { type: container, ${IMAGE} }, b: { type: container, ${IMAGE}, references: [a], waitFor: [{ resource: a, until: started }] } }\n`,
  )
  assert.equal(services['b']?.['depends_on'], { a: { condition: 'service_started' } })
})

test('R-healthy-dep: a written wait for health that nothing can check is an error', async () => {
  const body = (wait: string): string =>
    `resources: { a: { type: container, ${IMAGE} }, b: { type: container, ${IMAGE}, waitFor: [${wait}] } }\n`
  assert.equal(await errors(body('{ resource: a, until: healthy }')), ['AH5013'])
  assert.equal((await published(body('a'))).services['b']?.['depends_on'], { a: { condition: 'service_started' } })
})

test('R-up-wait-race: a job that nobody awaits is not in compose.yaml', async () => {
  const { services, files } = await published(
    `resources: { one: { type: job, ${IMAGE}, blocks: waiters, waitFor: [two] }, two: { type: job, ${IMAGE}, blocks: waiters }, a: { type: container, ${IMAGE} } }\n`,
  )
  assert.equal(Object.keys(services), ['a'])
  const jobs = load(files.get('compose.jobs.yaml') ?? '') as Published
  assert.equal(Object.keys(jobs.services), ['one', 'two'])
})

test('R-restart-kind: a job ends, a container goes on', async () => {
  const { services } = await published(
    `resources: { j: { type: job, ${IMAGE}, retries: 2 }, k: { type: job, ${IMAGE} }, a: { type: container, ${IMAGE} } }\n`,
  )
  assert.equal(
    ['j', 'k', 'a'].map((name) => services[name]?.['restart']),
    ['on-failure:2', 'no', 'unless-stopped'],
  )
  assert.equal((await errors(`resources: { j: { type: job, ${IMAGE}, restart: always } }\n`)).length, 1)
  assert.equal((await errors(`resources: { j: { type: job, ${IMAGE}, replicas: 2 } }\n`)).length, 1)
})

test('R-empty-map: nothing empty is written but volumes and what was written empty', async () => {
  const { files } = await published(
    `volumes: { v: {} }\nresources: { a: { type: container, ${IMAGE}, env: {}, labels: {}, args: [], endpoints: {}, references: [], files: [], volumes: [{ volume: v, path: /v }] } }\n`,
  )
  const text = files.get('compose.yaml') ?? ''
  assert.equal(
    text
      .match(/.*(\{\}|\[\]|null|: *$)(?=\n)/gm)
      ?.map((line) => line.trim())
      .filter((line) => !/^[a-z]+:$/.test(line)),
    ['command: []', 'v: {}'],
  )
})

test('R-multi-container: the order of the manifest is the order of services, sidecars and volumes', async () => {
  const order = async (names: readonly string[]): Promise<readonly string[]> => {
    const sidecars = names.map((name) => `${name}: { ${IMAGE} }`).join(', ')
    return Object.keys(
      (
        await published(
          `resources: { z: { type: container, ${IMAGE}, sidecars: { ${sidecars} } }, a: { type: container, ${IMAGE} } }\n`,
        )
      ).services,
    )
  }
  assert.equal(await order(['c', 'b', 'd']), ['z', 'z-c', 'z-b', 'z-d', 'a'])
  assert.equal(await order(['d', 'c', 'b']), ['z', 'z-d', 'z-c', 'z-b', 'a'])
})

test('R-secrets-only: a workload with nothing but a secret, and one with nothing at all, are whole', async () => {
  const { services } = await published(
    `parameters: { s: { secret: true } }\nresources: { a: { type: container, ${IMAGE}, env: { S: $<Parameters.s> } }, b: { type: container, ${IMAGE} } }\n`,
  )
  assert.equal(services['a']?.environment, { S: '${S:?parameter s}' })
  assert.is(services['b']?.environment, undefined)
})

test('R-no-checksum: another content is another label, the same content the same', async () => {
  const label = async (content: string, path = '/f'): Promise<unknown> => {
    const { services } = await published(
      `resources: { a: { type: container, ${IMAGE}, files: [{ path: ${path}, content: "${content}" }] } }\n`,
    )
    return services['a']?.labels?.['apphost-compile.dev/files']
  }
  assert.is(await label('x'), await label('x'))
  assert.is.not(await label('x'), await label('y'))
  assert.is.not(await label('x'), await label('x', '/g'))
})

test('R-volume-shared: no volume has a name or a label of its own', async () => {
  const { volumes } = await published(
    `volumes: { s: {} }\nresources: { a: { type: container, ${IMAGE}, volumes: [{ name: d, path: /d }, { volume: s, path: /s }] } }\n`,
  )
  assert.equal(volumes, { 'a-d': {}, s: {} })
})

test('R-empty-file: an empty file is a file of its own, and one of late-bound values alone may not be empty', async () => {
  const { configs, files } = await published(
    `parameters: { p: { default: "" } }\nresources: { a: { type: container, ${IMAGE}, files: [{ path: /e, content: "" }, { path: /p, content: $<Parameters.p> }] } }\n`,
  )
  assert.equal(configs, { 'a.e': { file: './files/a.e' }, 'a.p': { content: '${P:?parameter p}' } })
  assert.is(files.get('files/a.e'), '')
})

test('R-socket-health: the database is asked over TCP', async () => {
  const { services } = await published('resources: { db: { type: postgres, volume: {} } }\n')
  const words = services['db']?.healthcheck?.test ?? []
  assert.ok(words.includes('127.0.0.1'), words.join(' '))
})

test('R-emptydir: what a name promises is kept, what is temporary is not', async () => {
  const { services, volumes } = await published(
    `resources: { a: { type: container, ${IMAGE}, volumes: [{ name: d, path: /d }, { temporary: true, path: /t }, { temporary: true, path: /m, medium: memory }] } }\n`,
  )
  assert.equal(services['a']?.volumes, [
    { type: 'volume', source: 'a-d', target: '/d' },
    { type: 'volume', target: '/t' },
    { type: 'tmpfs', target: '/m' },
  ])
  assert.equal(Object.keys(volumes), ['a-d'])
})

test('R-abs-bind: paths of the checkout are relative to the output folder', async () => {
  const files = {
    'apphost.yaml': `${HEAD}resources: { a: { type: container, build: ./api, volumes: [{ bind: conf, path: /c }] } }\n`,
    'conf/x': '',
    'api/Dockerfile': '',
  }
  const { services } = await published(files, { output: { folder: 'deep/er/out', environmentFolder: 'never' } })
  assert.is(services['a']?.volumes?.[0]?.['source'], '../../../conf')
  assert.equal(services['a']?.['build'], { context: '../../../api' })
  for (const path of ['C:\\data', 'c:/data', '\\\\server\\share', '/data']) {
    const body = `resources: { a: { type: container, ${IMAGE}, volumes: [{ bind: '${path}', path: /c }] } }\n`
    assert.equal(await errors(body), ['AH5029'], path)
  }
})

test('R-https-dead: an http endpoint stays http, whatever TLS there is elsewhere', async () => {
  const { services } = await published(
    `resources: { a: { type: container, ${IMAGE}, endpoints: { http: { targetPort: 8080, port: 80, external: true, published: 8088, host: a.example, tls: { issuer: x } } } }, b: { type: container, ${IMAGE}, references: [a], env: { U: $<Resources.a.endpoints.http.publicUrl> } } }\n`,
  )
  assert.is(services['b']?.environment?.['A_HTTP'], 'http://a:8080')
  assert.is(services['b']?.environment?.['U'], 'http://a.example:8088')
})

test('R-db-created: a job makes a child database before anybody who refers to it starts', async () => {
  const { services } = await published(
    `resources: { db: { type: postgres, volume: {}, databases: { orders: {} } }, a: { type: container, ${IMAGE}, references: [orders] } }\n`,
  )
  assert.equal(services['db-orders']?.['depends_on'], { db: { condition: 'service_healthy' } })
  assert.equal(services['a']?.['depends_on'], { 'db-orders': { condition: 'service_completed_successfully' } })
})

const SECRET_ARGUMENTS: readonly (readonly [place: string, fields: string])[] = [
  ['args', 'args: ["-p", "x$<Parameters.s>"]'],
  ['entrypoint', 'entrypoint: ["-p", "x$<Parameters.s>"]'],
  ['args, through a filter', 'args: ["$<Parameters.s | base64>"]'],
  ['args, through an output', 'args: ["$<Resources.db.connectionString>"]'],
  ['args, through a property', 'args: ["$<Resources.db.password | uri>"]'],
  ['args of an init step', 'init: [{ name: i, args: [$<Parameters.s>] }]'],
  ['entrypoint of a sidecar', `sidecars: { i: { ${IMAGE}, entrypoint: [$<Parameters.s>] } }`],
  ['command of the escape hatch', 'compose: { command: [sh, $<Parameters.s>] }'],
  ['entrypoint of the escape hatch', 'compose: { entrypoint: "sh $<Parameters.s>" }'],
]
for (const [place, fields] of SECRET_ARGUMENTS) {
  test(`R-secret-argv: a secret in ${place} is an error that says what to use`, async () => {
    const result = await compileText(
      `${HEAD}parameters: { s: { secret: true } }\nresources: { db: { type: postgres, volume: {} }, a: { type: container, ${IMAGE}, ${fields} } }\n`,
    )
    const found = result.diagnostics.filter(({ severity }) => severity === 'error')
    assert.equal(
      found.map(({ code }) => code),
      ['AH5027'],
    )
    assert.match(found[0]?.hints[0] ?? '', /`env`.*`files:/)
  })
}
for (const [place, fields] of [
  ['labels', 'labels: { x: $<Parameters.s> }'],
  ['annotations', 'annotations: { x: $<Parameters.s> }'],
  ['a health check', 'health: { exec: [ask, $<Parameters.s>] }'],
  ['labels of the escape hatch', 'compose: { labels: { x: $<Parameters.s> } }'],
  ['a health check of the escape hatch', 'compose: { healthcheck: { test: [CMD, $<Parameters.s>] } }'],
] as const) {
  test(`R-secret-argv: a secret in ${place} is a warning`, async () => {
    const { lines } = await published(
      `parameters: { s: { secret: true } }\nresources: { a: { type: container, ${IMAGE}, ${fields} } }\n`,
    )
    assert.is(lines.filter((line) => line.includes('warning AH5040')).length, 1)
  })
}

test('R-secret-values, R-canary: a secret is named in every file, its value in none', async () => {
  const body = `parameters: { s: { secret: true } }\nresources: { a: { type: container, ${IMAGE}, env: { S: "a$<Parameters.s>b", U: "$<Parameters.s | uri>" }, files: [{ path: /f, content: $<Parameters.s> }, { path: /g, content: "p=$<Parameters.s>" }] } }\n`
  const { files } = await published(body, {
    parameters: { options: new Map(), file: undefined, variables: new Map([['Parameters__s', 'c4n4ry']]) },
  })
  for (const [path, text] of files) assert.not.match(text, /c4n4ry/, path)
  assert.match(files.get('compose.yaml') ?? '', 'environment: S')
  assert.equal(
    (await errors(`parameters: { s: { secret: true, default: x } }\nresources: { a: { type: container, ${IMAGE} } }\n`))
      .length,
    1,
  )
})

test('R-silent-empty: a value that nobody gave is asked for, not taken for an empty one', async () => {
  const { services, files } = await published(
    `parameters: { p: { description: Where }, e: { default: "" } }\nresources: { a: { type: container, ${IMAGE}, env: { P: $<Parameters.p>, E: $<Parameters.e> } } }\n`,
  )
  assert.equal(services['a']?.environment, { E: '${E?parameter e}', P: '${P?Where}' })
  assert.match(files.get('.env') ?? '', /^#P=$/m)
  assert.match(files.get('.env') ?? '', /^E=$/m)
})

test('R-unknown-key: a misspelt field is an error at the field', async () => {
  const result = await compileText(`${HEAD}resources:\n  a:\n    type: container\n    ${IMAGE}\n    labls: { x: y }\n`)
  assert.equal(
    diagnosticLines(result).map((line) => line.slice(0, 18)),
    ['7:5 error AH2003 u'],
  )
})

test.run()
