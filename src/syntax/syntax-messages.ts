import type { Code } from '../diagnostics/catalog.ts'

/** A syntax error in our words. */
export interface Explanation {
  readonly code: Extract<Code, 'AH1021' | 'AH1022' | 'AH1023' | 'AH1024'>
  readonly message: string
  readonly hints: readonly string[]
}

interface Rule extends Explanation {
  /** Matches `CODE: message` of one of the two parsers. */
  readonly pattern: RegExp
}

const ALIGN = 'align the line with the other lines of the same map or list'
const QUOTE = 'if this is text, put it in quotes'

const RULES: readonly Rule[] = [
  {
    pattern: /^TAB_AS_INDENT|tab characters/,
    code: 'AH1022',
    message: 'a tab is used as indentation',
    hints: ['use spaces'],
  },
  {
    pattern: /All mapping items must start|bad indentation of a mapping/,
    code: 'AH1023',
    message: 'the keys of one map must begin at the same column',
    hints: [ALIGN],
  },
  {
    pattern: /All sequence items must start|bad indentation of a sequence|A block sequence may not be used/,
    code: 'AH1023',
    message: 'the items of one list must begin at the same column',
    hints: [ALIGN],
  },
  {
    pattern: /must be sufficiently indented|deficient indentation/,
    code: 'AH1023',
    message: 'a value over several lines must be indented more than its key, its last line too',
    hints: ['indent the line'],
  },
  {
    pattern: /Block scalars with more-indented leading empty lines/,
    code: 'AH1023',
    message: 'the empty lines at the start of a block text are indented more than its first line of text',
    hints: ['remove the spaces of the empty lines'],
  },
  {
    pattern: /^BAD_INDENT/,
    code: 'AH1023',
    message: 'the indentation of this line fits none of the lines before it',
    hints: [ALIGN],
  },
  {
    pattern: /end of the stream within|end of the document within|Missing closing/,
    code: 'AH1024',
    message: 'a quote or bracket that was opened before is never closed',
    hints: ['add the closing sign'],
  },
  {
    pattern: /Nested mappings are not allowed in compact/,
    code: 'AH1021',
    message: 'a second ": " stands on the line of a key and its value',
    hints: ['quote the value, or begin the inner map on a line of its own'],
  },
  {
    pattern: /block-seq-ind/,
    code: 'AH1021',
    message: 'a list cannot begin on the line of its key',
    hints: ['begin it on the next line, or write it in brackets: [a, b]', QUOTE],
  },
  {
    pattern: /^BLOCK_IN_FLOW/,
    code: 'AH1021',
    message: 'inside brackets a comma is missing, or a map or list without brackets begins',
    hints: ['separate items with commas: { a: 1, b: 2 }'],
  },
  {
    pattern: /flow-map-end|flow-seq-end/,
    code: 'AH1021',
    message: 'there is a closing bracket that no bracket opens',
    hints: ['remove it, or add the opening one', QUOTE],
  },
  {
    pattern: /^BLOCK_AS_IMPLICIT_KEY/,
    code: 'AH1021',
    message: 'a list or map over several lines cannot begin here',
    hints: ['begin it on a line of its own'],
  },
  {
    pattern: /^MULTILINE_IMPLICIT_KEY|Implicit map keys need|expected ':'|multiline key/,
    code: 'AH1021',
    message: 'a ":" is missing after this key, or the line belongs to no key',
    hints: ['write key: value, with a space after the ":"', 'indent text that goes on from the line before'],
  },
  {
    pattern: /Missing , (?:or : )?between|missed comma/,
    code: 'AH1021',
    message: 'a comma is missing between two items',
    hints: ['add the comma'],
  },
  {
    pattern: /Unexpected , in|Unexpected empty item|but found ','/,
    code: 'AH1021',
    message: 'there is a comma without an item before it',
    hints: ['remove the comma'],
  },
  {
    pattern: /Missing space after :|whitespace character is expected after/,
    code: 'AH1021',
    message: 'a space is missing after ":"',
    hints: ['add the space'],
  },
  {
    pattern: /Comments must be separated/,
    code: 'AH1021',
    message: 'a space is missing before "#"',
    hints: ['put a space before a comment', QUOTE],
  },
  {
    pattern: /at node end|end of the stream or a document separator/,
    code: 'AH1021',
    message: 'there is something after the end of a value',
    hints: [
      'if all of it is one text, put it in quotes',
      'in a quoted text, double a single quote and write \\" for a double one',
    ],
  },
  {
    pattern: /Block scalar header includes|a line break is expected/,
    code: 'AH1021',
    message: 'after "|" or ">" the line must end',
    hints: ['begin the text on the next line', QUOTE],
  },
  {
    pattern: /^BAD_ALIAS|alias node must contain/,
    code: 'AH1021',
    message: 'after "*" and "&" a name is expected, with a space after it',
    hints: ['if "*" is text, put it in quotes'],
  },
  {
    pattern: /^ALIAS_PROPS|alias node should not/,
    code: 'AH1021',
    message: 'an alias can have neither an anchor nor a tag',
    hints: ['remove the anchor or tag before "*"'],
  },
  {
    pattern: /^MULTIPLE_ANCHORS|duplication of an anchor/,
    code: 'AH1021',
    message: 'a value can have one anchor',
    hints: ['remove one'],
  },
  {
    pattern: /^MULTIPLE_TAGS|duplication of a tag/,
    code: 'AH1021',
    message: 'a value can have one tag',
    hints: ['remove one'],
  },
]

/** Turns a parser's error into our words; `offset` is its place in the text, in UTF-16 units. */
export function explain(code: string, message: string, text: string, offset: number): Explanation {
  const start = text.slice(offset, offset + 1)
  if (code === 'BAD_SCALAR_START' || (start !== '' && '@`'.includes(start))) {
    return { code: 'AH1021', message: `a value without quotes cannot begin with ${start}`, hints: ['put it in quotes'] }
  }
  if (code === 'BAD_DQ_ESCAPE' || /unknown escape|hexadecimal/.test(message)) {
    const from = start === '\\' ? offset : Math.max(text.lastIndexOf('\\', offset), 0)
    const escape = text.slice(from, from + 2)
    return {
      code: 'AH1021',
      message: `the escape ${JSON.stringify(escape).slice(1, -1).replace('\\\\', '\\')} is not known`,
      hints: ['write \\\\ for a backslash, or use single quotes, where a backslash is just a character'],
    }
  }
  const rule = RULES.find((one) => one.pattern.test(`${code}: ${message}`))
  if (rule !== undefined) {
    const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
    const hints = line.includes('{{') ? ['put the whole value in quotes: "{{ ... }}"'] : rule.hints
    return { code: rule.code, message: rule.message, hints }
  }
  const words = message.replace(/\s+/g, ' ').trim()
  return {
    code: 'AH1021',
    message: `this is not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
    hints: ['look at the lines just before for a missing quote, colon, comma or bracket'],
  }
}
