import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { main } from '../cli/main.ts'
import { createMemoryHost, type MemoryHost } from '../host/memory.ts'
import type { PrintedDiagnostic } from './bad-input.ts'
import { createRandom, type RandomSource } from './random.ts'
import { suite } from './suite.ts'

/** `RUNS=200000 npm test -- testing/fuzz` looks longer; `SEED=` looks elsewhere. */
const SEED = Number(process.env['SEED'] ?? 20260728)
const RUNS = Number(process.env['RUNS'] ?? 5000)
const BUDGET_MILLISECONDS = process.env['RUNS'] === undefined ? 20_000 : Number.POSITIVE_INFINITY
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

function manifestsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('apphost.yaml') && !path.includes('node_modules'))
    .sort()
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .filter((text) => text.length < 6000)
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

interface Validated {
  readonly exit: number
  readonly talk: string
  /** Processor time in milliseconds, so that a busy machine fails nothing. */
  readonly took: number
}

async function validate(host: MemoryHost): Promise<Validated> {
  host.written.talk = ''
  const before = process.cpuUsage()
  const exit = await main(['validate', '--diagnostics', 'json'], host)
  const { user, system } = process.cpuUsage(before)
  return { exit, talk: host.written.talk, took: (user + system) / 1000 }
}

function checkDiagnostics(talk: string, exit: number, shown: string): number {
  const { diagnostics } = JSON.parse(talk) as {
    readonly diagnostics: readonly (PrintedDiagnostic & { readonly related: readonly unknown[] })[]
  }
  const errors = diagnostics.filter((one) => one.severity === 'error')
  // Without a default, the command line must say which environment is meant.
  const wrong = errors.some((one) => one.code === 'AH3027') ? 2 : 3
  assert.is(exit, errors.length > 0 ? wrong : 0, `${shown}\n${talk}`)
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

test(`broken manifests never break the program (seed ${SEED})`, async () => {
  const random = createRandom(SEED)
  const texts = ['compose', 'shop', 'catalog'].flatMap((folder) => manifestsBelow(join('fixtures', folder)))
  assert.ok(texts.length > 20, String(texts.length))
  // The first run compiles the code, which is no manifest's fault.
  for (const text of texts) await validate(createMemoryHost({ files: { '/project/apphost.yaml': text } }))
  const start = performance.now()
  let done = 0
  let refused = 0
  for (; done < RUNS && performance.now() - start < BUDGET_MILLISECONDS; done += 1) {
    const text = mutate(random.pick(texts), random)
    const host = createMemoryHost({ files: { '/project/apphost.yaml': text } })
    const shown = `manifest ${done}:\n${text}`
    const first = await validate(host)
    const second = await validate(host)
    assert.is(second.talk, first.talk, shown)
    // Twice, because the collector of garbage may come in between.
    assert.ok(
      Math.min(first.took, second.took) < SLOWEST_MILLISECONDS,
      `${first.took} ms and ${second.took} ms for ${shown}`,
    )
    if (checkDiagnostics(first.talk, first.exit, shown) > 0) refused += 1
  }
  assert.ok(done > 200, `only ${done} cases in time`)
  assert.ok(refused > done / 4, `${refused} of ${done} were refused`)
})

test.run()
