import { resolve } from 'node:path'
import * as assert from 'uvu/assert'
import { compile, type CompileRequest, formatDiagnostics, openProject, positionOf } from './index.ts'
import { suite } from './testing/suite.ts'

const test = suite('index')

const REQUEST: CompileRequest = {
  manifest: 'apphost.yaml',
  environment: undefined,
  targets: [],
  parameters: { options: new Map(), file: undefined, variables: new Map() },
  purpose: 'publish',
  output: { folder: 'apphost-output', environmentFolder: 'when-several' },
  tag: undefined,
  templates: undefined,
}

test('a program compiles a folder to artifacts', async () => {
  const result = await compile(REQUEST, openProject(resolve('templates/init')))
  assert.equal(result.diagnostics, [])
  const paths = result.targets[0]?.artifacts.map((artifact) => artifact.path) ?? []
  assert.ok(paths.includes('compose.yaml'), paths.join(' '))
})

test('a program shows diagnostics as the command does', async () => {
  const { diagnostics } = await compile({ ...REQUEST, environment: 'No Name' }, openProject(resolve('templates/init')))
  assert.match(formatDiagnostics(diagnostics, 'text'), /^error\[AH3028\]: /)
  assert.equal(positionOf({ path: 'a', text: 'a\nb' }, 2), { line: 2, column: 1 })
})

test('a program sees nothing outside of the folder', () => {
  assert.equal(openProject(resolve('templates/init')).read('../../package.json', 1_000_000), { kind: 'outside' })
})

test.run()
