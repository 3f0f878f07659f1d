import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { processReport } from './suite.ts'

/**
 * Compares what a case produced, by path below the case's folder, byte for byte with `snapshots/<topic>/<case>/`. A file
 * too many on either side fails; `UPDATE_SNAPSHOTS=1` rewrites instead. A case of the folder that no test compares at
 * all fails a whole run (`npm test` without a pattern).
 */
export function matchSnapshots(
  topic: string,
  name: string,
  produced: ReadonlyMap<string, string | Uint8Array>,
  root = 'snapshots',
): void {
  const folder = join(root, topic, name)
  const update = process.env['UPDATE_SNAPSHOTS'] === '1' && !isSet(process.env['CI'])
  if (update) rewrite(folder, produced)
  const stored = existsSync(folder) ? filesBelow(folder) : []
  for (const path of stored) processReport.snapshots.push(`${topic}/${name}/${path}`)
  const missing = [...produced.keys()].filter((path) => !stored.includes(path)).sort()
  const stale = stored.filter((path) => !produced.has(path))
  assert.equal(
    { missing, stale },
    { missing: [], stale: [] },
    `${folder}: missing ${missing.join(', ')}, not produced ${stale.join(', ')}`,
  )
  for (const [path, content] of produced) compare(join(folder, path), content)
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

function rewrite(folder: string, produced: ReadonlyMap<string, string | Uint8Array>): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of produced) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

function compare(file: string, content: string | Uint8Array): void {
  const stored = readFileSync(file)
  const actual = Buffer.from(content)
  if (stored.equals(actual)) return
  // `fixture` shows the difference line by line; it forgives line ends, so bytes have the last word
  assert.fixture(actual.toString('utf8'), stored.toString('utf8'), `${file} differs`)
  assert.is(actual.toString('hex'), stored.toString('hex'), `${file} differs in bytes that do not show`)
}
