import * as assert from 'uvu/assert'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { nodeAt } from '../syntax/pointer.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { applyDefaults } from './defaults.ts'
import { describeDifferences } from './differences.ts'
import { applyExtends } from './extends.ts'
import { prepareManifest } from './load.ts'
import { mergeManifest } from './merge.ts'
import { normalizeManifest } from './normalize.ts'

const test = suite('overlay/extends')

function parse(text: string, path = 'apphost.yaml'): MapNode {
  const tree = parseText(path, text, () => {})
  if (tree === undefined) throw new Error(`${path} does not read`)
  return tree
}

function text(node: Node | undefined): string {
  if (node === undefined) return '-'
  if (node.kind === 'scalar') return JSON.stringify(node.value)
  if (node.kind === 'sequence') return `[${node.items.map(text).join(', ')}]`
  return `{ ${[...node.entries.values()].map(({ key, value }) => `${key}: ${text(value)}`).join(', ')} }`
}

interface Extended {
  readonly tree: MapNode
  readonly diagnostics: readonly Diagnostic[]
}

function extend(manifest: string, overlay?: string): Extended {
  const collector = createCollector()
  let tree = prepareManifest(parse(manifest), collector.report)
  if (overlay !== undefined) {
    tree = mergeManifest(tree, normalizeManifest(parse(overlay, 'apphost.staging.yaml')), collector.report)
  }
  return { tree: applyExtends(tree, collector.report), diagnostics: collector.diagnostics }
}

const API =
  'api: { type: container, image: x, env: { A: 1, B: 2 }, endpoints: { http: { targetPort: 80 } }, waitFor: [db, mq], restart: always, abstract: true, enabled: false }'

const CASES: readonly (readonly [name: string, worker: string, overlay: string | undefined, expected: string])[] = [
  [
    'fields are inherited, but not extends, abstract and enabled',
    '{ extends: api, endpoints: null }',
    undefined,
    '{ type: "container", image: "x", env: { A: 1, B: 2 }, waitFor: [{ resource: "db" }, { resource: "mq" }], restart: "always" }',
  ],
  [
    'maps merge, null and $remove remove',
    '{ extends: api, endpoints: null, restart: null, env: { A: null, C: 3 }, waitFor: [{ resource: db, $remove: true }] }',
    undefined,
    '{ type: "container", image: "x", env: { B: 2, C: 3 }, waitFor: [{ resource: "mq" }] }',
  ],
  [
    '$replace',
    '{ extends: api, endpoints: null, restart: null, env: { $replace: true, C: 3 }, waitFor: [{ $replace: true }, z] }',
    undefined,
    '{ type: "container", image: "x", env: { C: 3 }, waitFor: [{ resource: "z" }] }',
  ],
  [
    'a job takes only what it can have',
    '{ extends: api, type: job, env: null, waitFor: null }',
    undefined,
    '{ type: "job", image: "x" }',
  ],
  [
    'build drops the inherited image',
    '{ extends: api, build: ., endpoints: null, env: null, waitFor: null, restart: null }',
    undefined,
    '{ type: "container", build: { context: "." } }',
  ],
  [
    'an overlay removes what is inherited',
    '{ extends: api, waitFor: null, restart: null }',
    'resources: { worker: { endpoints: null, env: { A: null } } }',
    '{ type: "container", image: "x", env: { B: 2 } }',
  ],
  [
    'an overlay sets what the resource removed',
    '{ extends: api, waitFor: null, restart: null, env: null, endpoints: null }',
    'resources: { worker: { env: { C: 3 } } }',
    '{ type: "container", image: "x", env: { C: 3 } }',
  ],
  [
    'an overlay changes the base',
    '{ extends: api, endpoints: null, env: null, waitFor: null }',
    'resources: { api: { image: y, restart: null } }',
    '{ type: "container", image: "y" }',
  ],
  [
    'an overlay takes extends away',
    '{ extends: api, env: null, user: me }',
    'resources: { worker: { extends: null, image: z, type: container } }',
    '{ user: "me", image: "z", type: "container" }',
  ],
  [
    'what an overlay removes of the resource itself need not be inherited',
    '{ extends: api, endpoints: null, env: null, waitFor: [own], user: me }',
    'resources: { worker: { user: null, waitFor: [{ resource: own, $remove: true }] } }',
    '{ type: "container", image: "x", waitFor: [{ resource: "db" }, { resource: "mq" }], restart: "always" }',
  ],
  [
    'an overlay brings extends',
    '{ image: y, env: { Z: 1 } }',
    'resources: { worker: { extends: api, endpoints: null, restart: null, waitFor: null, env: { A: null } } }',
    '{ type: "container", image: "y", env: { B: 2, Z: 1 } }',
  ],
]

for (const [name, worker, overlay, expected] of CASES) {
  test(name, () => {
    const { tree, diagnostics } = extend(`resources:\n  worker: ${worker}\n  ${API}\n`, overlay)
    assert.equal(
      diagnostics.map((one) => one.message),
      [],
    )
    assert.is(text(nodeAt(tree, ['resources', 'worker'])), expected)
  })
}

test('a container takes from a job only what it can have', () => {
  const { tree, diagnostics } = extend(
    'resources: { j: { type: job, image: x, schedule: "0 3 * * *", retries: 2, timeout: 1m }, c: { type: container, extends: j } }',
  )
  assert.equal(diagnostics, [])
  assert.is(text(nodeAt(tree, ['resources', 'c'])), '{ type: "container", image: "x" }')
})

test('inherited values say so and keep their place; own ones say what they replaced', () => {
  const { tree } = extend(`resources:\n  worker: { extends: api, image: y }\n  ${API}\n`)
  const a = nodeAt(tree, ['resources', 'worker', 'env', 'A'])
  assert.is(a?.origin, 'extends')
  assert.is(a?.span, nodeAt(tree, ['resources', 'api', 'env', 'A'])?.span)
  const image = nodeAt(tree, ['resources', 'worker', 'image'])
  assert.is(image?.origin, undefined)
  assert.is(image?.replaced?.origin, 'extends')
  assert.is(nodeAt(tree, ['resources', 'api', 'env', 'A'])?.origin, undefined)
})

test('chains are followed to their end, however long', () => {
  const links = Array.from({ length: 10_000 }, (_, index) => `  r${index}: { extends: r${index + 1} }`)
  const { tree, diagnostics } = extend(`resources:\n${links.join('\n')}\n  r10000: { type: container, image: x }`)
  assert.equal(diagnostics, [])
  assert.is(text(nodeAt(tree, ['resources', 'r0', 'image'])), '"x"')
})

const MISTAKES: readonly (readonly [manifest: string, code: string, place: string, message: string, hint: string])[] = [
  ['resources:\n  api: { image: x }\n  w: { extends: apii }', 'AH3010', '3:17', '"apii"', 'did you mean "api"?'],
  ['resources:\n  w: { extends: toString }', 'AH3010', '2:17', '"toString"', 'another resource'],
  [
    'resources:\n  a: { extends: b }\n  b: { extends: c }\n  c: { extends: b }',
    'AH3011',
    '3:17',
    'b -> c -> b',
    'abstract',
  ],
  ['resources:\n  a: { extends: a }', 'AH3011', '2:17', 'a -> a', 'abstract'],
  ['resources:\n  a: { type: redis }\n  b: { type: postgres, extends: a }', 'AH3012', '3:33', 'postgres', 'remove'],
  [
    'resources:\n  a: { image: x }\n  b: { extends: a, health: null }',
    'AH3002',
    '3:20',
    'resources.b has no "health"',
    '',
  ],
  [
    'resources:\n  a: { waitFor: [x] }\n  b: { extends: a, waitFor: [{ resource: y, $remove: true }] }',
    'AH3003',
    '3:30',
    'resources.b.waitFor',
    '',
  ],
  ['resources:\n  a: { waitFor: [{ resource: y, $remove: true }] }', 'AH3004', '2:33', 'only an overlay', ''],
  ['resources:\n  a: { env: { $replace: true } }', 'AH3005', '2:15', 'only an overlay', ''],
  ['resources:\n  a: { image: x }\n  b: { extends: a, $replace: true }', 'AH3005', '3:20', 'everything', 'extends'],
  [
    'resources:\n  a:\n    volumes:\n      - { path: /a, name: x }\n      - { path: /a, bind: y }',
    'AH3006',
    '5:9',
    '"/a"',
    'join',
  ],
]

for (const [manifest, code, place, message, hint] of MISTAKES) {
  test(`${code} at ${place} of ${manifest.replaceAll('\n', ' ')}`, () => {
    const { diagnostics } = extend(manifest)
    assert.equal(
      diagnostics.map((one) => one.code),
      [code],
    )
    const [first] = diagnostics
    const at = first?.span === undefined ? undefined : positionOf(first.span.source, first.span.start)
    assert.is(`${at?.line}:${at?.column}`, place)
    assert.ok(first?.message.includes(message), first?.message)
    assert.ok(first?.hints.join('; ').includes(hint), first?.hints.join('; '))
  })
}

test('defaults of a target lie under a resource', () => {
  const defaults = parse(
    '{ labels: { a: 1, b: 2 }, update: { strategy: recreate }, env: { X: 1 }, kubernetes: { deployment: {}, job: {} } }',
  )
  const resource = parse('{ type: container, labels: { b: 3 } }')
  assert.is(
    text(applyDefaults(resource, defaults, 'container')),
    '{ labels: { a: 1, b: 3 }, update: { strategy: "recreate" }, kubernetes: { deployment: {  } }, type: "container" }',
  )
  const job = applyDefaults(resource, defaults, 'job')
  assert.is(text(job), '{ labels: { a: 1, b: 3 }, kubernetes: { job: {  } }, type: "container" }')
  assert.is(child(child(job, 'labels'), 'a')?.origin, 'defaults')
  assert.is(child(child(job, 'labels'), 'b')?.origin, undefined)
})

test('differences are told leaf by leaf', () => {
  const base = normalizeManifest(
    parse('resources: { a: { image: x, args: [a], env: { A: 1, "B.C": 2 }, references: [m, n] }, b: { user: u } }'),
  )
  const over = normalizeManifest(
    parse(
      'resources: { a: { image: y, args: [b], env: { "B.C": 2, D: {} }, references: [{ resource: m, as: X }, { resource: n, role: r }] }, b: null, c: { image: z } }',
    ),
  )
  const found = describeDifferences(
    base,
    mergeManifest(base, over, () => {}),
  )
  assert.equal(
    found.map((one) => `${one.kind} ${one.path} ${text(one.from)} ${text(one.to)}`),
    [
      'changed resources.a.image "x" "y"',
      'changed resources.a.args ["a"] ["b"]',
      'added resources.a.env.D - {  }',
      'added resources.a.references.n.role - "r"',
      'added resources.a.references["m X"].resource - "m"',
      'added resources.a.references["m X"].as - "X"',
      'removed resources.b.user "u" -',
      'added resources.c.image - "z"',
    ],
  )
  assert.equal(describeDifferences(base, base), [])
})

const SHORT: readonly (readonly [short: string, long: string])[] = [
  [
    'parameters: { a: 0, b: { default: x }, c: "" }',
    'parameters: { a: { default: 0 }, b: { default: x }, c: { default: "" } }',
  ],
  ['resources: { a: { build: . } }', 'resources: { a: { build: { context: . } } }'],
  [
    'resources: { a: { references: [b, { resource: c }], waitFor: [d], envFile: [e] } }',
    'resources: { a: { references: [{ resource: b }, { resource: c }], waitFor: [{ resource: d }], envFile: [{ path: e }] } }',
  ],
  [
    'resources: { a: { resources: { gpu: 1 }, target: t } }',
    'resources: { a: { resources: { gpu: { count: 1 } }, target: [t] } }',
  ],
  [
    'resources: { a: { type: job, schedule: "1 * * * *" } }',
    'resources: { a: { type: job, schedule: { cron: "1 * * * *" } } }',
  ],
  ['resources: { a: { type: mine, schedule: nightly } }', 'resources: { a: { type: mine, schedule: nightly } }'],
  [
    'resources: { a: { init: [{ build: ., envFile: [e] }], sidecars: { s: { build: . } } } }',
    'resources: { a: { init: [{ build: { context: . }, envFile: [{ path: e }] }], sidecars: { s: { build: { context: . } } } } }',
  ],
  [
    'targets: { t: { defaults: { resources: { gpu: 1 } } } }',
    'targets: { t: { defaults: { resources: { gpu: { count: 1 } } } } }',
  ],
  [
    'resources: { a: { build: null, references: b, waitFor: [null, [x]] } }',
    'resources: { a: { build: null, references: b, waitFor: [null, [x]] } }',
  ],
  ['resources: { a: { compose: { build: . } } }', 'resources: { a: { compose: { build: . } } }'],
  ['parameters: [a]', 'parameters: [a]'],
]

for (const [short, long] of SHORT) {
  test(`makes long: ${short}`, () => {
    const once = normalizeManifest(parse(short))
    assert.is(text(once), text(parse(long)))
    assert.is(normalizeManifest(once), once)
  })
}

test.run()
