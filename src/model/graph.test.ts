import * as assert from 'uvu/assert'
import { compileText, composeServices, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'

const test = suite('waits')

const HEAD = 'apphost: v1\nname: shop\nresources:\n'

/** `api: db healthy, migrate completed` for every service that waits, of both files. */
async function waits(resources: string): Promise<readonly string[]> {
  const result = await compileText(`${HEAD}${resources}`)
  const files =
    result.targets[0]?.artifacts.map((one) => one.path).filter((path) => /^compose(?:\.jobs)?\.yaml$/.test(path)) ?? []
  const found: string[] = []
  for (const file of files.length === 0 ? ['compose.yaml'] : files) {
    for (const [name, service] of Object.entries(composeServices(result, file))) {
      const list = Object.entries(service.depends_on ?? {}).map(
        ([other, { condition }]) => `${other} ${condition.replace('service_', '').replace('_successfully', '')}`,
      )
      if (list.length > 0) found.push(`${name}: ${list.join(', ')}`)
    }
  }
  return found.sort()
}

async function said(resources: string): Promise<readonly string[]> {
  const result = await compileText(`${HEAD}${resources}`, { purpose: 'inspect' })
  return diagnosticLines(result).map((line) => line.split(' ').slice(2).join(' '))
}

const HEALTH = 'health: { exec: ["true"] }'
const c = (name: string, fields = ''): string =>
  `  ${name}: { type: container, image: ${name}:1${fields === '' ? '' : `, ${fields}`} }\n`
const j = (name: string, fields = ''): string =>
  `  ${name}: { type: job, image: ${name}:1${fields === '' ? '' : `, ${fields}`} }\n`
const DB = '  db: { type: postgres, volume: {}, databases: { main: {} } }\n'

const cases: readonly (readonly [title: string, resources: string, expected: readonly string[]])[] = [
  ['unwritten: healthy where there is a check', c('a', 'waitFor: [b]') + c('b', HEALTH), ['a: b healthy']],
  ['unwritten: completed for jobs', c('a', 'waitFor: [b]') + j('b'), ['a: b completed']],
  ['started, as written', c('a', 'waitFor: [{ resource: b, until: started }]') + c('b', HEALTH), ['a: b started']],
  [
    'a reference is no wait',
    c('a', 'references: [b]') + c('b', `${HEALTH}, endpoints: { http: { targetPort: 80 } }`),
    [],
  ],
  [
    'but one to a child is: it exists',
    c('a', 'references: [main]') + DB,
    ['a: db-main completed', 'db-main: db healthy'],
  ],
  [
    'as is a placeholder that names it',
    c('a', 'env: { A: $<Resources.db.main.uri> }') + DB,
    ['a: db-main completed', 'db-main: db healthy'],
  ],
  [
    'a placeholder behind another value counts',
    c('a', 'env: { A: $<Resources.x.connectionString> }') +
      '  x: { type: connection-string, value: $<Resources.db.main.uri> }\n' +
      DB,
    ['a: db-main completed', 'db-main: db healthy'],
  ],
  ['the job of a child holds back nobody else', c('a', 'references: [db]') + DB, ['db-main: db healthy']],
  [
    'a child that nothing creates means its server',
    c('a', 'waitFor: [{ resource: db }]') + DB,
    ['a: db healthy', 'db-main: db healthy'],
  ],
  ['a written wait for a child', c('a', 'waitFor: [main]') + DB, ['a: db-main completed', 'db-main: db healthy']],
  ['every container waits for a before-deploy job', c('a') + c('b') + j('m'), ['a: m completed', 'b: m completed']],
  ['not for others', c('a') + j('m', 'run: after-deploy') + j('n', 'run: manual'), []],
  ['a catalog server does not wait', c('a') + j('m') + DB, ['a: m completed', 'db-main: db healthy']],
  [
    'a job runs after what it waits for; to name something is not to refer to it',
    c('a') + c('b', HEALTH) + j('m', 'env: { B: $<Resources.b.name> }') + j('n', 'waitFor: [b]'),
    ['a: m completed, n completed', 'n: b healthy'],
  ],
  [
    'what a job needs does not wait for it',
    c('a') + c('b', `${HEALTH}, endpoints: { http: { targetPort: 80 } }`) + j('m', 'references: [b]'),
    ['a: m completed', 'm: b healthy'],
  ],
  [
    'nor what that needs',
    c('a') +
      c('b', `${HEALTH}, endpoints: { http: { targetPort: 80 } }, references: [d]`) +
      c('d', `${HEALTH}, endpoints: { http: { targetPort: 80 } }`) +
      j('m', 'references: [b]'),
    ['a: m completed', 'm: b healthy'],
  ],
  [
    'for blocks: waiters only those wait that say so',
    c('a') + c('b', 'waitFor: [m]') + j('m', 'blocks: waiters'),
    ['b: m completed'],
  ],
  [
    'jobs wait for each other only as written',
    c('a') + j('m') + j('n') + j('o', 'waitFor: [n]'),
    ['a: m completed, o completed', 'o: n completed'],
  ],
  [
    'an implied wait goes where another brings it about',
    c('a', 'waitFor: [b]') + c('b', HEALTH) + j('m'),
    ['a: b healthy', 'b: m completed'],
  ],
  [
    'a written one never goes',
    c('a', 'waitFor: [b, m]') + c('b', HEALTH) + j('m'),
    ['a: b healthy, m completed', 'b: m completed'],
  ],
  [
    'waits on what exists elsewhere are fulfilled',
    c('a', 'waitFor: [x, y, z]') +
      '  x: { type: external, url: https://x.example/ }\n  y: { type: connection-string, value: v }\n  z: { type: postgres, existing: { connectionString: $<Parameters.k> } }\nparameters: { k: { secret: true } }\n',
    [],
  ],
  [
    'an optional wait tolerates what is disabled',
    c('a', 'waitFor: [{ resource: b, optional: true }]') + c('b', 'enabled: false'),
    [],
  ],
  [
    'a probe of readiness is the check where there is no health',
    c('a', 'waitFor: [b]') + c('b', 'probes: { readiness: { exec: ["true"] } }'),
    ['a: b healthy'],
  ],
]
for (const [title, resources, expected] of cases) {
  test(title, async () => assert.equal(await waits(resources), expected))
}

const mistakes: readonly (readonly [title: string, resources: string, expected: readonly string[]])[] = [
  [
    'a circle through implied waits is printed, each link at its place',
    c('a', 'waitFor: [{ resource: b, until: started }]') +
      c('b', 'waitFor: [m]') +
      j('m', 'waitFor: [{ resource: a, until: started }]'),
    ['AH5011 waits go in a circle: a -> b -> m -> a'],
  ],
  [
    'two circles are two diagnostics',
    c('a', 'waitFor: [{ resource: b, until: started }]') +
      c('b', 'waitFor: [{ resource: a, until: started }]') +
      c('d', 'waitFor: [{ resource: e, until: started }]') +
      c('e', 'waitFor: [{ resource: d, until: started }]'),
    ['AH5011 waits go in a circle: a -> b -> a', 'AH5011 waits go in a circle: d -> e -> d'],
  ],
  [
    'references in a circle are none',
    c('a', 'references: [b], endpoints: { http: { targetPort: 80 } }') +
      c('b', 'references: [a], endpoints: { http: { targetPort: 80 } }'),
    [],
  ],
  [
    'a container that one job needs does not wait for another, and that is said',
    c('a', HEALTH) + j('m', 'waitFor: [a]') + j('n'),
    ['AH5024 "a" is needed by job "m", so it does not wait for job "n"'],
  ],
  ['unless it says so', c('a', `${HEALTH}, waitFor: [n]`) + j('m', 'waitFor: [a]') + j('n'), []],
  [
    'a wait without a check is for the start',
    c('a', 'waitFor: [b]') + c('b'),
    ['AH5014 "a" waits only for the start of "b": this target can run no check of it'],
  ],
]
for (const [title, resources, expected] of mistakes) {
  test(title, async () => assert.equal(await said(resources), expected))
}

test('layers in which everybody waits for everybody of the next are quick', async () => {
  const layers = 14
  const names = (layer: number): readonly string[] => [0, 1, 2].map((index) => `s${String(layer)}-${String(index)}`)
  const resources = Array.from({ length: layers }, (_, layer) =>
    names(layer)
      .map((name) => c(name, layer + 1 < layers ? `${HEALTH}, waitFor: [${names(layer + 1).join(', ')}]` : HEALTH))
      .join(''),
  ).join('')
  const start = performance.now()
  const found = await waits(resources + j('m'))
  assert.ok(performance.now() - start < 5000)
  assert.is(found.filter((line) => line.includes('m completed')).length, 3)
})

test('a chain of thousands is no matter of the stack', async () => {
  const length = 3000
  const resources = Array.from({ length }, (_, at) =>
    c(`s${String(at)}`, at + 1 < length ? `waitFor: [{ resource: s${String(at + 1)}, until: started }]` : ''),
  ).join('')
  const found = await waits(resources + j('m'))
  assert.equal(
    found.filter((line) => line.includes('m completed')),
    [`s${String(length - 1)}: m completed`],
  )
})
test.run()
