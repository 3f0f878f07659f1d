import {
  choice,
  flag,
  integer,
  list,
  mapOf,
  named,
  number,
  property,
  record,
  required,
  scalar,
  text,
  tree,
  union,
  type Shape,
} from '../shape.ts'
import * as form from './forms.ts'
import { containerFields, hatches } from './container-fields.ts'

/** The highest number of a user or group that Linux knows everywhere. */
const HIGHEST_ID = 2_147_483_647

/** Keys of the Kubernetes escape hatch whose object has another name. */
const HATCH_WORDS: ReadonlyMap<string, string> = new Map([
  ['publicService', 'Service of an external endpoint'],
  ['pvc', 'PersistentVolumeClaim'],
  ['hpa', 'HorizontalPodAutoscaler'],
  ['podMetadata', 'metadata of the pods'],
  ['pod', 'pod specification'],
  ['container', 'main container'],
])

/** Definitions of how a workload runs, by name. */
export const RUNNING_DEFINITIONS: Readonly<Record<string, Shape>> = {
  replicaRange: record({
    min: required(integer(0, 10_000), 'Fewest instances.', 2),
    max: required(integer(1, 10_000), 'Most instances.', 10),
    cpu: property(integer(1, 1_000), 'Average CPU use in percent of the request above which instances are added.', 70),
    memory: property(
      integer(1, 1_000),
      'Average memory use in percent of the request above which instances are added.',
      80,
    ),
  }),
  resources: record({
    requests: property(named('quantities'), 'What is reserved.', { cpu: '250m', memory: '256Mi' }),
    limits: property(named('quantities'), 'What may not be exceeded.', { memory: '512Mi' }),
    gpu: property(union(integer(1, 64), named('gpu')), 'GPUs: how many, or a map.', 1, { count: 2, vendor: 'amd' }),
  }),
  quantities: mapOf(form.FREE_KEY, union(number(0), text(form.QUANTITY))),
  gpu: record({
    count: required(integer(1, 64), 'How many.', 1),
    vendor: property(choice('nvidia', 'amd'), 'Whose. Default: `nvidia`.', 'nvidia'),
  }),
  security: record({
    runAsNonRoot: property(flag(), '`true`: refuses to run as root. Default: `false`.', true),
    runAsUser: property(integer(0, HIGHEST_ID), 'Number of the user. Default: that of the image.', 1000),
    runAsGroup: property(integer(0, HIGHEST_ID), 'Number of the group. Default: that of the image.', 1000),
    fsGroup: property(integer(0, HIGHEST_ID), 'Kubernetes: group that owns the volumes.', 1000),
    readOnlyRootFilesystem: property(
      flag(),
      '`true`: nothing can be written but into volumes. Default: `false`.',
      true,
    ),
    capabilities: property(named('capabilities'), 'Linux capabilities that are added or dropped.', { drop: ['ALL'] }),
    privileged: property(flag(), '`true`: all rights of the machine. Default: `false`.', true),
  }),
  capabilities: record({
    add: property(list(text(), 0, 64), 'Capabilities added.', ['NET_BIND_SERVICE']),
    drop: property(list(text(), 0, 64), 'Capabilities dropped.', ['ALL']),
  }),
  serviceAccount: record(
    {
      name: property(text(form.OBJECT_NAME), 'One that exists already. Set it or `create`.', 'deployer'),
      create: property(flag(), '`true` (default): one of its own.', true),
      annotations: property(mapOf(form.FREE_KEY, scalar), 'Annotations of the account.', {
        'iam.example.com/role': 'shop',
      }),
      token: property(flag(), '`true`: its token is mounted into the pods. Default: `false`.', true),
    },
    { exclusive: [['name', 'create']] },
  ),
  placement: record({
    nodeSelector: property(mapOf(form.FREE_KEY, scalar), 'Labels that the node must have.', { disk: 'ssd' }),
    tolerations: property(list(named('toleration'), 0, 100), 'Taints of nodes that are tolerated.', [
      { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' },
    ]),
    spread: property(
      union(flag(), text(form.FREE_KEY)),
      'Whether pods are spread over nodes: `true` (default), `false`, or the node label that tells places apart.',
      'topology.kubernetes.io/zone',
    ),
    affinity: property(tree, 'Affinity rules, in the words of Kubernetes.', { nodeAffinity: {} }),
  }),
  toleration: record({
    key: property(text(form.FREE_KEY), 'Key of the taint. Default: every taint.', 'gpu'),
    operator: property(choice('Equal', 'Exists'), 'How the value is compared. Default: `Equal`.', 'Exists'),
    value: property(scalar, 'Value of the taint.', 'true'),
    effect: property(
      choice('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
      'Effect of the taint. Default: every effect.',
      'NoSchedule',
    ),
    tolerationSeconds: property(integer(0), 'How long the pod stays on the node, in seconds.', 300),
  }),
  update: record({
    strategy: property(
      choice('rolling', 'recreate'),
      'New instances beside the old ones, or after they are gone.',
      'recreate',
    ),
    maxSurge: property(
      union(integer(0, 10_000), text(form.PERCENTAGE)),
      'Rolling: how many instances more than wanted, a number or a percentage. Default: 1.',
      1,
      '25%',
    ),
    maxUnavailable: property(
      union(integer(0, 10_000), text(form.PERCENTAGE)),
      'Rolling: how many instances fewer than wanted, a number or a percentage. Default: 0.',
      0,
    ),
  }),
  schedule: record({
    cron: required(text(form.CRON), 'Cron expression of five fields.', '0 3 * * *'),
    timezone: property(
      text(form.TIMEZONE),
      'Time zone of the expression. Default: UTC; on Compose that of the machine whose cron starts it.',
      'Europe/Berlin',
    ),
    overlap: property(
      choice('forbid', 'replace', 'allow'),
      'What happens when the last run still goes on. Default: `forbid`. Compose has no `replace`.',
      'replace',
    ),
  }),
  initStep: record(
    {
      name: required(text(form.NAME), 'Name of the step.', 'warm-up'),
      ...containerFields,
    },
    { exclusive: [['image', 'build']] },
  ),
  sidecar: record(
    {
      ...containerFields,
      health: property(named('check'), 'The check that tells whether it is healthy.', { tcp: { port: 9901 } }),
      ...hatches,
    },
    { exclusive: [['image', 'build']], needs: [['image', 'build']] },
  ),
  kubernetesHatch: record(
    Object.fromEntries(
      [
        'deployment',
        'statefulset',
        'daemonset',
        'job',
        'cronjob',
        'service',
        'publicService',
        'ingress',
        'pvc',
        'hpa',
        'podMetadata',
        'pod',
        'container',
      ].map((kind) => [
        kind,
        property(tree, `Merged over the generated ${HATCH_WORDS.get(kind) ?? kind}, in the words of Kubernetes.`, {
          [kind === 'container' ? 'tty' : 'metadata']: kind === 'container' ? true : {},
        }),
      ]),
    ),
  ),
  azureHatch: record({
    containerApp: property(tree, 'Merged over the `properties` of the container app.', { configuration: {} }),
    job: property(tree, 'Merged over the `properties` of the job.', { configuration: {} }),
    container: property(tree, 'Merged over the first container.', { probes: [] }),
    workloadProfile: property(
      text(),
      'Workload profile of the environment that it runs on. Default: Consumption.',
      'gpu',
    ),
    name: property(text(), 'Name in Azure, instead of the one made from the name of the resource.', 'psql-shop'),
    managed: property(
      union(flag(), tree),
      'Catalog types: `false` runs a container instead of the service that Azure offers; a map sets what the type lets one set.',
      false,
      { sku: 'Standard_B2s' },
    ),
  }),
}
