import type { Report } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import type { YamlEvent } from './events.ts'
import type { Node } from './node.ts'

/** A node with what aliases to it need to know: how large it is when written out. `end` is where its text ends. */
export interface Built {
  readonly node: Node
  readonly end: number
  readonly nodes: number
  readonly height: number
  readonly aliasDepth: number
}

/** Where the building of a tree is, and what it knows so far. */
export interface Cursor {
  readonly source: Source
  readonly events: readonly YamlEvent[]
  readonly report: Report
  /** Undefined while the anchored node is still being read: an alias to it is then inside itself. */
  readonly anchors: Map<string, Built | undefined>
  next: number
  /** Nodes so far, aliases written out. */
  expanded: number
  /** Stand-ins for aliases that were refused: what follows from them is not reported again. */
  readonly refused: Set<Node>
  /** Codes of limits that were reported: each is said once for a file. */
  readonly said: Set<string>
}

/** A span in the file that is read. */
export function spanOf(cursor: Cursor, start: number, end: number): Span {
  return { source: cursor.source, start, end }
}

/** What stands where a value is missing: null, with an empty span. */
export function emptyScalar(cursor: Cursor, at: number): Node {
  return { kind: 'scalar', text: '', value: null, style: 'plain', span: spanOf(cursor, at, at) }
}
