import { readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from '../host/memory.ts'
import { suite } from '../testing/suite.ts'
import { COMMANDS } from './command-table.ts'
import { exitCodeOf } from './exit-code.ts'
import { main } from './main.ts'
import { diagnostic } from '../diagnostics/diagnostic.ts'
import { nameFrom } from './commands/init.ts'

const test = suite('main')

const PACKAGE = {
  '/package/templates/init/apphost.yaml': readFileSync('templates/init/apphost.yaml', 'utf8'),
  '/package/templates/compose/README.md.hbs': 'the readme\n',
  '/package/templates/compose/compose.yaml.hbs': 'the file\n',
  '/package/templates/types/redis.yaml': 'a type\n',
}

interface Ran {
  readonly host: MemoryHost
  readonly exitCode: number
  readonly output: string
  readonly talk: string
}

async function run(line: string, options: MemoryHostOptions = {}, host?: MemoryHost): Promise<Ran> {
  const machine = host ?? createMemoryHost({ ...options, files: { ...PACKAGE, ...options.files } })
  machine.written.output = ''
  machine.written.talk = ''
  const words = line === '' ? [] : line.split(' ')
  const exitCode = await main(words, machine, { folder: '/package' })
  return { host: machine, exitCode, output: machine.written.output, talk: machine.written.talk }
}

test('help and versions go to standard output, and end with 0', async () => {
  for (const line of ['--help', 'help', '--version', ...COMMANDS.map((command) => `${command.name} --help`)]) {
    const { exitCode, output, talk } = await run(line)
    assert.is(exitCode, 0, line)
    assert.ok(output.length > 5, line)
    assert.is(talk, '', line)
  }
})

test('for debugging, the version comes with those of what is bundled', async () => {
  const files = {
    '/package/dist/THIRD-PARTY-LICENSES.txt': 'This package\n\najv 8.20.0 (MIT)\n\nThe MIT License (MIT)\n',
  }
  const { output } = await run('--version --log-level debug', { files })
  assert.match(output, /^\S+\n {2}ajv 8\.20\.0 \(MIT\)\n$/)
})

test('without a command help is talk, and wrong usage', async () => {
  const { exitCode, output, talk } = await run('')
  assert.is(exitCode, 2)
  assert.is(output, '')
  assert.match(talk, 'Usage: apphost-compile')
})

test('wrong usage ends with 2 and says what is near', async () => {
  const { exitCode, output, talk } = await run('publish --targt local')
  assert.is(exitCode, 2)
  assert.is(output, '')
  assert.is(talk, 'error[AH8502]: unknown option "--targt"\n  = help: did you mean "--target"?\n\n1 error\n')
})

test('a terminal gets colours, but for those who refuse', async () => {
  const coloured = (talk: string): boolean => talk.includes('\u001b[')
  assert.ok(coloured((await run('x', { isTerminal: true })).talk))
  assert.not(coloured((await run('x', {})).talk))
  assert.not(coloured((await run('x --no-color', { isTerminal: true })).talk))
  assert.not(coloured((await run('x', { isTerminal: true, environment: { NO_COLOR: '1' } })).talk))
  assert.not(coloured((await run('x', { isTerminal: true, environment: { TERM: 'dumb' } })).talk))
  assert.ok(coloured((await run('x', { environment: { FORCE_COLOR: '1' } })).talk))
  assert.not(coloured((await run('x', { isTerminal: true, environment: { FORCE_COLOR: '0' } })).talk))
})

test('on GitHub diagnostics are annotations, unless something else is asked for', async () => {
  const environment = { GITHUB_ACTIONS: 'true' }
  assert.match((await run('x', { environment })).talk, /^::error title=AH8501::/)
  assert.match((await run('x --diagnostics text', { environment })).talk, /^error\[AH8501\]/)
  assert.match((await run('x --diagnostics json')).talk, /^{\n {2}"version": 1/)
  assert.match((await run('x --diagnostics sarif')).talk, '"2.1.0"')
})

test('without a manifest, the nearest one above is told of', async () => {
  const files = { '/project/apphost.yaml': '', '/apphost.yml': '' }
  const { talk } = await run('validate --file sub', { files: { ...files, '/project/sub/x': '' } })
  assert.match(talk, 'help: there is one further up: --file apphost.yaml\n')
  const alone = await run('validate', { files: { '/apphost.yml': '' } })
  assert.match(alone.talk, 'help: there is one further up: --file ../apphost.yml\n')
  const none = await run('validate', { files: {} })
  assert.match(none.talk, 'help: name the manifest with --file\n')
})

test('no manifest, two, and one outside the root', async () => {
  const cases: readonly (readonly [line: string, files: Record<string, string>, code: string])[] = [
    ['validate', {}, 'AH8520'],
    ['validate --file missing.yaml', {}, 'AH8520'],
    ['validate --file sub', { '/project/sub/other.yaml': '' }, 'AH8520'],
    ['validate', { '/project/apphost.yaml': '', '/project/apphost.yml': '' }, 'AH8521'],
    ['validate --root /elsewhere', { '/project/apphost.yaml': '' }, 'AH8522'],
    ['validate --root sub', { '/project/apphost.yaml': '', '/project/sub/x': '' }, 'AH8522'],
    ['validate --params-file missing.yaml', { '/project/apphost.yaml': '' }, 'AH8523'],
    ['validate --param nothing', { '/project/apphost.yaml': '' }, 'AH8513'],
    ['publish --templates missing', { '/project/apphost.yaml': '' }, 'AH8523'],
    ['publish --check --stdout', { '/project/apphost.yaml': '' }, 'AH8512'],
    ['publish --watch --params-file -', { '/project/apphost.yaml': '' }, 'AH8512'],
    ['publish --stdout --format json', { '/project/apphost.yaml': '' }, 'AH8512'],
    ['explain AH0000', {}, 'AH8526'],
    ['init --name Shop', {}, 'AH8527'],
  ]
  for (const [line, files, code] of cases) {
    const { exitCode, talk, output } = await run(line, { files })
    assert.is(exitCode, 2, `${line}: ${talk}`)
    assert.match(talk, `error[${code}]`, line)
    assert.is(output, '', line)
  }
})

test('--param never shows what may be a secret without its name', async () => {
  const { talk } = await run('validate --param hunter2secret', { files: { '/project/apphost.yaml': '' } })
  assert.not.match(talk, 'hunter2secret')
})

test('explain prints the page of a code in any case', async () => {
  const { exitCode, output } = await run('explain ah8502')
  assert.is(exitCode, 0)
  assert.match(output, /^AH8502: Unknown option \(error\)\n\n/)
  assert.match(output, '    apphost-compile publish --targt local\n')
  assert.is(JSON.parse((await run('explain AH8502 --format json')).output).code, 'AH8502')
  assert.match((await run('explain AH8599')).talk, 'did you mean "AH85')
})

test('init makes a manifest once, named after its folder', async () => {
  const { host, exitCode, output, talk } = await run('init', { workingDirectory: '/home/My Shop (2)' })
  assert.is(exitCode, 0, talk)
  assert.is(output, 'apphost.yaml\n')
  assert.match(host.tree('/home/My Shop (2)').get('apphost.yaml') ?? '', '\nname: my-shop-2\n')
  const again = await run('init --name other', {}, host)
  assert.is(again.exitCode, 5)
  assert.match(again.talk, 'error[AH8530]: apphost.yaml exists already')
  assert.match(host.tree('/home/My Shop (2)').get('apphost.yaml') ?? '', '\nname: my-shop-2\n')
})

test('init goes where --file says, and says so where the disk refuses', async () => {
  const { host, output } = await run('init --file new/shop --name shop')
  assert.is(output, 'new/shop/apphost.yaml\n')
  assert.match(host.tree('/project').get('new/shop/apphost.yaml') ?? '', '\nname: shop\n')
  const twin = (await run('init')).host
  const full = createMemoryHost({ files: PACKAGE })
  full.failAt(twin.operations.findIndex((one) => one.startsWith('createFile')) + 1, 'ENOSPC')
  const failed = await run('init', {}, full)
  assert.is(failed.exitCode, 1)
  assert.match(failed.talk, 'error[AH8531]: apphost.yaml cannot be written: no space is left on the disk')
})

test('a package without its templates says so', async () => {
  for (const line of ['init', 'templates eject']) {
    const host = createMemoryHost()
    assert.is(await main(line.split(' '), host), 1)
    assert.match(host.written.talk, 'error[AH8532]')
  }
})

test('a name can be made of any folder', () => {
  for (const [folder, name] of [
    ['shop', 'shop'],
    ['My Shop', 'my-shop'],
    ['2024-app', 'app'],
    ['---', 'app'],
    ['商店', 'app'],
    [`${'a'.repeat(39)}-b`, 'a'.repeat(39)],
  ] as const) {
    assert.is(nameFrom(folder), name)
  }
})

test('templates eject copies layouts alone, and replaces none unless forced', async () => {
  const { host, exitCode, output } = await run('templates eject')
  assert.is(exitCode, 0)
  assert.is(output, 'templates/compose/README.md.hbs\ntemplates/compose/compose.yaml.hbs\n')
  host.put('/project/templates/compose/README.md.hbs', 'mine\n')
  const again = await run('templates eject', {}, host)
  assert.is(again.exitCode, 5)
  assert.match(again.talk, 'templates/compose/README.md.hbs exists already')
  assert.is(host.tree('/project/templates').get('compose/README.md.hbs'), 'mine\n')
  const forced = await run('templates eject --force', {}, host)
  assert.is(forced.exitCode, 0)
  assert.is(host.tree('/project/templates').get('compose/README.md.hbs'), 'the readme\n')
  assert.is(host.tree('/project/templates').size, 2)
})

test('completion prints a script', async () => {
  assert.match((await run('completion fish')).output, 'complete -c apphost-compile')
})

test('a bug ends with 70, says what to do, and shows its stack only to those who ask', async () => {
  const host = createMemoryHost({ files: { '/project/apphost.yaml': '' } })
  const broken = {
    ...host,
    project: (): never => {
      throw new Error('a bug\u001b[2J\nof two lines')
    },
  } as MemoryHost
  for (const [line, stack] of [
    ['validate', false],
    ['validate --log-level debug', true],
  ] as const) {
    broken.written.talk = ''
    assert.is(await main(line.split(' '), broken), 70)
    assert.match(broken.written.talk, 'error[AH9001]: internal error: a bug\\x1b[2J\n')
    assert.is(broken.written.talk.includes('    at '), stack)
  }
})

test('the exit code is that of the worst error', () => {
  const content = diagnostic('AH9001', undefined, 'x')
  const usage = diagnostic('AH8502', undefined, 'x')
  const refused = diagnostic('AH8530', undefined, 'x')
  const failed = diagnostic('AH8531', undefined, 'x')
  const warning = diagnostic('AH6053', undefined, 'x')
  const wrong = diagnostic('AH6053', undefined, 'x', { severity: 'error' })
  for (const [given, expected] of [
    [[], 0],
    [[warning], 0],
    [[wrong], 3],
    [[usage], 2],
    [[usage, warning], 2],
    [[usage, wrong], 3],
    [[refused], 5],
    [[failed], 1],
    [[failed, refused], 5],
    [[content, wrong], 70],
  ] as const) {
    assert.is(exitCodeOf(given), expected)
  }
})

test.run()
