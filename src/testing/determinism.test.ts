import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { buildSync } from 'esbuild'
import * as assert from 'uvu/assert'
import { main } from '../cli/main.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { createMemoryHost } from '../host/memory.ts'
import { readComposeCase } from './compose-cases.ts'
import { buildProgram } from './program.ts'
import { createRandom } from './random.ts'
import { suite } from './suite.ts'

const test = suite('determinism')

const OUTPUT = 'apphost-output'
const COMPOSE = `${OUTPUT}/compose.yaml`
const base = mkdtempSync(join(tmpdir(), 'determinism-'))
test.after(() => rmSync(base, { recursive: true, force: true }))

/** A project below `fixtures/`, and how it is published. */
interface Project {
  readonly name: string
  readonly folder: string
  readonly command: readonly string[]
}

function projects(): readonly Project[] {
  const cases = readdirSync('fixtures/compose', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('fixtures', 'compose', name))
    .sort(compareCodePoints)
    .map((folder) => ({ name: basename(folder), folder, ...readComposeCase(folder) }))
    .filter((one) => one.exit === 0)
  return [{ name: 'shop', folder: 'fixtures/shop/example', command: ['publish'] }, ...cases]
}

/** Every file of a project, by its path; links and what a publish left are no part of it. */
function filesOf(folder: string): ReadonlyMap<string, Uint8Array> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(OUTPUT))
  return new Map(files.map((path) => [relative(folder, path), readFileSync(path)]))
}

function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  const random = createRandom(seed)
  const left = [...values]
  return values.map(() => left.splice(random.below(left.length), 1)[0] as T)
}

/** Publishes in memory, from files that the disk lists in another order for each seed: the artifacts by path. */
async function publish(
  project: Project,
  files: ReadonlyMap<string, Uint8Array | string>,
  { seed = 0, root = '/project' }: { readonly seed?: number; readonly root?: string } = {},
): Promise<ReadonlyMap<string, string>> {
  const placed = shuffled([...files], seed).map(([path, content]) => [`${root}/${path}`, content] as const)
  const host = createMemoryHost({
    files: { [`${root}/.git/HEAD`]: 'ref', ...Object.fromEntries(placed) },
    workingDirectory: root,
    environment: { HOME: '/home/kanarie-user', USER: 'kanarie-user' },
  })
  const exit = await main(project.command, host)
  assert.is(exit, 0, `${project.name}: ${host.written.talk}`)
  return new Map([...host.tree(root)].filter(([path]) => !files.has(path) && path !== '.git/HEAD'))
}

const PROJECTS = projects()

test('R-stable-format: the order in which a disk lists files, and the path of the checkout, change nothing', async () => {
  assert.ok(PROJECTS.length > 15)
  for (const project of PROJECTS) {
    const files = filesOf(project.folder)
    const first = await publish(project, files)
    assert.ok(first.size > 3, project.name)
    for (const [seed, root] of [
      [1, '/project'],
      [2, '/'.concat('a-very-long-folder-name/'.repeat(9), 'x')],
      [3, '/ü b/$HOME/{{x}}'],
    ] as const) {
      assert.equal([...(await publish(project, files, { seed, root }))], [...first], `${project.name} in ${root}`)
    }
  }
})

test('R-stable-format: no artifact holds a path of the machine, a date, a host or a user', async () => {
  const today = new Date()
  const dates = [0, -1].flatMap((shift) => {
    const day = new Date(today.getTime() + shift * 86_400_000)
    return [day.toISOString().slice(0, 10), day.toDateString()]
  })
  const own = [process.cwd(), tmpdir(), hostname(), userInfo().username].filter((text) => text.length > 4)
  const refused = ['/kanarie-root', 'kanarie-user', '/home/', ...dates, ...own]
  for (const project of PROJECTS) {
    const files = filesOf(project.folder)
    const written = [...files.values()].map((content) => Buffer.from(content).toString('utf8')).join('\n')
    for (const [path, text] of await publish(project, files, { root: '/kanarie-root/project' })) {
      for (const part of refused) {
        // What the user's own files say is theirs.
        assert.ok(!text.includes(part) || written.includes(part), `${project.name}: "${part}" in ${path}`)
      }
    }
  }
})

const ORDER: Project = { name: 'order', folder: '', command: ['publish'] }

/** One application, whose maps are written in the order that the seed gives. */
function manifest(seed: number): string {
  const lines = (indent: number, ...all: readonly string[]): string =>
    shuffled(all, seed)
      .map((line) => `${' '.repeat(indent)}${line}\n`)
      .join('')
  return `apphost: v1
name: order
parameters:
  first: one
  key: { ${shuffled(['secret: true', 'description: A key', 'minLength: 3'], seed).join(', ')} }
resources:
  db: { ${shuffled(['type: postgres', 'volume: {}', 'databases: { main: {} }'], seed).join(', ')} }
  api:
${lines(
  4,
  'type: container',
  'image: acme/api:1',
  'references: [main]',
  'waitFor: [db]',
  'replicas: 1',
  `endpoints: { http: { ${shuffled(['targetPort: 80', 'port: 8080', 'external: true'], seed).join(', ')} } }`,
  'health: { http: { path: /, endpoint: http, using: curl }, interval: 5s }',
  'resources: { limits: { memory: 1Gi, cpu: 500m }, requests: { cpu: 100m } }',
)}`
}

test('R-stable-format: the order of fields, where there is none to mean, changes nothing', async () => {
  const first = await publish(ORDER, new Map([['apphost.yaml', manifest(0)]]))
  for (let seed = 1; seed < 20; seed += 1) {
    const text = manifest(seed)
    assert.equal([...(await publish(ORDER, new Map([['apphost.yaml', text]])))], [...first], text)
  }
})

test('R-stable-format: the order of variables and labels changes nothing, whatever their names', async () => {
  const names = ['B: 1', 'a: 3', '_: 5', 'Z: 6', '__proto__: 7', 'constructor: 8', 'i: 9', 'I: 10']
  const text = (seed: number): string => {
    const map = `{ ${shuffled(names, seed).join(', ')} }`
    return `apphost: v1\nname: order\nresources:\n  api: { type: container, image: "a/b:1", env: ${map}, labels: ${map} }\n`
  }
  const first = await publish(ORDER, new Map([['apphost.yaml', text(0)]]))
  assert.match(first.get(COMPOSE) ?? '', '"__proto__": "7"')
  for (let seed = 1; seed < 10; seed += 1) {
    assert.equal([...(await publish(ORDER, new Map([['apphost.yaml', text(seed)]])))], [...first], text(seed))
  }
})

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort(compareCodePoints)
  for (const path of paths)
    hash
      .update(`${relative(folder, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  return hash.digest('hex')
}

test('R-stable-format: locale, time zone, checkout and user change no byte of what a process writes', () => {
  const program = buildProgram(join(base, 'program'))
  const source = 'fixtures/shop/example'
  const files = filesOf(source)
  const setups: readonly (readonly [checkout: string, variables: Record<string, string>])[] = [
    ['a', { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }],
    ['a', { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }],
    ['b', { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', TZ: 'Europe/Berlin' }],
    [`deep/${'er/'.repeat(20)}x`, { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' }],
    ['ein Käse $x', { LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8', TZ: 'Asia/Shanghai', USER: 'other' }],
    ['c', { TZ: 'America/St_Johns' }],
    ['d', { TZ: 'UTC', NODE_ENV: 'production', FORCE_COLOR: '1', COLUMNS: '20', GITHUB_ACTIONS: 'true' }],
  ]
  const hashes = setups.map(([checkout, variables], index) => {
    const root = join(base, String(index), checkout)
    for (const [path, content] of shuffled([...files], index)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
    }
    const { status, stderr } = spawnSync(process.execPath, [program, 'publish'], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: join(base, 'home'), ...variables },
    })
    assert.is(status, 0, `${basename(checkout)}: ${stderr}`)
    return hashOf(join(root, OUTPUT))
  })
  assert.equal(
    hashes,
    hashes.map(() => hashes[0]),
  )
})

test('nothing writes to the prototypes of the language', () => {
  const script = join(base, 'frozen.cjs')
  buildSync({
    stdin: {
      contents: `
        import { main } from './src/cli/main.ts'
        import { createMemoryHost } from './src/host/memory.ts'
        const files = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
        async function publish() {
          const host = createMemoryHost({ files })
          const exit = await main(['publish'], host)
          return JSON.stringify([exit, host.written, [...host.tree('/project')]])
        }
        async function compare() {
          // Packages are loaded by then: some set methods of their own in ways that a frozen prototype refuses.
          const first = await publish()
          for (const one of [Object, Array, String, Map, Set, RegExp, Function]) Object.freeze(one.prototype)
          const second = await publish()
          process.stdout.write(first === second && JSON.parse(first)[0] === 0 ? 'same' : second)
        }
        void compare()
      `,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: script,
    logLevel: 'silent',
  })
  const files = [...filesOf('fixtures/shop/example')].map(
    ([path, content]) => [`/project/${path}`, Buffer.from(content).toString('utf8')] as const,
  )
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    input: JSON.stringify(Object.fromEntries(files)),
    encoding: 'utf8',
  })
  assert.is(stdout, 'same', stderr)
})

test.run()
