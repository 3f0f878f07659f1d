import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { processorTime } from './processor-time.ts'
import { attacksOn, regularExpressionsIn, type Literal } from './regular-expressions.ts'
import { suite, tell } from './suite.ts'

/*
 * No regular expression of the product takes longer than 50 ms on 50 000 characters that are made for it. Those of the
 * schemas are looked at in `validate/patterns.test.ts`.
 */

const LENGTH = 50_000
const MOST_MILLISECONDS = 50

const test = suite('regular expressions of the code')

function sources(): readonly (readonly [path: string, text: string])[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^(?!build|testing|generated|host\/memory).*(?<!\.test)\.ts$/.test(path))
    .sort()
    .map((path) => [path, readFileSync(join('src', path), 'utf8')] as const)
}

/** Everything that the product does with an expression. */
function use({ source, flags }: Literal, text: string): void {
  const expression = new RegExp(source, flags)
  if (/[gy]/.test(flags)) text.replace(expression, '')
  else expression.test(text)
}

/** The text on which an expression takes too long; undefined where it never does. */
function slowOn(literal: Literal): string | undefined {
  for (const length of [LENGTH / 10, LENGTH]) {
    for (const attack of attacksOn(literal.source, length)) {
      const start = performance.now()
      use(literal, attack)
      // A clock counts what other processes do; a second look does not.
      if (performance.now() - start < MOST_MILLISECONDS) continue
      const took = Math.min(...[1, 2].map(() => processorTime(() => use(literal, attack))))
      if (took >= MOST_MILLISECONDS) return `${Math.round(took)} ms on ${JSON.stringify(attack.slice(0, 6))}...`
    }
  }
  return undefined
}

test('none takes long', () => {
  const literals = sources().flatMap(([path, text]) => regularExpressionsIn(text).map((one) => ({ ...one, path })))
  assert.ok(literals.length > 200, String(literals.length))
  const slow = literals.flatMap((one) => {
    const found = slowOn(one)
    return found === undefined ? [] : [`src/${one.path}:${one.line}: /${one.source}/${one.flags} took ${found}`]
  })
  assert.equal(slow, [])
  tell(`${literals.length} regular expressions of the code, ${LENGTH} characters: none took ${MOST_MILLISECONDS} ms`)
})

test('one that would is found', () => {
  for (const source of ['\\s+$', 'a.*b.*c$']) {
    assert.ok(slowOn({ source, flags: '', line: 1 }) !== undefined, source)
  }
  assert.is(slowOn({ source: '^[a-z]+(?:-[a-z]+)*$', flags: '', line: 1 }), undefined)
})

test('literals are told from everything that looks like one', () => {
  const text = [
    "const a = 'http://x/y' // not /this/",
    '/* nor /this/ */ const b = 4 / 2 / 1',
    'const c = text.replace(/a[/]b\\//g, () => `${one.replace(/}`/, "")} /no/`)',
    'return /end$/.test(x) ? /u/iu : y',
  ].join('\n')
  assert.equal(
    regularExpressionsIn(text).map(({ source, flags, line }) => `${line} /${source}/${flags}`),
    ['3 /a[/]b\\//g', '3 /}`/', '4 /end$/', '4 /u/iu'],
  )
})

test.run()
