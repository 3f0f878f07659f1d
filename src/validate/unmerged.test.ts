import * as assert from 'uvu/assert'
import { builtInShapes } from '../build/validators.ts'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { suite } from '../testing/suite.ts'
import { validateManifest } from './validate.ts'
import { builtinValidator } from './validator.ts'

const test = suite('resources whose base is wrong')
const builtin = await builtinValidator()
const types = builtInShapes()

function complaints(resource: string): readonly string[] {
  const collector = createCollector()
  const root = parseText('apphost.yaml', `apphost: v1\nname: shop\nresources:\n  web: ${resource}\n`, collector.report)
  if (root !== undefined) validateManifest(root, { types, validator: builtin }, collector.report)
  return collector.diagnostics.map((one) => `${one.code} ${one.message}`)
}

for (const [resource, expected] of [
  ['{ extends: gone }', []],
  ['{ extends: gone, type: container }', []],
  ['{ extends: gone, type: container, health: null, env: { A: null, $replace: true } }', []],
  ['{ extends: gone, type: container, endpoints: { http: { port: 80 } } }', []],
  ['{ extends: gone, type: container, imge: nginx:1.29 }', ['AH2003 unknown property "imge" on container "web"']],
  ['{ type: container, image: nginx:1.29, env: { $replace: true } }', ['AH2019']],
  ['{ type: container, image: nginx:1.29, health: null }', ['AH2008 "health" of "web" has no value']],
] as const) {
  test(resource, () => {
    const found = complaints(resource)
    assert.is(found.length, expected.length, found.join('\n'))
    for (const [index, text] of expected.entries()) assert.ok(found[index]?.startsWith(text), found[index])
  })
}

test.run()
