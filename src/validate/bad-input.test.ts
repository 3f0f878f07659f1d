import { existsSync, readdirSync, readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { builtInShapes } from '../build/validators.ts'
import { SCHEMA_CODES } from '../diagnostics/codes/schema.ts'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import { normalizeManifest } from '../overlay/normalize.ts'
import { child, type Node } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { validateManifest, validateResourceType } from './validate.ts'
import { builtinValidator, resourceTypeValidator } from './validator.ts'

const ROOT = 'fixtures/bad-input'
const types = builtInShapes()
const validator = await builtinValidator()
const typeValidator = await resourceTypeValidator()
const test = suite('bad input, shape of the manifest')
// `requires` is checked where ranges are understood, behind the schema
const cases = readdirSync(ROOT).filter((one) => one.startsWith('AH2') && one !== 'AH2013-requires')

function diagnosticsOf(folder: string): readonly Diagnostic[] {
  const collector = createCollector()
  const read = (file: string): ReturnType<typeof parseText> =>
    parseText(file, readFileSync(`${folder}/${file}`, 'utf8'), collector.report)
  const files = existsSync(`${folder}/types`) ? readdirSync(`${folder}/types`).map((one) => `types/${one}`) : []
  for (const file of files) {
    const definition = read(file)
    if (definition !== undefined) validateResourceType(definition, typeValidator, collector.report)
  }
  const root = read('apphost.yaml')
  if (root !== undefined) validateManifest(normalizeManifest(root), { types, validator }, collector.report)
  return collector.diagnostics.filter((one) => one.severity === 'error')
}

function text(node: Node | undefined, key: string): string | undefined {
  const found = child(node, key)
  return found?.kind === 'scalar' ? found.text : undefined
}

for (const name of cases) {
  test(name, () => {
    const described = parseText('case.yaml', readFileSync(`${ROOT}/${name}/case.yaml`, 'utf8'), (one) =>
      assert.unreachable(one.message),
    )
    const expected = child(described, 'diagnostics')
    const items = expected?.kind === 'sequence' ? expected.items : []
    const found = diagnosticsOf(`${ROOT}/${name}`)
    assert.is(found.length, items.length, found.map((one) => `${one.code} ${one.message}`).join('\n'))
    for (const [index, item] of items.entries()) {
      const one = found[index]
      if (one?.span === undefined) throw new Error('a diagnostic without a place')
      const { line, column } = positionOf(one.span.source, one.span.start)
      const place = `${one.code} ${one.span.source.path}:${line}:${column}`
      const wanted = `${text(item, 'code')} ${text(item, 'file')}:${text(item, 'line')}:${text(item, 'column')}`
      assert.is(place, wanted, one.message)
      assert.ok(one.message.includes(text(item, 'message') ?? ''), one.message)
      assert.ok(one.hints.length > 0, `${one.message} has no hint`)
      assert.ok(one.hints.join('\n').includes(text(item, 'hint') ?? ''), one.hints.join('\n'))
    }
  })
}

test('every code has a case', () => {
  for (const code of Object.keys(SCHEMA_CODES))
    assert.ok(
      cases.some((one) => one.startsWith(`${code}-`)),
      code,
    )
})

test.run()
