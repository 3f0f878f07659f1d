import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { BUILT_IN_TYPES } from '../generated/catalog.ts'
import { suite } from '../testing/suite.ts'

const test = suite('scripts that start servers')

interface Choice {
  readonly value: readonly string[]
  readonly otherwise: readonly string[]
}

function argsOf(type: string): Choice {
  return (load(BUILT_IN_TYPES.get(type) ?? '') as { readonly workload: { readonly args: Choice } }).workload.args
}

/** Shells that images have as `sh`, as far as this machine has them. */
const SHELLS = [['dash'], ['bash'], ['busybox', 'sh']].filter(
  (shell) => run(shell, ['-c', 'exit 42'], {}).status === 42,
)

/** Bash takes a socket as standard input for a login over the network, and reads its start-up files. */
function run(
  shell: readonly string[],
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const [command = '', ...flags] = shell
  return spawnSync(command, [...flags, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A folder with a program of that name, which writes down its arguments and what it reads, each ended by `|`. */
function recorder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'start-'))
  const path = join(folder, name)
  writeFileSync(path, '#!/bin/sh\nprintf "%s|" "$@"\n[ "$RECORD" = arguments ] || cat\n')
  chmodSync(path, 0o755)
  return folder
}

/** What Redis makes of a text in double quotes of its configuration. */
function unquoted(line: string): string {
  const [, inside = ''] = /^requirepass "((?:[^"\\]|\\["\\])*)"$/.exec(line) ?? []
  return inside.replace(/\\(.)/g, '$1')
}

const PASSWORDS = [
  'plain',
  `p@s/s:w#r?d%'"$\\ x`,
  '--save "',
  '$(exit 1)`exit 1`${HOME}',
  '\\',
  '\\\\"\\"',
  '&&',
  '*',
  'é 日',
  'CONFIGURATION',
  '-n',
  'a\\n\\x00b',
] as const

for (const [type, variable] of [['valkey', 'VALKEY_PASSWORD']] as const) {
  test(`${type}: the server reads the very password in every shell, and keeps the options`, () => {
    const path = `${recorder('docker-entrypoint.sh')}:${process.env['PATH'] ?? ''}`
    const { value, otherwise } = argsOf(type)
    const started = (shell: readonly string[], [, ...args]: readonly string[], password: string): readonly string[] => {
      const { status, stdout, stderr } = run(shell, args, { PATH: path, [variable]: password })
      assert.is(status, 0, stderr)
      const [, given = '', line = ''] = /^([^"]*\|)(.*)\n$/s.exec(stdout) ?? []
      return [given, unquoted(line)]
    }
    assert.ok(SHELLS.length > 0)
    for (const shell of SHELLS) {
      assert.equal(started(shell, otherwise, 'plain'), [`${type}-server|-|`, 'plain'])
      for (const password of PASSWORDS)
        assert.equal(started(shell, value, password), [`${type}-server|-|--save|60|1|`, password], shell[0])
    }
  })
}
test('garnet: the server gets the very password as one argument, and keeps the options', () => {
  const server = join(recorder('GarnetServer'), 'GarnetServer')
  const { value, otherwise } = argsOf('garnet')
  const started = (shell: readonly string[], args: readonly string[], password: string): string => {
    const [script = '', , ...options] = args
    const environment = { RECORD: 'arguments', GARNET_PASSWORD: password }
    return run(shell, ['-ec', script, server, ...options], environment).stdout
  }
  for (const shell of SHELLS) {
    assert.is(started(shell, otherwise, 'plain'), '--protected-mode|no|--auth|Password|--password=plain|')
    for (const password of PASSWORDS)
      assert.is(
        started(shell, value, password),
        `--protected-mode|no|--auth|Password|--password=${password}|--checkpointdir|/data/checkpoints|--recover|--aof|--aof-commit-freq|60000|`,
      )
  }
})
test('a password that no connection string can say ends the start', () => {
  for (const [type, variable] of [
    ['valkey', 'VALKEY_PASSWORD'],
    ['garnet', 'GARNET_PASSWORD'],
  ] as const) {
    const script = argsOf(type).value.find((one) => one.includes('\n')) ?? ''
    for (const shell of SHELLS) {
      for (const password of [',', 'a,b', ' a', 'a ']) {
        const { status, stderr } = run(shell, ['-ec', script, 'true'], { [variable]: password })
        assert.is(status, 1, `${type} ${JSON.stringify(password)}`)
        assert.match(stderr, `${variable} holds a comma or a space at an end`)
      }
    }
  }
})

test.run()
