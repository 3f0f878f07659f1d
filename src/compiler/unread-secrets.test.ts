import * as assert from 'uvu/assert'
import type { Source } from '../diagnostics/source.ts'
import { suite } from '../testing/suite.ts'
import { hideUnreadSecrets } from './unread-secrets.ts'

const test = suite('secrets in files that cannot be read')

/** What is shown of a text, and what was told to be hidden elsewhere. */
function hide(text: string): { readonly shown: string; readonly told: ReadonlySet<string>; readonly source: Source } {
  const told = new Set<string>()
  const source = hideUnreadSecrets({ path: 'apphost.yaml', text }, (part) => void told.add(part))
  assert.is(source.text.length, text.length, 'every place stays where it is')
  return { shown: source.text, told, source }
}

const CASES: readonly (readonly [name: string, text: string, shown: string])[] = [
  ['a default beside the flag', 'p: { secret: true, default: abc }', 'p: { secret: true, default:******'],
  ['the default of a secret below', 'p:\n  secret: true\n  default: abc\n', 'p:\n  secret: true\n  default:****\n'],
  ['the name itself, elsewhere', 'p:\n  secret: yes\ne:\n  p: abc\n', 'p:\n  secret: yes\ne:\n  p:****\n'],
  ['blanks before the colon', 'p:\n  secret : true\n  default : abc\n', 'p:\n  secret : true\n  default :****\n'],
  ['a flag in quotes', `p:\n  secret: "on"\n  default: 'abc'\n`, `p:\n  secret: "on"\n  default:******\n`],
  ['a key that often holds one', 'a:\n  adminPassword: abc\n', 'a:\n  adminPassword:****\n'],
  ['the last line, without an end', 'x: y\ntoken: abc', 'x: y\ntoken:****'],
  [
    'a line before one that is longer',
    'token: abc\nanother-key-that-is-long: abc',
    'token:****\nanother-key-that-is-long: abc',
  ],
  ['a token', 'token: abc\nx: y\n', 'token:****\nx: y\n'],
  ['a literal block', 'token: |\n  a\n  b\n\n  c\nx: y\n', 'token:**\n  *\n  *\n\n  *\nx: y\n'],
  ['a folded block', 'token: >-\n  a b\nx: y\n', 'token:***\n  ***\nx: y\n'],
  ['a value on the next line', 'token:\n  abc\nx: y\n', 'token:\n  ***\nx: y\n'],
  ['quotes over lines', 'token: "a\n  b"\nx: y\n', 'token:***\n  **\nx: y\n'],
  ['a placeholder alone', 'token: $<Parameters.p>\n', 'token: $<Parameters.p>\n'],
  ['a placeholder in a flow', 'a: { token: $<Parameters.p> }\n', 'a: { token: $<Parameters.p> }\n'],
  ['a placeholder with more', 'token: x$<Parameters.p>\n', 'token:*****************\n'],
  ['a declaration', 'token: { secret: true }\n', 'token: { secret: true }\n'],
  ['Windows line ends', 'token: abc\r\nx: y\r\n', 'token:****\r\nx: y\r\n'],
  ['a name that only begins so', 'tokens: abc\npassword-file: x\n', 'tokens: abc\npassword-file: x\n'],
  ['a flag without an owner', 'secret: true\ndefault: abc\n', 'secret: true\ndefault:****\n'],
  ['a flag that is off', 'p: { secret: false, default: abc }\n', 'p: { secret: false, default: abc }\n'],
  ['a word within a text is no key', 'token: x\nnote: my token: abc\n', 'token:**\nnote: my token: abc\n'],
  ['a key within a text in a list', 'token: x\n- my token: abc\n', 'token:**\n- my token: abc\n'],
  ['a later key of a flow map', 'a: { x: 1, token: abc }\n', 'a: { x: 1, token:******\n'],
  ['a key of a flow map in a list', 'a: [{ x: 1 }, {token: abc}]\n', 'a: [{ x: 1 }, {token:******\n'],
  ['an address is no key', 'token: x\nurl: http://token:abc@h\n', 'token:**\nurl: http://token:abc@h\n'],
  ['a blank line in a value that goes on', 'token: "a\n\n  b"\nx: y\n', 'token:***\n\n  **\nx: y\n'],
  ['a value that ends where the next key begins', 'token: |\nx: y\n', 'token:**\nx: y\n'],
  ['a value below a key that is further in', 'a:\n  token: |\n    b\n  c: d\n', 'a:\n  token:**\n    *\n  c: d\n'],
  ['nothing behind a key, and no line after it', 'x: y\ntoken:\n\n', 'x: y\ntoken:\n\n'],
  [
    'an owner two levels up is not meant',
    'o:\n  p:\n    secret: true\n  q: abc\no: x\np: abc\n',
    'o:\n  p:\n    secret: true\n  q: abc\no: x\np:****\n',
  ],
]
for (const [name, text, shown] of CASES) test(`R-canary: ${name}`, () => assert.is(hide(text).shown, shown))

test('a file in which nothing can be a secret is the same object', () => {
  const source = { path: 'a', text: 'x: y\ndefault: z\n' }
  assert.is(
    hideUnreadSecrets(source, () => assert.unreachable()),
    source,
  )
})

test('R-canary: messages are told the value as a whole, in parts, and without its quotes', () => {
  assert.equal(
    [...hide('token: "a b", x: \'c\', d\n').told],
    [`"a b", x: 'c', d`, '"a b"', 'a b', 'x:', "'c'", 'c', 'd'],
  )
  assert.equal([...hide('token: |\n  a b\n\n').told], ['|', 'a b', 'a', 'b'])
  assert.equal([...hide(`token: ""\n`).told], ['""'])
  assert.equal([...hide(`token: ''\n`).told], ["''"])
})

test.run()
