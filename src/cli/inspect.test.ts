import * as assert from 'uvu/assert'
import { createMemoryHost, type MemoryHostOptions } from '../host/memory.ts'
import { suite } from '../testing/suite.ts'
import { mermaid, mermaidLabel } from './commands/graph.ts'
import { main } from './main.ts'
import { lookUp } from './manifest-path.ts'
import { parseText } from '../syntax/read-yaml.ts'

const test = suite('inspect')

const MANIFEST = `apphost: v1
name: shop
parameters:
  log-level: info
  key: { secret: true }
  unused: { type: integer, default: 1 }
environments:
  base: { abstract: true, parameters: { log-level: warn } }
  dev: { default: true }
  production: { extends: base }
resources:
  cache: { type: redis }
  api:
    type: container
    image: acme/api:1
    env: { LOG_LEVEL: $<Parameters.log-level>, KEY: $<Parameters.key>, a.b: dotted }
    args: [serve, --fast]
    references: [cache]
    waitFor: [cache]
  worker:
    extends: api
    args: [work]
`
const OVERLAY = 'resources: { api: { env: { LOG_LEVEL: trace } } }\n'
const CANARY = 'CANARY-53cr3t'

interface Ran {
  readonly exitCode: number
  readonly output: string
  readonly talk: string
}

async function run(line: string, options: MemoryHostOptions = {}): Promise<Ran> {
  const files = { '/project/apphost.yaml': MANIFEST, '/project/apphost.production.yaml': OVERLAY, ...options.files }
  const host = createMemoryHost({ ...options, files, environment: { Parameters__key: CANARY, ...options.environment } })
  const exitCode = await main(line.split(' '), host)
  return { exitCode, output: host.written.output, talk: host.written.talk }
}

function json(text: string): Record<string, never> {
  return JSON.parse(text) as Record<string, never>
}

test('validate says for what it holds, on standard error', async () => {
  assert.equal(await run('validate'), { exitCode: 0, output: '', talk: 'shop is valid (environment dev)\n' })
  assert.is((await run('validate -e all')).talk, 'shop is valid (environments dev, production)\n')
  assert.is(
    (await run('validate', { environment: { APPHOST_ENVIRONMENT: 'production' } })).talk,
    'shop is valid (environment production)\n',
  )
  assert.is((await run('validate --quiet')).talk, '')
  assert.match((await run('validate --diagnostics json')).talk, /^\{[^]*"diagnostics": \[\]\n\}\n$/)
})

test('with all environments a problem that only some have names them, and one of all is said once', async () => {
  const overlay = 'resources: { worker: { imge: x } }\n'
  const some = await run('validate -e all', { files: { '/project/apphost.production.yaml': overlay } })
  assert.is(some.exitCode, 3)
  assert.is(some.talk.split('error[').length, 2, some.talk)
  assert.match(some.talk, '(environment production)')
  const all = await run('validate -e all', { files: { '/project/apphost.yaml': `${MANIFEST}    imge: x\n` } })
  assert.is(all.talk.split('"imge"').length, 2, all.talk)
  assert.not.match(all.talk, '(environment')
})

test('validate of all environments reports what accept silences nowhere', async () => {
  const files = { '/project/apphost.yaml': `${MANIFEST}accept: [AH6050]\n` }
  const { exitCode, talk } = await run('validate -e all', { files })
  assert.is(exitCode, 0, talk)
  assert.match(talk, 'warning[AH6053]')
  assert.match(talk, 'apphost.yaml:23:10')
  assert.not.match((await run('validate', { files })).talk, 'AH6053')
})

test('params shows sources, binding and users, and no secret', async () => {
  const { exitCode, output } = await run('params -e production --param log-level=debug')
  assert.is(exitCode, 0)
  const rows = output.split('\n').map((line) => line.split(/ {2,}/))
  assert.equal(rows[0], ['NAME', 'TYPE', 'VALUE', 'SOURCE', 'BOUND', 'USED BY'])
  assert.equal(rows[1], ['log-level', 'string', 'debug', '--param', 'unused', '-'])
  assert.equal(rows[2], ['key', 'string, secret', '******', 'variable Parameters__key', 'late', 'api, worker'])
  assert.equal(rows[3], ['unused', 'integer', '1', 'default (apphost.yaml:6:37)', 'unused', '-'])
})

test('params as JSON has what was overridden, and null for a secret', async () => {
  const { parameters } = json((await run('params --format json -e production')).output) as unknown as {
    parameters: Record<string, unknown>[]
  }
  assert.is(parameters[0]?.['value'], 'warn')
  assert.is(parameters[0]?.['source'], 'environment production (apphost.yaml:8:52)')
  assert.equal(parameters[0]?.['overridden'], ['default (apphost.yaml:4:14)'])
  assert.is(parameters[1]?.['value'], null)
  assert.is(parameters[1]?.['hasValue'], true)
})

test('explain follows a value through the files, and its parameters to their sources', async () => {
  assert.is(
    (await run('explain resources.api.env.LOG_LEVEL -e production')).output,
    `resources.api.env.LOG_LEVEL = trace
  apphost.production.yaml:1:39  overlay
  apphost.yaml:16:23            manifest, replaced: $<Parameters.log-level>
`,
  )
  assert.is(
    (await run('explain resources.worker.env.LOG_LEVEL')).output,
    `resources.worker.env.LOG_LEVEL = $<Parameters.log-level>
  apphost.yaml:16:23  from the resource it extends

parameter log-level = info
  from default (apphost.yaml:4:14)
  used by resources.api.env.LOG_LEVEL, resources.worker.env.LOG_LEVEL
`,
  )
  assert.match(
    (await run('explain resources.worker.args')).output,
    'from the resource it extends, replaced: [serve, --fast]',
  )
  assert.match(
    (await run('explain resources.cache')).output,
    /image = .*\n {2}<built-in>\/redis\.yaml:\d+:\d+ {2}from the resource type/,
  )
})

test('explain and params know what references bring into an environment', async () => {
  const manifest = `apphost: v1
name: shop
resources:
  db: { type: postgres, volume: {}, databases: { orders: {} } }
  api:
    type: container
    image: nginx:1.29
    references: [orders]
    env: { ORDERS_HOST: elsewhere }
`
  const files = { '/project/apphost.yaml': manifest }
  assert.is(
    (await run('explain resources.api.env.ORDERS_URI', { files })).output,
    `resources.api.env.ORDERS_URI = postgresql://postgres:$<Parameters.db-password | uri>@db:5432/orders
  apphost.yaml:8:18  brought by this reference, endpoint or env file

parameter db-password has no value yet; it is generated when the application is deployed
  used by resources.db.env.POSTGRES_PASSWORD, resources.api.env.ConnectionStrings__orders, resources.api.env.ORDERS_PASSWORD, resources.api.env.ORDERS_URI
`,
  )
  assert.is(
    (await run('explain resources.api.env.ORDERS_HOST', { files })).output,
    'resources.api.env.ORDERS_HOST = elsewhere\n  apphost.yaml:9:25  manifest\n',
  )
  assert.match((await run('params', { files })).output, /db-password .* late +db, api\n/)
})

test('explain understands keys with dots and both spellings of an index', async () => {
  for (const path of ['resources.api.env.a.b', 'resources.api.env["a.b"]']) {
    assert.match((await run(`explain ${path}`)).output, ' = dotted\n', path)
  }
  for (const path of ['resources.api.args.1', 'resources.api.args[1]']) {
    assert.match((await run(`explain ${path}`)).output, 'resources.api.args[1] = --fast\n', path)
  }
})

test('explain of what is not there says what is near', async () => {
  const { exitCode, talk, output } = await run('explain resources.api.env.LOG_LEVLE')
  assert.is(exitCode, 2)
  assert.is(output, '')
  assert.match(talk, 'error[AH8526]: there is no "LOG_LEVLE" in resources.api.env')
  assert.match(talk, 'did you mean "LOG_LEVEL"?')
  assert.match((await run('explain resources.api.image.x')).talk, 'a single value')
  assert.match((await run('explain [')).talk, 'neither a diagnostic code nor a manifest path')
})

test('explain works on a manifest that does not compile, and says so', async () => {
  const files = { '/project/apphost.yaml': MANIFEST.replace('references: [cache]', 'references: [cach]') }
  const { exitCode, output, talk } = await run('explain resources.api.image', { files })
  assert.is(exitCode, 0)
  assert.match(output, 'resources.api.image = acme/api:1')
  assert.match(talk, 'does not compile (1 error)')
})

test('environments marks the default one and lists what each changes', async () => {
  const { exitCode, output } = await run('environments')
  assert.is(exitCode, 0)
  assert.is(
    output,
    `base (abstract)
  targets: compose
  parameter log-level: warn

dev (default)
  targets: compose

production
  extends: base
  targets: compose
  overlays: apphost.production.yaml
  parameter log-level: warn
  ~ resources.api.env.LOG_LEVEL: $<Parameters.log-level> -> trace
  ~ resources.worker.env.LOG_LEVEL: $<Parameters.log-level> -> trace
`,
  )
})

test('environments marks one that does not compile', async () => {
  const files = { '/project/apphost.production.yaml': 'resources: { worker: { imge: x } }\n' }
  const { exitCode, output } = await run('environments', { files })
  assert.is(exitCode, 0)
  assert.match(output, 'production\n  does not compile: 1 error; "apphost-compile validate -e production" says why\n')
  const { environments } = json((await run('environments --format json', { files })).output) as unknown as {
    environments: { name: string; compiles: boolean | null }[]
  }
  assert.equal(
    environments.map((one) => [one.name, one.compiles]),
    [
      ['base', null],
      ['dev', true],
      ['production', false],
    ],
  )
})

test('commands that show one environment refuse all of them', async () => {
  for (const line of ['params', 'graph', 'explain resources.api']) {
    const { exitCode, talk } = await run(`${line} -e all`)
    assert.is(exitCode, 2, line)
    assert.match(talk, 'option "--environment" cannot be "all" here', line)
  }
})

test('with all environments, --target means those that have it', async () => {
  const targets = 'targets: { local: { type: docker-compose }, other: { type: docker-compose } }\n'
  const manifest = MANIFEST.replace('dev: {', 'dev: { targets: [local],').replace(
    'extends: base',
    'extends: base, targets: [other]',
  )
  const files = { '/project/apphost.yaml': manifest + targets }
  assert.is((await run('validate -e all --target local', { files })).talk, 'shop is valid (environment dev)\n')
  assert.is(
    (await run('validate -e all --target local,other', { files })).talk,
    'shop is valid (environments dev, production)\n',
  )
  const unknown = await run('validate -e all --target locl', { files })
  assert.is(unknown.exitCode, 2)
  assert.match(unknown.talk, 'AH6051')
})

test('graph draws resources by made-up ids', async () => {
  const { output } = await run('graph')
  assert.match(output, /^flowchart LR\n {2}n1\["cache \(redis\)"\]\n/)
  assert.match(output, '  n2 --> n1\n')
  assert.match(output, '  n2 -.->|"waits')
  const { nodes } = json((await run('graph --format json')).output) as unknown as { nodes: { name: string }[] }
  assert.equal(
    nodes.map((node) => node.name),
    ['cache', 'api', 'worker'],
  )
})

test('no label can leave its place in a graph', () => {
  for (const label of [
    '"];A-->B',
    'a`b',
    '<script>',
    '#quot;',
    'x\n  click n1 "javascript:x"',
    '%%{init}%%',
    'a|b',
    '\\"',
    '{{x}}',
  ]) {
    const shown = mermaidLabel(label)
    assert.match(shown, /^"[\p{L}\p{N} ._:/()+,=#;-]*"$/u, label)
    const graph = mermaid({
      nodes: [{ name: label, type: label, parent: undefined }],
      edges: [{ from: label, to: label, kind: 'wait', label }],
    })
    assert.is(graph.split('\n').length, 4, label)
  }
})

test('schema holds the types of the project', async () => {
  const { exitCode, output } = await run('schema')
  assert.is(exitCode, 0)
  assert.match(output, '"https://json-schema.org/draft/2020-12/schema"')
  const bare = createMemoryHost()
  assert.is(await main(['schema'], bare), 0)
  assert.match(bare.written.output, '"redis"')
})

test('a secret is in nothing that any command prints', async () => {
  const lines = [
    'validate',
    'validate -e all',
    'params',
    'params --format json',
    'environments',
    'environments --format json',
  ]
  const more = [
    'graph',
    'graph --format json',
    'explain parameters.key',
    'explain resources.api',
    'explain resources --format json',
  ]
  for (const line of [...lines, ...more, 'schema', 'publish --stdout', 'publish', 'validate --log-level debug']) {
    for (const manifest of [
      MANIFEST,
      MANIFEST.replace('image:', 'imge:'),
      MANIFEST.replace('Parameters.key', 'Parameters.kye'),
    ]) {
      for (const format of ['text', 'json']) {
        const { output, talk } = await run(`${line} --diagnostics ${format}`, {
          files: { '/project/apphost.yaml': manifest },
        })
        assert.not.match(output, CANARY, line)
        assert.not.match(talk, CANARY, line)
      }
    }
  }
})

test('a secret written out is hidden in its own frame, in those of others, and from explain', async () => {
  const manifest = `apphost: v1
name: shop
parameters: { key: { secret: true, default: ${CANARY} }, kex: { type: integer, default: x } }
resources:
  db: { type: postgres, password: ${CANARY} }
`
  const files = { '/project/apphost.yaml': manifest }
  for (const line of ['validate', 'params', 'graph', 'explain resources.db', 'explain parameters', 'environments']) {
    const { output, talk } = await run(line, { files, environment: { Parameters__key: '' } })
    assert.not.match(output + talk, CANARY, `${line}\n${output}${talk}`)
  }
})

test('a secret in a file of parameters is not shown, right or wrong', async () => {
  for (const content of [
    `key: ${CANARY}`,
    `kye: ${CANARY}`,
    `key: [${CANARY}]`,
    `key: ${CANARY}\nkey: ${CANARY}`,
    `key: "${CANARY}`,
  ]) {
    const files = { '/project/values.yaml': content }
    for (const line of ['params', 'validate', 'explain parameters.key']) {
      const { output, talk } = await run(`${line} --params-file values.yaml`, {
        files,
        environment: { Parameters__key: '' },
      })
      assert.not.match(output + talk, CANARY, `${line}: ${content}\n${output}${talk}`)
    }
  }
})

test('paths lead from the working directory to a manifest elsewhere', async () => {
  const files = { '/repo/.git/config': '', '/repo/shop/apphost.yaml': MANIFEST.replace('image:', 'imge:') }
  const inside = await run('validate --file ../shop', { files, workingDirectory: '/repo/docs' })
  assert.match(inside.talk, '--> ../shop/apphost.yaml:15:5')
  const annotated = await run('validate --file ../shop --diagnostics github', { files, workingDirectory: '/repo/docs' })
  assert.match(annotated.talk, 'file=shop/apphost.yaml,')
})

test('a path is looked up as far as it leads', () => {
  const root = parseText('a.yaml', 'a: { b.c: { d: 1 }, b: { c: 2 }, l: [x, y] }\n', () => undefined)
  if (root === undefined) throw new Error('the text is a map')
  for (const [path, expected] of [
    ['a.b.c', 'a["b.c"]'],
    ['a.l.0', 'a.l[0]'],
  ] as const) {
    const found = lookUp(root, path)
    assert.is(found.kind, 'found', `${path} ${expected}`)
  }
  assert.equal(lookUp(root, 'a.x'), { kind: 'missing', step: 'x', parent: 'a', hints: ['did you mean "b"?'] })
  assert.is(lookUp(root, '').kind, 'no-path')
})

test.run()
