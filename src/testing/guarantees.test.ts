import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { importsOf } from './architecture.ts'
import { runCommand, temporaryFolder } from './fixtures.ts'
import { suite } from './suite.ts'

// What the README promises and no other test shows
const test = suite('guarantees')

const PROJECTS = ['shop/example', 'compose/environments', 'compose/files', 'catalog/postgres', 'catalog/own-type']
const SECRETS = {
  Parameters__payment_key: 'canary-71',
  Parameters__pg_password: 'canary-72',
  CACHE_PASSWORD: 'canary-73',
}

/** Paths of all files below a folder, without what `publish` made, in one order or the other. */
function filesBelow(folder: string, backwards = false): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
  return backwards ? paths.reverse() : paths
}

/** A project, written file by file in one order or the other, below a folder of that name. */
function placeProject(project: string, name: string, backwards: boolean): string {
  const source = join('fixtures', project)
  const folder = join(temporaryFolder(), name)
  for (const path of filesBelow(source, backwards)) {
    if (path.split('/').includes('apphost-output')) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), readFileSync(join(source, path)))
  }
  return folder
}

/** One hash over the paths and bytes of all files below a folder. */
function hashOf(folder: string): string {
  const hash = createHash('sha256')
  for (const path of filesBelow(folder))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(folder, path)))
      .update('\0')
  return hash.digest('hex')
}

test('the same input gives the same bytes, wherever and whenever', async () => {
  const before = process.env['TZ']
  for (const project of PROJECTS) {
    const hashes = new Set<string>()
    for (const [at, zone] of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns', 'UTC'].entries()) {
      process.env['TZ'] = zone
      const folder = placeProject(project, ['a', 'b/c', 'Grüße an alle', 'z'][at] ?? '', at % 2 === 1)
      const { exit, talk } = await runCommand(folder, ['publish'], {
        variables: { LANG: zone, HOSTNAME: `host-${at}` },
      })
      assert.is(exit, 0, `${project}: ${talk}`)
      hashes.add(hashOf(join(folder, 'apphost-output')))
    }
    assert.is(hashes.size, 1, project)
  }
  if (before === undefined) delete process.env['TZ']
  else process.env['TZ'] = before
})

test('no secret that is supplied stands in a file that is written, or is printed', async () => {
  const folder = placeProject('shop/example', 'shop', false)
  for (const line of [
    'publish',
    'publish --check',
    'publish --stdout',
    'publish --force --format json',
    'params',
    'explain resources.api',
  ]) {
    const { exit, output, talk } = await runCommand(folder, line.split(' '), { variables: SECRETS })
    assert.is(exit, 0, `${line}: ${talk}`)
    assert.not.match(output + talk, 'canary-7', line)
  }
  const written = filesBelow(join(folder, 'apphost-output'))
  assert.ok(['.apphost-output.json', 'compose.yaml'].every((name) => written.some((path) => path.endsWith(name))))
  for (const path of written) {
    assert.not.match(readFileSync(join(folder, 'apphost-output', path), 'latin1'), 'canary-7', path)
  }
})

const MODULES = [
  'node:crypto',
  'node:fs',
  'node:module',
  'node:os',
  'node:path',
  'node:process',
  'node:url',
  'node:util',
]

/** Why a source could run a program, open a connection, or let the day or the place have a say; undefined if it cannot. */
function suspicion(path: string, text: string): string | undefined {
  const foreign = importsOf(path, text).find(({ target }) => target.startsWith('node:') && !MODULES.includes(target))
  if (foreign !== undefined) return `imports ${foreign.target}`
  // The host alone has chance at its call, for names of temporary files.
  const allowed = path === 'host/node.ts' ? text.replace('Math.random()', '') : text
  const code = allowed.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  return /\b(?:fetch\(|WebSocket|XMLHttpRequest|eval\(|localeCompare|toLocale\w+|Intl\.|Date\b(?!')|Math\.random)/.exec(
    code,
  )?.[0]
}

test('nothing in the product can run a program, open a connection, or ask for the day or the language', () => {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/^(?:build|testing|generated)\//.test(path),
    )
  assert.ok(paths.length > 100)
  const found = paths.map((path) => [path, suspicion(path, readFileSync(join('src', path), 'utf8'))] as const)
  assert.equal(
    found.filter(([, what]) => what !== undefined),
    [],
  )
})

test('a source that could is noticed', () => {
  for (const [text, what] of [
    ["import { spawn } from 'node:child_process'\n", 'imports node:child_process'],
    ["const net = await import('node:net')\n", 'imports node:net'],
    ['await fetch(address)\n', 'fetch('],
    ['names.sort((a, b) => a.localeCompare(b))\n', 'localeCompare'],
    ['const now = new Date()\n', 'Date'],
  ] as const) {
    assert.is(suspicion('cli/a.ts', text), what)
  }
  assert.is(suspicion('cli/a.ts', "// fetch( is not used\nimport { join } from 'node:path'\n"), undefined)
})

test.run()
