import type { ParameterUse } from './compilation.ts'
import type { Span } from '../diagnostics/source.ts'
import type { BoundUses } from '../model/resolver-context.ts'
import type { MissingUse } from '../parameters/missing.ts'
import type { ParameterDeclaration } from '../parameters/parameter.ts'
import type { MapNode, ScalarNode } from '../syntax/node.ts'
import { formatPath } from '../syntax/pointer.ts'
import { visit } from '../syntax/visit.ts'
import { mentionsPlaceholder } from '../template/parse-template.ts'

/** Collects where publish-bound placeholders stand. */
export interface UseCollector extends BoundUses {
  readonly bound: ReadonlySet<string>
  readonly lacking: ReadonlyMap<string, readonly Span[]>
}

function keyOf(span: Span): string {
  return `${span.source.path}:${String(span.start)}`
}

/** An empty collector; a place that lacks a value is kept once for each parameter. */
export function createUseCollector(): UseCollector {
  const bound = new Set<string>()
  const lacking = new Map<string, Span[]>()
  const seen = new Set<string>()
  return {
    bound,
    lacking,
    note: (node) => void bound.add(keyOf(node.span)),
    missing: (parameter, span) => {
      const key = `${parameter} ${keyOf(span)}`
      if (seen.has(key)) return
      seen.add(key)
      const known = lacking.get(parameter)
      if (known === undefined) lacking.set(parameter, [span])
      else known.push(span)
    },
  }
}

const NAMED = /(?:^|[^A-Za-z0-9_.])Parameters\.([a-z0-9-]+)/g

/** Every place of the merged manifest that names a parameter, by parameter. */
export function parameterUses(
  root: MapNode,
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  collector: UseCollector,
  injected: ReadonlyMap<string, readonly ParameterUse[]>,
): ReadonlyMap<string, readonly ParameterUse[]> {
  const uses = new Map<string, ParameterUse[]>([...declarations.keys()].map((name) => [name, []]))
  visit(root, (node, path) => {
    if (node.kind !== 'scalar' || !mentionsPlaceholder(node.text)) return
    for (const name of namesIn(node)) {
      const bound = collector.bound.has(keyOf(node.span)) ? 'publish' : 'late'
      uses.get(name)?.push({ path: formatPath(path), span: node.span, bound })
    }
  })
  for (const [name, found] of injected) {
    const known = uses.get(name)
    const paths = new Set(known?.map((use) => use.path))
    known?.push(...found.filter((use) => !paths.has(use.path)))
  }
  for (const declaration of declarations.values()) {
    if (declaration.declaredBy === undefined || uses.get(declaration.name)?.length !== 0) continue
    uses
      .get(declaration.name)
      ?.push({ path: `resources.${declaration.declaredBy}`, span: declaration.span, bound: 'late' })
  }
  return uses
}

function namesIn(node: ScalarNode): ReadonlySet<string> {
  return new Set([...node.text.matchAll(NAMED)].map((match) => match[1] ?? ''))
}

/** The parameters without a value that were needed, with the manifest's paths of those places. */
export function missingUses(root: MapNode, collector: UseCollector): readonly MissingUse[] {
  if (collector.lacking.size === 0) return []
  const wanted = new Map<string, string>()
  visit(root, (node, path) => {
    if (node.kind === 'scalar' && mentionsPlaceholder(node.text)) wanted.set(keyOf(node.span), formatPath(path))
  })
  return [...collector.lacking].map(([name, spans]) => ({
    name,
    places: spans.map((span) => ({ path: wanted.get(keyOf(span)) ?? span.source.path, span })),
  }))
}
