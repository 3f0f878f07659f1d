import * as assert from 'uvu/assert'
import { suite } from '../testing/suite.ts'
import { escapeUnprintable, hasUnprintable, showUnprintable } from './unprintable.ts'

const test = suite('print/unprintable')

test('what people are shown of characters that cannot be seen', () => {
  assert.is(showUnprintable('a\n\r\tb'), 'a\\n\\r\\tb')
  assert.is(
    showUnprintable('\0\x1f\x7f\x85\xa0\u2028\ufeff\uffff'),
    '\\u0000\\u001f\\u007f\\u0085\\u00a0\\u2028\\ufeff\\uffff',
  )
  assert.is(showUnprintable('\u{e0001}\u{1fffe}'), '\\u{e0001}\\u{1fffe}')
  assert.is(showUnprintable('\ud83d!'), '\\ud83d!')
  assert.is(showUnprintable('Grüße, 你好 \u{1f600}~'), 'Grüße, 你好 \u{1f600}~')
})

test('what is asked about a text does not depend on what was asked before', () => {
  for (let round = 0; round < 3; round++) {
    assert.is(hasUnprintable('aaaa\n'), true)
    assert.is(hasUnprintable('\n'), true)
    assert.is(hasUnprintable('aaaa'), false)
  }
  assert.is(
    escapeUnprintable('\u{e0001}a\n', (codePoint) => `<${codePoint}>`),
    '<917505>a<10>',
  )
})

test.run()
