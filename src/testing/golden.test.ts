import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { matchSnapshots } from './golden.ts'
import { processReport, suite } from './suite.ts'

const root = mkdtempSync(join(tmpdir(), 'golden-'))
const test = suite('golden')
const { CI, UPDATE_SNAPSHOTS } = process.env

test.before.each(() => {
  delete process.env['CI']
  delete process.env['UPDATE_SNAPSHOTS']
  rmSync(join(root, 'topic'), { recursive: true, force: true })
  mkdirSync(join(root, 'topic', 'case', 'files'), { recursive: true })
  writeFileSync(join(root, 'topic', 'case', 'compose.yaml'), 'a:\n  b: 1\n')
  writeFileSync(join(root, 'topic', 'case', 'files', 'raw'), new Uint8Array([0, 255, 13, 10]))
})
test.after.each(() => {
  // These cases compare folders of their own, which are no snapshots of the project
  processReport.snapshots.length = 0
})
test.after(() => {
  rmSync(root, { recursive: true })
  for (const [key, value] of Object.entries({ CI, UPDATE_SNAPSHOTS })) {
    if (value !== undefined) process.env[key] = value
  }
})

const raw = new Uint8Array([0, 255, 13, 10])
const same: readonly (readonly [string, string | Uint8Array])[] = [
  ['compose.yaml', 'a:\n  b: 1\n'],
  ['files/raw', raw],
]

test('accepts equal bytes and remembers what was compared', () => {
  matchSnapshots('topic', 'case', new Map(same), root)
  assert.equal(processReport.snapshots, ['topic/case/compose.yaml', 'topic/case/files/raw'])
})

const differences: Readonly<Record<string, { readonly files: typeof same; readonly message: RegExp }>> = {
  indentation: {
    files: [
      ['compose.yaml', 'a:\n    b: 1\n'],
      ['files/raw', raw],
    ],
    message: /compose\.yaml differs/,
  },
  'line ends': {
    files: [
      ['compose.yaml', 'a:\r\n  b: 1\r\n'],
      ['files/raw', raw],
    ],
    message: /compose\.yaml differs/,
  },
  'no newline at the end': {
    files: [
      ['compose.yaml', 'a:\n  b: 1'],
      ['files/raw', raw],
    ],
    message: /compose\.yaml differs/,
  },
  'bytes that are no text': {
    files: [
      ['compose.yaml', 'a:\n  b: 1\n'],
      ['files/raw', new Uint8Array([0, 254, 13, 10])],
    ],
    message: /files\/raw differs/,
  },
  'a new file': { files: [...same, ['b.yaml', '']], message: /missing b\.yaml/ },
  'a file less': { files: [['compose.yaml', 'a:\n  b: 1\n']], message: /not produced files\/raw/ },
}
for (const [name, { files, message }] of Object.entries(differences)) {
  test(`refuses ${name}`, () => {
    assert.match(
      refusal(() => matchSnapshots('topic', 'case', new Map(files), root)),
      message,
    )
  })
}
test('rewrites on demand, and removes what is no longer produced', () => {
  process.env['UPDATE_SNAPSHOTS'] = '1'
  matchSnapshots('topic', 'case', new Map([['compose.yaml', 'new\n']]), root)
  assert.is(readFileSync(join(root, 'topic', 'case', 'compose.yaml'), 'utf8'), 'new\n')
  assert.not(existsSync(join(root, 'topic', 'case', 'files', 'raw')))
})
test('never rewrites where CI is set', () => {
  process.env['UPDATE_SNAPSHOTS'] = '1'
  process.env['CI'] = 'true'
  assert.match(
    refusal(() => matchSnapshots('topic', 'case', new Map([['compose.yaml', 'new\n']]), root)),
    'not produced',
  )
  assert.is(readFileSync(join(root, 'topic', 'case', 'compose.yaml'), 'utf8'), 'a:\n  b: 1\n')
})
test.run()

/** The message of the assertion that the comparison throws; `assert.throws` would pass such an error on. */
function refusal(compare: () => void): string {
  try {
    compare()
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return ''
}
