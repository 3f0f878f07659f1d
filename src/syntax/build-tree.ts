import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import { coreValue, taggedValue } from './core-schema.ts'
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
import { afterColon, afterDash, endOfFlow } from './places.ts'

/** How many nodes a file may come to when every alias is written out. */
export const MAXIMUM_NODES = 1_000_000
/** How many aliases may lie inside each other. */
export const MAXIMUM_ALIAS_DEPTH = 32

const STYLES: Readonly<Record<YamlScalarEvent['style'], ScalarStyle>> = {
  1: 'plain',
  2: 'single-quoted',
  3: 'double-quoted',
  4: 'literal',
  5: 'folded',
}
const SCALAR_TAGS: ReadonlySet<string> = new Set(['!!str', '!!int', '!!float', '!!bool', '!!null'])

/** A node with what aliases to it need to know: how large it is when written out. `end` is where its text ends. */
interface Built {
  readonly node: Node
  readonly end: number
  readonly nodes: number
  readonly height: number
  readonly aliasDepth: number
}

interface Cursor {
  readonly source: Source
  readonly events: readonly YamlEvent[]
  readonly report: Report
  /** Undefined while the anchored node is still being read: an alias to it is then inside itself. */
  readonly anchors: Map<string, Built | undefined>
  next: number
  /** Nodes so far, aliases written out. */
  expanded: number
  /** Whether the budget was exceeded and said so. */
  exhausted: boolean
}

/** Makes the spanned tree of the first document. `next` is the index of the event after it. */
export function buildTree(
  source: Source,
  events: readonly YamlEvent[],
  start: number,
  report: Report,
): { readonly root: Node; readonly end: number; readonly next: number } {
  const cursor: Cursor = { source, events, report, anchors: new Map(), next: start, expanded: 0, exhausted: false }
  const built = buildNode(cursor, 0, 0)
  return { root: built.node, end: built.end, next: cursor.next }
}

function spanOf(cursor: Cursor, start: number, end: number): Span {
  return { source: cursor.source, start, end }
}

function emptyScalar(cursor: Cursor, at: number): Node {
  return { kind: 'scalar', text: '', value: null, style: 'plain', span: spanOf(cursor, at, at) }
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
      checkDepth(cursor, event, depth)
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

function checkDepth(cursor: Cursor, event: YamlMapEvent | YamlSequenceEvent, depth: number): void {
  // The parser counts one level for `[a: 1]`, which is two. Reported at the first level too many, not below it again.
  if (depth === MAXIMUM_DEPTH) reportDepth(cursor.report, spanOf(cursor, event.start, event.start + 1))
}

/** Says that maps and lists are nested too deeply. */
export function reportDepth(report: Report, span: Span): void {
  report(
    diagnostic('AH1025', span, `maps and lists are nested more than ${MAXIMUM_DEPTH} levels deep`, {
      hints: ['flatten the structure'],
    }),
  )
}

function openAnchor(cursor: Cursor, event: YamlScalarEvent | YamlMapEvent | YamlSequenceEvent): string | undefined {
  if (event.anchorStart === -1) return undefined
  const name = cursor.source.text.slice(event.anchorStart, event.anchorEnd)
  cursor.anchors.set(name, undefined)
  return name
}

function buildAlias(cursor: Cursor, start: number, end: number, depth: number): Built {
  const { source, anchors, report } = cursor
  const name = source.text.slice(start, end)
  const span = spanOf(cursor, start - 1, end)
  const nothing: Built = { node: { ...emptyScalar(cursor, start), span }, end, nodes: 1, height: 0, aliasDepth: 0 }
  const target = anchors.get(name)
  if (target === undefined) {
    if (anchors.has(name)) {
      report(
        diagnostic('AH1042', span, `*${name} stands inside the value that &${name} names`, {
          hints: ['write the value out'],
        }),
      )
    } else {
      report(
        diagnostic('AH1041', span, `no anchor &${name} stands before *${name}`, {
          hints: [`put &${name} before the value that is meant, or quote the text: "*${name}"`],
        }),
      )
    }
    return nothing
  }
  const aliasDepth = target.aliasDepth + 1
  if (aliasDepth > MAXIMUM_ALIAS_DEPTH) {
    if (aliasDepth === MAXIMUM_ALIAS_DEPTH + 1) {
      report(
        diagnostic('AH1044', span, `aliases lie inside aliases more than ${MAXIMUM_ALIAS_DEPTH} levels deep`, {
          hints: ['write some of the values out'],
        }),
      )
    }
    return nothing
  }
  if (depth + target.height > MAXIMUM_DEPTH) {
    reportDepth(report, span)
    return nothing
  }
  if (cursor.expanded + target.nodes > MAXIMUM_NODES) {
    if (!cursor.exhausted) {
      cursor.exhausted = true
      report(
        diagnostic('AH1043', span, `with *${name} written out, the file has more than ${MAXIMUM_NODES} values`, {
          hints: ['use fewer aliases to large values'],
        }),
      )
    }
    return nothing
  }
  cursor.expanded += target.nodes
  return { ...target, end, aliasDepth }
}

function reportTag(cursor: Cursor, start: number, end: number, tag: string): void {
  const hint =
    tag === '!!binary'
      ? 'name a file instead, or write the base64 text as a string'
      : 'remove the tag; quote the value if text is meant'
  cursor.report(
    diagnostic('AH1051', spanOf(cursor, start, end), `the tag ${tag.slice(0, 60)} is not supported`, { hints: [hint] }),
  )
}

function checkCollectionTag(cursor: Cursor, event: YamlMapEvent | YamlSequenceEvent): void {
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

function buildScalar(cursor: Cursor, event: YamlScalarEvent, emptyAt: number): Built {
  const { source } = cursor
  const quoted = event.style === 2 || event.style === 3
  const missing = event.valueStart === -1
  const placeOfNothing = Math.max(emptyAt, event.anchorEnd, event.tagEnd)
  const start = missing ? placeOfNothing : quoted ? event.valueStart - 1 : event.valueStart
  const end = missing ? placeOfNothing : quoted ? event.valueEnd + 1 : event.valueEnd
  const text = decodedText(source.text, event)
  if (event.style === 3 && !event.fast) checkEscapes(cursor, event)
  let value = event.style === 1 ? coreValue(text) : text
  if (event.tagStart !== -1) {
    const tag = source.text.slice(event.tagStart, event.tagEnd)
    const tagged = taggedValue(tag, text)
    if (tagged !== undefined) value = tagged.value
    else if (SCALAR_TAGS.has(tag)) reportMisfit(cursor, event, tag, `the value ${JSON.stringify(text.slice(0, 40))}`)
    else if (tag === '!!map' || tag === '!!seq') reportMisfit(cursor, event, tag, 'a single value')
    else reportTag(cursor, event.tagStart, event.tagEnd, tag)
  }
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
  const all =
    merge === undefined ? entries : mergedEntries(entries, merge.before, merge.value.node, merge.span, cursor.report)
  const node: Node = { kind: 'map', entries: all, span: spanOf(cursor, event.start, Math.max(end, event.start)) }
  return { node, end, nodes, height: height + 1, aliasDepth }
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
    return refused(what, built, 'quote the key, or give the value a key of its own')
  }
  const built = buildNode(cursor, depth, from)
  const { node, end } = built
  if (node.kind !== 'scalar') throw new Error('a scalar event made no scalar')
  if (event.valueStart === -1 && event.tagStart === -1) return refused('empty', built, 'write a key before the ":"')
  const tagged = event.tagStart !== -1
  if (tagged && typeof node.value !== 'string') return refused('a tagged value', built, 'remove the tag')
  checkKeyCharacters(node, cursor.report)
  return { text: node.text, merge: node.text === '<<' && node.style === 'plain' && !tagged, span: node.span, end }
}
