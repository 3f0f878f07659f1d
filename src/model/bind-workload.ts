import type { Span } from '../diagnostics/source.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { entriesAt, itemsAt, mapAt, scalarAt } from '../syntax/fields.ts'
import { child, type MapNode } from '../syntax/node.ts'
import * as form from '../validate/shapes/forms.ts'
import type { ContainerFields, Endpoint, EnvironmentVariable, JobFields, Replicas, Workload } from './app-model.ts'
import { bindContainer } from './bind-container.ts'
import { complain, type Fields } from './bind-context.ts'
import { warnOfShownSecret } from './bind-environment.ts'
import { bindCheck } from './bind-health.ts'
import {
  boundBoolean,
  boundMap,
  boundPlaced,
  boundDuration,
  boundForm,
  boundInteger,
  boundText,
  lateMap,
  lateText,
} from './read-fields.ts'

/** A workload before the graph has given it its dependencies. */
export type WorkloadDraft = Omit<Workload, 'dependencies'>

/** Reads a container or job of the manifest (or of a type) into its typed form. */
export function bindWorkload(
  fields: Fields,
  kind: 'container' | 'job',
  origin: 'user' | 'catalog',
  injected: readonly EnvironmentVariable[],
  endpoints: readonly Endpoint[],
): WorkloadDraft {
  const { tree, context } = fields
  const name = context.resource.name
  const container = bindContainer(fields, name, injected, endpoints, undefined)
  if (container.image === undefined && child(tree, 'image') === undefined && child(tree, 'build') === undefined) {
    complain(fields, 'AH5034', context.resource.span, `"${name}" has neither \`image\` nor \`build\``, {
      hints: ['add one of them; a pure pattern says `abstract: true`'],
    })
  }
  const labels = lateMap(fields, 'labels')
  const annotations = lateMap(fields, 'annotations')
  warnOfShownSecret(fields, 'labels', labels)
  warnOfShownSecret(fields, 'annotations', annotations)
  const restart = boundText(fields, child(tree, 'restart'))
  const pullPolicy = boundText(fields, child(tree, 'pullPolicy'))
  const probes = mapAt(tree, 'probes')
  return {
    ...container,
    kind,
    origin,
    resource: name,
    creates: undefined,
    endpoints,
    aliases: itemsAt(tree, 'aliases').flatMap((item) => boundForm(fields, item, form.HOST) ?? []),
    probes: {
      startup: bindCheck(fields, mapAt(probes, 'startup'), endpoints),
      readiness: bindCheck(fields, mapAt(probes, 'readiness'), endpoints),
      liveness: bindCheck(fields, mapAt(probes, 'liveness'), endpoints),
    },
    replicas: bindReplicas(fields),
    perNode: boundBoolean(fields, child(tree, 'perNode')) === true ? child(tree, 'perNode')?.span : undefined,
    init: itemsAt(tree, 'init').flatMap((item) =>
      item.kind === 'map' ? [bindStep(fields, item, scalarAt(item, 'name')?.text ?? 'init', container)] : [],
    ),
    sidecars: entriesAt(tree, 'sidecars').flatMap((entry) =>
      entry.value.kind === 'map' ? [bindSidecar(fields, entry.value, entry.key, endpoints)] : [],
    ),
    stopGracePeriod: boundDuration(fields, child(tree, 'stopGracePeriod')),
    stopSignal: boundForm(fields, child(tree, 'stopSignal'), form.SIGNAL),
    hostname: boundPlaced(fields, child(tree, 'hostname')),
    hostNetwork: boundText(fields, child(tree, 'network')) === 'host' ? child(tree, 'network')?.span : undefined,
    extraHosts: boundMap(fields, 'extraHosts'),
    dns: itemsAt(tree, 'dns').flatMap((item) => boundPlaced(fields, item) ?? []),
    networks: bindNetworks(fields),
    labels,
    annotations,
    restart: restart === 'always' || restart === 'on-failure' || restart === 'never' ? restart : undefined,
    pullPolicy: pullPolicy === 'always' || pullPolicy === 'missing' || pullPolicy === 'never' ? pullPolicy : undefined,
    placement: mapAt(tree, 'placement'),
    update: mapAt(tree, 'update'),
    serviceAccount: mapAt(tree, 'serviceAccount'),
    job: kind === 'job' ? bindJob(fields) : undefined,
  }
}

function bindStep(fields: Fields, tree: MapNode, name: string, workload: ContainerFields): ContainerFields {
  return bindContainer({ ...fields, tree, owner: `${fields.owner}, init step ${name}` }, name, [], [], workload.image)
}

function bindSidecar(fields: Fields, tree: MapNode, name: string, endpoints: readonly Endpoint[]): ContainerFields {
  const own = { ...fields, tree, owner: `${fields.owner}, sidecar ${name}` }
  if (child(tree, 'image') === undefined && child(tree, 'build') === undefined) {
    complain(own, 'AH5034', tree.span, `sidecar "${name}" of "${fields.owner}" has neither \`image\` nor \`build\``, {
      hints: ['add one of them'],
    })
  }
  // Variables of the workload's endpoints are the workload's: a sidecar names what it listens on itself.
  return bindContainer(
    own,
    name,
    [],
    endpoints.map((endpoint) => ({ ...endpoint, variable: undefined })),
    undefined,
  )
}

function bindReplicas(fields: Fields): Replicas | undefined {
  const node = child(fields.tree, 'replicas')
  if (node?.kind === 'scalar') {
    const placed = lateText(fields, node)
    return placed === undefined ? undefined : { kind: 'count', value: placed.value, span: node.span }
  }
  if (node?.kind !== 'map') return undefined
  const minimum = lateText(fields, scalarAt(node, 'min'))
  const maximum = lateText(fields, scalarAt(node, 'max'))
  if (maximum === undefined) return undefined
  return {
    kind: 'range',
    minimum: minimum?.value ?? { parts: [{ kind: 'text', text: '1' }], type: 'integer' },
    maximum: maximum.value,
    cpu: boundInteger(fields, child(node, 'cpu')),
    memory: boundInteger(fields, child(node, 'memory')),
    span: node.span,
  }
}

function bindNetworks(fields: Fields): readonly string[] {
  return itemsAt(fields.tree, 'networks').flatMap((item) => {
    const name = boundText(fields, item)
    if (name === undefined) return []
    if (fields.context.networks.has(name)) return [name]
    complain(fields, 'AH5018', item.span, `there is no network "${name}"`, {
      hints: [...didYouMean(name, fields.context.networks), 'declare it under `networks:` at the top level'].slice(
        0,
        1,
      ),
    })
    return []
  })
}

function bindJob(fields: Fields): JobFields {
  const { tree } = fields
  const schedule = mapAt(tree, 'schedule')
  const cron = boundForm(fields, child(schedule, 'cron'), form.CRON)
  const run = boundText(fields, child(tree, 'run'))
  const timeout = child(tree, 'timeout')
  const span: Span = schedule?.span ?? tree.span
  return {
    run: cron !== undefined ? 'scheduled' : run === 'after-deploy' || run === 'manual' ? run : 'before-deploy',
    schedule:
      cron === undefined
        ? undefined
        : {
            cron,
            timezone: boundForm(fields, child(schedule, 'timezone'), form.TIMEZONE),
            overlap: boundText(fields, child(schedule, 'overlap')),
            span,
          },
    retries: boundInteger(fields, child(tree, 'retries')),
    timeout: boundDuration(fields, timeout),
    timeoutText: boundText(fields, timeout),
    timeoutSpan: timeout?.span,
    blocks: boundText(fields, child(tree, 'blocks')) === 'waiters' ? 'waiters' : 'all',
  }
}
