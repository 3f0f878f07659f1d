import { diagnostic, type Diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import { buildTree } from './build-tree.ts'
import { reportDepth } from './depth.ts'
import { EVENT, eventsOf, type YamlEvent } from './events.ts'
import { checkCharacters, checkDirectives, decodeUtf8 } from './guards.ts'
import type { MapNode, Node } from './node.ts'
import { reportSyntaxErrors } from './syntax-errors.ts'

/** One file, read. After an error that leaves a tree (a duplicate key), `root` is what could be made of it. */
export interface ReadYaml {
  readonly source: Source
  readonly root: Node
}

/** How many diagnostics one file may have before the rest is only counted. */
const MAXIMUM_DIAGNOSTICS = 50

/**
 * Reads one YAML document: bytes (UTF-8) or text to a spanned tree. Reports every mistake of the file, and returns
 * undefined where none of it could be read (encoding, syntax, an empty file).
 */
export function readYaml(path: string, content: Uint8Array | string, report: Report): ReadYaml | undefined {
  const found: Diagnostic[] = []
  const source =
    typeof content === 'string' ? withoutMark(path, content) : decodeUtf8(path, content, (one) => void found.push(one))
  const read = source === undefined ? undefined : readSource(source, (one) => void found.push(one))
  for (const one of found.slice(0, MAXIMUM_DIAGNOSTICS)) report(one)
  if (found.length > MAXIMUM_DIAGNOSTICS) {
    const rest = found.length - MAXIMUM_DIAGNOSTICS
    report(
      diagnostic(
        'AH1090',
        found[MAXIMUM_DIAGNOSTICS]?.span,
        `${rest} more problems in ${path} are not shown (${found.length} in all)`,
      ),
    )
  }
  return read
}

function withoutMark(path: string, text: string): Source {
  return { path, text: text.startsWith('\uFEFF') ? text.slice(1) : text }
}

function readSource(source: Source, report: Report): ReadYaml | undefined {
  if (!checkCharacters(source, report) || !checkDirectives(source, report)) return undefined
  const parsed = eventsOf(source.text)
  if (!('events' in parsed)) {
    if (parsed.tooDeep)
      reportDepth({ report, said: new Set() }, { source, start: parsed.offset, end: parsed.offset + 1 })
    else reportSyntaxErrors(source, parsed, report)
    return undefined
  }
  return readDocuments(source, parsed.events, report)
}

function readDocuments(source: Source, events: readonly YamlEvent[], report: Report): ReadYaml | undefined {
  const empty = (): undefined => {
    const place: Span = { source, start: 0, end: 0 }
    report(
      diagnostic('AH1008', place, 'the file is empty', {
        hints: ['a manifest begins with `apphost: v1`, its `name:` and `resources:`'],
      }),
    )
  }
  if (events.length === 0) return empty()
  const { root, end, next } = buildTree(source, events, 1, report)
  // After the root come the end of its document, and the start of another.
  if (events[next + 1]?.type === EVENT.DOCUMENT) {
    report(
      diagnostic(
        'AH1026',
        secondDocument(source, end, events[0]),
        'a file holds one document, and a second one begins here',
        {
          hints: ['move it to a file of its own, or remove the line "---"'],
        },
      ),
    )
    return { source, root }
  }
  const nothing = root.kind === 'scalar' && root.style === 'plain' && root.text === '' && root.value === null
  return nothing ? empty() : { source, root }
}

function secondDocument(source: Source, from: number, first: YamlEvent | undefined): Span {
  const marker = /^---(?=\s|$)/gm
  // The marker of the first document is before its root, unless that is nothing.
  if (first?.type === EVENT.DOCUMENT && first.explicitStart) marker.exec(source.text)
  marker.lastIndex = Math.max(marker.lastIndex, from)
  // After `...` a second document may begin without a marker of its own.
  const found = marker.exec(source.text) ?? /^\.\.\.(?=\s|$)/m.exec(source.text)
  const start = found?.index ?? from
  return { source, start, end: found === null ? start : start + 3 }
}

/** What was read, if it is a map; a manifest, an overlay and a type definition are. */
export function readYamlMap(read: ReadYaml | undefined, report: Report): MapNode | undefined {
  if (read === undefined) return undefined
  if (read.root.kind === 'map') return read.root
  const what = read.root.kind === 'sequence' ? 'a list' : 'a single value'
  report(
    diagnostic('AH1009', read.root.span, `the file holds ${what}, and must hold keys with values`, {
      hints: ['write key: value lines at the top level'],
    }),
  )
  return undefined
}

/** Reads a text that must be a map: built-in files and tests. */
export function parseText(path: string, text: string, report: Report): MapNode | undefined {
  return readYamlMap(readYaml(path, text, report), report)
}
