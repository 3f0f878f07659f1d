import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { createCollector, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { child, type ScalarNode } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { declareParameters } from './declarations.ts'
import { maskSecrets, maskTexts } from './mask.ts'
import { reportMissing } from './missing.ts'
import type { Parameters } from './parameter.ts'
import { parseParametersFile } from './parameters-file.ts'
import { resolveParameters } from './sources.ts'

const test = suite('sources of parameters')

interface Given {
  readonly options?: Readonly<Record<string, string>>
  /** The text of the file. */
  readonly file?: string
  readonly variables?: Readonly<Record<string, string>>
  /** `parameters:` of the environment, as YAML. */
  readonly environment?: string
}

function resolve(
  parameters: string,
  given: Given = {},
): { readonly parameters: Parameters; readonly diagnostics: readonly Diagnostic[] } {
  const collector = createCollector()
  const text = `parameters: ${parameters}\nenvironment: ${given.environment ?? '{}'}\n`
  const root = parseText('apphost.yaml', text, collector.report)
  assert.ok(root !== undefined, 'the example is not YAML')
  const values = new Map<string, ScalarNode>()
  const environment = child(root, 'environment')
  for (const entry of environment?.kind === 'map' ? environment.entries.values() : []) {
    if (entry.value.kind === 'scalar') values.set(entry.key, entry.value)
  }
  const file =
    given.file === undefined
      ? undefined
      : { path: 'values.yaml', values: parseParametersFile('values.yaml', given.file, collector.report) }
  const supplied = {
    options: new Map(Object.entries(given.options ?? {})),
    file,
    variables: new Map(Object.entries(given.variables ?? {})),
  }
  const declarations = declareParameters(root, collector.report)
  const found = resolveParameters(declarations, supplied, { name: 'dev', values }, collector.report)
  return { parameters: found, diagnostics: collector.diagnostics }
}

function summary(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((one) => [one.code, one.message, ...one.hints].join('\n')).join('\n')
}

/** The value and its source, after making sure that nothing was reported. */
function valueOf(parameters: string, given: Given = {}, name = 'p'): readonly (string | undefined)[] {
  const resolved = resolve(parameters, given)
  assert.is(summary(resolved.diagnostics), '')
  const found = resolved.parameters.get(name)
  return [found?.text, found?.source?.kind]
}

const EVERYWHERE: Given = {
  options: { p: 'option' },
  file: 'p: file',
  variables: { Parameters__p: 'variable', OTHER: 'declared' },
  environment: '{ p: environment }',
}

test('R-env-precedence: the first source in the order wins, and the others are remembered', () => {
  const declaration = '{ p: { default: default, env: OTHER } }'
  const { parameters } = resolve(declaration, EVERYWHERE)
  const found = parameters.get('p')
  assert.is(found?.text, 'option')
  assert.equal(
    found?.overridden.map((one) => (one.kind === 'variable' ? one.variable : one.kind)),
    ['params-file', 'Parameters__p', 'OTHER', 'environment', 'default'],
  )
  const { options: _options, ...withoutOption } = EVERYWHERE
  assert.equal(valueOf(declaration, withoutOption), ['file', 'params-file'])
  const { file: _file, ...withoutFile } = withoutOption
  assert.equal(valueOf(declaration, withoutFile), ['variable', 'variable'])
  assert.equal(valueOf(declaration, { ...withoutFile, variables: { OTHER: 'declared' } }), ['declared', 'variable'])
  assert.equal(valueOf(declaration, { environment: '{ p: environment }' }), ['environment', 'environment'])
  assert.equal(valueOf(declaration), ['default', 'default'])
  assert.equal(valueOf('{ p: {} }'), [undefined, undefined])
})

const SPELLINGS: readonly string[] = [
  'Parameters__log_level',
  'PARAMETERS__LOG_LEVEL',
  'parameters__Log_Level',
  'Parameters__log-level',
]
for (const variable of SPELLINGS) {
  test(`the variable ${variable} supplies log-level`, () => {
    assert.equal(valueOf('{ log-level: { default: info } }', { variables: { [variable]: 'debug' } }, 'log-level'), [
      'debug',
      'variable',
    ])
  })
}

test('a variable that names no parameter is ignored', () => {
  assert.equal(
    valueOf('{ p: { default: a } }', {
      variables: { Parameters__q: 'b', Parameter__p: 'c', Parameters_p: 'd', p: 'e' },
    }),
    ['a', 'default'],
  )
})

test('two spellings with one value are fine, with two values an error without the values', () => {
  assert.equal(valueOf('{ p: {} }', { variables: { Parameters__p: 'a', PARAMETERS__P: 'a' } }), ['a', 'variable'])
  const { diagnostics } = resolve('{ p: { secret: true } }', {
    variables: { Parameters__p: 'canary-one', PARAMETERS__P: 'canary-two' },
  })
  assert.equal(
    diagnostics.map((one) => one.code),
    ['AH4022'],
  )
  assert.match(diagnostics[0]?.message ?? '', /PARAMETERS__P and Parameters__p have different values/)
  assert.not.match(JSON.stringify(diagnostics), /canary/)
})

const EMPTY: readonly (readonly [string, string | undefined])[] = [
  ['{ p: { default: a } }', ''],
  ['{ p: { type: integer, default: 3 } }', '3'],
  ['{ p: { type: boolean, default: true } }', 'true'],
  ['{ p: { secret: true } }', undefined],
]
for (const [declaration, expected] of EMPTY) {
  test(`R-silent-empty: an empty variable for ${declaration}`, () => {
    assert.is(valueOf(declaration, { variables: { Parameters__p: '' } })[0], expected)
    assert.is(valueOf(declaration.replace('{ p: {', '{ p: { env: OTHER,'), { variables: { OTHER: '' } })[0], expected)
  })
}

test('an empty spelling does not hide the other one of a secret', () => {
  const variables = { PARAMETERS__P: '', Parameters__p: 'canary', OTHER: 'else' }
  assert.equal(valueOf('{ p: { secret: true, env: OTHER } }', { variables }), ['canary', 'variable'])
})

test('values are data: neither placeholders nor control characters mean anything', () => {
  const value = '$<Parameters.q> ${X} $$<y> \u0007\u001b[31m\n'
  assert.is(valueOf('{ p: {} }', { variables: { Parameters__p: value } })[0], value)
  assert.is(valueOf('{ p: {} }', { options: { p: value } })[0], value)
})

test('scalars of the file are taken as written', () => {
  for (const text of ['012', '1.10', 'yes', '0x1F', '~x', '2024-01-01']) {
    assert.is(valueOf('{ p: {} }', { file: `p: ${text}` })[0], text)
  }
  assert.is(valueOf('{ p: {} }', { file: '{ "p": "" }' })[0], '')
  assert.is(valueOf('{ p: { secret: true } }', { file: 'p: ""' })[0], undefined)
  assert.is(valueOf('{ p: { secret: true } }', { file: 'p: |\n  one\n  two\n' })[0], 'one\ntwo\n')
})

/** Declaration, what is given, code, words. */
const WRONG: readonly (readonly [string, Given, string, string])[] = [
  ['{ p: { type: integer } }', { options: { p: 'x' } }, 'AH4001', '"x" is not an integer (from --param p)'],
  ['{ p: { type: integer } }', { options: { p: '' } }, 'AH4001', '"" is not an integer'],
  ['{ p: { type: integer } }', { variables: { Parameters__p: '1e3' } }, 'AH4001', 'write 1000'],
  ['{ p: { type: number } }', { variables: { Parameters__p: 'NaN' } }, 'AH4001', 'from the variable Parameters__p'],
  ['{ p: { type: boolean } }', { file: 'p: yes' }, 'AH4001', 'from values.yaml'],
  ['{ p: { type: boolean } }', { environment: '{ p: True }' }, 'AH4001', 'environments.dev.parameters'],
  ['{ p: { type: integer, maximum: 3 } }', { options: { p: '4' } }, 'AH4002', 'above the maximum of 3'],
  ['{ p: { enum: [a, b], default: a } }', { options: { p: 'A' } }, 'AH4002', 'none of a, b'],
  [
    '{ p: { secret: true, minLength: 20 } }',
    { variables: { Parameters__p: 'canary' } },
    'AH4002',
    'the value has 6 characters',
  ],
  ['{ p: { secret: true, pattern: "^[0-9]+$" } }', { file: 'p: canary' }, 'AH4002', 'the value does not match'],
  ['{ p: { secret: true, type: integer } }', { file: 'p: canary' }, 'AH4001', 'the value is not an integer'],
  ['{ p: { secret: true, enum: [x] } }', { variables: { Parameters__p: 'canary' } }, 'AH4002', 'the value is none of'],
  ['{ p: { secret: true } }', { environment: '{ p: canary }' }, 'AH4020', 'is a secret'],
  ['{ region: {} }', { environment: '{ regoin: x }' }, 'AH4021', 'did you mean "region"?'],
  ['{ p: { secret: true } }', { options: { p: 'canary' } }, 'AH4023', 'Parameters__p'],
  ['{ region: {} }', { options: { regoin: 'x' } }, 'AH4024', 'did you mean "region"?'],
  ['{ region: { secret: true } }', { file: 'regoin: canary' }, 'AH4024', 'values.yaml names the parameter "regoin"'],
  ['{ p: {} }', { options: { ['__proto__x']: 'x' } }, 'AH4024', 'does not exist'],
  ['{ p: {} }', { options: { p: 'x'.repeat(65_537) } }, 'AH4025', '64 KiB'],
  ['{ p: {} }', { options: { p: 'é'.repeat(32_769) } }, 'AH4025', '64 KiB'],
  ['{ p: {} }', { options: { p: 'a\ud83d' } }, 'AH4001', 'half a character'],
  ['{ p: {} }', { environment: '{ p: $<Parameters.q> }' }, 'AH4013', 'not resolved'],
  ['{ p: {} }', { file: 'p: { value: canary }' }, 'AH4027', 'not a plain value'],
  ['{ p: {} }', { file: 'p: [canary]' }, 'AH4027', 'not a plain value'],
  ['{ p: {} }', { file: 'p:' }, 'AH4027', 'has no value'],
  ['{ p: { secret: true } }', { file: 'p: canary\np: canary' }, 'AH1', 'p'],
  ['{ p: { secret: true } }', { file: '[canary]' }, 'AH1', 'list'],
]

for (const [declaration, given, code, words] of WRONG) {
  test(`reports ${code}: ${words}`, () => {
    const { diagnostics } = resolve(declaration, given)
    assert.is(diagnostics.length, 1, summary(diagnostics))
    assert.ok(diagnostics[0]?.code.startsWith(code), summary(diagnostics))
    assert.ok(summary(diagnostics).includes(words), summary(diagnostics))
    assert.not.match(summary(diagnostics), /[\r]|\n\n/)
    // Sources with it belong to the spans: a frame must not show it either.
    const places = diagnostics.flatMap((one) => [one.span, ...one.related.map((more) => more.span)])
    const shown = places.filter((span) => span === diagnostics[0]?.span)
    if (JSON.stringify(given).includes('canary')) {
      assert.not.match(`${summary(diagnostics)}${JSON.stringify(shown)}`, /canary/)
    }
  })
}

test('a value of 64 KiB is all right', () => {
  assert.is(valueOf('{ p: {} }', { options: { p: 'x'.repeat(65_536) } })[0]?.length, 65_536)
})

test('a wrong value points at the declaration too, and is not missed a second time', () => {
  const { diagnostics, parameters } = resolve('{ p: { type: integer, minimum: 2 } }', { options: { p: 'x' } })
  assert.is(diagnostics[0]?.span, undefined)
  assert.equal(
    diagnostics[0]?.related.map((one) => one.message),
    ['"p" is declared here'],
  )
  assert.is(parameters.get('p')?.text, '2')
})

test('a wrong value of the environment is reported even where an option wins', () => {
  const { diagnostics } = resolve('{ p: { type: integer } }', { options: { p: '1' }, environment: '{ p: x }' })
  assert.equal(
    diagnostics.map((one) => one.code),
    ['AH4001'],
  )
})

test('R-missing-all: all missing parameters come in one diagnostic, with places and ways', () => {
  const { parameters } = resolve('{ on: { type: boolean, env: ON }, tier: {}, key: { secret: true } }')
  const declarations = new Map([...parameters].map(([name, one]) => [name, one.declaration]))
  const span = declarations.get('on')?.span
  assert.ok(span !== undefined)
  const place = (path: string) => ({ path, span })
  const collector = createCollector()
  reportMissing(
    [
      { name: 'on', places: ['a', 'b', 'c', 'd', 'e'].map(place) },
      { name: 'tier', places: [place('resources.api.target')] },
      { name: 'key', places: [place('resources.api.schedule')] },
    ],
    declarations,
    collector.report,
  )
  const [found, ...more] = collector.diagnostics
  assert.is(more.length, 0)
  assert.is(found?.code, 'AH4028')
  assert.is(
    found?.message,
    '3 parameters have no value: "on" (needed by a, b, c and 2 more), "tier" (needed by resources.api.target), "key" (needed by resources.api.schedule)',
  )
  assert.is(found?.related.length, 7)
  assert.equal(found?.hints, [
    'supply on (boolean): --param on=..., --params-file, the variable Parameters__on, the variable ON, parameters: of the environment or default: of the declaration',
    'supply tier (string): --param tier=..., --params-file, the variable Parameters__tier, parameters: of the environment or default: of the declaration',
    'supply key (secret): --params-file or the variable Parameters__key',
  ])
  reportMissing([], declarations, () => assert.unreachable())
})

test('masks a secret in every form in which a tool may print it', () => {
  const secret = 'p@ss "w\\rd"\nüñ>>?'
  const { parameters } = resolve('{ p: { secret: true }, q: {}, s: { secret: true } }', {
    variables: { Parameters__p: secret, Parameters__q: 'public', Parameters__s: 'abc' },
  })
  const base64 = Buffer.from(secret).toString('base64')
  const forms = [
    secret,
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    'p@ss "w\\rd"',
    'üñ>>?',
  ]
  for (const form of forms) assert.is(maskSecrets(`a ${form} public abc b`, parameters), 'a *** public abc b')
})

test('a value that is no valid text is not looked for, and takes no other one along', () => {
  const { parameters } = resolve('{ p: { secret: true }, q: { secret: true }, r: { secret: true } }', {
    variables: { Parameters__p: 'half \ud83d', Parameters__q: 'whole secret', Parameters__r: 'abc' },
  })
  assert.is(maskSecrets('half \ud83d, whole secret, abc', parameters), 'half \ud83d, ***, abc')
})

test('a text that is half a character cannot be looked for in its other forms', () => {
  const mask = maskTexts(new Set(['half of it \ud83d', 'whole secret']))
  assert.is(mask('x whole secret "half of it \ud83d" y'), 'x *** *** y')
  assert.is(mask(Buffer.from('whole secret').toString('base64')), '***')
})

test('our own texts hide short values in quotes, long ones by their beginning', () => {
  const long = 'the quick brown fox jumps over the lazy dog, and then over another one "so"'
  const mask = maskTexts(new Set(['abc', long, '']))
  assert.is(mask('"abc" but not abc or "" or abcd'), '*** but not abc or "" or abcd')
  assert.is(mask(`a ${long} b`), 'a *** b')
  assert.is(mask(`a ${long.slice(0, 60)}... b`), 'a ***... b')
  assert.is(mask('a the quic... b'), 'a ***... b')
  assert.is(mask('a the qui... b'), 'a the qui... b')
  assert.is(mask(JSON.stringify({ long })), '{"long":"***"}')
  assert.is(mask(Buffer.from(long).toString('base64')), '***')
})

test('no text of a secret survives masking', () => {
  holds(
    fc.property(fc.string({ minLength: 4, unit: 'binary' }), fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(secret.trim().length >= 4 && !'*'.repeat(50).includes(secret))
      const { parameters } = resolve('{ p: { secret: true } }', { variables: { Parameters__p: secret } })
      assert.not.ok(maskSecrets(`${before} ${secret} ${after}`, parameters).includes(secret))
    }),
  )
})

test('no diagnostic about a secret shows its value', () => {
  const values = fc.string({ minLength: 8, unit: 'grapheme-ascii' })
  const constraints = fc.constantFrom(
    'minLength: 100',
    'maxLength: 1',
    'pattern: "^\\\\d{3}$"',
    'enum: [x, y]',
    'type: integer',
    'type: boolean',
  )
  holds(
    fc.property(values, constraints, fc.constantFrom('variables', 'file', 'options'), (value, constraint, kind) => {
      const canary = `canary${value}`
      const given: Given =
        kind === 'variables'
          ? { variables: { Parameters__p: canary } }
          : kind === 'file'
            ? { file: JSON.stringify({ p: canary }) }
            : { options: { p: canary } }
      const { diagnostics } = resolve(`{ p: { secret: true, ${constraint} } }`, given)
      assert.ok(diagnostics.length > 0)
      assert.not.match(JSON.stringify(diagnostics), /canary/)
    }),
  )
})

test.run()
