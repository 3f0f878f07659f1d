/* oxlint-disable max-lines -- the whole model in one place, because whoever writes a target reads all of it */
import type { Span } from '../diagnostics/source.ts'
import type { Parameters } from '../parameters/parameter.ts'
import type { MapNode, ScalarNode } from '../syntax/node.ts'
import type { Value } from '../template/value.ts'

/** A late-bound or literal text with the place it was written at. */
export interface Placed {
  readonly value: Value
  readonly span: Span
}

/** One variable of a container. Sorted by name, in code points, wherever they stand in a list. */
export interface EnvironmentVariable extends Placed {
  readonly name: string
}

/** A `build` whose image several workloads may share; named after the first resource that has it. */
export interface BuiltImage {
  readonly name: string
  /** The reference that runs unless `deploy` says another: `ghcr.io/acme/shop/api:1.4.0`. */
  readonly reference: Value
  /** Folder of the build context, relative to the project root (`.` for the root itself), or a URL. */
  readonly context: string | undefined
  readonly dockerfile: string | undefined
  readonly stage: string | undefined
  readonly arguments: readonly EnvironmentVariable[]
  readonly platforms: readonly string[]
  readonly additionalContexts: readonly { readonly name: string; readonly location: Value }[]
  readonly secrets: readonly {
    readonly id: string
    readonly value: Value | undefined
    readonly file: string | undefined
  }[]
  /** A .NET project that builds its own image, relative to the project root. */
  readonly dotnetProject: string | undefined
  /** `type: image`: no workload runs it by itself. */
  readonly standalone: boolean
  readonly span: Span
}

/** What a container runs: an image by its reference, or one that we build. */
export type ImageUse =
  | { readonly kind: 'reference'; readonly value: Value; readonly span: Span }
  | { readonly kind: 'built'; readonly image: BuiltImage; readonly span: Span }

/** Ports from the first to the last one; both the same for a single port. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/** Where Compose publishes an endpoint on the host. */
export type Published =
  | { readonly kind: 'port'; readonly address: string | undefined; readonly port: Value; readonly span: Span }
  | { readonly kind: 'range'; readonly address: string | undefined; readonly range: PortRange; readonly span: Span }
  | { readonly kind: 'auto'; readonly span: Span }

/** One rule by which requests from outside reach an endpoint. */
export interface Route {
  readonly host: Value | undefined
  readonly path: Value | undefined
  readonly pathType: string | undefined
  readonly span: Span
}

/** A port that a workload listens on, and how it is reached. */
export interface Endpoint {
  readonly name: string
  readonly targetPort: PortRange
  /** The port of a Kubernetes Service; `targetPort` where none is written. */
  readonly port: number
  readonly portIsWritten: boolean
  readonly external: boolean
  readonly published: Published | undefined
  /** `published: false` or `auto` was written. */
  readonly publishedIsWritten: boolean
  readonly scheme: string
  readonly transport: 'http' | 'http2' | 'tcp'
  readonly protocol: 'tcp' | 'udp'
  readonly routes: readonly Route[]
  /** `tls` of the endpoint: `false`, or a map. */
  readonly tls: MapNode | false | undefined
  readonly expose: string | undefined
  readonly variable: string | undefined
  readonly span: Span
}

/** How often a check runs, and how many failures in a row count. */
export interface CheckTimes {
  /** Milliseconds each. */
  readonly interval: number
  readonly timeout: number
  readonly startPeriod: number
  readonly retries: number
}

/** What probes over the network from inside the container: a tool that the image is said to have, or an argv. */
export type Prober = 'wget' | 'curl' | 'nc' | 'bash' | readonly Value[]

/** What a check does inside the container, or over the network. */
export type CheckAction =
  | { readonly kind: 'exec'; readonly argv: readonly Value[]; readonly comment: readonly string[] }
  | {
      readonly kind: 'http'
      readonly port: number
      readonly scheme: string
      readonly path: Value
      readonly headers: readonly EnvironmentVariable[]
      readonly using: Prober | undefined
    }
  | { readonly kind: 'tcp'; readonly port: number; readonly using: Prober | undefined }
  | {
      readonly kind: 'grpc'
      readonly port: number
      readonly service: Value | undefined
      readonly using: Prober | undefined
    }

/** A health check or a probe. */
export interface Check {
  readonly action: CheckAction
  readonly times: CheckTimes
  readonly span: Span
}

/** What is mounted: storage, a path of the host, memory, or an object of the cluster. */
export type VolumeSource =
  /** Persistent, of this workload alone. */
  | {
      readonly kind: 'own'
      readonly name: string
      readonly existing: Value | undefined
      readonly size: string | undefined
      readonly access: 'rwo' | 'rwx' | 'rox'
      readonly storageClass: string | undefined
      readonly perReplica: boolean
    }
  | { readonly kind: 'shared'; readonly volume: string; readonly subPath: string | undefined }
  /** A path relative to the project root. */
  | { readonly kind: 'bind'; readonly path: string }
  | { readonly kind: 'hostPath'; readonly path: Value }
  | {
      readonly kind: 'temporary'
      readonly name: string | undefined
      readonly medium: 'disk' | 'memory'
      readonly size: string | undefined
    }
  | { readonly kind: 'object'; readonly object: 'secret' | 'configMap'; readonly name: string }

/** A volume at a path of a container. */
export interface VolumeMount {
  readonly source: VolumeSource
  readonly path: string
  readonly readOnly: boolean
  readonly span: Span
  /** A comment for the artifact where the reason is hidden. */
  readonly comment: readonly string[]
}

/** A file placed into a container. */
export interface FileMount {
  readonly path: string
  readonly content:
    | { readonly kind: 'text'; readonly value: Value }
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly executable: boolean }
  /** Octal, as written: `0644`. */
  readonly mode: string | undefined
  readonly uid: string | undefined
  readonly gid: string | undefined
  readonly span: Span
}

/** What a container asks for, and what it may use at most. */
export interface Quantities {
  /** `cpu`, `memory`, `ephemeral-storage` and extended resources, as written (Kubernetes quantities), with their places. */
  readonly requests: ReadonlyMap<string, Placed>
  readonly limits: ReadonlyMap<string, Placed>
  readonly gpu: { readonly count: Value; readonly vendor: 'nvidia' | 'amd'; readonly span: Span } | undefined
}

/** What a container may do, and as whom it runs. */
export interface Security {
  readonly runAsNonRoot: boolean | undefined
  readonly runAsUser: Placed | undefined
  readonly runAsGroup: Placed | undefined
  readonly fsGroup: Placed | undefined
  readonly readOnlyRootFilesystem: boolean
  readonly addedCapabilities: readonly string[]
  readonly droppedCapabilities: readonly string[]
  readonly privileged: boolean
  readonly span: Span
}

/** `envFile` with `secret: true`: its values stay out of the artifacts. */
export interface SecretEnvironmentFile {
  /** Relative to the project root. */
  readonly path: string
  readonly optional: boolean
  readonly span: Span
}

/** What a workload, an init step and a sidecar have in common: one container to be. */
export interface ContainerFields {
  readonly name: string
  readonly span: Span
  readonly image: ImageUse | undefined
  readonly entrypoint: readonly Placed[] | undefined
  readonly arguments: readonly Placed[] | undefined
  readonly argumentsComment: readonly string[]
  readonly environment: readonly EnvironmentVariable[]
  readonly secretEnvironmentFiles: readonly SecretEnvironmentFile[]
  readonly volumes: readonly VolumeMount[]
  readonly files: readonly FileMount[]
  readonly resources: Quantities | undefined
  readonly security: Security | undefined
  readonly user: Placed | undefined
  readonly workingDirectory: Placed | undefined
  readonly health: Check | undefined
  /** The escape hatch of each target, still a tree. */
  readonly patches: ReadonlyMap<string, MapNode>
}

/** What the awaited workload must have come to. */
export type WaitCondition = 'started' | 'healthy' | 'completed'

/** `workload` is the name of a workload on the same target. Written waits keep their place; implied ones have none. */
export interface Dependency {
  readonly workload: string
  readonly condition: WaitCondition
  readonly written: boolean
  /** The condition was written too, not only the name. */
  readonly conditionIsWritten: boolean
  readonly span: Span
}

/** When and how a job runs. */
export interface JobFields {
  readonly run: 'before-deploy' | 'after-deploy' | 'manual' | 'scheduled'
  readonly schedule:
    | {
        readonly cron: string
        readonly timezone: string | undefined
        readonly overlap: string | undefined
        readonly span: Span
      }
    | undefined
  readonly retries: number | undefined
  /** Milliseconds. */
  readonly timeout: number | undefined
  readonly timeoutText: string | undefined
  readonly timeoutSpan: Span | undefined
  readonly blocks: 'all' | 'waiters'
}

/** How many instances run: so many, or as many as the load asks for. */
export type Replicas =
  | { readonly kind: 'count'; readonly value: Value; readonly span: Span }
  | {
      readonly kind: 'range'
      readonly minimum: Value
      readonly maximum: Value
      readonly cpu: number | undefined
      readonly memory: number | undefined
      readonly span: Span
    }

/** A container or a job on one target; `create` jobs of children among them. */
export interface Workload extends ContainerFields {
  readonly kind: 'container' | 'job'
  /** Who made it: the user, a catalog type, or a child that must exist. */
  readonly origin: 'user' | 'catalog' | 'create'
  /** The resource that it is, or whose child it creates, for diagnostics and `accept`. */
  readonly resource: string
  /** Of a `create` job: the child it creates, `orders-db.orders`, and what kind of thing that is (`database`). */
  readonly creates:
    { readonly child: string; readonly what: string; readonly label: string; readonly parent: string } | undefined
  readonly endpoints: readonly Endpoint[]
  readonly aliases: readonly string[]
  readonly dependencies: readonly Dependency[]
  readonly probes: {
    readonly startup: Check | undefined
    readonly readiness: Check | undefined
    readonly liveness: Check | undefined
  }
  readonly replicas: Replicas | undefined
  readonly perNode: Span | undefined
  readonly init: readonly ContainerFields[]
  readonly sidecars: readonly ContainerFields[]
  /** Milliseconds. */
  readonly stopGracePeriod: number | undefined
  readonly stopSignal: string | undefined
  readonly hostname: Placed | undefined
  readonly hostNetwork: Span | undefined
  readonly extraHosts: readonly EnvironmentVariable[]
  readonly dns: readonly Placed[]
  readonly networks: readonly string[]
  readonly labels: readonly EnvironmentVariable[]
  readonly annotations: readonly EnvironmentVariable[]
  readonly restart: 'always' | 'on-failure' | 'never' | undefined
  readonly pullPolicy: 'always' | 'missing' | 'never' | undefined
  readonly placement: MapNode | undefined
  readonly update: MapNode | undefined
  readonly serviceAccount: MapNode | undefined
  readonly job: JobFields | undefined
}

/** A volume of the manifest's `volumes:`, for several workloads. */
export interface SharedVolume {
  readonly name: string
  readonly existing: Value | undefined
  readonly access: 'rwo' | 'rwx' | 'rox'
  readonly size: string | undefined
  readonly storageClass: string | undefined
  readonly span: Span
}

/** A network of the manifest's `networks:`. */
export interface Network {
  readonly name: string
  readonly internal: boolean
  readonly existing: Value | undefined
  readonly span: Span
}

/** One target of the manifest as it was declared (or the implied Compose one). */
export interface TargetSettings {
  readonly name: string
  readonly type: string
  readonly tree: MapNode
  readonly span: Span
}

/** The typed application on one target in one environment: what a target lowers. */
export interface AppModel {
  readonly name: string
  readonly version: string | undefined
  readonly environment: string
  /** The environments that one set of artifacts is for; undefined where it is for this one alone. */
  readonly promoted: readonly string[] | undefined
  /** How the manifest's file is called, for headers: `apphost.yaml`. */
  readonly manifest: string
  readonly target: TargetSettings
  /** Environments that select this target, in the manifest's order. */
  readonly targetEnvironments: readonly string[]
  /** Compose targets of this environment, for names that must not be shared. */
  readonly targetsOfEnvironment: readonly { readonly name: string; readonly type: string }[]
  readonly workloads: readonly Workload[]
  /** Images that are built, in the manifest's order, `type: image` included. */
  readonly images: readonly BuiltImage[]
  readonly volumes: readonly SharedVolume[]
  readonly networks: readonly Network[]
  readonly parameters: Parameters
  /** By resource, the secret parameters that its server takes only while its data is empty. */
  readonly takenOnce: ReadonlyMap<string, readonly string[]>
  /** Resolves a scalar of an escape hatch; `resource` is the one it stands in, empty for the target's own. */
  readonly resolve: (node: ScalarNode, resource: string) => Value | undefined
}
