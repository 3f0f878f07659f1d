import { load } from 'js-yaml'
import * as assert from 'uvu/assert'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { printYaml } from '../print/yaml.ts'
import { nastyTexts, ODD_TEXTS } from '../print/nasty-text.ts'
import { yamlList, yamlMap, type YamlMap } from '../print/yaml-document.ts'
import { createRandom } from '../testing/random.ts'
import { suite } from '../testing/suite.ts'
import { readBack } from './read-back.ts'

const test = suite('read back')

function problems(text: string, meant: YamlMap): readonly string[] {
  const { report, diagnostics } = createCollector()
  const good = readBack('compose.yaml', text, meant, report)
  assert.is(good, diagnostics.length === 0)
  return diagnostics.map((one) => `${one.code} ${one.message}`)
}

const meant = yamlMap([
  { key: 'name', value: 'shop' },
  {
    key: 'services',
    value: yamlMap([{ key: 'api', value: yamlMap([{ key: 'ports', value: yamlList([80, 'x', true, null]) }]) }]),
  },
])
const text = 'name: shop\nservices:\n  api:\n    ports: [80, x, true, null]\n'

test('what was meant', () => assert.equal(problems(text, meant), []))
test('comments and blank lines say nothing', () => {
  assert.equal(problems(`# head\n\n${text.replace('services', '\n# two\nservices')}`, meant), [])
})
test('another order of keys says the same', () => {
  assert.equal(problems('services: { api: { ports: [80, x, true, null] } }\nname: "shop"\n', meant), [])
})

for (const [what, changed, where] of [
  ['a number that became text', text.replace('80', '"80"'), 'services.api.ports[0]'],
  ['text that became a boolean', text.replace('x', 'false'), 'services.api.ports[1]'],
  ['a boolean that became text', text.replace('true', '"true"'), 'services.api.ports[2]'],
  ['an item less', text.replace(', null', ''), 'services.api.ports'],
  ['an item more', text.replace('null', 'null, 1'), 'services.api.ports'],
  ['a key more', `${text}volumes: {}\n`, 'volumes'],
  ['a key less', 'services: { api: { ports: [80, x, true, null] } }\n', 'name'],
  ['another value', text.replace('shop', 'shed'), 'name'],
  ['a second document', `${text}---\nname: x\n`, 'document'],
  ['no YAML at all', 'name: [\n', ''],
] as const) {
  test(what, () => {
    const [problem = '', ...more] = problems(changed, meant)
    assert.ok(problem.startsWith('AH9002 compose.yaml does not read back as it was meant: '), problem)
    assert.ok(problem.includes(where), problem)
    assert.equal(more, [])
  })
}

test('every odd text, as value and as key', () => {
  for (const odd of [...ODD_TEXTS.values(), ...nastyTexts(7, 500)]) {
    // Files of ours have keys in ASCII only; the reader refuses others.
    const key = /^[\x20-\x7e]*$/.test(odd) ? odd : 'key'
    if (/\p{Surrogate}/u.test(odd)) continue
    const document = yamlMap([
      { key, value: odd },
      ...(key === 'list' ? [] : [{ key: 'list', value: yamlList([odd, 1]) }]),
    ])
    assert.equal(problems(`${printYaml(document, 0).printed}\n`, document), [], JSON.stringify(odd))
  }
})

/** Long enough to be read piece by piece, with everything that could be taken for the beginning of a piece. */
function longDocument(): YamlMap {
  const service = (at: number): YamlMap =>
    yamlMap([
      { key: 'image', value: `registry.example.com/acme/svc-${at}:1.2.3`, comment: ['where it comes from'] },
      { key: 'environment', value: yamlMap([{ key: 'TEXT', value: `a: b\n  svc-${at}:\n# no comment\n\nend\n` }]) },
      { key: 'command', value: yamlList(['run', `--number=${at}`, 'true', '  x:']) },
      {
        key: 'labels',
        value: yamlMap([
          { key: 'on', value: 'no' },
          { key: 'n', value: at },
        ]),
      },
    ])
  const many = (name: string, count: number): { readonly key: string; readonly value: YamlMap } => ({
    key: name,
    value: yamlMap(
      Array.from({ length: count }, (_, at) => ({ key: `svc-${at}`, value: service(at), blankBefore: at % 3 === 0 })),
    ),
  })
  return yamlMap([{ key: 'name', value: 'large' }, many('services', 700), many('volumes', 500), many('x-few', 2)])
}

test('a long text is read piece by piece, and says the same as when it is read as a whole', () => {
  const document = longDocument()
  const whole = `# head\n\n${printYaml(document, 0).printed}\n`
  assert.ok(whole.length > 270_000)
  assert.equal(problems(whole, document), [])
  const random = createRandom(11)
  const lines = whole.split('\n')
  const expected = JSON.stringify(load(whole))
  let changed = 0
  for (let round = 0; round < 24; round += 1) {
    const at = random.below(lines.length)
    const line = lines[at] ?? ''
    const other = [
      [],
      [line, line],
      [` ${line}`],
      [line.slice(1)],
      [line, '# x'],
      [line, '---'],
      [line, '  &a x: 1'],
      [`${line} `],
    ]
    const edited = lines.toSpliced(at, 1, ...(other[round % other.length] ?? [])).join('\n')
    let read: unknown
    try {
      read = load(edited)
    } catch {
      read = undefined
    }
    const same = read !== undefined && JSON.stringify(read) === expected
    if (!same) changed += 1
    assert.is(problems(edited, document).length === 0, same, `line ${at + 1}, edit ${round % other.length}: ${line}`)
  }
  assert.ok(changed > 5 && changed < 24, `${changed} edits changed what is said`)
})

test.run()
