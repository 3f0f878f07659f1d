import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { compareCodePoints } from './compare.ts'
import type { Node, Path } from './node.ts'
import { formatPath, nearestSpan, nodeAt, parsePath, spanOfKey } from './pointer.ts'
import { parseText } from './read-yaml.ts'
import { visit } from './visit.ts'

const TEXT = 'resources:\n  api:\n    env: { LOG_LEVEL: debug, "a.b": c }\n    args: [x, [y]]\n'

function tree(): Node {
  const root = parseText('a.yaml', TEXT, (one) => assert.unreachable(one.message))
  if (root === undefined) throw new Error('nothing was read')
  return root
}

function place(span: { start: number; end: number } | undefined): string | undefined {
  return span === undefined ? undefined : TEXT.slice(span.start, span.end)
}

const test = suite('pointer, visit, compare')

test('paths as text', () => {
  const table: readonly (readonly [Path, string])[] = [
    [[], ''],
    [['resources', 'api', 'env', 'LOG_LEVEL'], 'resources.api.env.LOG_LEVEL'],
    [['args', 0, 1], 'args[0][1]'],
    [['labels', 'a.b/c', 'd'], 'labels["a.b/c"].d'],
    [['a', '0'], 'a["0"]'],
    [['my-api', 'x_y'], 'my-api.x_y'],
    [['', 'q"]['], '[""]["q\\"]["]'],
    [[0], '[0]'],
  ]
  for (const [path, text] of table) {
    assert.is(formatPath(path), text)
    assert.equal(parsePath(text), path)
  }
  assert.equal(parsePath('resources.my api.80'), ['resources', 'my api', '80'])
  for (const wrong of [
    'a..b',
    '.a',
    'a.',
    'a[',
    'a[x]',
    'a[-1]',
    'a["b]',
    'a["b"',
    'a[01]',
    'a]b[',
    'a[0]b',
    'a["\\q"]',
  ]) {
    assert.is(parsePath(wrong), undefined, wrong)
  }
})

test('every path comes back from its text', () => {
  const step = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('a.b', '[0]', '__proto__', '"', '\\'),
    fc.nat(1000),
  )
  holds(
    fc.property(fc.array(step, { maxLength: 6 }), (path) => {
      assert.equal(parsePath(formatPath(path)), path)
    }),
  )
})

test('nodes and places by path', () => {
  const root = tree()
  const level = nodeAt(root, ['resources', 'api', 'env', 'LOG_LEVEL'])
  assert.is(level?.kind === 'scalar' && level.text, 'debug')
  assert.is(place(nodeAt(root, ['resources', 'api', 'args', 1, 0])?.span), 'y')
  assert.is(nodeAt(root, ['resources', 'nothing', 'x']), undefined)
  assert.is(nodeAt(root, ['resources', 'api', 'args', '0']), undefined)
  assert.is(nodeAt(root, []), root)
  assert.is(place(spanOfKey(root, ['resources', 'api', 'env', 'a.b'])), '"a.b"')
  assert.is(place(spanOfKey(root, ['resources', 'api', 'args', 1])), '[y]')
  assert.is(spanOfKey(root, ['x']), undefined)
  assert.is(place(nearestSpan(root, ['resources', 'api', 'args', 7, 'x'])), '[x, [y]]')
})

test('visit sees every node with its path, in order', () => {
  const seen: string[] = []
  visit(tree(), (node, path, entry) => {
    assert.is(nodeAt(tree(), path)?.kind, node.kind)
    assert.is(entry?.key, typeof path.at(-1) === 'string' ? path.at(-1) : undefined)
    seen.push(formatPath(path))
    return path.at(-1) !== 'env'
  })
  assert.equal(seen, [
    '',
    'resources',
    'resources.api',
    'resources.api.env',
    'resources.api.args',
    'resources.api.args[0]',
    'resources.api.args[1]',
    'resources.api.args[1][0]',
  ])
})

test('texts are ordered by code point', () => {
  const byCodePoints = (left: string, right: string): number => {
    const [a, b] = [[...left], [...right]].map((text) => text.map((one) => one.codePointAt(0) ?? 0)) as [
      number[],
      number[],
    ]
    for (let index = 0; index < Math.min(a.length, b.length); index++) {
      const difference = (a[index] ?? 0) - (b[index] ?? 0)
      if (difference !== 0) return Math.sign(difference)
    }
    return Math.sign(a.length - b.length)
  }
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'Z', '-', '\uffee', '\ue000', '😀', '𐀀', 'é'),
    maxLength: 4,
  })
  holds(
    fc.property(text, text, (left, right) => {
      assert.is(Math.sign(compareCodePoints(left, right)), byCodePoints(left, right))
    }),
  )
  assert.ok(compareCodePoints('\uffee', '😀') < 0)
  assert.is(compareCodePoints('a', 'a'), 0)
})

test.run()
