import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { child, map, type MapNode, type Node } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { composeResource, mergeManifest, mergeResource } from './merge.ts'
import { normalizeManifest, normalizeResource } from './normalize.ts'

const test = suite('overlay/merge')

function parse(text: string, path = 'apphost.yaml'): MapNode {
  const collector = createCollector()
  const tree = parseText(path, text, collector.report)
  if (tree === undefined || collector.diagnostics.length > 0) throw new Error(`${path} does not read: ${text}`)
  return tree
}

/** Data without places, with the order of keys; text of scalars as written. */
function plain(node: Node | undefined): unknown {
  if (node === undefined) return undefined
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'sequence') return node.items.map(plain)
  return new Map([...node.entries.values()].map(({ key, value }) => [key, plain(value)]))
}

function text(node: Node | undefined): string {
  return JSON.stringify(plain(node), (_key, value: unknown) =>
    value instanceof Map ? { __map: [...value.entries()] } : value,
  )
}

/** The same, whatever the order of keys. */
function sorted(node: Node | undefined): string {
  return JSON.stringify(plain(node), (_key, value: unknown) =>
    value instanceof Map ? { __map: [...value.entries()].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) } : value,
  )
}

interface Merged {
  readonly tree: MapNode
  readonly diagnostics: readonly Diagnostic[]
}

function mergeTexts(base: string, ...overlays: readonly string[]): Merged {
  const collector = createCollector()
  let tree = normalizeManifest(parse(base))
  overlays.forEach((one, index) => {
    const over = normalizeManifest(parse(one, `apphost.${index}.yaml`))
    tree = mergeManifest(tree, over, collector.report)
  })
  return { tree, diagnostics: collector.diagnostics }
}

function mergeApi(base: string, over: string): Node | undefined {
  const { tree, diagnostics } = mergeTexts(`resources:\n  api: ${base}`, `resources:\n  api: ${over}`)
  assert.equal(
    diagnostics.map((one) => one.message),
    [],
  )
  return child(child(tree, 'resources'), 'api')
}

const RULES: readonly (readonly [name: string, base: string, over: string, merged: string])[] = [
  ['maps merge key by key', '{ env: { A: 1, B: 2 } }', '{ env: { B: 3, C: 4 } }', '{ env: { A: 1, B: 3, C: 4 } }'],
  ['false replaces', '{ enabled: true }', '{ enabled: false }', '{ enabled: false }'],
  ['0 replaces', '{ replicas: 3 }', '{ replicas: 0 }', '{ replicas: 0 }'],
  ['the empty string replaces', '{ user: me }', '{ user: "" }', '{ user: "" }'],
  ['null removes', '{ user: me, image: x }', '{ user: null }', '{ image: x }'],
  ['null removes a map', '{ health: { http: {} }, image: x }', '{ health: }', '{ image: x }'],
  ['lists replace', '{ args: [a, b, c] }', '{ args: [d] }', '{ args: [d] }'],
  ['an empty list replaces', '{ args: [a] }', '{ args: [] }', '{ args: [] }'],
  ['null stays in lists', '{ args: [a] }', '{ args: [null] }', '{ args: [null] }'],
  ['a scalar replaces a map', '{ replicas: { min: 1, max: 2 } }', '{ replicas: 2 }', '{ replicas: 2 }'],
  ['a map replaces a scalar', '{ replicas: 2 }', '{ replicas: { max: 2 } }', '{ replicas: { max: 2 } }'],
  ['$replace in a map', '{ env: { A: 1 } }', '{ env: { $replace: true, B: 2 } }', '{ env: { B: 2 } }'],
  ['$replace of a resource', '{ image: x, user: me }', '{ $replace: true, image: y }', '{ image: y }'],
  ['new keys last', '{ image: x, args: [] }', '{ user: me, image: y }', '{ image: y, args: [], user: me }'],
  [
    'references by name',
    '{ references: [a, b] }',
    '{ references: [{ resource: a, optional: true }, c] }',
    '{ references: [{ resource: a, optional: true }, { resource: b }, { resource: c }] }',
  ],
  [
    'references by name and as',
    '{ references: [{ resource: a, as: X }] }',
    '{ references: [a, { resource: a, as: X, role: r }] }',
    '{ references: [{ resource: a, as: X, role: r }, { resource: a }] }',
  ],
  [
    '$remove of every reference to one',
    '{ references: [a, { resource: a, as: X }, b] }',
    '{ references: [{ resource: a, $remove: true }] }',
    '{ references: [{ resource: b }] }',
  ],
  [
    '$remove of one reference',
    '{ references: [a, { resource: a, as: X }] }',
    '{ references: [{ resource: a, as: X, $remove: true }] }',
    '{ references: [{ resource: a }] }',
  ],
  [
    'removed and added',
    '{ waitFor: [a, b] }',
    '{ waitFor: [{ resource: a, $remove: true }, a] }',
    '{ waitFor: [{ resource: b }, { resource: a }] }',
  ],
  [
    'waitFor by resource',
    '{ waitFor: [{ resource: a, until: started }] }',
    '{ waitFor: [{ resource: a, until: healthy }] }',
    '{ waitFor: [{ resource: a, until: healthy }] }',
  ],
  [
    'a list that replaces',
    '{ waitFor: [a, b] }',
    '{ waitFor: [{ $replace: true }, c] }',
    '{ waitFor: [{ resource: c }] }',
  ],
  ['a list that becomes empty', '{ waitFor: [a, b] }', '{ waitFor: [{ $replace: true }] }', '{ waitFor: [] }'],
  [
    'volumes by path',
    '{ volumes: [{ path: /d, name: d, size: 1Gi }] }',
    '{ volumes: [{ path: /d, size: 2Gi }] }',
    '{ volumes: [{ path: /d, name: d, size: 2Gi }] }',
  ],
  [
    'an item that replaces',
    '{ volumes: [{ path: /d, name: d, size: 1Gi }] }',
    '{ volumes: [{ path: /d, $replace: true, bind: ./x }] }',
    '{ volumes: [{ path: /d, bind: ./x }] }',
  ],
  [
    'volume arms',
    '{ volumes: [{ path: /d, name: d }] }',
    '{ volumes: [{ path: /d, bind: ./x }] }',
    '{ volumes: [{ path: /d, bind: ./x }] }',
  ],
  [
    'a temporary volume with a name',
    '{ volumes: [{ path: /d, bind: ./d }] }',
    '{ volumes: [{ path: /d, temporary: true, name: t }] }',
    '{ volumes: [{ path: /d, temporary: true, name: t }] }',
  ],
  [
    'files by path',
    '{ files: [{ path: /f, content: a, mode: "0600" }] }',
    '{ files: [{ path: /f, source: ./f }] }',
    '{ files: [{ path: /f, mode: "0600", source: ./f }] }',
  ],
  [
    'envFile by path',
    '{ envFile: [a.env] }',
    '{ envFile: [{ path: a.env, optional: true }, b.env] }',
    '{ envFile: [{ path: a.env, optional: true }, { path: b.env }] }',
  ],
  [
    'init by name',
    '{ init: [{ name: m, image: x, volumes: [{ path: /d, name: d }] }] }',
    '{ init: [{ name: m, volumes: [{ path: /e, name: e }] }] }',
    '{ init: [{ name: m, image: x, volumes: [{ path: /d, name: d }, { path: /e, name: e }] }] }',
  ],
  [
    'the arms of an init step',
    '{ init: [{ name: m, image: x }] }',
    '{ init: [{ name: m, build: ./m }] }',
    '{ init: [{ name: m, build: { context: ./m } }] }',
  ],
  [
    'the arms of a sidecar',
    '{ sidecars: { s: { image: x, health: { tcp: { port: 1 } } } } }',
    '{ sidecars: { s: { health: { exec: [a] } } } }',
    '{ sidecars: { s: { image: x, health: { exec: [a] } } } }',
  ],
  [
    'routes by host and path',
    '{ endpoints: { http: { routes: [{ host: a }, { host: a, path: /x }] } } }',
    '{ endpoints: { http: { routes: [{ host: a, path: /, pathType: Exact }] } } }',
    '{ endpoints: { http: { routes: [{ host: a, path: /, pathType: Exact }, { host: a, path: /x }] } } }',
  ],
  [
    'routes drop the short forms',
    '{ endpoints: { http: { targetPort: 1, host: a, path: /x } } }',
    '{ endpoints: { http: { routes: [{ host: b }] } } }',
    '{ endpoints: { http: { targetPort: 1, routes: [{ host: b }] } } }',
  ],
  [
    'short forms drop routes',
    '{ endpoints: { http: { routes: [{ host: b }] } } }',
    '{ endpoints: { http: { host: c } } }',
    '{ endpoints: { http: { host: c } } }',
  ],
  [
    'short forms merge as written',
    '{ endpoints: { http: { host: a, path: /x } } }',
    '{ endpoints: { http: { host: b } } }',
    '{ endpoints: { http: { host: b, path: /x } } }',
  ],
  ['image drops build', '{ build: ./api }', '{ image: x }', '{ image: x }'],
  ['build drops image', '{ image: x }', '{ build: ./api }', '{ build: { context: ./api } }'],
  ['an arm that is removed besides', '{ image: x }', '{ image: null, build: ./api }', '{ build: { context: ./api } }'],
  ['null chooses no arm', '{ image: x, user: me }', '{ user: null }', '{ image: x }'],
  [
    'build merges',
    '{ build: { context: ./api, target: a } }',
    '{ build: ./b }',
    '{ build: { context: ./b, target: a } }',
  ],
  ['dotnet drops context', '{ build: ./api }', '{ build: { dotnet: a.csproj } }', '{ build: { dotnet: a.csproj } }'],
  [
    'checks',
    '{ health: { http: { port: 1, path: / }, interval: 5s } }',
    '{ health: { grpc: { port: 2 } } }',
    '{ health: { interval: 5s, grpc: { port: 2 } } }',
  ],
  [
    'endpoint drops port',
    '{ health: { http: { port: 1, path: /h } } }',
    '{ health: { http: { endpoint: a } } }',
    '{ health: { http: { path: /h, endpoint: a } } }',
  ],
  [
    'probes',
    '{ probes: { readiness: { tcp: { port: 1 } } } }',
    '{ probes: { readiness: { exec: [a] } } }',
    '{ probes: { readiness: { exec: [a] } } }',
  ],
  [
    'schedule drops run',
    '{ type: job, run: manual }',
    '{ schedule: "0 3 * * *" }',
    '{ type: job, schedule: { cron: "0 3 * * *" } }',
  ],
  ['perNode drops replicas', '{ replicas: 3 }', '{ perNode: true }', '{ perNode: true }'],
  ['perNode: false keeps replicas', '{ replicas: 3 }', '{ perNode: false }', '{ replicas: 3, perNode: false }'],
  [
    'connectionString drops the rest',
    '{ existing: { host: a, port: 1 } }',
    '{ existing: { connectionString: c } }',
    '{ existing: { connectionString: c } }',
  ],
  [
    'the rest drops connectionString',
    '{ existing: { connectionString: c } }',
    '{ existing: { host: a } }',
    '{ existing: { host: a } }',
  ],
  [
    'another type replaces',
    '{ type: postgres, volume: {} }',
    '{ type: container, image: x }',
    '{ type: container, image: x }',
  ],
  [
    'another type replaces, from container to job too',
    '{ type: container, image: x }',
    '{ type: job, run: manual }',
    '{ type: job, run: manual }',
  ],
  [
    'the same type merges',
    '{ type: container, image: x }',
    '{ type: container, user: me }',
    '{ type: container, image: x, user: me }',
  ],
  ['target, short and long', '{ target: local }', '{ target: [a, b] }', '{ target: [a, b] }'],
  [
    'gpu, short and long',
    '{ resources: { gpu: 1 } }',
    '{ resources: { gpu: { vendor: amd } } }',
    '{ resources: { gpu: { count: 1, vendor: amd } } }',
  ],
  [
    'null in the escape hatch is data',
    '{ compose: { ports: [a], init: true } }',
    '{ compose: { ports: null } }',
    '{ compose: { ports: null, init: true } }',
  ],
  ['null removes the escape hatch', '{ image: x, compose: { init: true } }', '{ compose: null }', '{ image: x }'],
  [
    'null removes a part of the escape hatch',
    '{ kubernetes: { pod: { a: 1 }, pvc: {} } }',
    '{ kubernetes: { pod: null } }',
    '{ kubernetes: { pvc: {} } }',
  ],
  [
    '$replace in the escape hatch',
    '{ compose: { a: 1 } }',
    '{ compose: { $replace: true, b: 2 } }',
    '{ compose: { b: 2 } }',
  ],
  [
    'prototype keys are keys',
    '{ env: { __proto__: a, constructor: b } }',
    '{ env: { __proto__: c, toString: d } }',
    '{ env: { __proto__: c, constructor: b, toString: d } }',
  ],
  [
    'prototype keys are removed',
    '{ env: { __proto__: a, constructor: b } }',
    '{ env: { __proto__: null } }',
    '{ env: { constructor: b } }',
  ],
]

for (const [name, base, over, merged] of RULES) {
  test(`R-merge-false: ${name}`, () => assert.is(text(mergeApi(base, over)), text(parse(merged))))
}

const MANIFESTS: readonly (readonly [name: string, base: string, over: string, merged: string])[] = [
  [
    'a parameter in short form',
    'parameters: { a: 1 }',
    'parameters: { a: { minimum: 0 }, b: x }',
    'parameters: { a: { default: 1, minimum: 0 }, b: { default: x } }',
  ],
  ['a resource is removed', 'resources: { a: {}, b: {} }', 'resources: { a: null }', 'resources: { b: {} }'],
  [
    'a registry of Azure',
    'registries: { r: { endpoint: a } }',
    'registries: { r: { azure: { name: b } } }',
    'registries: { r: { azure: { name: b } } }',
  ],
  [
    'a step',
    'pipeline: { steps: { s: { run: [a] } } }',
    'pipeline: { steps: { s: { shell: a } } }',
    'pipeline: { steps: { s: { shell: a } } }',
  ],
  [
    'defaults of a target',
    'targets: { t: { defaults: { volumes: [{ path: /a, name: a }] } } }',
    'targets: { t: { defaults: { volumes: [{ path: /b, name: b }] } } }',
    'targets: { t: { defaults: { volumes: [{ path: /a, name: a }, { path: /b, name: b }] } } }',
  ],
  [
    'a section that the base has not',
    'apphost: v1',
    'networks: { n: { internal: true } }',
    '{ apphost: v1, networks: { n: { internal: true } } }',
  ],
  ['keys of the user', 'x-a: { b: 1 }', 'x-a: { c: 2 }', 'x-a: { b: 1, c: 2 }'],
  [
    'what a resource that extends says stays for later',
    'resources: { a: { extends: b, user: me } }',
    'resources: { a: { user: null, health: null } }',
    'resources: { a: { extends: b, user: null, health: null } }',
  ],
]

for (const [name, base, over, merged] of MANIFESTS) {
  test(`merges ${name}`, () => {
    const found = mergeTexts(base, over)
    assert.equal(found.diagnostics, [])
    assert.is(text(found.tree), text(parse(merged)))
  })
}

function at(root: Node, ...keys: readonly string[]): Node | undefined {
  return keys.reduce<Node | undefined>((node, key) => child(node, key), root)
}

/** The files of a node and of what it replaced, newest first. */
function chain(node: Node | undefined): readonly string[] {
  const files: string[] = []
  for (let one = node; one !== undefined; one = one.replaced) files.push(one.span.source.path)
  return files
}

test('R-env-precedence: every value knows its file and what it replaced', () => {
  const { tree } = mergeTexts(
    'resources: { a: { image: x, user: u, env: { A: 1, B: 2 } } }',
    'resources: { a: { image: y, user: null, env: { B: 3 } } }',
    'resources: { a: { image: z, user: v } }',
  )
  assert.equal(chain(at(tree, 'resources', 'a', 'image')), ['apphost.1.yaml', 'apphost.0.yaml', 'apphost.yaml'])
  assert.equal(chain(at(tree, 'resources', 'a', 'user')), ['apphost.1.yaml', 'apphost.0.yaml', 'apphost.yaml'])
  assert.equal(chain(at(tree, 'resources', 'a', 'env', 'A')), ['apphost.yaml'])
  assert.equal(chain(at(tree, 'resources', 'a', 'env', 'B')), ['apphost.0.yaml', 'apphost.yaml'])
  assert.equal(chain(at(tree, 'resources', 'a')), ['apphost.yaml'])
})

test('a map that replaces a map as a whole says so', () => {
  const { tree } = mergeTexts(
    'resources: { a: { env: { A: 1 } } }',
    'resources: { a: { env: { $replace: true, B: 1 } } }',
  )
  assert.equal(chain(at(tree, 'resources', 'a', 'env')), ['apphost.0.yaml', 'apphost.yaml'])
})

const REPORTS: readonly (readonly [base: string, over: string, code: string, message: string, hint?: string])[] = [
  ['apphost: v1', 'name: x', 'AH3001', 'an overlay cannot set "name"'],
  ['apphost: v1', 'types: []', 'AH3001', '"types"'],
  [
    'resources: { a: { health: {} } }',
    'resources: { a: { healt: null } }',
    'AH3002',
    'resources.a has no "healt"',
    'did you mean "health"?',
  ],
  ['resources: { a: {} }', 'resources: { b: null }', 'AH3002', 'resources has no "b"'],
  ['resources: { a: {} }', 'resources: { b: { image: x, user: null } }', 'AH3002', 'resources.b has no "user"'],
  [
    'resources: { a: { waitFor: [orders] } }',
    'resources: { a: { waitFor: [{ resource: order, $remove: true }] } }',
    'AH3003',
    '"order"',
    'did you mean "orders"?',
  ],
  [
    'resources: { a: { references: [b] } }',
    'resources: { a: { references: [{ resource: b, as: X, $remove: true }] } }',
    'AH3003',
    '"b X"',
  ],
  ['resources: { a: {} }', 'resources: { a: { $remove: true } }', 'AH3004', 'resources.a', 'a: null'],
  ['resources: { a: {} }', 'resources: { a: { networks: [{ name: b, $remove: true }] } }', 'AH3004', 'no identity'],
  [
    'resources: { a: { waitFor: [b] } }',
    'resources: { a: { waitFor: [{ $remove: true }] } }',
    'AH3004',
    'which item',
    '"resource"',
  ],
  [
    'resources: { a: { waitFor: [b] } }',
    'resources: { a: { waitFor: [{ resource: b, $remove: yes }] } }',
    'AH3004',
    'nothing but true',
  ],
  [
    'resources: { a: { waitFor: [b] } }',
    'resources: { a: { waitFor: [{ resource: b, until: started, $remove: true }] } }',
    'AH3004',
    '"until"',
  ],
  ['resources: {}', '$replace: true', 'AH3005', 'whole manifest'],
  ['resources: { a: { env: {} } }', 'resources: { a: { env: { $replace: false } } }', 'AH3005', 'nothing but true'],
  ['resources: { a: { args: [x] } }', 'resources: { a: { args: [{ $replace: true }, y] } }', 'AH3005', 'not needed'],
  [
    'resources: { a: { waitFor: [b] } }',
    'resources: { a: { waitFor: [c, { $replace: true }] } }',
    'AH3005',
    'first item',
  ],
  [
    'resources: { a: {} }',
    'resources: { a: { waitFor: [b, { resource: b, until: started }] } }',
    'AH3006',
    'two items for "b"',
  ],
  ['resources: { a: {} }', 'resources: { a: { references: [b, b] } }', 'AH3006', 'two items for "b"', '"as"'],
]

for (const [base, over, code, message, hint = ''] of REPORTS) {
  test(`R-unknown-key: ${code} for ${over}`, () => {
    const { diagnostics } = mergeTexts(base, over)
    assert.equal(
      diagnostics.map((one) => one.code),
      [code],
    )
    assert.ok(diagnostics[0]?.message.includes(message), diagnostics[0]?.message)
    assert.ok(diagnostics[0]?.hints.join('; ').includes(hint), diagnostics[0]?.hints.join('; '))
    assert.is(diagnostics[0]?.span?.source.path, 'apphost.0.yaml')
  })
}

// ---- properties

/** A document that chooses two arms of one union is wrong by itself, so the properties do not speak of it. */
function oneArmOnly(
  entries: readonly (readonly [string, string])[],
  unions: readonly (readonly string[])[],
  last: boolean,
): readonly (readonly [string, string])[] {
  let kept = entries
  for (const arms of unions) {
    const armOf = (key: string): number => arms.findIndex((arm) => arm.split(' ').includes(key))
    const chosen = kept.filter(([key, value]) => armOf(key) !== -1 && value !== 'null' && value !== 'false')
    const arm = armOf((last ? chosen.at(-1) : chosen[0])?.[0] ?? '')
    kept = kept.filter((one) => !chosen.includes(one) || armOf(one[0]) === arm)
  }
  return kept
}

/** Data of resources: the fields where special rules act, and plain ones. Markers only where a change is made. */
function resourceText(markers: boolean): fc.Arbitrary<string> {
  const leaf = fc.constantFrom('1', '2', 'text', 'false', 'true', '""', '[a, b]', '{ p: 1 }')
  const gone = markers ? [{ arbitrary: fc.constant('null'), weight: 1 }] : []
  const orNull = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof({ arbitrary, weight: 4 }, ...gone)
  const flow = (fields: Record<string, fc.Arbitrary<string>>, ...unions: readonly string[][]): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.record(fields, { requiredKeys: [] }),
        markers ? fc.integer({ min: 0, max: 5 }) : fc.constant(1),
        fc.boolean(),
      )
      .map(([found, dice, last]) => {
        const entries = oneArmOnly(Object.entries(found) as [string, string][], unions, last)
        const parts = entries.map(([key, value]) => `${key}: ${value}`)
        return `{ ${[...(dice === 0 ? ['$replace: true'] : []), ...parts].join(', ')} }`
      })
  const list = (item: fc.Arbitrary<string>, key: (text: string) => string): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.uniqueArray(item, { maxLength: 3, selector: key }),
        markers ? fc.integer({ min: 0, max: 5 }) : fc.constant(1),
      )
      .map(([items, dice]) => `[${[...(dice === 0 ? ['{ $replace: true }'] : []), ...items].join(', ')}]`)
  const name = fc.constantFrom('a', 'b', 'c')
  const remove = (item: string): fc.Arbitrary<string> => (markers ? fc.constantFrom(item, '') : fc.constant(''))
  const wait = name.chain((one) =>
    fc
      .tuple(remove(', $remove: true'), fc.constantFrom('', ', until: started', ', optional: true'))
      .map(([gone, rest]) => (gone === '' ? `{ resource: ${one}${rest} }` : `{ resource: ${one}${gone} }`)),
  )
  const reference = fc
    .tuple(name, fc.constantFrom('', ', as: X', ', as: Y'), remove(', $remove: true'), fc.constantFrom('', ', role: r'))
    .map(([one, as, gone, rest]) => `{ resource: ${one}${as}${gone === '' ? rest : gone} }`)
  const volume = fc
    .tuple(
      name,
      fc.constantFrom('name: n', 'bind: ./b', 'size: 1Gi', 'temporary: true', 'temporary: true, name: t'),
      remove(', $remove: true'),
    )
    .map(([path, says, gone]) => `{ path: /${path}${gone === '' ? `, ${says}` : gone} }`)
  const identityOfText = (item: string): string => /(resource|path): [^,} ]+(, as: [A-Z])?/.exec(item)?.[0] ?? item
  const check = flow(
    { endpoint: orNull(fc.constant('e')), port: orNull(fc.constant('1')), path: orNull(fc.constant('/')) },
    ['endpoint', 'port'],
  )
  const build = flow(
    {
      context: orNull(fc.constantFrom('./a', './b')),
      dotnet: orNull(fc.constant('a.csproj')),
      args: orNull(flow({ A: orNull(leaf) })),
    },
    ['context', 'dotnet'],
  )
  const endpoint = flow(
    {
      routes: orNull(fc.constantFrom('[{ host: a }]', '[{ host: b, path: /x }]')),
      host: orNull(fc.constant('h')),
      path: orNull(fc.constant('/p')),
      targetPort: orNull(leaf),
    },
    ['routes', 'host hosts path'],
  )
  const existing = flow(
    { connectionString: orNull(fc.constant('c')), host: orNull(fc.constant('h')), port: orNull(fc.constant('1')) },
    ['connectionString', 'host port'],
  )
  return flow(
    {
      image: orNull(fc.constantFrom('x', 'y')),
      build: orNull(build),
      env: orNull(flow({ A: orNull(leaf), B: orNull(leaf), toString: orNull(leaf) })),
      args: orNull(fc.constantFrom('[]', '[a]', '[null, b]')),
      replicas: orNull(fc.constantFrom('1', '{ min: 1 }', '{ max: 3 }')),
      perNode: orNull(fc.constantFrom('true', 'false')),
      existing: orNull(existing),
      health: orNull(
        flow({ http: orNull(check), exec: orNull(fc.constant('[a]')), interval: orNull(leaf) }, ['http', 'exec']),
      ),
      endpoints: orNull(flow({ http: orNull(endpoint) })),
      waitFor: orNull(list(wait, identityOfText)),
      references: orNull(list(reference, identityOfText)),
      volumes: orNull(list(volume, identityOfText)),
    },
    ['image', 'build'],
    ['replicas', 'perNode'],
  )
}

function resource(source: string): MapNode {
  return normalizeResource(parse(source))
}

const ignore = (): void => {}

test('merging nothing changes nothing', () => {
  holds(
    fc.property(resourceText(false), (source) => {
      const tree = resource(source)
      assert.is(mergeResource(tree, map([], tree.span), ignore), tree)
    }),
  )
})

test('merging a tree with itself changes nothing', () => {
  holds(
    fc.property(resourceText(false), (source) => {
      const unlikeArms = resource(source)
      const settled = mergeResource(unlikeArms, unlikeArms, ignore)
      assert.is(text(mergeResource(settled, resource(source), ignore)), text(settled))
    }),
  )
})

test('two changes joined do what they do one after the other', () => {
  holds(
    fc.property(resourceText(false), resourceText(true), resourceText(true), (a, b, c) => {
      const left = mergeResource(mergeResource(resource(a), resource(b), ignore), resource(c), ignore)
      const right = mergeResource(resource(a), composeResource(resource(b), resource(c), ignore), ignore)
      assert.is(sorted(left), sorted(right))
    }),
  )
})

test('nothing that only a merge understands is left', () => {
  holds(
    fc.property(resourceText(false), resourceText(true), (a, b) => {
      const merged = text(mergeResource(resource(a), resource(b), ignore))
      assert.not.match(merged, /\$remove|\$replace/)
    }),
  )
})

function reversed(node: Node): Node {
  if (node.kind === 'sequence') return { ...node, items: node.items.map(reversed) }
  if (node.kind === 'scalar') return node
  return map(
    [...node.entries.values()].reverse().map((one) => ({ ...one, value: reversed(one.value) })),
    node.span,
  )
}

test('the order of keys never matters for the data', () => {
  holds(
    fc.property(resourceText(false), resourceText(true), (a, b) => {
      const [base, over] = [resource(a), resource(b)]
      const other = mergeResource(reversed(base) as MapNode, reversed(over) as MapNode, ignore)
      assert.is(sorted(mergeResource(base, over, ignore)), sorted(other))
    }),
  )
})

test('a merge leaves its inputs as they are', () => {
  holds(
    fc.property(resourceText(false), resourceText(true), (a, b) => {
      const [base, over] = [resource(a), resource(b)]
      const before = [text(base), text(over)]
      mergeResource(base, over, ignore)
      assert.equal([text(base), text(over)], before)
    }),
  )
})

test('thousands of resources and long lists merge without delay', () => {
  const many = Array.from(
    { length: 1000 },
    (_, index) => `  r${index}: { type: container, image: x, env: { A: 1, B: 2 } }`,
  )
  const over = Array.from({ length: 1000 }, (_, index) => `  r${index}: { image: y, env: { B: null } }`)
  const base = normalizeManifest(parse(`resources:\n${many.join('\n')}`))
  const overlay = normalizeManifest(parse(`resources:\n${over.join('\n')}`))
  const start = performance.now()
  mergeManifest(base, overlay, ignore)
  const resources = performance.now() - start
  const long = (extra: string): string =>
    `{ waitFor: [${Array.from({ length: 20_000 }, (_, index) => `{ resource: r${index}${extra} }`).join(', ')}] }`
  const [first, second] = [resource(long('')), resource(long(', $remove: true'))]
  const again = performance.now()
  assert.is(text(mergeResource(first, second, ignore)), text(parse('{ waitFor: [] }')))
  assert.ok(resources < 500, `${resources} ms for 1 000 resources`)
  assert.ok(performance.now() - again < 1000, 'a long list takes too long')
})

test.run()
