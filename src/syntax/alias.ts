import { diagnostic } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { MAXIMUM_DEPTH } from './events.ts'
import { reportDepth } from './depth.ts'
import { type Built, type Cursor, emptyScalar, spanOf } from './tree-cursor.ts'

/** How many nodes a file may come to when every alias is written out. */
const MAXIMUM_NODES = 1_000_000
/** How many aliases may lie inside each other. */
const MAXIMUM_ALIAS_DEPTH = 32

function refusal(cursor: Cursor, span: Span): Built {
  const node = { ...emptyScalar(cursor, span.start), span }
  cursor.refused.add(node)
  return { node, end: span.end, nodes: 1, height: 0, aliasDepth: 0 }
}

/** Says that an alias exceeds a limit, the first time that this limit is met. */
function reportLimit(cursor: Cursor, code: 'AH1043' | 'AH1044', span: Span, message: string, hint: string): void {
  if (cursor.said.has(code)) return
  cursor.said.add(code)
  cursor.report(diagnostic(code, span, message, { hints: [hint] }))
}

/** The node that an alias stands for, shared and not copied, unless writing it out would exceed a limit. */
export function buildAlias(cursor: Cursor, start: number, end: number, depth: number): Built {
  const { source, anchors, report } = cursor
  const name = source.text.slice(start, end)
  const span = spanOf(cursor, start - 1, end)
  const target = anchors.get(name)
  if (target === undefined) {
    if (anchors.has(name)) {
      const message = `*${name} stands inside the value that &${name} names`
      report(diagnostic('AH1042', span, message, { hints: ['write the value out'] }))
    } else {
      const hint = `put &${name} before the value that is meant, or quote the text: "*${name}"`
      report(diagnostic('AH1041', span, `no anchor &${name} stands before *${name}`, { hints: [hint] }))
    }
    return refusal(cursor, span)
  }
  const aliasDepth = target.aliasDepth + 1
  if (aliasDepth > MAXIMUM_ALIAS_DEPTH) {
    const message = `aliases lie inside aliases more than ${MAXIMUM_ALIAS_DEPTH} levels deep`
    reportLimit(cursor, 'AH1044', span, message, 'write some of the values out')
    return refusal(cursor, span)
  }
  if (depth + target.height > MAXIMUM_DEPTH) {
    reportDepth(cursor, span)
    return refusal(cursor, span)
  }
  if (cursor.expanded + target.nodes > MAXIMUM_NODES) {
    const message = `with *${name} written out, the file has more than ${MAXIMUM_NODES} values`
    reportLimit(cursor, 'AH1043', span, message, 'use fewer aliases to large values')
    return refusal(cursor, span)
  }
  cursor.expanded += target.nodes
  return { ...target, end, aliasDepth }
}
