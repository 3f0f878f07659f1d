import {
  choice,
  constant,
  flag,
  integer,
  list,
  mapOf,
  named,
  property,
  scalar,
  text,
  union,
  type Property,
} from '../shape.ts'
import * as form from './forms.ts'
import { azureHatch, containerFields, hatches, resourceFields } from './container-fields.ts'

/** Fields of containers and jobs, without those that only one of them has. */
export const workloadFields: Readonly<Record<string, Property>> = {
  ...containerFields,
  extends: property(
    text(form.NAME),
    'Another workload whose fields this one starts from; merged by the rules of overlays after overlays are applied. `type` may then be left out.',
    'api',
  ),
  abstract: property(
    flag(),
    '`true` makes it a pattern for others to extend: never emitted, needs no image, and nobody can refer to it. Default: `false`.',
    true,
  ),
  ...resourceFields,
  registry: property(
    text(form.NAME),
    'One of `registries:` where the image that is built goes. Default: that of the target, else the only one.',
    'ghcr',
  ),
  references: property(
    list(named('reference')),
    'Resources this one uses: their connection strings, endpoints and properties are injected as variables. Items merge by resource and `as`.',
    ['orders', { resource: 'payments', as: 'PAY' }],
  ),
  waitFor: property(
    list(named('wait')),
    'Resources that must be started, healthy or completed before this one starts. Items merge by resource.',
    ['orders', { resource: 'migrate', until: 'completed' }],
  ),
  outputs: property(
    mapOf(form.OUTPUT_NAME, scalar),
    'Values that others get from this workload: name to text with placeholders (`$<Self...>`).',
    { connectionString: 'Host=$<Self.endpoints.tcp.host>' },
  ),
  inject: property(
    mapOf(form.OUTPUT_NAME, text(form.OUTPUT_NAME)),
    'Properties that a reference to this workload injects: property to output.',
    { Host: 'host' },
  ),
  init: property(
    list(named('initStep')),
    'Containers that run to completion before this one, in order. Items merge by `name`.',
    [{ name: 'warm-up', args: ['warm-up'] }],
  ),
  sidecars: property(
    mapOf(form.NAME, named('sidecar')),
    'Containers that run beside this one on the same network: name to fields.',
    { proxy: { image: 'envoyproxy/envoy:v1.36' } },
  ),
  stopGracePeriod: property(
    text(form.DURATION),
    'How long the process may take to stop before it is killed, as a duration. Default: that of the target.',
    '30s',
  ),
  stopSignal: property(
    text(form.SIGNAL),
    'Signal that asks the process to stop. Default: that of the image.',
    'SIGQUIT',
  ),
  hostname: property(text(form.HOST), 'Host name inside the container.', 'mail'),
  network: property(constant('host'), '`host`: uses the network of the machine instead of one of its own.', 'host'),
  extraHosts: property(mapOf(form.HOST, text()), 'Further entries of the hosts file: name to address.', {
    'legacy.example.com': '10.0.0.7',
  }),
  dns: property(list(text(), 0, 20), 'DNS servers, instead of those of the target.', ['10.0.0.2']),
  networks: property(
    list(text(form.NAME), 0, 100),
    'The networks of `networks:` that it is on, and only those. Default: the one that all share.',
    ['backnet'],
  ),
  labels: property(
    mapOf(form.FREE_KEY, scalar),
    'Labels of the workload and its pods or containers, kept as written.',
    { team: 'payments' },
  ),
  annotations: property(
    mapOf(form.FREE_KEY, scalar),
    'Annotations of the workload and its pods; on Docker they become labels.',
    { 'example.com/owner': 'payments' },
  ),
  serviceAccount: property(
    named('serviceAccount'),
    'Kubernetes: the service account of the pods. Default: one of its own without a token.',
    { create: true, token: true },
  ),
  placement: property(named('placement'), 'Kubernetes: on which nodes the pods run.', {
    nodeSelector: { disk: 'ssd' },
  }),
  pullPolicy: property(
    choice('always', 'missing', 'never'),
    'When the image is pulled: `always`, `missing` or `never`. Default: that of the target.',
    'missing',
  ),
  ...hatches,
  azure: azureHatch,
}

/** Fields that a container has and a job has not. */
export const containerOnlyFields: Readonly<Record<string, Property>> = {
  endpoints: property(
    mapOf(form.NAME, named('endpoint')),
    'Ports on which it listens, by name. A name `http`, `https` or `grpc` is the scheme too.',
    { http: { targetPort: 8080, external: true } },
  ),
  aliases: property(list(text(form.HOST), 0, 100), 'Further host names under which other workloads reach it.', [
    'mongo',
  ]),
  replicas: property(
    union(integer(0, 10_000), named('replicaRange')),
    'How many instances run: a number, or a range for autoscaling. Default: 1.',
    2,
    { min: 2, max: 10, cpu: 70 },
  ),
  perNode: property(
    flag(),
    '`true`: one instance on each node (a DaemonSet) instead of `replicas`. Default: `false`.',
    true,
  ),
  health: property(named('check'), 'The check that tells whether it is healthy; waits rely on it.', {
    http: { endpoint: 'http', path: '/healthz' },
  }),
  probes: property(named('probes'), 'Checks for one purpose each; they override what `health` gives.', {
    liveness: { tcp: { port: 8080 } },
  }),
  update: property(
    named('update'),
    'How a new version replaces the old one. Default: rolling; `recreate` for one replica with a ReadWriteOnce volume or a GPU.',
    { strategy: 'recreate' },
  ),
  restart: property(
    choice('always', 'on-failure', 'never'),
    'When the process is started again. Default: `always`, and nothing else on Kubernetes and Azure.',
    'on-failure',
  ),
}

/** Fields that a job has and a container has not. */
export const jobOnlyFields: Readonly<Record<string, Property>> = {
  run: property(
    choice('before-deploy', 'after-deploy', 'manual'),
    'When it runs: before the containers (default), after them, or when somebody says so. Excludes `schedule`.',
    'after-deploy',
  ),
  schedule: property(
    union(text(form.CRON), named('schedule')),
    'When it runs again and again: a cron expression of five fields, or a map. Excludes `run`.',
    '0 3 * * *',
  ),
  retries: property(
    integer(0, 1_000),
    'How often a failed run is tried again. Default: 0 on Compose, 6 on Kubernetes.',
    3,
  ),
  timeout: property(text(form.DURATION), 'How long one run may take, as a duration. Default: no limit.', '10m'),
  blocks: property(
    constant('waiters'),
    '`waiters`: holds back only those who wait for it in writing. Default: every container that it does not need itself.',
    'waiters',
  ),
  restart: property(
    choice('on-failure', 'never'),
    'What happens when the process fails; a job is never restarted after it completed.',
    'on-failure',
  ),
}
