import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import { buildAlias } from './alias.ts'
import { coreValue } from './core-schema.ts'
import { reportDepth } from './depth.ts'
import {
  decodedText,
  EVENT,
  MAXIMUM_DEPTH,
  type YamlEvent,
  type YamlMapEvent,
  type YamlScalarEvent,
  type YamlSequenceEvent,
} from './events.ts'
import { badEscape, checkKeyCharacters, isTemplateKey } from './keys.ts'
import { mergedEntries } from './merge-key.ts'
import type { Entry, Node, ScalarStyle } from './node.ts'
import { explain } from './syntax-messages.ts'
import { checkCollectionTag, tagged } from './tags.ts'
import { type Built, type Cursor, spanOf } from './tree-cursor.ts'
import { afterColon, afterDash, endOfFlow } from './places.ts'

const STYLES: Readonly<Record<YamlScalarEvent['style'], ScalarStyle>> = {
  1: 'plain',
  2: 'single-quoted',
  3: 'double-quoted',
  4: 'literal',
  5: 'folded',
}
/** Makes the spanned tree of the first document. `next` is the index of the event after it. */
export function buildTree(
  source: Source,
  events: readonly YamlEvent[],
  start: number,
  report: Report,
): { readonly root: Node; readonly end: number; readonly next: number } {
  const cursor: Cursor = {
    source,
    events,
    report,
    anchors: new Map(),
    next: start,
    expanded: 0,
    refused: new Set(),
    said: new Set(),
  }
  const built = buildNode(cursor, 0, 0)
  return { root: built.node, end: built.end, next: cursor.next }
}

/** Reads the node at the cursor; `emptyAt` is the place of a value that is not there. */
function buildNode(cursor: Cursor, depth: number, emptyAt: number): Built {
  const event = cursor.events[cursor.next++]
  switch (event?.type) {
    case EVENT.SCALAR: {
      const name = openAnchor(cursor, event)
      const built = buildScalar(cursor, event, emptyAt)
      if (name !== undefined) cursor.anchors.set(name, built)
      return built
    }
    case EVENT.ALIAS:
      return buildAlias(cursor, event.anchorStart, event.anchorEnd, depth)
    case EVENT.SEQUENCE:
    case EVENT.MAPPING: {
      const name = openAnchor(cursor, event)
      // The parser counts one level for `[a: 1]`, which is two.
      if (depth === MAXIMUM_DEPTH) reportDepth(cursor, spanOf(cursor, event.start, event.start + 1))
      checkCollectionTag(cursor, event)
      const built =
        event.type === EVENT.MAPPING ? buildMap(cursor, event, depth + 1) : buildSequence(cursor, event, depth + 1)
      if (name !== undefined) cursor.anchors.set(name, built)
      return built
    }
    default:
      throw new Error(`unexpected YAML event ${event?.type}`)
  }
}

function openAnchor(cursor: Cursor, event: YamlScalarEvent | YamlMapEvent | YamlSequenceEvent): string | undefined {
  if (event.anchorStart === -1) return undefined
  const name = cursor.source.text.slice(event.anchorStart, event.anchorEnd)
  cursor.anchors.set(name, undefined)
  return name
}

function buildScalar(cursor: Cursor, event: YamlScalarEvent, emptyAt: number): Built {
  const { source } = cursor
  const quoted = event.style === 2 || event.style === 3
  const missing = event.valueStart === -1
  const placeOfNothing = Math.max(emptyAt, event.anchorEnd, event.tagEnd)
  const start = missing ? placeOfNothing : quoted ? event.valueStart - 1 : event.valueStart
  const end = missing ? placeOfNothing : quoted ? event.valueEnd + 1 : event.valueEnd
  const text = decodedText(source.text, event)
  if (event.style === 3 && !event.fast) checkEscapes(cursor, event)
  const value = tagged(cursor, event, text, event.style === 1 ? coreValue(text) : text)
  cursor.expanded++
  const node: Node = { kind: 'scalar', text, value, style: STYLES[event.style], span: spanOf(cursor, start, end) }
  return { node, end, nodes: 1, height: 0, aliasDepth: 0 }
}

function checkEscapes(cursor: Cursor, event: YamlScalarEvent): void {
  const bad = badEscape(cursor.source.text.slice(event.valueStart, event.valueEnd))
  if (bad === undefined) return
  const start = event.valueStart + bad.start
  cursor.report(
    diagnostic(
      'AH1061',
      spanOf(cursor, start, start + bad.text.length),
      `the escape ${bad.text} is no character of Unicode`,
      {
        hints: ['write the character itself, or its code point as "\\UXXXXXXXX" (at most \\U0010FFFF)'],
      },
    ),
  )
}

function buildSequence(cursor: Cursor, event: YamlSequenceEvent, depth: number): Built {
  const items: Node[] = []
  let end = event.start
  let nodes = 1
  let height = 0
  let aliasDepth = 0
  cursor.expanded++
  while (cursor.events[cursor.next]?.type !== EVENT.POP) {
    const emptyAt = isEmpty(cursor.events[cursor.next]) ? afterDash(cursor.source.text, end) : end
    const item = buildNode(cursor, depth, emptyAt)
    items.push(item.node)
    end = item.end
    nodes += item.nodes
    height = Math.max(height, item.height)
    aliasDepth = Math.max(aliasDepth, item.aliasDepth)
  }
  cursor.next++
  if (event.style === 2) end = endOfFlow(cursor.source.text, items.length === 0 ? event.start + 1 : end, ']')
  const node: Node = { kind: 'sequence', items, span: spanOf(cursor, event.start, end) }
  return { node, end, nodes, height: height + 1, aliasDepth }
}

function isEmpty(event: YamlEvent | undefined): boolean {
  return event?.type === EVENT.SCALAR && event.valueStart === -1
}

function buildMap(cursor: Cursor, event: YamlMapEvent, depth: number): Built {
  const { source } = cursor
  const entries = new Map<string, Entry>()
  const merges: { readonly value: Built; readonly span: Span; readonly before: number }[] = []
  let mergeSpan: Span | undefined
  let end = event.start
  let nodes = 1
  let height = 0
  let aliasDepth = 0
  cursor.expanded++
  while (cursor.events[cursor.next]?.type !== EVENT.POP) {
    const key = readKey(cursor, depth, end === event.start && event.style === 2 ? end + 1 : end)
    refuseMapOnTheLine(cursor, event, key.end)
    const colon = isEmpty(cursor.events[cursor.next]) ? afterColon(source.text, key.end) : key.end
    const value = buildNode(cursor, depth, colon)
    end = value.end
    nodes += value.nodes
    height = Math.max(height, value.height)
    aliasDepth = Math.max(aliasDepth, value.aliasDepth)
    if (key.text === undefined) continue
    const first = key.merge ? mergeSpan : entries.get(key.text)?.keySpan
    if (first !== undefined) {
      reportDuplicate(cursor, key.text, key.span, first, key.merge)
    } else if (key.merge) {
      mergeSpan = key.span
      merges.push({ value, span: key.span, before: entries.size })
    } else {
      entries.set(key.text, { key: key.text, keySpan: key.span, value: value.node })
    }
  }
  cursor.next++
  if (event.style === 2) end = endOfFlow(source.text, end === event.start ? end + 1 : end, '}')
  const merge = merges[0]
  const all = merge === undefined ? entries : mergedEntries(entries, merge.before, merge.value.node, merge.span, cursor)
  const node: Node = { kind: 'map', entries: all, span: spanOf(cursor, event.start, Math.max(end, event.start)) }
  return { node, end, nodes, height: height + 1, aliasDepth }
}

/** `a: &x b: c`: the parser takes a map on the line of its key if an anchor or a tag stands before it. */
function refuseMapOnTheLine(cursor: Cursor, parent: YamlMapEvent, keyEnd: number): void {
  const value = cursor.events[cursor.next]
  if (parent.style !== 1 || value?.type !== EVENT.MAPPING || value.style !== 1) return
  if (cursor.source.text.slice(keyEnd, value.start).includes('\n')) return
  const { code, message, hints } = explain('', 'Nested mappings are not allowed in compact mappings', '', 0)
  cursor.report(diagnostic(code, spanOf(cursor, value.start, value.start + 1), message, { hints }))
}

function reportDuplicate(cursor: Cursor, key: string, span: Span, first: Span, merge: boolean): void {
  cursor.report(
    diagnostic('AH1031', span, `the key "${key.slice(0, 80)}" is already given in this map`, {
      hints: [merge ? 'merge several maps with a list: <<: [*a, *b]' : 'remove one of the two, or rename it'],
      related: [{ message: 'first given here', span: first }],
    }),
  )
}

interface Key {
  /** Undefined for a key that is refused. */
  readonly text: string | undefined
  readonly merge: boolean
  readonly span: Span
  readonly end: number
}

/** Reads the key at the cursor; only plain text is one. */
function readKey(cursor: Cursor, depth: number, from: number): Key {
  const event = cursor.events[cursor.next]
  const refused = (what: string, built: Built, hint: string): Key => {
    const span = built.node.span
    cursor.report(diagnostic('AH1032', span, `a key must be text, not ${what}`, { hints: [hint] }))
    return { text: undefined, merge: false, span, end: built.end }
  }
  if (event?.type === EVENT.ALIAS) {
    const built = buildNode(cursor, depth, from)
    const span = spanOf(cursor, event.anchorStart - 1, event.anchorEnd)
    return refused('an alias', { ...built, node: { ...built.node, span } }, 'write the key out')
  }
  if (event?.type !== EVENT.SCALAR) {
    const built = buildNode(cursor, depth, from)
    const { span } = built.node
    if (isTemplateKey(cursor.source.text, span)) {
      const outer: Built = { ...built, node: { ...built.node, span: spanOf(cursor, span.start - 1, span.end) } }
      return refused('a map (an unquoted {{ is two maps)', outer, 'quote the whole value: "{{ ... }}"')
    }
    const what = built.node.kind === 'map' ? 'a map' : 'a list'
    // `{{ x }}: 1`: said for the inner map already.
    if (cursor.source.text.startsWith('{{', span.start)) return { text: undefined, merge: false, span, end: built.end }
    return refused(what, built, 'quote the key, or give the value a key of its own')
  }
  const built = buildNode(cursor, depth, from)
  const { node, end } = built
  if (node.kind !== 'scalar') throw new Error('a scalar event made no scalar')
  if (event.valueStart === -1 && event.tagStart === -1) return refused('empty', built, 'write a key before the ":"')
  const hasTag = event.tagStart !== -1
  if (hasTag && typeof node.value !== 'string') return refused('a tagged value', built, 'remove the tag')
  checkKeyCharacters(node, cursor.report)
  return { text: node.text, merge: node.text === '<<' && node.style === 'plain' && !hasTag, span: node.span, end }
}
