import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { builtInShapes } from '../build/validators.ts'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { normalizeManifest } from '../overlay/normalize.ts'
import { entry, type MapNode, type Node, type Path, scalar } from '../syntax/node.ts'
import { formatPath } from '../syntax/pointer.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { definitionsWith, manifestSchema } from './manifest-schema.ts'
import { propertyAt } from './place.ts'
import { MANIFEST } from './shapes/manifest.ts'
import { compileSchema } from './ajv.ts'
import { validateManifest } from './validate.ts'
import { builtinValidator, isValidManifest } from './validator.ts'
import type { SchemaValidator } from './schema-error.ts'
import { declaredParameters, projectManifest } from './project.ts'

const test = suite('one mistake, one diagnostic')
const builtin = await builtinValidator()
const types = builtInShapes()
const definitions = definitionsWith(types)
const FILES = ['every-workload-field.yaml', 'every-other-field.yaml'].map((name) => `fixtures/schema/${name}`)

function read(path: string): MapNode {
  const root = parseText(path, readFileSync(path, 'utf8'), (one) => assert.is(one.severity, 'warning'))
  if (root === undefined) throw new Error(`${path} cannot be read`)
  return normalizeManifest(root)
}

function check(root: MapNode, validator: SchemaValidator = builtin): readonly Diagnostic[] {
  const collector = createCollector()
  validateManifest(root, { types, validator }, collector.report)
  return collector.diagnostics
}

/** Every path of a tree, maps and lists included. */
function pathsOf(node: Node, path: Path = []): readonly Path[] {
  if (node.kind === 'scalar') return [path]
  const children =
    node.kind === 'sequence'
      ? node.items.map((item, index) => pathsOf(item, [...path, index]))
      : [...node.entries.values()].map((one) => pathsOf(one.value, [...path, one.key]))
  return [path, ...children.flat()]
}

/** The tree with one node changed. */
function changed(
  node: Node,
  path: Path,
  change: (key: string | number, node: Node) => readonly [string | number, Node],
): Node {
  const [step, ...rest] = path
  if (step === undefined) return node
  if (node.kind === 'sequence') {
    const items = node.items.map((item, index) => {
      if (index !== step) return item
      return rest.length === 0 ? change(index, item)[1] : changed(item, rest, change)
    })
    return { ...node, items }
  }
  if (node.kind === 'scalar') return node
  const entries = [...node.entries.values()].map((one) => {
    if (one.key !== step) return one
    if (rest.length > 0) return { ...one, value: changed(one.value, rest, change) }
    const [key, value] = change(one.key, one.value)
    return entry(String(key), value, one.keySpan)
  })
  return { ...node, entries: new Map(entries.map((one) => [one.key, one])) }
}

interface Site {
  readonly file: string
  readonly root: MapNode
  readonly path: Path
}

/** The properties in the files, those of other languages and the keys of free maps left out. */
const properties: readonly Site[] = FILES.flatMap((file) => {
  const root = read(file)
  return pathsOf(root)
    .filter((path) => propertyAt(root, MANIFEST, path, definitions) !== undefined)
    .map((path) => ({ file, root, path }))
})

function describe(site: Site, found: readonly Diagnostic[]): string {
  return `${site.file} ${formatPath(site.path)}: ${found.map((one) => `${one.code} ${one.message}`).join('; ')}`
}

test('a misspelt property is one diagnostic, at the key, that names the property', () => {
  assert.ok(properties.length > 350)
  for (const site of properties) {
    const key = String(site.path.at(-1))
    const typo = `${key.slice(0, -1)}zq${key.slice(-1)}`
    if (key === 'type') continue
    const root = changed(site.root, site.path, (_key, node) => [typo, node]) as MapNode
    const found = check(root).filter((one) => one.code !== 'AH2018')
    const [first] = found
    assert.is(found.length, 1, describe(site, found))
    assert.ok(first?.message.includes(`"${typo}"`), describe(site, found))
  }
})

test('a value of the wrong kind is one diagnostic, at the value', () => {
  for (const site of properties) {
    if (site.path.at(-1) === 'enabled' || site.path.includes('parameters')) continue
    const wrong = scalar('\u2713 neither a number nor a name', site.root.span)
    const shape = propertyAt(site.root, MANIFEST, site.path, definitions)?.shape.kind
    if (shape === 'text' || shape === 'scalar' || shape === 'union' || shape === 'secret' || shape === 'named') continue
    const found = check(changed(site.root, site.path, (key) => [key, wrong]) as MapNode)
    assert.ok(found.length >= 1, describe(site, found))
    const own = found.filter((one) => one.span === wrong.span)
    assert.is(own.length, 1, describe(site, found))
  }
})

test('a key without a value is said at the key', () => {
  for (const site of properties) {
    const nothing = scalar('', site.root.span, { value: null, style: 'plain' })
    const found = check(changed(site.root, site.path, (key) => [key, nothing]) as MapNode)
    const [first] = found.filter((one) => one.code === 'AH2008')
    if (['compose', 'params'].includes(String(site.path.at(-1))) && first === undefined) continue
    assert.ok(first?.message.endsWith('has no value'), describe(site, found))
  }
})

test('whatever is changed, the validators of the build and ajv at run time say the same', () => {
  const runtime = compileSchema(manifestSchema(types, 'compiled'))
  const junk = fc.oneof(
    fc.string({ maxLength: 12 }).map((text) => [text, text] as const),
    fc.integer().map((number) => [String(number), number] as const),
    fc.boolean().map((flag) => [String(flag), flag] as const),
    fc.constant(['null', null] as const),
  )
  const sites = FILES.map(read).flatMap((root) =>
    pathsOf(root)
      .filter((path) => path.length > 0)
      .map((path) => ({ root, path })),
  )
  holds(
    fc.property(
      fc.constantFrom(...sites),
      fc.option(fc.string({ maxLength: 8 }), { nil: undefined }),
      junk,
      (site, key, [text, value]) => {
        const root = changed(site.root, site.path, (old) => [
          key ?? old,
          scalar(text, site.root.span, { value, style: 'plain' }),
        ]) as MapNode
        const messages = (found: readonly Diagnostic[]): readonly string[] =>
          found.map((one) => `${one.code} ${one.message} ${one.hints.join()}`)
        const said = check(root)
        assert.equal(messages(said), messages(check(root, runtime)))
        const plain = projectManifest(root, { parameters: declaredParameters(root), unsafeNumbersAsText: false })
        assert.is(isValidManifest(plain), builtin(plain).length === 0, 'the quick validator says something else')
        for (const one of said) {
          assert.not.match(one.message, /[\n\r]/)
          assert.ok(one.hints.length > 0 && one.span !== undefined, one.message)
        }
      },
    ),
    25,
  )
})

test('thousands of unknown keys in one map take no longer than they must', () => {
  const keys = Array.from({ length: 4000 }, (_, index) => `key${index}: 1`).join('\n')
  const root = parseText('apphost.yaml', `apphost: v1\nname: shop\nresources: {}\n${keys}\n`, () => undefined)
  assert.ok(root !== undefined)
  const begin = performance.now()
  assert.is(check(root).filter((one) => one.code === 'AH2003').length, 4000)
  const took = performance.now() - begin
  assert.ok(took < 8000, `${Math.round(took)} ms`)
})

test.run()
