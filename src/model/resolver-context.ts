import type { Resource } from '../catalog/resource.ts'
import type { Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Parameters } from '../parameters/parameter.ts'
import type { ScalarNode } from '../syntax/node.ts'
import type { Value } from '../template/value.ts'
import type { Addressing } from './addressing.ts'
import type { Endpoint } from './app-model.ts'
import type { ResourceIndex } from './resource-index.ts'

/** What `$<App...>` and `$<Environment>` stand for. */
export interface Application {
  readonly name: string
  readonly version: string | undefined
  readonly environment: string
  /** The environments that one set of artifacts is for (`publish --promote`): its name is then bound later. */
  readonly promoted: readonly string[] | undefined
}

/** Where publish-bound placeholders are noted, for `params` and for one message about all that have no value. */
export interface BoundUses {
  /** A scalar whose value was needed when publishing. */
  note(node: ScalarNode): void
  /** A parameter without a value that was needed there. */
  missing(parameter: string, span: Span): void
}

/** All that the placeholders of one target are resolved with. */
export interface ResolverContext {
  readonly application: Application
  readonly parameters: Parameters
  readonly index: ResourceIndex
  readonly addressing: Addressing
  /** That of a resource that is on other targets only. */
  readonly addressingOf: (resource: Resource) => Addressing
  readonly endpointsOf: (resource: Resource) => readonly Endpoint[]
  /** The resource after which the image of a built resource is named; undefined if it has no `build`. */
  readonly imageOf: (resource: Resource) => Value | undefined
  readonly isHere: (resource: Resource) => boolean
  readonly uses: BoundUses
  readonly report: Report
}

/** Resolves the strings of a manifest on one target. Undefined always means that an error has been reported. */
export interface Resolver {
  /** Parameters stay placeholders. */
  late(node: ScalarNode, self: Resource | undefined): Value | undefined
  /** The text as known when publishing. */
  bound(node: ScalarNode, self: Resource | undefined): string | undefined
  /** An output or property of a resource, `uri`. */
  output(resource: Resource, name: string, span: Span): Value | undefined
  /** Runs an action and says which resources its placeholders named, those behind other values included. */
  recording<T>(action: () => T): { readonly result: T; readonly mentions: ReadonlyMap<Resource, Span> }
}
