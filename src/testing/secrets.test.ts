import * as assert from 'uvu/assert'
import { main } from '../cli/main.ts'
import type { Host } from '../host/host.ts'
import { createMemoryHost, Killed, type MemoryHost } from '../host/memory.ts'
import { systemError } from '../host/memory-files.ts'
import { CANARIES } from './canaries.ts'
import { quoted } from './odd-values.ts'
import { suite, tell } from './suite.ts'

const test = suite('secrets')

/** Commands that compile, in all their forms, and some that only look at the project. */
const COMMANDS = [
  'publish',
  'publish --format json',
  'publish --check',
  'publish --stdout',
  'publish -e all --output-path all',
  'validate',
  'validate -e all',
  'params',
  'params --format json',
  'environments',
  'environments --format json',
  'schema',
  'explain parameters',
  'explain parameters.secret-3',
  'explain parameters.secret-10 --format json',
  'explain environments',
  'explain resources',
  'explain resources --format json',
  'explain resources.db.password',
  'explain resources.api.env.SECRET_2',
  'graph',
  'graph --format json',
  'init --file other.yaml',
  'completion bash',
  'templates eject',
]
/** What shows most, for the many cases that fail. */
const TELLING = [
  'publish',
  'validate -e all',
  'params',
  'environments',
  'explain parameters',
  'explain resources',
  'schema',
]
const FORMATS = ['text', 'json', 'sarif', 'github']

interface Given {
  readonly files?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  /** Added to the command line. */
  readonly options?: readonly string[]
}

const names = CANARIES.map((_, index) => `secret-${index + 1}`)

/** One line for each canary. */
function each(line: (name: string, value: string, index: number) => string): string {
  return CANARIES.map(({ value }, index) => `${line(`secret-${index + 1}`, value, index)}\n`).join('')
}

/** An application that uses every secret in the ways that there are; `details` belong to each declaration. */
function manifest(details = '', more = ''): string {
  return `apphost: v1
name: shop
parameters:
${each((name) => `  ${name}: { secret: true${details} }`)}
environments:
  dev: { default: true }
  production: {}
resources:
  db: { type: postgres, password: $<Parameters.secret-1>, volume: {}, databases: { main: {} } }
  api:
    type: container
    image: acme/api:1
    references: [main]
    env:
${each((name, _, index) => `      SECRET_${index + 1}: $<Parameters.${name}>\n      URL_${index + 1}: x://u:$<Parameters.${name} | uri>@h`)}
    files:
      - { path: /etc/a.ini, content: "a = $<Parameters.secret-9>" }
${more}`
}

const VARIABLES = Object.fromEntries(CANARIES.map(({ value }, index) => [`Parameters__${names[index]}`, value]))
const YAML_FILE = each((name, value) => `${name}: ${quoted(value)}`)
const JSON_FILE = JSON.stringify(Object.fromEntries(CANARIES.map(({ value }, index) => [names[index], value])), null, 1)

/** Every text that a run put anywhere: both streams, the disk, and each file that it ever made. */
interface Traces {
  readonly texts: Map<string, string>
  exit: number | 'killed'
}

/** A host that keeps what is written to files that do not stay. */
function recording(host: MemoryHost, texts: Map<string, string>, instead?: () => never): Host {
  const createFile: Host['files']['createFile'] = (path, bytes, mode) => {
    instead?.()
    texts.set(`made ${path} ${texts.size}`, Buffer.from(bytes).toString('utf8'))
    host.files.createFile(path, bytes, mode)
  }
  return { ...host, process: host.process, files: { ...host.files, createFile } }
}

function hostOf(given: Given): MemoryHost {
  const files = Object.entries(given.files ?? { 'apphost.yaml': manifest() })
  return createMemoryHost({
    files: Object.fromEntries(files.map(([path, text]) => [`/project/${path}`, text])),
    environment: { HOME: '/home/somebody', ...given.environment },
    input: given.input ?? '',
  })
}

/** Runs a command; what stood on the disk before is no trace. */
async function traces(
  host: MemoryHost,
  command: string,
  options: readonly string[] = [],
  createFile?: () => never,
): Promise<Traces> {
  const found: Traces = { texts: new Map(), exit: 0 }
  const before = host.tree('/')
  Object.assign(host.written, { output: '', talk: '' })
  try {
    found.exit = await main([...command.split(' '), ...options], recording(host, found.texts, createFile))
  } catch (error) {
    if (!(error instanceof Killed)) throw error
    found.exit = 'killed'
  }
  found.texts.set('standard output', host.written.output)
  found.texts.set('standard error', host.written.talk)
  for (const [path, text] of host.tree('/')) if (before.get(path) !== text) found.texts.set(path, text)
  return found
}

/** Places where a canary can be seen: `secret-3 in standard error: ...`. */
function leaksOf({ texts }: Traces): readonly string[] {
  return [...texts].flatMap(([where, text]) =>
    CANARIES.flatMap(({ forms }, index) =>
      forms
        .filter((form) => text.includes(form))
        .slice(0, 1)
        .map((form) => {
          const at = text.indexOf(form)
          return `${names[index]} in ${where}: ${text.slice(Math.max(0, at - 300), at + 60)}`
        }),
    ),
  )
}

function assertNoLeak(found: Traces, what: string): void {
  assert.equal(leaksOf(found).slice(0, 3), [], what)
}

let runs = 0

/** Runs commands on one project, with the forms of diagnostics in turn; all end with one of the exit codes and show nothing. */
async function keepSilent(given: Given, commands: readonly string[], exits: readonly number[]): Promise<void> {
  for (const command of commands) {
    const format = FORMATS[runs++ % FORMATS.length] ?? 'text'
    const compiles = !/^(init|completion|templates|schema)/.test(command)
    const options = ['--diagnostics', format, '--log-level', 'debug', ...(compiles ? (given.options ?? []) : [])]
    const what = `${command} ${format}`
    const found = await traces(hostOf(given), command, options)
    assertNoLeak(found, what)
    const said = (): string => `${what}: exit ${found.exit}\n${found.texts.get('standard error')?.slice(0, 2000)}`
    if (compiles) assert.ok(exits.includes(Number(found.exit)), said())
  }
}

test('the search finds what leaks', () => {
  for (const { value } of CANARIES) {
    const encoded = [value, JSON.stringify({ value }), encodeURIComponent(value), Buffer.from(value).toString('base64')]
    for (const text of encoded) {
      assert.ok(leaksOf({ texts: new Map([['there', `before ${text} after`]]), exit: 0 }).length > 0, text.slice(0, 50))
    }
  }
  assert.equal(leaksOf({ texts: new Map([['there', manifest()]]), exit: 0 }), [])
  assert.ok(CANARIES.length >= 24)
})

const SUPPLIED: Readonly<Record<string, (details: string) => Given>> = {
  variables: (details) => ({ files: { 'apphost.yaml': manifest(details) }, environment: VARIABLES }),
  'a file of parameters': (details) => ({
    files: { 'apphost.yaml': manifest(details), 'secrets.yaml': YAML_FILE },
    options: ['--params-file', 'secrets.yaml'],
  }),
  'a file of parameters in JSON': (details) => ({
    files: { 'apphost.yaml': manifest(details), 'secrets.json': JSON_FILE },
    options: ['--params-file', 'secrets.json'],
  }),
  'standard input': (details) => ({
    files: { 'apphost.yaml': manifest(details) },
    input: YAML_FILE,
    options: ['--params-file', '-'],
  }),
  'variables of other names': (details) => ({
    files: {
      'apphost.yaml': names.reduce(
        (text, name, index) =>
          text.replace(`${name}: { secret: true`, () => `${name}: { secret: true, env: OUTSIDE_${index}`),
        manifest(details),
      ),
    },
    environment: Object.fromEntries(CANARIES.map(({ value }, index) => [`OUTSIDE_${index}`, value])),
  }),
}

const REFUSED_DETAILS = [
  ', pattern: "^never$"',
  ', enum: [one, two]',
  ', minLength: 300000',
  ', maxLength: 1',
  ', type: integer',
  ', type: boolean',
  ', type: number, maximum: 1',
]

for (const [way, given] of Object.entries(SUPPLIED)) {
  test(`R-canary: given by ${way}: no command shows or writes one`, async () => {
    const commands = way === 'variables' ? COMMANDS : ['publish', 'publish --stdout', 'params', 'explain parameters']
    await keepSilent(given(''), commands, [0, 4])
  })

  test(`R-canary: given by ${way} and refused: no diagnostic shows one`, async () => {
    for (const details of REFUSED_DETAILS) {
      const commands = way === 'variables' ? [...TELLING, 'validate', 'publish'] : ['publish', 'params', 'validate']
      await keepSilent(given(details), commands, [0, 3])
    }
  })

  test(`R-canary: given by ${way} beside other mistakes: no diagnostic shows one`, async () => {
    for (const more of ['  web: { type: container, imge: x }\n', '  web: [\n', '  api: 1\n']) {
      const { files = {}, ...rest } = given('')
      const broken = { ...rest, files: { ...files, 'apphost.yaml': `${files['apphost.yaml']}${more}` } }
      await keepSilent(broken, ['publish', 'validate -e all'], [0, 3])
    }
  })
}

test('given by --param: refused, and not shown', async () => {
  const options = CANARIES.flatMap(({ value }, index) => ['--param', `${names[index]}=${value}`])
  await keepSilent({ options }, [...TELLING, 'publish', 'publish', 'params'], [0, 2])
})

test('an argument that lost its name is not shown', async () => {
  for (const { value } of CANARIES) {
    for (const given of [`=${value}`, value.replaceAll('=', '')]) {
      const found = await traces(hostOf({}), 'publish', ['--param', given])
      assert.is(found.exit, 2)
      assertNoLeak(found, given.slice(0, 40))
    }
  }
})

test('a file of parameters that is wrong is not shown', async () => {
  const wrong = [
    `${YAML_FILE}"unclosed\n`,
    `${YAML_FILE}${YAML_FILE}`,
    `secret-1: [\n${each((_, value) => `  ${quoted(value)},`)}\n`,
    `secret-1:\n${each((name, value) => `  ${name}: ${quoted(value)}`)}`,
    each((name, value) => `${name}: [${quoted(value)}]`),
    each((name, value) => `${name}x: ${quoted(value)}`),
    each((_, value) => `- ${quoted(value)}`),
    each((name, value) => `${name} ${quoted(value)}`),
    each((name, value) => `${name}: !secret ${quoted(value)}`),
    each((name, value) => `${name}: ${quoted(value)} x`),
    each((name, value) => `${name}: &a${name} ${quoted(value)}\nother-${name}: *a${name}`),
    `<<: { ${CANARIES.map(({ value }, index) => `${names[index]}: ${quoted(value)}`).join(', ')} }\n`,
    JSON_FILE.slice(0, -2),
    JSON_FILE.replace(/"secret-3"/, '"secret-1"'),
  ]
  for (const text of wrong) {
    const files = { 'apphost.yaml': manifest(), 'p.yaml': text }
    const given = { files, options: ['--params-file', 'p.yaml'] }
    await keepSilent(given, ['publish', 'params', 'validate', 'explain parameters'].slice(runs % 3), [0, 2, 3])
  }
})

test('two variables that differ: neither is shown', async () => {
  const lower = Object.fromEntries(
    CANARIES.map(({ value }, index) => [`PARAMETERS__${names[index]?.toUpperCase()}`, `${value}x`]),
  )
  await keepSilent({ environment: { ...VARIABLES, ...lower } }, TELLING, [0, 3])
})

/** Ways in which a secret may stand in the manifest, each of them a mistake. */
const WRITTEN: Readonly<Record<string, string>> = {
  'as a default': each((name, value) => `  ${name}: { secret: true, default: ${quoted(value)} }`),
  'as a default, of a wrong type': each(
    (name, value) => `  ${name}: { secret: true, type: integer, default: ${quoted(value)} }`,
  ),
  'as a default beside an unknown key': each(
    (name, value) => `  ${name}: { secret: true, default: ${quoted(value)}, patern: x }`,
  ),
  'as a default above an unknown key': each(
    (name, value) => `  ${name}:\n    default: ${quoted(value)}\n    secrt: true\n    secret: true`,
  ),
  'as a default in a list': each((name, value) => `  ${name}: { secret: true, default: [${quoted(value)}] }`),
  'as a default in a map': each((name, value) => `  ${name}: { secret: true, default: { a: ${quoted(value)} } }`),
  'as a default with a placeholder': each(
    (name, value) => `  ${name}: { secret: true, default: ${quoted(`$<App.name>${value}`)} }`,
  ),
  'as a default where the flag is wrong': each(
    (name, value) => `  ${name}: { secret: "yes", default: ${quoted(value)} }`,
  ),
  'as a default beside a constraint that is wrong': each(
    (name, value) => `  ${name}: { secret: true, default: ${quoted(value)}, minLength: none, pattern: "(" }`,
  ),
}

for (const [way, parameters] of Object.entries(WRITTEN)) {
  test(`R-canary: written ${way}: no frame shows one`, async () => {
    const text = manifest().replace(/^ {2}secret-[^]*?(?=^environments)/m, () => parameters)
    await keepSilent({ files: { 'apphost.yaml': text } }, TELLING, [0, 3])
  })
}

test('R-canary: written in an environment or an overlay: no frame shows one', async () => {
  const values = each((name, value) => `      ${name}: ${quoted(value)}`)
  const nested = each((name, value) => `      ${name}: [${quoted(value)}]`)
  for (const lines of [values, nested, `${values}      unknown: [1]\n`]) {
    const text = manifest().replace(
      '  production: {}\n',
      () => `  production:\n    paramaters: {}\n    parameters:\n${lines}`,
    )
    await keepSilent({ files: { 'apphost.yaml': text } }, TELLING, [0, 3])
  }
  const overlays = [
    `parameters:\n${each((name, value) => `  ${name}: { default: ${quoted(value)}, x: 1 }`)}`,
    `parameters:\n${each((name, value) => `  ${name}: ${quoted(value)}`)}`,
    `environments:\n  production:\n    parameters:\n${values}`,
  ]
  for (const overlay of overlays) {
    const files = { 'apphost.yaml': manifest(), 'apphost.dev.yaml': overlay, 'apphost.production.yaml': overlay }
    await keepSilent({ files }, TELLING, [0, 3])
  }
})

test('R-canary: written where a resource type wants a secret: no frame shows one', async () => {
  const forms = [
    (value: string): string => `{ type: postgres, password: ${quoted(value)} }`,
    (value: string): string => `{ type: postgres, password: ${quoted(value)}, voluem: {} }`,
    (value: string): string => `{ type: redis, password: [${quoted(value)}] }`,
    (value: string): string => `{ type: rabbitmq, password: { a: ${quoted(value)} } }`,
    (value: string): string => `{ type: postgres, password: ${quoted(`${value}$<Parameters.none>`)} }`,
    (value: string): string =>
      `{ type: postgres, existing: { host: h, port: x, user: u, password: ${quoted(value)} } }`,
    (value: string): string => `{ type: minio, password: ${quoted(value)}, pasword: a }`,
    (value: string): string =>
      `{ type: keycloak, password: ${quoted(value)}, databasePassword: ${quoted(value)}, enabled: maybe }`,
  ]
  for (const form of forms) {
    const text = manifest(
      '',
      each((name, value) => `  typed-${name}: ${form(value)}`),
    )
    await keepSilent({ files: { 'apphost.yaml': text } }, TELLING, [0, 3])
  }
})

test('R-canary: written where the file cannot be read: no frame shows one', async () => {
  const lines = [
    each((name, value) => `  ${name}: { secret: true, default: ${quoted(value)} ]`),
    each((name, value) => `  ${name}: { default: ${quoted(value)}, secret: true, secret: false }`),
    each((name, value) => `  ${name}: { secret: true, default: ${quoted(value)} x }`),
    each((name, value) => `  ${name}:\n    secret: true\n    default: ${quoted(value)}\n   x: y`),
    each((name, value) => `  ${name}:\n    secret: true\n    default: !!str ${quoted(value)}`),
    each((name, value) => `  ${name}:\n    secret: true\n    default: ${quoted(value)}\n    default: ${quoted(value)}`),
  ]
  for (const parameters of lines) {
    const text = manifest().replace(/^ {2}secret-[^]*?(?=^environments)/m, () => parameters)
    await keepSilent({ files: { 'apphost.yaml': text } }, TELLING, [0, 3])
  }
})

test('a bug whose message holds one does not show it', async () => {
  for (const [way, given] of Object.entries(SUPPLIED)) {
    const supplied = given('')
    // To look for less than four characters would give them away.
    const values = CANARIES.map(({ value }) => value).filter((value) => value.length >= 4)
    const host = hostOf(supplied)
    const createFile = (): never => {
      throw new Error(`cannot do ${values.map((value) => `${JSON.stringify(value)} ${value}`).join(' ')}`)
    }
    const found = await traces(host, 'publish', ['--log-level', 'debug', ...(supplied.options ?? [])], createFile)
    assert.is(found.exit, 70, found.texts.get('standard error'))
    assert.match(found.texts.get('standard error') ?? '', /internal error: cannot do [^]* at createFile/)
    assertNoLeak(found, way)
  }
})

test('a publish that is killed leaves none in its temporary files', async () => {
  const whole = hostOf({ environment: VARIABLES })
  await traces(whole, 'publish')
  const { length } = whole.operations
  assert.ok(length > 20, String(length))
  for (let operation = 1; operation <= length; operation += 4) {
    const host = hostOf({ environment: VARIABLES })
    host.killAt(operation)
    assertNoLeak(await traces(host, 'publish'), `killed at ${operation}`)
    host.restart()
    assertNoLeak(await traces(host, 'publish', ['--log-level', 'debug']), `after a kill at ${operation}`)
  }
})

/** What can become of a command; each gives the host, and what to do instead of making a file. */
const OUTCOMES: Readonly<Record<string, (command: string) => Promise<readonly [MemoryHost, (() => never)?]>>> = {
  ok: () => Promise.resolve([hostOf({ environment: VARIABLES })]),
  invalid: () =>
    Promise.resolve([
      hostOf({
        environment: VARIABLES,
        files: { 'apphost.yaml': manifest(', pattern: "^never$"', '  web: { type: container, imge: x }\n') },
      }),
    ]),
  'failing writes': () =>
    Promise.resolve([
      hostOf({ environment: VARIABLES }),
      () => {
        throw systemError('ENOSPC', 'open', '/project/apphost-output')
      },
    ]),
  killed: async (command) => {
    const whole = hostOf({ environment: VARIABLES })
    await traces(whole, command)
    const host = hostOf({ environment: VARIABLES })
    host.killAt(Math.max(1, Math.ceil(whole.operations.length * 0.7)))
    return [host]
  },
}

for (const [outcome, make] of Object.entries(OUTCOMES)) {
  test(`every command, ${outcome}, as text and as JSON: none is shown or written`, async () => {
    const exits = new Map<string, number>()
    for (const command of COMMANDS) {
      for (const format of ['text', 'json']) {
        const [host, createFile] = await make(command)
        const found = await traces(host, command, ['--diagnostics', format, '--log-level', 'debug'], createFile)
        assertNoLeak(found, `${command}, ${format}, ${outcome}`)
        // In memory a kill is an exception, which ends where every bug does
        assert.ok(found.exit !== 70 || outcome === 'killed', `${command}: ${found.texts.get('standard error')}`)
        exits.set(String(found.exit), (exits.get(String(found.exit)) ?? 0) + 1)
      }
    }
    const counted = [...exits].map(([exit, count]) => `${count} with ${exit === '70' ? 'a kill' : `exit ${exit}`}`)
    tell(
      `${COMMANDS.length} commands x text and JSON, ${outcome}: ${counted.join(', ')}; ${CANARIES.length} canaries, 0 seen`,
    )
    // The outcome has come about at all
    const wanted = { ok: '0', invalid: '3', 'failing writes': '1', killed: '70' }[outcome] ?? ''
    assert.ok((exits.get(wanted) ?? 0) > 0, [...exits].join(' '))
  })
}

test('a value that a user put into .env is neither lost nor shown', async () => {
  const host = hostOf({ environment: VARIABLES })
  await traces(host, 'publish')
  const variables = each((_, value, index) => `SECRET_${index + 1}=${JSON.stringify(value)}`)
  host.put('/project/apphost-output/.env', variables)
  host.put('/project/apphost.yaml', manifest('', '  web: { type: container, image: "a:1" }\n'))
  for (const command of [
    'publish --check',
    'publish --stdout',
    'publish --format json',
    'publish --check --format json',
  ]) {
    const found = await traces(host, command, ['--log-level', 'debug'])
    found.texts.delete('apphost-output/.env')
    for (const where of found.texts.keys()) if (where.includes('.env')) found.texts.delete(where)
    for (const [where, text] of found.texts)
      if (where.startsWith('work/apphost-output/.env')) assert.ok(text.startsWith(variables.slice(0, 20)))
    assertNoLeak(found, command)
  }
})

test.run()
