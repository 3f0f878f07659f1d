import { diagnostic } from '../diagnostics/diagnostic.ts'
import { taggedValue } from './core-schema.ts'
import { EVENT, type YamlMapEvent, type YamlScalarEvent, type YamlSequenceEvent } from './events.ts'
import type { ScalarNode } from './node.ts'
import { type Cursor, spanOf } from './tree-cursor.ts'

const SCALAR_TAGS: ReadonlySet<string> = new Set(['!!str', '!!int', '!!float', '!!bool', '!!null'])

function reportTag(cursor: Cursor, start: number, end: number, tag: string): void {
  const hint =
    tag === '!!binary'
      ? 'name a file instead, or write the base64 text as a string'
      : 'remove the tag; quote the value if text is meant'
  cursor.report(
    diagnostic('AH1051', spanOf(cursor, start, end), `the tag ${tag.slice(0, 60)} is not supported`, { hints: [hint] }),
  )
}

/** Refuses a tag of a map or list that is not its own. */
export function checkCollectionTag(cursor: Cursor, event: YamlMapEvent | YamlSequenceEvent): void {
  if (event.tagStart === -1) return
  const tag = cursor.source.text.slice(event.tagStart, event.tagEnd)
  const [own, what] = event.type === EVENT.MAPPING ? ['!!map', 'a map'] : ['!!seq', 'a list']
  if (tag === own) return
  if (!SCALAR_TAGS.has(tag) && tag !== '!!map' && tag !== '!!seq') {
    reportTag(cursor, event.tagStart, event.tagEnd, tag)
    return
  }
  reportMisfit(cursor, event, tag, what)
}

function reportMisfit(cursor: Cursor, event: { tagStart: number; tagEnd: number }, tag: string, what: string): void {
  cursor.report(
    diagnostic('AH1052', spanOf(cursor, event.tagStart, event.tagEnd), `the tag ${tag} does not fit ${what}`, {
      hints: ['remove the tag'],
    }),
  )
}

/** The value of a scalar with its tag applied; a tag that is refused leaves `value` as it is. */
export function tagged(
  cursor: Cursor,
  event: YamlScalarEvent,
  text: string,
  value: ScalarNode['value'],
): ScalarNode['value'] {
  if (event.tagStart === -1) return value
  const tag = cursor.source.text.slice(event.tagStart, event.tagEnd)
  const applied = taggedValue(tag, text)
  if (applied !== undefined) return applied.value
  if (SCALAR_TAGS.has(tag)) reportMisfit(cursor, event, tag, `the value ${JSON.stringify(text.slice(0, 40))}`)
  else if (tag === '!!map' || tag === '!!seq') reportMisfit(cursor, event, tag, 'a single value')
  else reportTag(cursor, event.tagStart, event.tagEnd, tag)
  return value
}
