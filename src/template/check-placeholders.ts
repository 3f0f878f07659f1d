import type { Report } from '../diagnostics/diagnostic.ts'
import type { Entry, MapNode, Node } from '../syntax/node.ts'
import { mentionsPlaceholder, parseTemplate } from './parse-template.ts'

/** Whether the strings below a top-level key are the user's own, or (`parameters`) refuse placeholders by a rule of theirs. */
function isApart({ key }: Entry): boolean {
  return key === 'parameters' || key.startsWith('x-')
}

/**
 * Reports every placeholder of the merged manifest that cannot be read, wherever it stands, so that these mistakes come
 * together with those of the schema and not after them. What placeholders name is not looked up.
 */
export function checkPlaceholders(root: MapNode, report: Report): void {
  const pending: Node[] = []
  for (const entry of root.entries.values()) if (!isApart(entry)) pending.push(entry.value)
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'sequence') pending.push(...node.items)
    else if (node.kind === 'map') for (const { value } of node.entries.values()) pending.push(value)
    else if (mentionsPlaceholder(node.text)) parseTemplate(node, report)
  }
}
