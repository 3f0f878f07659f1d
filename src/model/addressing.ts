import type { Value } from '../template/value.ts'
import type { Endpoint } from './app-model.ts'

/** How the world reaches an endpoint; `port` is undefined where the scheme's own port is used. */
export interface PublicAddress {
  readonly scheme: string
  readonly host: Value
  readonly port: Value | undefined
}

/** What a target knows about addresses before it lowers anything; `resolve` asks it. */
export interface Addressing {
  /** The name under which peers reach a workload. */
  host(workload: string): string
  /** The port under which peers reach an endpoint with a single port. */
  port(endpoint: Endpoint): number
  /** The public address, or why there is none: not known before deploying, or the endpoint is not open to the world. */
  publicAddress(endpoint: Endpoint): PublicAddress | 'unknown' | 'closed'
}
