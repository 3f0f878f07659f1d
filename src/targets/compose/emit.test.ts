import * as assert from 'uvu/assert'
import { createCollector } from '../../diagnostics/diagnostic.ts'
import { yamlList, yamlMap, type YamlValue } from '../../print/yaml-document.ts'
import { suite } from '../../testing/suite.ts'
import { composeFileValidator } from '../../validate/validator.ts'
import { isComposeFile } from './emit.ts'

const test = suite('targets/compose/emit')
const validator = await composeFileValidator()

function codes(service: readonly (readonly [string, YamlValue])[]): readonly string[] {
  const { report, diagnostics } = createCollector()
  const body = yamlMap(service.map(([key, value]) => ({ key, value })))
  const file = yamlMap([{ key: 'services', value: yamlMap([{ key: 'web', value: body }]) }])
  assert.is(isComposeFile('compose.yaml', file, validator, report), diagnostics.length === 0)
  return diagnostics.map((one) => one.code)
}

test('a document that Compose would refuse is a bug of ours, whatever made it', () => {
  assert.equal(codes([['image', 'nginx:1.29']]), [])
  assert.equal(codes([['imagee', 'nginx:1.29']]), ['AH9003'])
  assert.equal(codes([['ports', 'text']]), ['AH9003'])
  assert.equal(codes([['labels', yamlList([yamlMap([])])]]), ['AH9003'])
})

test.run()
