import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { main } from '../cli/main.ts'
import { CATALOG, type Code } from '../diagnostics/catalog.ts'
import type { CodePage } from '../diagnostics/code-page.ts'
import { createMemoryHost, type MemoryHost } from '../host/memory.ts'
import type { PrintedDiagnostic } from './bad-input.ts'
import { createRandom, type RandomSource } from './random.ts'
import { suite, tell } from './suite.ts'

/** `RUNS=2000000 npm test -- testing/fuzz` looks longer; `SEED=` looks elsewhere. */
const SEED = Number(process.env['SEED'] ?? 20260728)
const RUNS = Number(process.env['RUNS'] ?? 20_000)
const SLOWEST_MILLISECONDS = 250
/** Diagnostics about something that is not there have no place in the file. */
const WITHOUT_PLACE: ReadonlySet<string> = new Set(['AH1011', 'AH4028'])

const WORDS = [
  ...['null', '~', 'true', 'yes', '0', '-1', '1e309', '012', '0x1F', '1.10', '""', "''", '[]', '{}', '[[]]', '{a: b}'],
  ...[
    '$<',
    '$<Parameters.x>',
    '$<Resources.api.url>',
    '$<Self.name>',
    '$$<',
    '${X}',
    '{{ x }}',
    '*a',
    '&a x',
    '!!int 1',
  ],
  ...[
    '<<',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '-',
    '- x',
    '? x',
    '|',
    '>',
    '# x',
    '@',
    '`',
    '%',
  ],
  ...['container', 'job', 'postgres', 'redis', 'external', 'image', 'type', 'extends', 'env', 'volumes', 'references'],
  ...['é', '😀', '\u202e', '\t', '\u0000', '\r', '\uFEFF', '9'.repeat(40), 'x'.repeat(300), '../../etc', '/', 'a/b'],
]

/** The texts of one project below `fixtures/`: its manifest, overlays, types and whatever else they name. */
type Project = ReadonlyMap<string, string>

const LARGEST_TEXT = 6000
const SMALL_TEXT = 1200

function projectIn(folder: string): Project {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'case.yaml')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('apphost-output'))
    .sort()
  const texts = files.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const)
  return new Map(texts.filter(([, text]) => text.length < LARGEST_TEXT))
}

function projectsBelow(folder: string): readonly Project[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === 'apphost.yaml' && !path.includes('node_modules'))
    .sort()
    .map((path) => projectIn(join(folder, dirname(path))))
    .filter((project) => project.has('apphost.yaml'))
}

/** What stands between two line ends, blanks or flow signs. */
function tokenAt(text: string, random: RandomSource): readonly [number, number] {
  const at = random.below(text.length + 1)
  const start = at - (/[^\s,:[\]{}]*$/.exec(text.slice(Math.max(0, at - 80), at))?.[0].length ?? 0)
  const end = at + (/^[^\s,:[\]{}]*/.exec(text.slice(at, at + 80))?.[0].length ?? 0)
  return [start, end]
}

function mutateToken(text: string, random: RandomSource): string {
  const [start, end] = tokenAt(text, random)
  const [from, to] = tokenAt(text, random)
  const made = random.pick([random.pick(WORDS), text.slice(from, to), '', text.slice(start, end).toUpperCase()])
  return text.slice(0, start) + made + text.slice(end)
}

function mutateLines(text: string, random: RandomSource): string {
  const lines = text.split('\n')
  const at = random.below(lines.length)
  const line = lines[at] ?? ''
  const other = lines[random.below(lines.length)] ?? ''
  const [first = ''] = line.split(':')
  const choices = [
    [],
    [line, line],
    [other],
    [`  ${line}`],
    [line.slice(2)],
    [line, other],
    [`${first}: ${random.pick(WORDS)}`],
  ]
  lines.splice(at, 1, ...random.pick(choices))
  return lines.join('\n')
}

function mutateCharacters(text: string, random: RandomSource): string {
  const at = random.below(text.length + 1)
  const end = Math.min(text.length, at + random.below(6))
  return text.slice(0, at) + random.pick(['', random.pick(WORDS), text.slice(at, end).repeat(2)]) + text.slice(end)
}

/** One to three accidents: a token, a line or a few characters replaced, doubled, moved or gone. */
function mutate(text: string, random: RandomSource): string {
  let made = text
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    made = random.pick([mutateToken, mutateToken, mutateLines, mutateLines, mutateCharacters])(made, random)
  }
  return made
}

/** The second goes on to the artifacts, where nothing is wrong. */
const COMMANDS = [['validate'], ['publish', '--stdout']]

interface Ended {
  readonly exit: number
  readonly talk: string
  /** Milliseconds by the clock. */
  readonly took: number
}

async function run(host: MemoryHost, command: readonly string[]): Promise<Ended> {
  host.written.talk = ''
  const start = performance.now()
  const exit = await main([...command, '--diagnostics', 'json'], host)
  return { exit, talk: host.written.talk, took: performance.now() - start }
}

/** Milliseconds of processor time, which a busy machine does not change much; the least of three, as it collects garbage. */
async function processorTimeOf(host: MemoryHost, command: readonly string[]): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let count = 0; count < 3; count += 1) {
    const before = process.cpuUsage()
    await run(host, command)
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

function hostOf(project: Project): MemoryHost {
  const files = [...project].map(([path, text]) => [`/project/${path}`, text])
  return createMemoryHost({ files: Object.fromEntries(files) as Record<string, string> })
}

function checkDiagnostics(talk: string, exit: number, shown: string): number {
  const { diagnostics } = JSON.parse(talk) as {
    readonly diagnostics: readonly (PrintedDiagnostic & { readonly related: readonly unknown[] })[]
  }
  const errors = diagnostics.filter((one) => one.severity === 'error')
  // Content is wrong first of all; then the command line, as without a default environment, or this version is too old.
  const exits = errors.map((one): number => {
    const page: CodePage = CATALOG[one.code as Code]
    return page.exit ?? 3
  })
  assert.is(exit, [3, 2, 6].find((code) => exits.includes(code)) ?? 0, `${shown}\n${talk}`)
  assert.ok(
    exits.every((code) => [3, 2, 6].includes(code)),
    `${shown}\n${talk}`,
  )
  for (const one of diagnostics) {
    assert.ok(
      one.location !== null || one.related.length > 0 || WITHOUT_PLACE.has(one.code),
      `${one.code} has no place: ${one.message}\n${shown}`,
    )
    assert.ok((one.location?.start.line ?? 1) >= 1 && (one.location?.start.column ?? 1) >= 1, shown)
    assert.not.match(one.message, /\n|\bundefined\b|\bNaN\b|\[object /, shown)
    assert.ok(
      one.severity !== 'error' || one.hints.length > 0 || one.code === 'AH1090',
      `${one.code} has no hint: ${one.message}\n${shown}`,
    )
  }
  return errors.length
}

const test = suite('validate, mutations')

/** A project with one of its YAML files broken, mostly the manifest. */
function breakOne(project: Project, random: RandomSource): readonly [broken: Project, shown: string] {
  const others = [...project.keys()].filter((path) => /\.ya?ml$/.test(path))
  const path = random.oneIn(4) ? random.pick(others) : 'apphost.yaml'
  const text = mutate(project.get(path) ?? '', random)
  return [new Map([...project, [path, text]]), `${path}:\n${text}`]
}

test(`broken manifests never break the program (seed ${SEED})`, async () => {
  const random = createRandom(SEED)
  const projects = ['compose', 'shop', 'catalog', 'applications', 'promote'].flatMap((folder) =>
    projectsBelow(join('fixtures', folder)),
  )
  assert.ok(projects.length > 40, String(projects.length))
  // The first run compiles the code, which is no manifest's fault.
  for (const project of projects) for (const command of COMMANDS) await run(hostOf(project), command)
  // A mistake is found alike in a small project; large ones have their turn, and those with types of their own, whose
  // schema is compiled each time, but they would take most of the time.
  const small = projects.filter((project) => {
    const text = project.get('apphost.yaml') ?? ''
    return text.length < SMALL_TEXT && !/^types:/m.test(text)
  })
  let refused = 0
  let slowest = { took: 0, number: 0 }
  for (let number = 0; number < RUNS; number += 1) {
    const [broken, text] = breakOne(random.pick(random.oneIn(40) ? projects : small), random)
    const host = hostOf(broken)
    const shown = `case ${number}, ${text}`
    const command = COMMANDS[random.oneIn(5) ? 1 : 0] ?? []
    const first = await run(host, command)
    const second = await run(host, command)
    assert.is(second.talk, first.talk, shown)
    let took = Math.min(first.took, second.took)
    if (took > SLOWEST_MILLISECONDS) took = Math.min(took, await processorTimeOf(host, command))
    assert.ok(took < SLOWEST_MILLISECONDS, `${took} ms for ${shown}`)
    if (took > slowest.took) slowest = { took, number }
    if (checkDiagnostics(first.talk, first.exit, shown) > 0) refused += 1
  }
  assert.ok(refused > RUNS / 4, `${refused} of ${RUNS} were refused`)
  tell(
    `seed ${SEED}: ${RUNS} mutations of ${projects.length} projects, ${refused} refused, ` +
      `slowest ${slowest.took.toFixed(1)} ms (case ${slowest.number})`,
  )
})

test.run()
