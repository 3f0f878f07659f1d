import type { Filter } from './expression.ts'

/** Text that an ADO.NET style connection string takes without quotes. */
const PLAIN_ADONET = /^[^"'=;\s\p{Cc}]*$/u

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, percentEncode)
}

function encodeBase64(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/**
 * A JSON string with its quotes. Escaped are `"`, `\`, the control characters below U+0020 (`\b \t \n \f \r` by their
 * short forms, the rest as `\u00xx` in lower case) and U+2028 and U+2029; everything else stands as it is, so that Go's
 * encoder without HTML escaping writes the same bytes.
 */
function encodeJson(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
}

function encodeAdonet(text: string): string {
  return PLAIN_ADONET.test(text) ? text : `"${text.replaceAll('"', '""')}"`
}

/** Passes a text through one filter; the text must be well-formed Unicode. `default` replaces an empty text. */
export function applyFilter(filter: Filter, text: string): string {
  switch (filter.name) {
    case 'uri':
      return encodeUri(text)
    case 'base64':
      return encodeBase64(text)
    case 'json':
      return encodeJson(text)
    case 'adonet':
      return encodeAdonet(text)
    case 'default':
      return text === '' ? filter.argument : text
    case 'lower':
      return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    case 'upper':
      return text.replace(/[a-z]/g, (letter) => letter.toUpperCase())
  }
}

/** Passes a text through filters from left to right. */
export function applyFilters(filters: readonly Filter[], text: string): string {
  return filters.reduce((filtered, filter) => applyFilter(filter, filtered), text)
}

/**
 * The characters (one code point each) that a filter leaves alone: a non-empty text of nothing else passes unchanged.
 * Undefined where the filter changes every text.
 */
export function safeClass(filter: Filter): RegExp | undefined {
  switch (filter.name) {
    case 'uri':
      return /^[A-Za-z0-9._~-]$/u
    case 'adonet':
      return /^[^"'=;\s\p{Cc}]$/u
    case 'default':
      return /^.$/su
    case 'lower':
      return /^[^A-Z]$/u
    case 'upper':
      return /^[^a-z]$/u
    case 'base64':
    case 'json':
      return undefined
  }
}
