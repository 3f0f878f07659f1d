import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import { parseDotenv, type DotenvAssignment } from './dotenv-file.ts'
import { printDotenvComment, printDotenvLine, printDotenvPlaceholder, printDotenvValue } from './dotenv.ts'
import { nastyTexts, ODD_TEXTS } from './nasty-text.ts'

const SEED = Number(process.env['FUZZ_SEED'] ?? 20262)

const test = suite('print/dotenv')

function assignments(text: string): readonly DotenvAssignment[] {
  return parseDotenv(text).filter((line) => line.kind === 'assignment')
}

test('plain where that is safe, else in double quotes', () => {
  const table: readonly (readonly [string, string])[] = [
    ['', ''],
    ['info', 'info'],
    ['http://a.example:8080/b@c-d_e', 'http://a.example:8080/b@c-d_e'],
    ['a b', '"a b"'],
    ['#', '"#"'],
    ["it's", '"it\'s"'],
    ['a"b\\c', String.raw`"a\"b\\c"`],
    ['$HOME ${X}', String.raw`"\$HOME \${X}"`],
    ['a\nb\r\tc', String.raw`"a\nb\r\tc"`],
    ['a=b', '"a=b"'],
  ]
  for (const [text, printed] of table) assert.is(printDotenvValue(text).printed, printed)
})

test('lines, placeholders, comments', () => {
  assert.is(printDotenvLine('LOG_LEVEL', 'info').printed, 'LOG_LEVEL=info')
  assert.is(printDotenvPlaceholder('PG_PASSWORD').printed, '#PG_PASSWORD=')
  assert.is(printDotenvComment(['a\nB=1', '']).printed, '# a\n# B=1\n#')
  assert.throws(() => printDotenvLine('A=B', 'x'))
  assert.throws(() => printDotenvLine('A B', 'x'))
})

for (const [name, text] of ODD_TEXTS) {
  test(`odd text: ${name}`, () => {
    const [found, after] = assignments(`${printDotenvLine('KEY', text).printed}\nAFTER=1\n`)
    assert.is(found?.value, text)
    assert.is(found?.interpolated, false)
    assert.is(after?.value, '1')
  })
}

test('any text comes back', () => {
  holds(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [found, after] = assignments(`${printDotenvLine('KEY', text).printed}\nAFTER=1\n`)
      assert.is(found?.value, text)
      assert.is(after?.value, '1')
    }),
  )
})

test('20 000 nasty texts come back, and every file is the sum of its lines', () => {
  const texts = nastyTexts(SEED, 20_000)
  const file = texts.map((text, index) => `${printDotenvLine(`K${index}`, text).printed}\n`).join('')
  const found = assignments(file)
  assert.is(found.length, texts.length, `seed ${SEED}`)
  for (const [index, text] of texts.entries()) {
    if (found[index]?.value !== text) assert.is(found[index]?.value, text, `seed ${SEED}, ${index}`)
  }
  for (const text of texts) {
    const whole = `A=1\n${text}\nB=2`
    const joined = parseDotenv(whole)
      .map((line) => line.text)
      .join('')
    if (joined !== whole) assert.is(joined, whole, `seed ${SEED}`)
  }
})

test('reading rules of Compose', () => {
  const table: readonly (readonly [string, string, string?])[] = [
    ['K=v', 'v'],
    ['  K = v  ', 'v'],
    ['export K=v', 'v'],
    ['K: v', 'v'],
    ['K=v # comment', 'v'],
    ['K=v#no comment', 'v#no comment'],
    ['K=#v', '#v'],
    ['K=', ''],
    ["K='$a \\n # b'", '$a \\n # b'],
    ["K='it\\'s'", "it's"],
    ['K="a # b" # c', 'a # b'],
    ['K="a\nb"', 'a\nb'],
    ['K="a\r\nb"\r', 'a\nb'],
    [String.raw`K="\$a$$b\t\"\\\x\a"`, '$a$b\t"\\\\x\x07'],
    [String.raw`K="\0101\012\0"`, String.raw`A\12\\`.slice(0, -1)],
    ['K=$$a', '$a'],
    ['\ufeff\nK=v', 'v'],
    ['K="\\a\\b\\c\\f\\v\\t\\r\\n\\\\"', '\x07\b\\c\f\v\t\r\n\\'],
    ['K="\\0101\\0377\\0400\\09\\0"', 'A\xff\\400\\9\\'],
    ['K=a=b', 'a=b'],
    ['\ufeffK=v', 'v'],
    ['K.a-b[0]=v', 'v'],
  ]
  for (const [text, value] of table) {
    const [line] = assignments(`${text}\n`)
    assert.is(line?.value, value, text)
    assert.is(line?.interpolated, false, text)
  }
})

test('what is substituted or refused is told apart', () => {
  assert.is(assignments('K=${A}')[0]?.interpolated, true)
  assert.is(assignments('K="a $B"')[0]?.interpolated, true)
  assert.is(assignments("K='$B'")[0]?.interpolated, false)
  const kinds = parseDotenv('# a\n\n  \nK\nA B=1\nC="open\nD=1\n').map((line) => line.kind)
  assert.equal(kinds, ['comment', 'blank', 'blank', 'other', 'other', 'other', 'assignment'])
})

test('raw values keep their quotes', () => {
  const [line] = assignments('K = "a\nb"  # why\nL=1')
  assert.is(line?.rawValue, '"a\nb"  # why')
  assert.is(line?.text, 'K = "a\nb"  # why\n')
  assert.is(line?.key, 'K')
})

test('a huge file is read in time that grows with its size', () => {
  const before = process.hrtime.bigint()
  parseDotenv(`K="${'\\"'.repeat(200_000)}\n${'L=1 #x\n'.repeat(50_000)}${' '.repeat(200_000)}`)
  assert.ok(process.hrtime.bigint() - before < 30_000_000_000n)
})

test.run()
