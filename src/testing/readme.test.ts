import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { CATALOG_PAGE, catalogPage, catalogTable, withSection } from '../build/catalog-pages.ts'
import { builtInTypeNames } from '../catalog/load.ts'
import { commandTable } from '../cli/help.ts'
import { compileText, diagnosticLines } from './compile-text.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { temporaryFolder, runCommand } from './fixtures.ts'
import { suite } from './suite.ts'
import { commandsOf, consoleBlock, readTour, type TourCommand, type TourStep } from './tour.ts'

const README = 'README.md'
const test = suite('readme')

/** Runs the commands of one block in `folder`, and returns them with what they really print. */
async function runBlock(folder: string, { text, does }: TourStep): Promise<readonly TourCommand[]> {
  const done: TourCommand[] = []
  let last = 0
  for (const { line } of commandsOf(text)) {
    const [program = '', ...parameters] = line.split(' ')
    if (program === 'cat') {
      done.push({ line, output: readFileSync(join(folder, parameters[0] ?? ''), 'utf8') })
      continue
    }
    assert.is(program, 'apphost-compile', `the tour runs ${line}`)
    const { exit, output, talk } = await runCommand(folder, parameters)
    last = exit
    done.push({ line, output: output + talk })
  }
  if (does.kind === 'run') assert.is(last, does.exit, `the exit code of the last command in\n${text}`)
  return done
}

/** Follows the tour in `folder`, and returns the document with what the commands really print. */
async function followTour(document: string, folder: string): Promise<string> {
  let result = document
  let shift = 0
  for (const step of readTour(document)) {
    const { does, text, start } = step
    if (does.kind === 'engine') continue
    if (does.kind === 'run') {
      const block = consoleBlock(await runBlock(folder, step))
      result = result.slice(0, start + shift) + block + result.slice(start + shift + text.length)
      shift += block.length - text.length
      continue
    }
    const path = join(folder, does.path)
    if (does.kind === 'write') writeFileSync(path, text)
    if (does.kind === 'append') appendFileSync(path, text)
    const content = readFileSync(path, 'utf8')
    if (does.kind === 'part') assert.ok(content.includes(text), `${does.path} does not hold\n${text}`)
    if (does.kind === 'replace') {
      assert.ok(content.includes(does.from), `${does.path} does not hold ${does.from}`)
      writeFileSync(path, content.replace(does.from, does.to))
    }
  }
  return result
}

/** Compares the README with what it should be, or makes it so. */
function compareReadme(wanted: string): void {
  if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(README, wanted)
  else assert.fixture(readFileSync(README, 'utf8'), wanted)
}

test('the tour prints what the document says', async () => {
  const folder = join(temporaryFolder(), 'hello')
  mkdirSync(folder)
  const document = readFileSync(README, 'utf8')
  assert.ok(readTour(document).length >= 15, 'the tour is not found')
  compareReadme(await followTour(document, folder))
})

test('a tour that says something else is noticed', async () => {
  const document = '<!-- tour: run, 2 at the end -->\n```console\n$ apphost-compile validat\nfine\n```\n'
  const actual = await followTour(document, temporaryFolder())
  assert.match(actual, /^\$ apphost-compile validat\nerror\[/m)
  assert.not.match(actual, 'fine')
  assert.throws(() => readTour('<!-- tour: perform -->\n'), /nothing known/)
  assert.throws(() => readTour('<!-- tour: run -->\ntext\n'), /no block/)
})

test('the commands are those of the arguments table', () => {
  compareReadme(withSection(readFileSync(README, 'utf8'), 'commands', commandTable()))
})

test('the catalog is that of the types', async () => {
  compareReadme(withSection(readFileSync(README, 'utf8'), 'catalog', await catalogTable()))
})

test('the page of the catalog is that of the types', async () => {
  const wanted = await catalogPage()
  if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(CATALOG_PAGE, wanted)
  else assert.fixture(readFileSync(CATALOG_PAGE, 'utf8'), wanted, 'npm run schemas brings it up to date')
})

/** An image without a shell has nothing that Docker Compose could check it with; that is no matter of the example. */
const UNCHECKED = 'AH6131'

test('what the page of the catalog shows compiles without a warning', async () => {
  const shown = [...readFileSync(CATALOG_PAGE, 'utf8').matchAll(/```yaml\n([^`]*)```/g)].map((match) => match[1] ?? '')
  assert.is(shown.length, builtInTypeNames().length)
  for (const text of shown) {
    const result = await compileText(`apphost: v1\nname: shop\n${text}`)
    assert.equal(
      diagnosticLines(result).filter((line) => !line.includes(UNCHECKED)),
      [],
      text,
    )
    assert.is(result.targets.length, 1)
  }
})

test('every link to a section of the catalog leads to one', () => {
  const titles = [...readFileSync(CATALOG_PAGE, 'utf8').matchAll(/^## ([\w-]+)$/gm)].map(([, title = '']) => title)
  const linked = [...readFileSync(README, 'utf8').matchAll(/\]\(templates\/types\/README\.md#([\w-]+)\)/g)]
  assert.equal([...new Set(linked.map(([, title = '']) => title))].toSorted(compareCodePoints), titles)
})

test('the manifests that the document shows elsewhere compile', async () => {
  const document = readFileSync(README, 'utf8')
  const shown = [...document.matchAll(/<!-- manifest -->\n```yaml\n([^`]*)```/g)].map((match) => match[1] ?? '')
  assert.ok(shown.length > 0)
  for (const text of shown) {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'apphost.yaml'), text)
    const { exit, talk } = await runCommand(folder, ['validate', '--environment', 'all'])
    assert.is(exit, 0, `${text}\n${talk}`)
  }
})

test('every file that the documents link to exists', () => {
  for (const document of [README, 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md']) {
    for (const [, path = ''] of readFileSync(document, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)) {
      assert.ok(existsSync(path), `${document} links to ${path}`)
    }
  }
})

test('every file of ours that the documents name exists', () => {
  for (const document of [README, 'CONTRIBUTING.md', 'SECURITY.md']) {
    const named = readFileSync(document, 'utf8').matchAll(/`((?:src|schema|templates|fixtures)\/[\w./-]+)`/g)
    for (const [, path = ''] of named) {
      const made = /^src\/generated|apphost-output/.test(path)
      assert.ok(made || existsSync(path), `${document} names ${path}`)
    }
  }
})

test('every dependency has a reason, and every reason a dependency', () => {
  const description = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>
    readonly dependencies?: unknown
  }
  assert.is(description.dependencies, undefined)
  const text = readFileSync('CONTRIBUTING.md', 'utf8')
  const rows = [...text.slice(text.indexOf('## Dependencies')).matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)]
  assert.equal(rows.map(([, name = '']) => name).sort(), Object.keys(description.devDependencies).sort())
  for (const [, name, reason = ''] of rows) assert.ok(reason.trim().length >= 10, `the reason for ${name}`)
})

test('the folders that the map names are there, and no other', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8')
  const map = text.slice(text.indexOf('## Where things are'), text.indexOf('## How data flows'))
  const named = new Set([...map.matchAll(/`src\/(\w+)\/`/g)].map(([, name = '']) => name))
  const there = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const real = there.map(({ name }) => name).filter((name) => name !== 'generated')
  assert.equal([...named].filter((name) => name !== 'generated').sort(), real.sort())
})

test.run()
