import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { suite } from '../../testing/suite.ts'

const test = suite('targets/compose/compose-schema.real')

type Schema = Record<string, unknown>

/** The schema of the reference implementation, in the cache of Go's modules: nothing is downloaded. */
function reference(): string | undefined {
  try {
    const cache = execFileSync('go', ['env', 'GOMODCACHE'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    const folder = join(cache, 'github.com', 'compose-spec', 'compose-go')
    const versions = readdirSync(folder).filter((name) => name.startsWith('v2@'))
    const numbers = (name: string): number => Number(/@v2\.(\d+)/.exec(name)?.[1] ?? 0)
    const newest = versions.toSorted((left, right) => numbers(right) - numbers(left))[0]
    const path = join(folder, newest ?? '', 'schema', 'compose-spec.json')
    return newest !== undefined && existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** The types and the names that a place of a document may have, by path; how a schema is put together does not matter. */
function shape(root: Schema): ReadonlyMap<string, Set<string>> {
  const places = new Map<string, Set<string>>()
  const resolve = (pointer: string): Schema =>
    pointer
      .split('/')
      .slice(1)
      .reduce<Schema>((node, part) => node[part] as Schema, root)
  const walk = (schema: Schema, path: string, only?: ReadonlySet<string>): void => {
    const place = places.get(path) ?? new Set()
    places.set(path, place)
    for (const type of [schema['type'] ?? []].flat() as string[]) place.add(`is ${type}`)
    for (const value of (schema['enum'] ?? []) as string[]) place.add(`may be ${value}`)
    if (typeof schema['const'] === 'string') place.add(`may be ${schema['const']}`)
    if (schema['then'] !== undefined) walk(schema['then'] as Schema, path)
    const required = (schema['required'] ?? []) as string[]
    for (const name of required) place.add(`needs ${name}`)
    if (typeof schema['$ref'] === 'string') walk(resolve(schema['$ref']), path, only)
    // Ours lists the names that an object may have, and takes what they hold from a definition of many more
    const closed = schema['additionalProperties'] === false && schema['allOf'] !== undefined
    const named = closed ? new Set(Object.keys(schema['properties'] ?? {})) : undefined
    for (const group of ['oneOf', 'allOf', 'anyOf']) {
      for (const part of (schema[group] ?? []) as Schema[]) walk(part, path, named ?? only)
    }
    for (const [name, field] of Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)) {
      if (only !== undefined && !only.has(name)) continue
      place.add(`has ${name}`)
      walk(field, `${path}.${name}`)
    }
    for (const [pattern, field] of Object.entries((schema['patternProperties'] ?? {}) as Record<string, Schema>)) {
      if (pattern === '^x-') place.add('has x-')
      else walk(field, `${path}.*`)
    }
    if (schema['items'] !== undefined) walk(schema['items'] as Schema, `${path}[]`)
  }
  walk(root, '')
  return places
}

const path = reference()
test.skipUnless(path !== undefined, 'the Go module compose-go')

test('no field of the reference is missing and none is invented', () => {
  const theirs = shape(JSON.parse(readFileSync(path ?? '', 'utf8')) as Schema)
  const ours = shape(JSON.parse(readFileSync('schema/compose-file.schema.json', 'utf8')) as Schema)
  const differences: string[] = []
  for (const place of new Set([...theirs.keys(), ...ours.keys()])) {
    const left = theirs.get(place) ?? new Set()
    const right = ours.get(place) ?? new Set()
    for (const fact of left) if (!right.has(fact)) differences.push(`missing: ${place} ${fact}`)
    for (const fact of right) if (!left.has(fact)) differences.push(`invented: ${place} ${fact}`)
  }
  assert.equal(
    differences.filter((line) => !DELIBERATE.has(line)),
    [],
  )
  assert.ok(theirs.size > 300, `only ${theirs.size} places`)
})

/** Where the reference lets every key pass, having put the word in the wrong place or forgotten it, and we do not. */
const DELIBERATE: ReadonlySet<string> = new Set([
  ...['.services.*', '.services.*.pre_start[]', '.jobs.*'].flatMap((service) => [
    `missing: ${service}.gpus has x-`,
    `invented: ${service}.gpus[] has x-`,
  ]),
  'invented: .secrets.*.external has x-',
  'invented: .configs.*.external has x-',
])

test.run()
