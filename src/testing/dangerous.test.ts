import { spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { temporaryFolder } from './fixtures.ts'
import { buildProgram, runMeasured, type MeasuredRun } from './program.ts'
import { suite, tell } from './suite.ts'

/*
 * Input that is made to take for ever, or all memory: too large for the folder of cases, or nothing that a checkout can
 * hold. Each is one process, so that what it takes can be measured.
 */

const MOST_MILLISECONDS = 1000
const MOST_MEGABYTES = 256

const test = suite('dangerous input')
const program = buildProgram(join(temporaryFolder(), 'program'))

/** What lies in the project: text, or something that the function lays down at the path. */
type Files = Readonly<Record<string, string | ((path: string) => void)>>

interface Dangerous {
  readonly files: Files
  /** `validate` where it is not given. */
  readonly argv?: readonly string[]
  readonly input?: string | number
  readonly exit: number
  /** Codes that must be among those said. */
  readonly codes: readonly string[]
}

const START = 'apphost: v1\nname: a\n'
const RESOURCE = 'resources:\n  a: { type: container, image: "a:1" }\n'

function manifest(text: string): Files {
  return { 'apphost.yaml': text }
}

function repeated(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('')
}

function aliases(width: number, depth: number): string {
  const level = (index: number): string => {
    const item = index === 0 ? 'v' : `*x${index - 1}`
    return `x-${index}: &x${index} [${Array.from({ length: width }, () => item).join()}]\n`
  }
  return repeated(depth, level)
}

function sparse(megabytes: number): (path: string) => void {
  return (path) => {
    const handle = openSync(path, 'w')
    ftruncateSync(handle, megabytes * 2 ** 20)
    closeSync(handle)
  }
}

function pipe(path: string): void {
  assert.is(spawnSync('mkfifo', [path]).status, 0)
}

function linkTo(target: string): (path: string) => void {
  return (path) => symlinkSync(target, path)
}

const CHAIN = 1000

const CASES: Readonly<Record<string, Dangerous>> = {
  'a million brackets': { files: manifest('['.repeat(1_000_000)), exit: 3, codes: ['AH1025'] },
  'brackets in a value': { files: manifest(`${START}x-a: ${'[{a: '.repeat(100_000)}`), exit: 3, codes: ['AH1025'] },
  'three thousand blocks': {
    files: manifest(repeated(1300, (index) => `${' '.repeat(index)}a:\n`)),
    exit: 3,
    codes: ['AH1025'],
  },
  'aliases of nine levels': { files: manifest(START + aliases(9, 9) + RESOURCE), exit: 3, codes: ['AH1043'] },
  'aliases of fifty, twelve levels': {
    files: manifest(START + aliases(50, 12) + RESOURCE),
    exit: 3,
    codes: ['AH1043'],
  },
  'an alias of itself': { files: manifest(`${START}x-a: &a [*a]\n${RESOURCE}`), exit: 3, codes: ['AH1042'] },
  'twenty thousand anchors': {
    files: manifest(START + repeated(20_000, (index) => `x-${index}: &a${index} [*a${Math.max(0, index - 1)}]\n`)),
    exit: 3,
    codes: ['AH1042'],
  },
  'fifty thousand keys': {
    files: manifest(START + repeated(50_000, (index) => `x-${index}: 1\n`) + RESOURCE),
    exit: 0,
    codes: [],
  },
  'twenty thousand keys that nobody knows': {
    files: manifest(START + repeated(20_000, (index) => `k${index}: 1\n`) + RESOURCE),
    exit: 3,
    codes: ['AH2003'],
  },
  'fifty thousand times one key': {
    files: manifest(START + 'x-a: 1\n'.repeat(50_000)),
    exit: 3,
    codes: ['AH1031', 'AH1090'],
  },
  'two hundred thousand errors': { files: manifest(START + 'a: `\n'.repeat(200_000)), exit: 3, codes: ['AH1021'] },
  'one line of four million characters': {
    files: manifest(`${START}x-a: "${'a b '.repeat(1_000_000)}\n`),
    exit: 3,
    codes: ['AH1023'],
  },
  'a line of quotes': { files: manifest(`${START}x-a: ${'"a" '.repeat(500_000)}\n`), exit: 3, codes: ['AH1023'] },
  'a hundred megabytes': { files: { 'apphost.yaml': sparse(100) }, exit: 3, codes: ['AH1005'] },
  'a device without an end': { files: { 'apphost.yaml': linkTo('/dev/zero') }, exit: 3, codes: ['AH1002'] },
  'a pipe that nobody fills': { files: { 'apphost.yaml': pipe }, exit: 3, codes: ['AH1004'] },
  'prototypes everywhere': {
    files: manifest(
      `${START}__proto__: { polluted: 1 }\nparameters: { __proto__: { secret: true }, constructor: x }\n` +
        `resources:\n  __proto__: { type: container, image: "a:1" }\n  toString: { type: __proto__ }\n` +
        `  a: { type: container, image: "a:1", env: { __proto__: $<Parameters.constructor> }, labels: { __proto__: b } }\n`,
    ),
    exit: 3,
    codes: ['AH2001'],
  },
  'waits in a circle of a thousand': {
    files: manifest(
      `${START}resources:\n${repeated(
        CHAIN,
        (index) => `  r${index}: { type: container, image: "a:1", waitFor: [r${(index + 1) % CHAIN}] }\n`,
      )}`,
    ),
    exit: 3,
    codes: ['AH5011'],
  },
  'extends in a chain of a thousand': {
    files: manifest(
      `${START}resources:\n${repeated(CHAIN, (index) => `  r${index}: { extends: r${(index + 1) % CHAIN} }\n`)}`,
    ),
    exit: 3,
    codes: ['AH3011'],
  },
  'a pattern that others take for ever on': {
    files: manifest(
      `${START}parameters: { p: { type: string, pattern: "^(a+)+$", default: "${'a'.repeat(60_000)}!" } }\n${RESOURCE}`,
    ),
    exit: 3,
    codes: ['AH4002'],
  },
  'a pattern of patterns': {
    files: manifest(
      `${START}parameters: { p: { pattern: "((((((a{1,99}){1,99}){1,99}){1,99}){1,99}){1,99})" } }\n${RESOURCE}`,
    ),
    exit: 3,
    codes: ['AH4008'],
  },
  'a placeholder without an end': {
    files: manifest(
      `${START}resources:\n  a: { type: container, image: "a:1", env: { A: "${'$<'.repeat(200_000)}" } }\n`,
    ),
    exit: 3,
    codes: ['AH4103'],
  },
  'forty thousand placeholders in a line': {
    files: manifest(
      `${START}resources:\n  a: { type: container, image: "a:1", env: { A: "${'$<Parameters.no>'.repeat(40_000)}" } }\n`,
    ),
    exit: 3,
    codes: ['AH4201'],
  },
  'braces in a glob': {
    files: manifest(
      `${START}types: ["{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}/*.yaml"]\n${RESOURCE}`,
    ),
    exit: 3,
    codes: [],
  },
  'a range in a glob': {
    files: manifest(`${START}types: ["{1..100000000}/{1..100000000}.yaml"]\n${RESOURCE}`),
    exit: 3,
    codes: [],
  },
  'stars in a glob': {
    files: {
      ...manifest(`${START}types: ["${'*a'.repeat(30)}.yaml"]\n${RESOURCE}`),
      ['a'.repeat(200)]: '',
    },
    exit: 3,
    codes: [],
  },
  'a type from a device': {
    files: { ...manifest(`${START}types: [endless.yaml]\n${RESOURCE}`), 'endless.yaml': linkTo('/dev/zero') },
    exit: 3,
    codes: ['AH1002'],
  },
  'a file from a pipe': {
    files: {
      ...manifest(`${START}resources:\n  a: { type: container, image: "a:1", files: [{ path: /a, source: fifo }] }\n`),
      fifo: pipe,
    },
    exit: 3,
    codes: ['AH1004'],
  },
  'a file of a gigabyte': {
    files: {
      ...manifest(`${START}resources:\n  a: { type: container, image: "a:1", files: [{ path: /a, source: large }] }\n`),
      large: sparse(1024),
    },
    exit: 3,
    codes: ['AH1005'],
  },
  'parameters from a device': {
    files: manifest(START + RESOURCE),
    argv: ['validate', '--params-file', '/dev/zero'],
    exit: 2,
    codes: ['AH8523'],
  },
  'parameters from an endless input': {
    files: manifest(START + RESOURCE),
    argv: ['validate', '--params-file', '-'],
    input: openSync('/dev/zero', 'r'),
    exit: 2,
    codes: ['AH8523'],
  },
  'parameters of a hundred megabytes': {
    files: { ...manifest(START + RESOURCE), 'p.yaml': sparse(100) },
    argv: ['validate', '--params-file', 'p.yaml'],
    exit: 2,
    codes: ['AH8523'],
  },
  'layouts without an end': {
    files: { ...manifest(START + RESOURCE), 't/compose/README.md.hbs': sparse(100), 't/compose/env.hbs': pipe },
    argv: ['publish', '--templates', 't'],
    exit: 2,
    codes: ['AH8523'],
  },
  'a layout of five thousand blocks': {
    files: { ...manifest(START + RESOURCE), 't/compose/README.md.hbs': '{{#if a}}'.repeat(5000) },
    argv: ['publish', '--templates', 't'],
    exit: 3,
    codes: ['AH6091'],
  },
  'an output folder whose list is a device': {
    files: { ...manifest(START + RESOURCE), 'out/.apphost-output.json': linkTo('/dev/zero') },
    argv: ['publish', '-o', 'out'],
    exit: 5,
    codes: ['AH8005'],
  },
  'an output folder whose .env is a pipe': {
    files: { ...manifest(START + RESOURCE), 'out/.env': pipe },
    argv: ['publish', '-o', 'out'],
    exit: 5,
    codes: ['AH8003'],
  },
  'arguments of a hundred thousand characters': {
    files: manifest(START + RESOURCE),
    argv: ['validate', '--param', `${'a'.repeat(100_000)}=b`],
    exit: 2,
    codes: ['AH4024'],
  },
}

function place(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof content === 'string') writeFileSync(path, content)
    else content(path)
  }
}

/** Codes that were said, as text for people. */
function codesSaid(run: MeasuredRun): readonly string[] {
  return [...run.talk.matchAll(/^(?:error|warning|info)\[(AH\d+)\]/gm)].map(([, code = '']) => code)
}

const slowest = { name: '', milliseconds: 0 }
const largest = { name: '', megabytes: 0 }

for (const [name, { files, argv = ['validate'], input, exit, codes }] of Object.entries(CASES)) {
  test(name, () => {
    const folder = temporaryFolder()
    place(folder, files)
    const given = input === undefined ? {} : { input }
    let run = runMeasured(program, folder, argv, given)
    // A second chance for what another process may have disturbed.
    if (run.milliseconds > MOST_MILLISECONDS) {
      run = runMeasured(program, folder, argv, given)
    }
    const { milliseconds, megabytes } = run
    assert.is(run.exit, exit, run.talk.slice(0, 2000))
    const said = codesSaid(run)
    for (const code of codes) assert.ok(said.includes(code), `${code} is not among ${said.join(' ')}`)
    assert.ok(said.length <= 102, String(said.length))
    assert.ok(run.talk.length < 200_000, `${run.talk.length} characters were said`)
    assert.not.match(run.talk, /^    at /m, 'a stack was shown')
    assert.ok(
      run.talk.split('\n').every((line) => line.length < 5000),
      'a line is longer than people read',
    )
    assert.ok(milliseconds < MOST_MILLISECONDS, `${milliseconds} ms`)
    assert.ok(megabytes < MOST_MEGABYTES, `${megabytes} MB`)
    if (milliseconds > slowest.milliseconds) Object.assign(slowest, { name, milliseconds })
    if (megabytes > largest.megabytes) Object.assign(largest, { name, megabytes })
  })
}

test.after(() =>
  tell(
    `slowest ${Math.round(slowest.milliseconds)} ms (${slowest.name}), largest ${Math.round(largest.megabytes)} MB (${largest.name})`,
  ),
)

test.run()
