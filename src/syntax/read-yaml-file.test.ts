import * as assert from 'uvu/assert'
import { CATALOG } from '../diagnostics/catalog.ts'
import { createCollector } from '../diagnostics/diagnostic.ts'
import type { FileContent, ProjectFiles } from '../host/host.ts'
import { suite } from '../testing/suite.ts'
import { createFileBudget, MAXIMUM_BYTES, MAXIMUM_FILES, readYamlFile } from './read-yaml-file.ts'

function files(content: FileContent): ProjectFiles {
  return { read: () => content, list: () => [], glob: () => [], asked: new Set() }
}

function file(bytes: Uint8Array): FileContent {
  return { kind: 'file', bytes, executable: false }
}

const at = { source: { path: 'apphost.yaml', text: 'types: [x.yaml]' }, start: 8, end: 14 }

const test = suite('read-yaml-file')

test('Y19: every state of a file is a diagnostic on the place that names it', () => {
  const table: readonly (readonly [FileContent, keyof typeof CATALOG, number, string])[] = [
    [{ kind: 'missing' }, 'AH1001', 3, 'there is no file x.yaml'],
    [{ kind: 'outside' }, 'AH1002', 3, 'x.yaml leads out of the project root'],
    [{ kind: 'folder' }, 'AH1003', 3, 'x.yaml is a folder'],
    [{ kind: 'special' }, 'AH1004', 3, 'a device, a pipe or a socket'],
    [{ kind: 'too-large', size: 104857600 }, 'AH1005', 3, 'x.yaml has 100.0 MiB, and at most 4.0 MiB are read'],
    [file(new Uint8Array(MAXIMUM_BYTES + 1)), 'AH1005', 3, 'at most 4.0 MiB'],
    [{ kind: 'failed', reason: 'permission denied' }, 'AH1006', 1, 'x.yaml cannot be read: permission denied'],
  ]
  for (const [content, code, exit, message] of table) {
    for (const place of [at, undefined]) {
      const { report, diagnostics } = createCollector()
      assert.is(readYamlFile(files(content), 'x.yaml', report, place), undefined)
      assert.equal(
        diagnostics.map((one) => [one.code, one.span]),
        [[code, place]],
      )
      assert.match(diagnostics[0]?.message ?? '', message)
      assert.is(diagnostics[0]?.hints.length, 1)
      const page = CATALOG[code]
      assert.is('exit' in page ? page.exit : 3, exit)
    }
  }
})

test('Y19: at most sixty-four files, said once', () => {
  const { report, diagnostics } = createCollector()
  const budget = createFileBudget()
  const content = files(file(Buffer.from('a: 1')))
  const read = Array.from({ length: 70 }, (_, index) =>
    readYamlFile(content, `types/${index}.yaml`, report, at, budget),
  )
  assert.is(read.filter((one) => one !== undefined).length, MAXIMUM_FILES)
  assert.equal(
    diagnostics.map((one) => one.code),
    ['AH1007'],
  )
  assert.match(diagnostics[0]?.message ?? '', 'types/64.yaml')
})

test('a file of the largest size is read', () => {
  const { report, diagnostics } = createCollector()
  const text = `a: "${'x'.repeat(MAXIMUM_BYTES - 5)}"`
  assert.is(readYamlFile(files(file(Buffer.from(text))), 'x.yaml', report)?.root.kind, 'map')
  assert.is(diagnostics.length, 0)
})

test.run()
