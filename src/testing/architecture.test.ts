import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { findBreaches, findReplacements, importsOf, packageOwners } from './architecture.ts'
import { suite } from './suite.ts'

const test = suite('architecture')

function sources(): ReadonlyMap<string, string> {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  return new Map(paths.sort().map((path) => [path, readFileSync(join('src', path), 'utf8')]))
}

test('the sources keep to the rules', () => {
  const files = sources()
  assert.ok(files.size > 20)
  const breaches = findBreaches(files).filter((breach) => !breach.startsWith('testing/broken/'))
  assert.is(breaches.join('\n'), '')
})
test('every package in the table is imported by its owners, each once', () => {
  const files = sources()
  for (const [name, owners] of packageOwners) {
    for (const owner of owners) {
      const imported = importsOf(owner, files.get(owner) ?? '').some(({ target }) => target.split('/')[0] === name)
      assert.ok(imported, `${owner} no longer imports ${name}`)
    }
  }
})

const breaches: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  [
    'an import that goes up',
    { 'syntax/a.ts': "import { b } from '../model/b.ts'\n", 'model/b.ts': '' },
    'syntax/a.ts:1: imports model/b.ts, which is in a higher layer',
  ],
  [
    'a type that comes from above',
    { 'print/a.ts': "\nimport type {\n  B,\n} from '../targets/b.ts'\n", 'targets/b.ts': '' },
    'print/a.ts:2: imports targets/b.ts, which is in a higher layer',
  ],
  [
    'a lazy import that goes up',
    { 'model/a.ts': "const b = await import('../cli/b.ts')\n", 'cli/b.ts': '' },
    'model/a.ts:1: imports cli/b.ts, which is in a higher layer',
  ],
  [
    'an effect below the host',
    { 'output/a.ts': "import { readFileSync } from 'node:fs'\n" },
    'output/a.ts:1: imports node:fs, which only host/node* may',
  ],
  [
    'the real host from below',
    { 'output/a.ts': "import { h } from '../host/node.ts'\n", 'host/node.ts': '' },
    'output/a.ts:1: imports host/node.ts, which is in a higher layer',
  ],
  [
    'a package in a second place',
    { 'print/a.ts': "import Ajv from 'ajv/dist/2020.js'\n" },
    'print/a.ts:1: imports ajv, which is not its to import',
  ],
  [
    'one target that uses another',
    { 'targets/compose/a.ts': "import { b } from '../bicep/b.ts'\n", 'targets/bicep/b.ts': '' },
    'targets/compose/a.ts:1: imports targets/bicep/b.ts of another target',
  ],
  [
    'a barrel',
    { 'model/index.ts': "export * from './a.ts'\n", 'model/a.ts': '' },
    'model/index.ts:1: passes on model/a.ts; let users import it where it is',
  ],
  [
    'the product importing tests',
    { 'model/a.ts': "import { suite } from '../testing/suite.ts'\n", 'testing/suite.ts': '' },
    'model/a.ts:1: imports testing/suite.ts, which is not part of the product',
  ],
  ['a default export', { 'model/a.ts': 'export default 1\n' }, 'model/a.ts:1: has a default export'],
  ['a folder that has no layer', { 'helpers/a.ts': '' }, 'helpers/a.ts:1: is in no folder that has a layer'],
  [
    'a cycle',
    { 'model/a.ts': "import { b } from './b.ts'\n", 'model/b.ts': "import { a } from './a.ts'\n" },
    'model/a.ts:1: is part of an import cycle: model/a.ts > model/b.ts > model/a.ts',
  ],
  [
    'a rule switched off for no reason',
    { 'model/a.ts': '/* oxlint-disable max-lines */\n/* oxlint-disable max-lines -- one table */\n' },
    'model/a.ts:1: switches a lint rule off without " -- " and the reason',
  ],
  [
    'an export that says nothing of itself',
    { 'model/a.ts': '/** A. */\nexport const a = 1\nexport function b() {}\n' },
    'model/a.ts:3: exports b without a sentence that says what it is',
  ],
  [
    'a replacement that reads "$"',
    { 'print/a.ts': 'const b = text.replace(/x/g, value)\n' },
    'print/a.ts:1: replace(..., value) gives "$" a meaning; use a function that returns the text',
  ],
]
for (const [name, files, expected] of breaches) {
  test(`finds ${name}`, () => assert.equal(findBreaches(new Map(Object.entries(files))), [expected]))
}
test('lets imports go down, and tests import what they like', () => {
  const files = {
    'model/a.ts': "import { b } from '../syntax/b.ts'\nimport { c } from './c.ts'\n",
    'model/c.ts': '',
    'syntax/b.ts': "import { d } from '../diagnostics/d.ts'\nconst e = 'import { x } from '",
    'syntax/b.test.ts': "import { readFileSync } from 'node:fs'\nimport { a } from '../model/a.ts'\n",
    'diagnostics/d.ts': '',
    'host/node-files.ts': "import { readFileSync } from 'node:fs'\n",
    'index.ts': "export { a } from './model/a.ts'\n",
  }
  assert.equal(findBreaches(new Map(Object.entries(files))), [])
})

const replacements: readonly (readonly [string, boolean])[] = [
  ["a.replace('x', 'y')", false],
  ["a.replace('x', '$$')", true],
  ["a.replace('x', '$1 $&')", false],
  ['a.replaceAll(/[,)]/g, value)', true],
  ['a.replaceAll(/[,)]/g, (match) => value)', false],
  ['a.replaceAll(/[,)]/g, ([first], second: string): string => value)', false],
  ['a.replace(b(c, d), value.toString())', true],
  ['a.replace(x, escape)', true],
  ['function escape(text: string) {}\na.replace(x, escape)', false],
  ['a.replace(\n  x,\n  () => value,\n)', false],
  ['a.replace(x, `${y}`)', true],
]
for (const [code, refused] of replacements) {
  test(`${refused ? 'refuses' : 'accepts'} ${JSON.stringify(code)}`, () => {
    assert.is(findReplacements(code).length, refused ? 1 : 0)
  })
}
test.run()
