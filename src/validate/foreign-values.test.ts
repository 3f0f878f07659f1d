import * as assert from 'uvu/assert'
import { compileText, diagnosticLines } from '../testing/compile-text.ts'
import { suite } from '../testing/suite.ts'
import { foreignValueHint } from './foreign-values.ts'

const test = suite('values as other tools write them')

/** A line of a container -> the only hint. */
const CASES: readonly (readonly [string, string])[] = [
  ['restart: unless-stopped', 'write always: on Compose it becomes unless-stopped'],
  ['restart: "no"', 'write never'],
  ['restart: sometimes', 'for example restart: on-failure'],
  ['volumes: ["./src:/app:ro"]', 'write { bind: ./src, path: /app, readOnly: true }'],
  ['volumes: ["/srv/data:/data"]', 'write { hostPath: /srv/data, path: /data }'],
  [
    'volumes: ["data:/data"]',
    'write { name: data, path: /data }, or volume: instead of name: for one of the top-level volumes',
  ],
  ['endpoints: { http: { targetPort: 80, published: "8080:80" } }', 'write targetPort: 80, published: 8080'],
  [
    'endpoints: { http: { targetPort: 80, published: "127.0.0.1:8080:80" } }',
    'write targetPort: 80, published: 127.0.0.1:8080',
  ],
  ['health: { exec: [x], interval: 30 }', 'write it with its unit: 30s'],
  ['user: 1000', 'write it in quotes: "1000"'],
  ['volumes: [{ name: d, path: /d }], files: ', 'give it a value ([] for none), or remove the line'],
  ['env: { A: }', 'give it a value ("" for none), or remove the line'],
  ['endpoints: { http: }', 'give it a value ({} for none), or remove the line'],
]
for (const [line, hint] of CASES) {
  test(line, async () => {
    const web = `web: { type: container, image: "nginx:1.29", ${line} }`
    const result = await compileText(`apphost: v1\nname: shop\nresources:\n  ${web}\n`)
    assert.is(result.diagnostics.length, 1, diagnosticLines(result).join('\n'))
    assert.is(result.diagnostics[0]?.hints[0], hint)
  })
}

test('an empty shared volume is a map', async () => {
  const result = await compileText(
    'apphost: v1\nname: shop\nvolumes:\n  data:\nresources:\n  web: { type: container, image: "nginx:1.29" }\n',
  )
  assert.is(result.diagnostics[0]?.hints[0], 'give it a value ({} for none), or remove the line')
})

test('what is no value of another tool has no hint', () => {
  assert.is(foreignValueHint(['resources', 'web', 'volumes', 0], 'a:b:c:d'), undefined)
  assert.is(foreignValueHint(['resources', 'web', 'volumes', 0], 'C:\\data:/data'), undefined)
  assert.is(foreignValueHint(['volumes', 'data'], 'data:/data'), undefined)
  assert.is(foreignValueHint([], 'x'), undefined)
})

test.run()
