import { spawnSync } from 'node:child_process'
import * as assert from 'uvu/assert'
import { engineAnswers } from './engine.ts'
import { suite } from './suite.ts'

const test = suite('engine')
test.skipUnless(engineAnswers(), 'docker')

function docker(...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', parameters, { encoding: 'utf8' })
  assert.is(status, 0, `docker ${parameters.join(' ')}: ${stderr}`)
  return stdout
}

test('runs a container', () => {
  assert.is(docker('run', '--rm', 'local/busybox:1', 'echo', '$HOME "x"'), '$HOME "x"\n')
})
for (const image of ['postgres:18.3', 'redis:8.6', 'rabbitmq:4.3.6']) {
  test(`has a stand-in of ${image}`, () => {
    const [user, home] = [
      docker('run', '--rm', image, 'sh', '-c', 'id -u; pwd').trim(),
      docker('run', '--rm', image, 'ls', '/'),
    ]
    assert.match(user, /^0\n/)
    assert.match(home, 'var')
  })
}
test.run()
