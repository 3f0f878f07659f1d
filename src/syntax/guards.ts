import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'

/** `U+00A0`, for messages. */
export function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

function beginsWith(bytes: Uint8Array, ...mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte)
}

function foreignEncoding(bytes: Uint8Array): string | undefined {
  if (beginsWith(bytes, 0xff, 0xfe, 0, 0) || beginsWith(bytes, 0, 0, 0xfe, 0xff)) return 'UTF-32'
  if (beginsWith(bytes, 0xff, 0xfe) || beginsWith(bytes, 0xfe, 0xff)) return 'UTF-16'
  // Without a mark: the first character of a manifest is ASCII, so every second byte of UTF-16 is zero.
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] !== 0) return 'UTF-32'
  if (bytes.length >= 4 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0) return 'UTF-32'
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 && bytes[3] !== 0) return 'UTF-16'
  if (bytes.length >= 4 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0) return 'UTF-16'
  return undefined
}

function isPrefixOfUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream, an unfinished last character is forgiven.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** How many bytes from the start are whole characters of valid UTF-8. */
function validPrefix(bytes: Uint8Array): number {
  let low = 0
  let high = bytes.length
  // Every beginning of valid text is a prefix of valid text, so that one can search by halves.
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isPrefixOfUtf8(bytes.subarray(0, middle))) low = middle
    else high = middle - 1
  }
  for (let back = 1; back <= 3 && back <= low; back++) {
    const byte = bytes[low - back] ?? 0
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    if (needed > back) return low - back
    if (needed > 1 || byte < 0x80) break
  }
  return low
}

/** Decodes UTF-8 strictly; a byte order mark at the start is dropped. Reports and returns undefined for anything else. */
export function decodeUtf8(path: string, bytes: Uint8Array, report: Report): Source | undefined {
  // Looked at first: UTF-16 of ASCII text without a mark is valid UTF-8, full of NUL.
  const foreign = foreignEncoding(bytes)
  if (foreign !== undefined) {
    const place: Span = { source: { path, text: '' }, start: 0, end: 0 }
    const hint = 'save the file as UTF-8; editors offer it under "Save with encoding"'
    report(diagnostic('AH1012', place, `the file is encoded as ${foreign}, not as UTF-8`, { hints: [hint] }))
    return undefined
  }
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const offset = validPrefix(bytes)
    const text = new TextDecoder('utf-8').decode(bytes.subarray(0, offset))
    const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`
    const place: Span = { source: { path, text }, start: text.length, end: text.length }
    const message = `not valid UTF-8: the byte ${byte} at byte offset ${offset} belongs to no character`
    report(diagnostic('AH1011', place, message, { hints: ['save the file as UTF-8'] }))
    return undefined
  }
}

const FORBIDDEN =
  /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|\r(?!\n)|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

function describe(codePoint: number): {
  code: 'AH1013' | 'AH1014' | 'AH1015' | 'AH1016'
  message: string
  hint: string
} {
  const name = codePointName(codePoint)
  if (codePoint === 0x0d) {
    return {
      code: 'AH1013',
      message: 'a carriage return without a line feed ends no line here',
      hint: 'end lines with LF (or CRLF)',
    }
  }
  if (codePoint === 0xfeff) {
    return {
      code: 'AH1016',
      message: 'a byte order mark (U+FEFF) in the middle of the file',
      hint: 'remove it; it is invisible, and often left where two files were joined',
    }
  }
  if ((codePoint >= 0x202a && codePoint <= 0x202e) || (codePoint >= 0x2066 && codePoint <= 0x2069)) {
    return {
      code: 'AH1015',
      message: `the bidirectional control character ${name} makes text look different from what it says`,
      hint: `remove it, or write it as "\\u${codePoint.toString(16)}" in double quotes`,
    }
  }
  const escape = codePoint < 0x100 ? `\\x${codePoint.toString(16).padStart(2, '0')}` : `\\u${codePoint.toString(16)}`
  return {
    code: 'AH1014',
    message: `the character ${name} is not printable`,
    hint: `remove it, or write it as "${escape}" in double quotes`,
  }
}

/** Refuses characters that nobody sees or that readers of YAML treat differently. False if there was one. */
export function checkCharacters(source: Source, report: Report): boolean {
  let clean = true
  for (const match of source.text.matchAll(FORBIDDEN)) {
    clean = false
    const { code, message, hint } = describe(match[0].codePointAt(0) ?? 0)
    report(diagnostic(code, { source, start: match.index, end: match.index + 1 }, message, { hints: [hint] }))
  }
  return clean
}

/** Refuses directives other than `%YAML 1.2`, which would change what the rest means. False if there was one. */
export function checkDirectives(source: Source, report: Report): boolean {
  const { text } = source
  let clean = true
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf('\n', start)
    const end = lineEnd === -1 ? text.length : lineEnd
    const line = text.slice(start, end).trimEnd()
    if (line.startsWith('%')) {
      if (!/^%YAML[ \t]+1\.2(?:[ \t]+#.*)?$/.test(line)) {
        clean = false
        report(
          diagnostic(
            'AH1027',
            { source, start, end: start + line.length },
            `the directive ${line.slice(0, 60)} is not supported`,
            {
              hints: ['remove the line: files are read as YAML 1.2'],
            },
          ),
        )
      }
    } else if (line.trimStart() !== '' && !line.trimStart().startsWith('#')) {
      break
    }
    start = end + 1
  }
  return clean
}
