import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { child } from '../syntax/node.ts'
import type { GraphNode } from './graph-node.ts'

/** Reports names that two things bear: workloads, `create` jobs, init steps, sidecars and aliases share one space on every target. */
export function checkWorkloadNames(nodes: readonly GraphNode[], report: Report): void {
  const seen = new Map<string, { readonly what: string; readonly span: Span }>()
  const claim = (name: string, what: string, span: Span, resource: string): void => {
    const earlier = seen.get(name)
    if (earlier === undefined) {
      seen.set(name, { what, span })
      return
    }
    report(
      diagnostic('AH5008', span, `${what} and ${earlier.what} are both called "${name}"`, {
        hints: ['rename one of the two'],
        related: [{ message: earlier.what, span: earlier.span }],
        subject: { resource },
      }),
    )
  }
  for (const { draft, resource } of nodes) {
    const what =
      draft.creates === undefined
        ? `resource "${draft.name}"`
        : `the job that creates ${draft.creates.what} "${draft.creates.child}"`
    claim(draft.name, what, resource.span, draft.resource)
  }
  for (const { draft } of nodes) {
    for (const [at, step] of draft.init.entries())
      claim(initName(draft, at), `init step "${step.name}" of "${draft.name}"`, step.span, draft.resource)
    for (const sidecar of draft.sidecars)
      claim(
        `${draft.name}-${sidecar.name}`,
        `sidecar "${sidecar.name}" of "${draft.name}"`,
        sidecar.span,
        draft.resource,
      )
  }
  for (const { draft, resource } of nodes) {
    for (const alias of draft.aliases) {
      if (alias === draft.name) continue
      claim(
        alias,
        `alias "${alias}" of "${draft.name}"`,
        child(resource.tree, 'aliases')?.span ?? resource.span,
        draft.resource,
      )
    }
  }
}

/** The name of an init step's own service; it looks at the step alone, so that a second one renames nothing. */
export function initName(
  workload: { readonly name: string; readonly init: readonly { readonly name: string }[] },
  at: number,
): string {
  const step = workload.init[at]
  return `${workload.name}-${step?.name ?? 'init'}`
}
