import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { COMMANDS, COMMON_OPTIONS, LATER_COMMANDS } from './command-table.ts'
import { completionScript } from './completion.ts'
import { commandHelp, commandTable, overallHelp } from './help.ts'
import { parseArguments } from './arguments.ts'

const test = suite('help')

test('help names every command and every common option, and no command of a later version', () => {
  const help = overallHelp()
  for (const command of COMMANDS) assert.match(help, `\n  ${command.name} `)
  for (const option of COMMON_OPTIONS) assert.match(help, `--${option.name}`)
  for (const name of LATER_COMMANDS) assert.not.match(help, `\n  ${name} `)
  assert.match(help, 'Example:\n  apphost-compile ')
})

test('the help of each command names all its options and has an example that the parser understands', () => {
  for (const command of COMMANDS) {
    const help = commandHelp(command)
    for (const option of [...command.options, ...COMMON_OPTIONS]) assert.match(help, `--${option.name}`)
    assert.match(help, `Example:\n  ${command.example}\n`)
    const [words = ''] = command.example.split(/ (?:>|&&) /)
    const parsed = parseArguments(words.split(' ').slice(1))
    assert.equal(parsed.diagnostics, [], command.example)
    assert.is(parsed.command?.name, command.name)
  }
})

test('no line of help is wider than a terminal', () => {
  for (const help of [overallHelp(), ...COMMANDS.map(commandHelp)]) {
    for (const line of help.split('\n')) assert.ok(line.length <= 110, line)
  }
})

test('completion of every shell knows every command, option and choice', () => {
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const script = completionScript(shell)
    for (const command of COMMANDS) {
      for (const word of command.name.split(' ')) assert.match(script, word, `${shell}: ${command.name}`)
      for (const option of [...command.options, ...COMMON_OPTIONS]) {
        assert.match(script, shell === 'fish' ? `-l ${option.name}` : `--${option.name}`, `${shell}: ${option.name}`)
        for (const choice of option.choices ?? []) assert.match(script, choice, `${shell}: ${choice}`)
      }
    }
  }
})

function bash(script: string): string {
  return execFileSync('bash', ['--noprofile', '--norc', '-c', script], { encoding: 'utf8' })
}

function hasBash(): boolean {
  try {
    return bash('echo 1') === '1\n'
  } catch {
    return false
  }
}

/** What bash offers at the end of a line. */
function offered(...words: readonly string[]): readonly string[] {
  const quoted = words.map((word) => `'${word}'`).join(' ')
  return bash(
    `${completionScript('bash')}\nCOMP_WORDS=(apphost-compile ${quoted}); COMP_CWORD=${words.length}\n` +
      `_apphost_compile; printf '%s\\n' "\${COMPREPLY[@]}"`,
  )
    .trim()
    .split('\n')
}

test.skipUnless(hasBash(), 'bash')

test('bash offers commands, their options, and the choices of options', () => {
  assert.equal(offered('pu'), ['publish'])
  assert.equal(offered('publish', '--che'), ['--check'])
  assert.equal(offered('publish', '--ta'), ['--target', '--tag'])
  assert.equal(offered('graph', '--format', ''), ['mermaid', 'json'])
  assert.equal(offered('validate', '--diagnostics', 's'), ['sarif'])
  assert.equal(offered('templates', ''), ['eject'])
  assert.equal(offered('completion', ''), ['bash', 'zsh', 'fish'])
  assert.equal(offered('-f', 'x', 'publish', '--st'), ['--stdout'])
  assert.equal(offered('params', '--che'), [''])
})

test('the README has the table of commands as it is', () => {
  if (!existsSync('README.md')) return
  const readme = readFileSync('README.md', 'utf8')
  const found = /<!-- commands -->\n([^]*?)<!-- \/commands -->/.exec(readme)?.[1]
  assert.is(found?.trim(), commandTable().trim(), 'put the output of commandTable() between the markers of README.md')
})

test.run()
