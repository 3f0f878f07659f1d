import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { parseArguments } from './arguments.ts'
import { LATER_COMMANDS } from './command-table.ts'

const test = suite('arguments')

const GOOD: readonly (readonly [
  line: string,
  command: string | undefined,
  options: Record<string, string[]>,
  words?: string[],
])[] = [
  ['', undefined, {}],
  ['publish', 'publish', {}],
  ['publish --output-path out', 'publish', { 'output-path': ['out'] }],
  ['publish --output-path=out', 'publish', { 'output-path': ['out'] }],
  ['publish --param=a=', 'publish', { param: ['a='] }],
  ['publish -o out', 'publish', { 'output-path': ['out'] }],
  ['publish -oout', 'publish', { 'output-path': ['out'] }],
  ['publish -o=out', 'publish', { 'output-path': ['out'] }],
  ['publish -qo out', 'publish', { quiet: ['true'], 'output-path': ['out'] }],
  ['-f shop publish -e dev', 'publish', { file: ['shop'], environment: ['dev'] }],
  ['publish --param a=1 --param b=x=y', 'publish', { param: ['a=1', 'b=x=y'] }],
  ['publish --param=a=-1', 'publish', { param: ['a=-1'] }],
  ['publish --params-file -', 'publish', { 'params-file': ['-'] }],
  ['publish --target a --target b', 'publish', { target: ['a', 'b'] }],
  ['publish --no-color --check', 'publish', { 'no-color': ['true'], check: ['true'] }],
  ['publish -o same -o same', 'publish', { 'output-path': ['same', 'same'] }],
  ['explain AH2003', 'explain', {}, ['AH2003']],
  ['explain -- --odd', 'explain', {}, ['--odd']],
  ['templates eject', 'templates eject', {}],
  ['templates eject here --force', 'templates eject', { force: ['true'] }, ['here']],
  ['completion bash', 'completion', {}, ['bash']],
  ['--help', undefined, { help: ['true'] }],
  ['publish -h', 'publish', { help: ['true'] }],
  ['help', undefined, { help: ['true'] }],
  ['help publish', 'publish', { help: ['true'] }],
  ['explain --help', 'explain', { help: ['true'] }],
  ['graph --format json', 'graph', { format: ['json'] }],
]

function split(line: string): readonly string[] {
  return line === '' ? [] : line.split(' ')
}

for (const [line, command, options, words = []] of GOOD) {
  test(`understands "${line}"`, () => {
    const parsed = parseArguments(split(line))
    assert.equal(parsed.diagnostics, [])
    assert.is(parsed.command?.name, command)
    assert.equal(Object.fromEntries(parsed.options), options)
    assert.equal(parsed.positionals, words)
  })
}

const BAD: readonly (readonly [line: string, code: string, message: string, hint: string])[] = [
  ['publsh', 'AH8501', 'unknown command "publsh"', 'did you mean "publish"?'],
  ['frobnicate', 'AH8501', 'unknown command "frobnicate"', '"apphost-compile --help" lists the commands'],
  ['help publsh', 'AH8501', 'unknown command "publsh"', 'did you mean "publish"?'],
  ['publish --targt local', 'AH8502', 'unknown option "--targt"', 'did you mean "--target"?'],
  ['publish --chek', 'AH8502', 'unknown option "--chek"', 'did you mean "--check"?'],
  ['publish --targt=local', 'AH8502', 'unknown option "--targt"', 'did you mean "--target"?'],
  ['publish --nme', 'AH8502', 'unknown option "--nme"', 'see "apphost-compile --help"'],
  ['init --nme', 'AH8502', 'unknown option "--nme"', 'did you mean "--name"?'],
  ['publish --target=', 'AH8503', 'option "--target" has an empty value', 'a variable that is not set'],
  ['publish -e=', 'AH8503', 'option "-e" needs a value', ''],
  ['publish --zzzzzzzz', 'AH8502', 'unknown option "--zzzzzzzz"', 'see "apphost-compile --help"'],
  ['publish -x', 'AH8502', 'unknown option "-x"', 'see "apphost-compile --help"'],
  ['publish -target', 'AH8502', 'unknown option "-target"', 'did you mean "--target"?'],
  ['publish --__proto__', 'AH8502', 'unknown option "--__proto__"', ''],
  ['publish --target', 'AH8503', 'option "--target" needs a value', 'write --target NAME'],
  ['publish -o', 'AH8503', 'option "-o" needs a value', 'write -o FOLDER'],
  ['publish --target --check', 'AH8503', 'option "--target" needs a value', 'write --target NAME'],
  ['publish --check=yes', 'AH8504', 'option "--check" takes no value', 'write --check alone'],
  ['validate --diagnostics jsn', 'AH8505', 'option "--diagnostics" cannot be "jsn"', 'did you mean "json"?'],
  ['params --format mermaid', 'AH8505', 'option "--format" cannot be "mermaid"', 'it can be one of "text", "json"'],
  [
    'completion powershell',
    'AH8505',
    'argument SHELL cannot be "powershell"',
    'it can be one of "bash", "zsh", "fish"',
  ],
  ['params --check', 'AH8506', 'command "params" has no option "--check"', '--check is an option of "publish"'],
  ['publish -o a -o b', 'AH8507', 'option "--output-path" is given more than once, with "a" and "b"', ''],
  ['publish local', 'AH8508', 'command "publish" takes no argument "local"', 'for example: '],
  ['explain', 'AH8509', 'command "explain" needs the argument CODE|PATH', 'for example: '],
  ['templates', 'AH8509', 'command "templates" needs to be told what to do', 'write "apphost-compile templates eject"'],
  ['publish --list-steps', 'AH8511', 'option "--list-steps" is not part of this version of apphost-compile yet', ''],
]

for (const [line, code, message, hint] of BAD) {
  test(`refuses "${line}"`, () => {
    const { diagnostics } = parseArguments(split(line))
    assert.is(diagnostics.length, 1, JSON.stringify(diagnostics))
    const [found] = diagnostics
    assert.is(found?.code, code)
    assert.is(found?.message, message)
    assert.ok(hint === '' || found?.hints[0]?.startsWith(hint), JSON.stringify(found?.hints))
  })
}

test('commands of later versions say so, whatever follows them', () => {
  for (const name of LATER_COMMANDS) {
    const { command, diagnostics } = parseArguments([name, 'word', '--yes-please=1'])
    assert.is(command, undefined)
    assert.ok(
      diagnostics.some((one) => one.code === 'AH8510' && one.message.includes(`"${name}"`)),
      name,
    )
  }
})

test('all mistakes of a command line are reported together', () => {
  const { diagnostics } = parseArguments(split('publish --targt a --check=1 extra --format xml'))
  assert.equal(diagnostics.map((one) => one.code).sort(), ['AH8502', 'AH8504', 'AH8505', 'AH8508'])
})

test('a value that begins with a dash is explained', () => {
  const { diagnostics } = parseArguments(['publish', '--param', '-x=1'])
  assert.equal(diagnostics[0]?.hints[1], 'a value that begins with a dash is joined: --param=NAME=VALUE')
})

test.run()
