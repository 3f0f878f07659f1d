import { withDescendants, type Resource } from '../catalog/resource.ts'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { didYouMean } from '../diagnostics/suggest.ts'

/** Why a resource of the manifest takes no part. */
export interface Removal {
  readonly reason: 'abstract' | 'disabled' | 'unselected'
  readonly span: Span
}

/** Every resource and child that can be named, and what was removed. */
export interface ResourceIndex {
  /** Top-level resources, in the manifest's order. */
  readonly roots: readonly Resource[]
  readonly byPath: ReadonlyMap<string, Resource>
  /** Children by their bare name. */
  readonly byBareName: ReadonlyMap<string, readonly Resource[]>
  readonly removed: ReadonlyMap<string, Removal>
}

/** Indexes top-level resources with all their children. */
export function indexResources(roots: readonly Resource[], removed: ReadonlyMap<string, Removal>): ResourceIndex {
  const byPath = new Map<string, Resource>()
  const byBareName = new Map<string, Resource[]>()
  for (const resource of roots.flatMap(withDescendants)) {
    byPath.set(resource.path, resource)
    if (resource.parent === undefined) continue
    const same = byBareName.get(resource.name)
    if (same === undefined) byBareName.set(resource.name, [resource])
    else same.push(resource)
  }
  return { roots, byPath, byBareName, removed }
}

/** A resource by path, or a child by its bare name where that is unique; the resource where both exist. */
export function lookUp(index: ResourceIndex, name: string): Resource | 'ambiguous' | undefined {
  const direct = index.byPath.get(name)
  if (direct !== undefined) return direct
  const [first, ...rest] = name.split('.')
  const children = index.byBareName.get(first ?? '') ?? []
  if (children.length > 1) return 'ambiguous'
  const only = children[0]
  return only === undefined || rest.length === 0 ? only : index.byPath.get([only.path, ...rest].join('.'))
}

/** What to write where a resource's own name was meant for a child of another one: `write "db.web"`. */
export function namesakeHints(index: ResourceIndex, name: string): readonly string[] {
  const paths = (index.byBareName.get(name) ?? []).map((one) => one.path)
  return paths.length === 0
    ? []
    : [`if a child of that name is meant, write ${paths.map((path) => `"${path}"`).join(' or ')}`]
}

/**
 * The resource that a user's name means. Every way in which it can mean none is reported here, with `optional` only
 * what is no tolerated absence; `removed` tells the caller that it exists but takes no part.
 */
export function requireResource(
  index: ResourceIndex,
  name: string,
  span: Span,
  report: Report,
  optional = false,
): Resource | 'removed' | undefined {
  const found = lookUp(index, name)
  if (found === 'ambiguous') {
    const candidates = (index.byBareName.get(name.split('.')[0] ?? '') ?? []).map((one) => one.path)
    report(
      diagnostic('AH4213', span, `"${name}" stands for several children: ${candidates.join(', ')}`, {
        hints: [`write the parent too, as in "${candidates[0] ?? ''}"`],
      }),
    )
    return undefined
  }
  if (found !== undefined) return found
  const removal = index.removed.get(name) ?? index.removed.get(name.split('.')[0] ?? '')
  if (removal !== undefined) {
    if (!optional || removal.reason === 'abstract') report(removedDiagnostic(name, removal, span))
    return 'removed'
  }
  const candidates = [...index.byPath.keys(), ...index.byBareName.keys(), ...index.removed.keys()]
  report(
    diagnostic('AH4202', span, `there is no resource "${name}"`, {
      hints: [...didYouMean(name, candidates), 'declare it under `resources:`, or correct the name'].slice(0, 1),
    }),
  )
  return undefined
}

/** Says that a name stands for a resource that takes no part, and why. */
export function removedDiagnostic(name: string, removal: Removal, span: Span): ReturnType<typeof diagnostic> {
  if (removal.reason === 'abstract') {
    return diagnostic('AH5009', span, `"${name}" is abstract: a pattern that is never deployed`, {
      hints: ['name a resource that extends it'],
      related: [{ message: 'declared abstract here', span: removal.span }],
    })
  }
  const why =
    removal.reason === 'disabled'
      ? 'is disabled in this environment'
      : 'is only meant for targets that this environment does not select'
  return diagnostic('AH4211', span, `"${name}" ${why}`, {
    hints: ['enable it, remove this in an overlay, or mark a reference or wait `optional: true`'],
    related: [{ message: 'declared here', span: removal.span }],
  })
}
