import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { runCommand, temporaryFolder } from '../testing/fixtures.ts'
import { suite } from '../testing/suite.ts'
import { foreignHint } from './foreign-words.ts'

const test = suite('words of other tools')

/** A property of a container -> what its hint must name. */
const CASES: readonly (readonly [string, string])[] = [
  ['environment: { A: b }', '"env"'],
  ['command: [x]', '"args"'],
  ['ports: ["80:80"]', '"endpoints"'],
  ['depends_on: [db]', '"waitFor"'],
  ['healthcheck: { test: x }', '"health"'],
  ['volumeMounts: []', '"volumes"'],
  ['secrets: [key]', 'Parameters.key'],
  ['cap_add: [NET_ADMIN]', 'capabilities'],
  ['gpus: all', 'gpu: 1'],
  ['ulimits: {}', 'compose: { ulimits: ... }'],
]

async function validate(text: string): Promise<string> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'apphost.yaml'), text)
  const { exit, talk } = await runCommand(folder, ['validate'])
  assert.is(exit, 3, talk)
  return talk
}

for (const [property, wanted] of CASES) {
  test(property, async () => {
    const text = `apphost: v1\nname: shop\nresources:\n  web:\n    type: container\n    image: nginx:1.29\n    ${property}\n`
    const talk = await validate(text)
    assert.match(talk, 'error[AH2003]')
    assert.match(talk, wanted)
    assert.match(talk, '1 error\n')
  })
}

test('a Compose file is told where its services belong', async () => {
  assert.match(await validate('name: shop\nservices:\n  web: { image: nginx }\n'), 'they stand under "resources"')
})

test('no word is told of where ours does not exist', () => {
  assert.is(foreignHint('ports', ['image', 'args']), undefined)
  assert.is(foreignHint('constructor', ['compose']), undefined)
})

test.run()
