import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { YAML_CODES } from '../diagnostics/codes/yaml.ts'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import type { FileContent, ProjectFiles } from '../host/host.ts'
import { suite } from '../testing/suite.ts'
import { child, type Node } from './node.ts'
import { readYamlFile } from './read-yaml-file.ts'
import { parseText, readYamlMap } from './read-yaml.ts'

const ROOT = 'fixtures/bad-input'

function filesBelow(folder: string): ProjectFiles {
  const read = (path: string): FileContent => {
    const full = join(folder, path)
    if (!existsSync(full)) return { kind: 'missing' }
    if (statSync(full).isDirectory()) return { kind: 'folder' }
    return { kind: 'file', bytes: readFileSync(full), executable: false }
  }
  return { read, list: () => [], glob: () => [], asked: new Set() }
}

function text(node: Node | undefined, key: string): string | undefined {
  const found = child(node, key)
  return found?.kind === 'scalar' ? found.text : undefined
}

/** The place of a diagnostic as the cases write it. */
function place(one: Diagnostic): string {
  if (one.span === undefined) return '-'
  const { line, column } = positionOf(one.span.source, one.span.start)
  return `${one.span.source.path}:${line}:${column}`
}

const test = suite('bad input, YAML')

for (const name of readdirSync(ROOT)
  .filter((one) => one.startsWith('AH1'))
  .sort()) {
  test(name, () => {
    const collector = createCollector()
    const files = filesBelow(join(ROOT, name))
    readYamlMap(readYamlFile(files, 'apphost.yaml', collector.report), collector.report)
    if (existsSync(join(ROOT, name, 'apphost.dev.yaml'))) {
      readYamlMap(readYamlFile(files, 'apphost.dev.yaml', collector.report), collector.report)
    }
    const described = parseText('case.yaml', readFileSync(join(ROOT, name, 'case.yaml'), 'utf8'), (one) =>
      assert.unreachable(one.message),
    )
    const expected = child(described, 'diagnostics')
    const items = expected?.kind === 'sequence' ? expected.items : []
    const found = collector.diagnostics
    assert.is(found.length, items.length, found.map((one) => `${one.code} ${place(one)}`).join())
    for (const [index, item] of items.entries()) {
      const one = found[index]
      if (one === undefined) throw new Error('fewer diagnostics than expected')
      assert.is(one.code, text(item, 'code'))
      if (text(item, 'line') !== undefined) {
        assert.is(place(one), `${text(item, 'file')}:${text(item, 'line')}:${text(item, 'column')}`, one.message)
      }
      assert.ok(one.message.includes(text(item, 'message') ?? ''), one.message)
      assert.ok(one.hints.join('\n').includes(text(item, 'hint') ?? ''), one.hints.join('\n'))
    }
  })
}

/** Codes of states that no file in a checkout can be in; read-yaml-file.test.ts makes them. */
const WITHOUT_FIXTURE = ['AH1001', 'AH1002', 'AH1004', 'AH1005', 'AH1006', 'AH1007', 'AH1012', 'AH1013', 'AH1014']

test('every code has a case', () => {
  const cases = readdirSync(ROOT)
  for (const code of Object.keys(YAML_CODES)) {
    const has = cases.some((one) => one.startsWith(`${code}-`))
    assert.is(has, !WITHOUT_FIXTURE.includes(code), code)
  }
})

test.run()
