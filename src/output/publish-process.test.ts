import { spawn } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import * as assert from 'uvu/assert'
import { createNodeHost } from '../host/node.ts'
import { suite } from '../testing/suite.ts'
import { artifact, codesOf, dotenv, requestOf } from '../testing/example-output.ts'
import type { Artifact } from '../targets/artifact.ts'
import { publishOutput, type PublishRequest } from './publish.ts'

const test = suite('publish in processes of its own')

const base = mkdtempSync(join(tmpdir(), 'publish-'))
const script = join(base, 'child.cjs')
test.before(() => {
  buildSync({
    stdin: {
      contents: `
        import { createNodeHost } from './src/host/node.ts'
        import { publishOutput } from './src/output/publish.ts'
        import { readFileSync } from 'node:fs'
        const request = JSON.parse(readFileSync(process.argv[2], 'utf8'))
        process.stdout.write('ready')
        const result = publishOutput(createNodeHost(), request)
        process.stdout.write(JSON.stringify(result.diagnostics.map((one) => one.code)))
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
test.after(() => rmSync(base, { recursive: true, force: true }))

/** Every file of one variant says which one it is. */
function variant(name: string, files = 12): readonly Artifact[] {
  return [
    ...Array.from({ length: files }, (_, index) =>
      artifact(`files/${index % 4}/${index}.conf`, `${name} ${index}\n`.repeat(2_000)),
    ),
    ...Array.from({ length: 6 }, (_, index) => artifact(`only/${name}/${index}`, `${name}\n`)),
    dotenv(`NAME=${name}\n`),
  ]
}

function requestIn(project: string, artifacts: readonly Artifact[]): PublishRequest {
  return requestOf(artifacts, {
    projectRoot: project,
    manifest: join(project, 'apphost.yaml'),
    output: join(project, 'out'),
  })
}

function newProject(): string {
  const project = mkdtempSync(join(base, 'project-'))
  writeFileSync(join(project, 'apphost.yaml'), 'name: shop\n')
  return project
}

interface Ended {
  readonly codes: readonly string[]
  readonly killed: boolean
}

/** Publishes in a child, which is killed so many milliseconds after it began to. */
function publishIn(project: string, artifacts: readonly Artifact[], killAfter?: number): Promise<Ended> {
  const file = join(mkdtempSync(join(base, 'request-')), 'request.json')
  writeFileSync(file, JSON.stringify(requestIn(project, artifacts)))
  const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'pipe'] })
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
      resolve({ codes: JSON.parse(output.slice('ready'.length)) as readonly string[], killed: false })
    })
  })
}

function treeOf(folder: string): ReadonlyMap<string, string> {
  const files = existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : []
  const found = files.filter((path) => lstatSync(join(folder, path)).isFile()).sort()
  return new Map(found.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

function wholeTree(name: string): ReadonlyMap<string, string> {
  const project = newProject()
  publishOutput(createNodeHost(), requestIn(project, variant(name)))
  return treeOf(join(project, 'out'))
}

test('killed at random moments: every file is of one run, and the next run completes it', async () => {
  const [before, after] = [wholeTree('before'), wholeTree('after')]
  let killed = 0
  for (let round = 0; round < 20; round += 1) {
    const project = newProject()
    publishOutput(createNodeHost(), requestIn(project, variant('before')))
    writeFileSync(join(project, 'out', 'notes.txt'), 'mine')
    const ended = await publishIn(project, variant('after'), round * 0.7)
    if (ended.killed) killed += 1
    for (const [path, content] of treeOf(join(project, 'out'))) {
      if (path.startsWith('.apphost-output') || path === 'notes.txt') continue
      assert.ok(content === before.get(path) || content === after.get(path), `round ${round}: ${path} is torn`)
    }
    const result = publishOutput(createNodeHost(), requestIn(project, variant('after')))
    assert.equal(
      codesOf(result).filter((code) => code !== 'AH8203'),
      [],
      `round ${round}`,
    )
    assert.equal([...treeOf(join(project, 'out'))], [...after, ['notes.txt', 'mine']].sort(byFirst), `round ${round}`)
    assert.not(existsSync(join(project, 'out', 'only', 'before')))
  }
  assert.ok(killed >= 5, `${killed} were killed in time`)
})

function byFirst(left: readonly (string | undefined)[], right: readonly (string | undefined)[]): number {
  return (left[0] ?? '') < (right[0] ?? '') ? -1 : 1
}

test('eight at once: one after the other or refused, and the folder is of exactly one of them', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const trees = new Map(names.map((name) => [name, wholeTree(name)]))
  for (let round = 0; round < 3; round += 1) {
    const project = newProject()
    if (round > 0) mkdirSync(join(project, 'out'))
    const all = await Promise.all(names.map((name) => publishIn(project, variant(name))))
    assert.ok(all.some(({ codes }) => codes.length === 0))
    for (const { codes } of all) assert.ok(codes.length === 0 || codes.join() === 'AH8201', codes.join())
    const tree = treeOf(join(project, 'out'))
    const winner = /^\w/.exec(tree.get('files/0/0.conf') ?? '')?.[0] ?? ''
    assert.equal([...tree], [...(trees.get(winner) ?? [])], `round ${round}`)
  }
})

test.skipUnless(process.platform !== 'win32' && process.getuid?.() !== undefined, 'links and modes')

test('R-path-escape: links below the output folder are refused on a real disk', () => {
  const layings: readonly ((project: string) => void)[] = [
    (project) => symlinkSync(join(project, 'apphost.yaml'), join(project, 'out', 'compose.yaml')),
    (project) => symlinkSync(join(project, 'victim'), join(project, 'out', 'files')),
    (project) => symlinkSync(join(project, 'victim', 'new'), join(project, 'out', 'compose.yaml')),
    (project) => symlinkSync(join(project, 'victim'), join(project, 'out', '.apphost-output.lock')),
    (project) => symlinkSync(join(project, 'victim', 'kept'), join(project, 'out', '.apphost-output.journal')),
  ]
  layings.forEach((lay, index) => {
    const project = newProject()
    mkdirSync(join(project, 'victim'))
    writeFileSync(join(project, 'victim', 'kept'), 'kept')
    mkdirSync(join(project, 'out'))
    lay(project)
    const wanted = [artifact('compose.yaml', 'x\n'), artifact('files/kept', 'x\n')]
    const result = publishOutput(createNodeHost(), { ...requestIn(project, wanted), force: true })
    assert.is(codesOf(result).length, 1, String(index))
    assert.equal([...treeOf(join(project, 'victim'))], [['kept', 'kept']])
    assert.is(readFileSync(join(project, 'apphost.yaml'), 'utf8'), 'name: shop\n')
    assert.equal(readdirSync(join(project, 'out')).length, 1)
  })
})

test('the bits of files are those of scripts and of secrets', () => {
  const project = newProject()
  const artifacts = [artifact('run.sh', '#!/bin/sh\n', { executable: true }), artifact('plain', 'x')]
  publishOutput(createNodeHost(), requestIn(project, artifacts))
  assert.is(lstatSync(join(project, 'out', 'run.sh')).mode & 0o100, 0o100)
  assert.is(lstatSync(join(project, 'out', 'plain')).mode & 0o111, 0)
})

test.run()
