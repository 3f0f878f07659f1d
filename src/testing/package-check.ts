// Checks the package as its users get it: packed, installed into an empty folder, used as a command and as a library
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

interface PackageJson {
  readonly version: string
  readonly dependencies?: unknown
  readonly peerDependencies?: unknown
  readonly optionalDependencies?: unknown
}

const folder = mkdtempSync(join(tmpdir(), 'package-check-'))
const installed = join(folder, 'node_modules', 'apphost-compile')
const description = readPackage('package.json')

function readPackage(path: string): PackageJson {
  return JSON.parse(readFileSync(path, 'utf8')) as PackageJson
}

function run(program: string, parameters: readonly string[], cwd: string = folder): string {
  return execFileSync(program, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

function packAndInstall(): void {
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], '.')
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n')
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${archive}`])
  const { dependencies, peerDependencies, optionalDependencies } = readPackage(join(installed, 'package.json'))
  check(
    [dependencies, peerDependencies, optionalDependencies].every((list) => list === undefined),
    'it has dependencies',
  )
  check(
    readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')).length === 1,
    'more was installed',
  )
}

function contents(): void {
  for (const path of [
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'dist/THIRD-PARTY-LICENSES.txt',
    'schema/apphost.schema.json',
  ]) {
    check(existsSync(join(installed, path)), `${path} is missing`)
  }
  const strays = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.test\.|testing\//.test(path),
  )
  check(strays.length === 0, `tests are in the package: ${strays.join(', ')}`)
  const absolute = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js'))
    .filter((path) => readFileSync(join(installed, 'dist', path), 'utf8').includes(process.cwd()))
  check(absolute.length === 0, `a path of this computer is in ${absolute.join(', ')}`)
}

function command(): void {
  const bin = join(folder, 'node_modules', '.bin', 'apphost-compile')
  const version = run(bin, ['--version'])
  check(version.includes(description.version), `--version says ${version.trim()}, not ${description.version}`)
  mkdirSync(join(folder, 'new'))
  run(bin, ['init'], join(folder, 'new'))
  run(bin, ['publish'], join(folder, 'new'))
  const output = join(folder, 'new', 'apphost-output')
  const artifacts = existsSync(output) ? readdirSync(output, { recursive: true, encoding: 'utf8' }) : []
  check(
    artifacts.some((path) => path.endsWith('compose.yaml')),
    'init and publish made no compose.yaml',
  )
}

/** The program that the README shows, on the manifest that `init` made. */
function library(): void {
  const program = /<!-- program -->\n```ts\n([^`]*)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? ''
  writeFileSync(
    join(folder, 'consumer.ts'),
    `${program}
// Were the types missing, both would be \`any\`, and this would not be an error
// @ts-expect-error
export const wrong: typeof result = 1
`,
  )
  run(resolve('node_modules', '.bin', 'tsc'), [
    ...['--ignoreConfig', '--module', 'nodenext', '--target', 'es2023', '--strict', 'consumer.ts'],
    ...['--typeRoots', resolve('node_modules', '@types'), '--types', 'node'],
  ])
  const printed = run(process.execPath, [join(folder, 'consumer.js')], join(folder, 'new'))
  check(printed.includes('compose.yaml\n'), `the library made ${printed}`)
}

/** The command's start-up beside that of an empty script: the best of several tries, in milliseconds. */
function startUp(): void {
  const best = (parameters: readonly string[]): number =>
    Math.min(
      ...Array.from({ length: 10 }, () => {
        const started = performance.now()
        run(process.execPath, parameters)
        return performance.now() - started
      }),
    )
  const [bare, ours] = [best(['-e', '0']), best([join(installed, 'dist', 'cli.js'), '--version'])]
  console.log(`     start-up: ${ours.toFixed(0)} ms, an empty script ${bare.toFixed(0)} ms`)
  check(ours <= 2 * bare, 'start-up takes more than twice as long as an empty script')
}

const checks: Readonly<Record<string, () => void>> = {
  publint: () => void run('npx', ['--no-install', 'publint', '--strict'], '.'),
  'packed, installed without anything else': packAndInstall,
  'everything that users need is in it, and nothing else': contents,
  'the command works': command,
  'the library loads and has types': library,
  'starting up costs little': startUp,
}
for (const [name, body] of Object.entries(checks)) {
  try {
    body()
    console.log(`ok   ${name}`)
  } catch (error) {
    process.exitCode = 1
    const output = error instanceof Error ? [Reflect.get(error, 'stdout'), Reflect.get(error, 'stderr')] : []
    console.log(`FAIL ${name}: ${error instanceof Error ? error.message : String(error)}`)
    console.log(output.filter((text) => typeof text === 'string' && text !== '').join('\n'))
  }
}
rmSync(folder, { recursive: true, force: true })
