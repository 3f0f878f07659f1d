import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import * as assert from 'uvu/assert'
import type { FileSystem } from '../host/host.ts'
import { createNodeHost } from '../host/node.ts'
import type { Artifact } from '../targets/artifact.ts'
import { AFTER, artifact, BEFORE, codesOf, dotenv, requestOf } from '../testing/example-output.ts'
import { createRandom } from '../testing/random.ts'
import { suite, tell } from '../testing/suite.ts'
import { publishOutput, type PublishRequest } from './publish.ts'

/*
 * What `crash.test.ts` shows on a disk in memory, on a real one with real kills. A publish in a process of its own kills
 * itself at one of its file operations, or is killed at a random moment; `ROUNDS=3000` kills more often.
 */

const SEED = Number(process.env['SEED'] ?? 20_261)
const ROUNDS = Number(process.env['ROUNDS'] ?? 300)
const RACES = 25

const test = suite('publish on a real disk')
const base = mkdtempSync(join(tmpdir(), 'real-disk-'))
const script = join(base, 'child.cjs')
test.after(() => rmSync(base, { recursive: true, force: true }))
test.before(() => {
  buildSync({
    stdin: {
      contents: `
        import { readFileSync, writeFileSync, writeSync } from 'node:fs'
        import { createNodeHost } from './src/host/node.ts'
        import { publishOutput } from './src/output/publish.ts'
        const request = JSON.parse(readFileSync(process.argv[2], 'utf8'))
        const killAt = Number(process.argv[3])
        const host = createNodeHost()
        let count = 0
        const files = Object.fromEntries(Object.entries(host.files).map(([name, operation]) => [
          name,
          (...given) => {
            if (++count === killAt) {
              // A write that is killed leaves what was written so far
              if (name === 'createFile') writeFileSync(given[0], given[1].subarray(0, given[1].length >> 1), { flag: 'wx' })
              process.kill(process.pid, 'SIGKILL')
            }
            return operation(...given)
          },
        ]))
        writeSync(1, 'ready')
        const { diagnostics } = publishOutput({ ...host, files, process: host.process }, request)
        writeSync(1, JSON.stringify({ count, codes: diagnostics.map((one) => one.code) }))
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
})

const NOTES = "somebody's notes\n"
const CHANGED_DOTENV = '# mine\nLOG_LEVEL=info\nPORT=81 # mine too\n'

function newProject(): string {
  const project = mkdtempSync(join(base, 'project-'))
  writeFileSync(join(project, 'apphost.yaml'), 'name: shop\n')
  return project
}

function requestIn(project: string, artifacts: readonly Artifact[]): PublishRequest {
  const manifest = join(project, 'apphost.yaml')
  return requestOf(artifacts, { projectRoot: project, manifest, output: join(project, 'out') })
}

/** A project whose output is as the first publish left it, with a note and a `.env` of the user's. */
function prepared(): string {
  const project = newProject()
  assert.equal(codesOf(publishOutput(createNodeHost(), requestIn(project, BEFORE))), [])
  writeFileSync(join(project, 'out', 'notes.txt'), NOTES)
  writeFileSync(join(project, 'out', '.env'), CHANGED_DOTENV)
  return project
}

type Tree = ReadonlyMap<string, string>

function treeOf(project: string): Tree {
  const folder = join(project, 'out')
  const paths = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  const files = paths.filter((path) => lstatSync(join(folder, path)).isFile()).sort()
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

/** What people see: without the names that are ours while a run is at work. */
function visible(tree: Tree): Tree {
  return new Map([...tree].filter(([path]) => !/^\.apphost-output[.](?!json$)/.test(path)))
}

const OLD = visible(treeOf(prepared()))
const finished = prepared()
publishOutput(createNodeHost(), requestIn(finished, AFTER))
const NEW = treeOf(finished)

function assertNothingTorn(project: string, moment: string): void {
  const now = visible(treeOf(project))
  for (const [path, content] of now) {
    assert.ok(content === OLD.get(path) || content === NEW.get(path), `${moment}: ${path} is torn`)
  }
  for (const path of OLD.keys()) assert.ok(!NEW.has(path) || now.has(path), `${moment}: ${path} is lost`)
  assert.is(now.get('notes.txt'), NOTES, moment)
}

function assertConverges(project: string, moment: string): void {
  const { diagnostics } = publishOutput(createNodeHost(), requestIn(project, AFTER))
  assert.equal(
    diagnostics.filter((one) => one.severity === 'error'),
    [],
    moment,
  )
  assert.equal([...treeOf(project)], [...NEW], moment)
}

function requestFile(project: string, artifacts: readonly Artifact[]): string {
  const file = join(mkdtempSync(join(base, 'request-')), 'request.json')
  writeFileSync(file, JSON.stringify(requestIn(project, artifacts)))
  return file
}

/** Publishes in a process that kills itself at one operation (0: none). */
function publishIn(project: string, killAt: number): { readonly killed: boolean; readonly count: number } {
  const { signal, stdout, stderr } = spawnSync(
    process.execPath,
    [script, requestFile(project, AFTER), String(killAt)],
    {
      encoding: 'utf8',
    },
  )
  if (signal === 'SIGKILL') return { killed: true, count: killAt }
  assert.match(stdout, /^ready\{/, stderr)
  return { killed: false, count: (JSON.parse(stdout.slice('ready'.length)) as { readonly count: number }).count }
}

test('killed at every file operation: nothing is torn or lost, and the next run converges', () => {
  const { count } = publishIn(prepared(), 0)
  assert.ok(count > 100, String(count))
  for (let operation = 1; operation <= count; operation += 1) {
    const project = prepared()
    assert.ok(publishIn(project, operation).killed, `operation ${operation} was not reached`)
    assertNothingTorn(project, `killed at ${operation}`)
    assertConverges(project, `killed at ${operation}`)
    rmSync(project, { recursive: true })
  }
  tell(`${count} operations, killed at each: 0 torn, 0 lost, all converge`)
})

/** The node host, whose operation of this number fails. */
function failingFiles(
  operation: number,
  code: string,
): { readonly files: FileSystem; readonly reached: () => boolean } {
  let count = 0
  const files = Object.entries(
    createNodeHost().files as unknown as Record<string, (...given: unknown[]) => unknown>,
  ).map(([name, action]) => [
    name,
    (...given: unknown[]): unknown => {
      count += 1
      if (count !== operation) return action(...given)
      if (name === 'createFile') {
        const bytes = given[1] as Uint8Array
        writeFileSync(String(given[0]), bytes.subarray(0, bytes.length >> 1), { flag: 'wx' })
      }
      throw Object.assign(new Error(code), { code })
    },
  ])
  return { files: Object.fromEntries(files) as FileSystem, reached: () => count >= operation }
}

for (const code of ['ENOSPC', 'EACCES', 'EIO']) {
  test(`${code} at every file operation: the old files stay or the new ones are there, and the next run converges`, () => {
    let operation = 0
    for (let reached = true; reached;) {
      operation += 1
      const project = prepared()
      const failing = failingFiles(operation, code)
      const host = createNodeHost()
      const result = publishOutput({ ...host, files: failing.files, process: host.process }, requestIn(project, AFTER))
      const moment = `${code} at ${operation}`
      const errors = result.diagnostics.filter((one) => one.severity === 'error')
      assert.equal([...visible(treeOf(project))], [...(errors.length > 0 ? OLD : NEW)], moment)
      assert.ok(
        errors.every((one) => one.code === 'AH8301' && one.hints.length > 0),
        moment,
      )
      assertNothingTorn(project, moment)
      assertConverges(project, moment)
      rmSync(project, { recursive: true })
      reached = failing.reached()
    }
    assert.ok(operation > 100, String(operation))
    tell(`${code} at each of ${operation - 1} operations: 0 torn, 0 lost, all converge`)
  })
}

/** Every file of one variant says which one it is. */
function variant(name: string): readonly Artifact[] {
  return [
    ...Array.from({ length: 12 }, (_, index) =>
      artifact(`files/${index % 4}/${index}.conf`, `${name} ${index}\n`.repeat(2_000)),
    ),
    ...Array.from({ length: 3 }, (_, index) => artifact(`only/${name}/${index}`, `${name}\n`)),
    dotenv(`NAME=${name}\n`),
  ]
}

interface Ended {
  readonly codes: readonly string[]
  readonly killed: boolean
}

/** Publishes in a process that is killed so many milliseconds after it began to, if it is still at work. */
function publishBeside(project: string, artifacts: readonly Artifact[], killAfter?: number): Promise<Ended> {
  const child = spawn(process.execPath, [script, requestFile(project, artifacts), '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let noise = ''
  child.stderr.on('data', (chunk: Buffer) => (noise += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => {
    if (output === '' && killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter)
    output += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') return resolve({ codes: [], killed: true })
      if (code !== 0) return reject(new Error(`${code} ${noise}`))
      resolve({ ...(JSON.parse(output.slice('ready'.length)) as { readonly codes: readonly string[] }), killed: false })
    })
  })
}

function wholeTree(name: string): Tree {
  const project = newProject()
  publishOutput(createNodeHost(), requestIn(project, variant(name)))
  return treeOf(project)
}

test(`killed at ${ROUNDS} random moments: every file is of one run, and the next run completes it (seed ${SEED})`, async () => {
  const random = createRandom(SEED)
  const [before, after] = [wholeTree('before'), wholeTree('after')]
  const inOrder = [...after, ['notes.txt', NOTES] as const].sort(([left], [right]) => (left < right ? -1 : 1))
  let killed = 0
  // The machine says how long a publish takes on it.
  let longest = 20
  for (let round = 0; round < ROUNDS; round += 1) {
    const project = newProject()
    publishOutput(createNodeHost(), requestIn(project, variant('before')))
    writeFileSync(join(project, 'out', 'notes.txt'), NOTES)
    const ended = await publishBeside(project, variant('after'), (random.below(1000) / 1000) * longest)
    if (ended.killed) killed += 1
    longest = Math.min(200, Math.max(5, longest * (ended.killed ? 1.03 : 0.97)))
    for (const [path, content] of visible(treeOf(project))) {
      if (path.startsWith('.apphost-output') || path === 'notes.txt') continue
      assert.ok(content === before.get(path) || content === after.get(path), `round ${round}: ${path} is torn`)
    }
    const codes = codesOf(publishOutput(createNodeHost(), requestIn(project, variant('after'))))
    assert.equal(
      codes.filter((code) => code !== 'AH8203'),
      [],
      `round ${round}`,
    )
    assert.equal([...treeOf(project)], inOrder, `round ${round}`)
    rmSync(project, { recursive: true })
  }
  assert.ok(killed > ROUNDS / 10, `${killed} were killed in time`)
  tell(`seed ${SEED}: ${ROUNDS} publishes, ${killed} of them killed at work: 0 torn, all converge`)
})

test(`eight at once, ${RACES} times: the folder is of exactly one of them, and the others wait or are refused`, async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const trees = new Map(names.map((name) => [name, wholeTree(name)]))
  let refused = 0
  for (let round = 0; round < RACES; round += 1) {
    const project = newProject()
    if (round % 2 === 1) mkdirSync(join(project, 'out'))
    const all = await Promise.all(names.map((name) => publishBeside(project, variant(name))))
    assert.ok(
      all.some(({ codes }) => codes.length === 0),
      `round ${round}: nobody published`,
    )
    for (const { codes } of all) assert.ok(codes.length === 0 || codes.join() === 'AH8201', codes.join())
    refused += all.filter(({ codes }) => codes.length > 0).length
    const tree = treeOf(project)
    const winner = /^\w/.exec(tree.get('files/0/0.conf') ?? '')?.[0] ?? ''
    assert.equal([...tree], [...(trees.get(winner) ?? [])], `round ${round}`)
    rmSync(project, { recursive: true })
  }
  tell(`${RACES} times ${names.length} at once: ${refused} refused with AH8201 (exit 5), always one whole result`)
})

test.run()
