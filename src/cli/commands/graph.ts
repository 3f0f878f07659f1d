import type { ApplicationGraph } from '../../compiler/compilation.ts'
import { createCollector } from '../../diagnostics/diagnostic.ts'
import { printJson } from '../../diagnostics/format-json.ts'
import { safeText } from '../../diagnostics/safe-text.ts'
import { inspectOne } from '../compile-project.ts'
import type { Session } from '../session.ts'

/** A text as a Mermaid label: whatever could end the label, begin markup or name an entity becomes an entity. */
export function mermaidLabel(text: string): string {
  const escaped = safeText(text).replace(/[^\p{L}\p{N} ._:/()+,=-]/gu, (one) => `#${one.codePointAt(0) ?? 0};`)
  return `"${escaped}"`
}

/** The topology as a Mermaid flowchart; ids are made up, names are labels only. */
export function mermaid(graph: ApplicationGraph): string {
  const ids = new Map(graph.nodes.map((node, index) => [node.name, `n${index + 1}`]))
  const lines = ['flowchart LR']
  for (const node of graph.nodes)
    lines.push(`  ${ids.get(node.name) ?? ''}[${mermaidLabel(`${node.name} (${node.type})`)}]`)
  for (const node of graph.nodes) {
    const parent = node.parent === undefined ? undefined : ids.get(node.parent)
    if (parent !== undefined) lines.push(`  ${parent} --- ${ids.get(node.name) ?? ''}`)
  }
  for (const edge of graph.edges) {
    const from = ids.get(edge.from)
    const to = ids.get(edge.to)
    if (from === undefined || to === undefined) continue
    if (edge.kind === 'reference')
      lines.push(`  ${from} -->${edge.label === undefined ? '' : `|${mermaidLabel(edge.label)}|`} ${to}`)
    else
      lines.push(
        `  ${from} -.->|${mermaidLabel(edge.label === undefined ? 'waits' : `waits until ${edge.label}`)}| ${to}`,
      )
  }
  return `${lines.join('\n')}\n`
}

/** `graph`: how the resources depend on each other. */
export async function graph(session: Session): Promise<number> {
  const collector = createCollector()
  const inspected = await inspectOne(session, collector.report)
  if (inspected === undefined) return session.finish(collector.diagnostics)
  const { result } = inspected
  const exitCode = session.finish([...collector.diagnostics, ...result.diagnostics])
  if (exitCode !== 0 || result.graph === undefined) return exitCode
  if (session.option('format') === 'json') {
    const { application, environment } = result
    session.print(printJson({ version: 1, application, environment, ...result.graph }))
  } else session.print(mermaid(result.graph))
  return 0
}
