import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { load } from 'js-yaml'

/** A golden case: a command line, how it ends, and where its files lie below the case's folder. */
export interface ComposeCase {
  readonly command: readonly string[]
  readonly exit: number
  readonly output: string
}

const KEYS = ['command', 'exit', 'output']

/** Reads `case.yaml` of a folder; a key that does not exist throws. */
export function readComposeCase(folder: string): ComposeCase {
  const document = load(readFileSync(join(folder, 'case.yaml'), 'utf8')) as Record<string, unknown>
  const unknown = Object.keys(document).filter((key) => !KEYS.includes(key))
  if (unknown.length > 0) throw new Error(`${folder}: there is no ${unknown.join(', ')} in a case`)
  return {
    command: document['command'] as readonly string[],
    exit: document['exit'] as number,
    output: (document['output'] as string | undefined) ?? 'apphost-output',
  }
}

/**
 * All files below a folder but the list of what we own, by path with `/`: text where the bytes are UTF-8, else bytes.
 */
export function filesBelow(folder: string): ReadonlyMap<string, string | Uint8Array> {
  const found = new Map<string, string | Uint8Array>()
  if (!existsSync(folder)) return found
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === '.apphost-output.json') continue
    const path = join(entry.parentPath, entry.name)
    const bytes = readFileSync(path)
    const text = bytes.toString('utf8')
    const name = path
      .slice(folder.length + 1)
      .split(sep)
      .join('/')
    found.set(name, Buffer.from(text).equals(bytes) ? text : bytes)
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)))
}
