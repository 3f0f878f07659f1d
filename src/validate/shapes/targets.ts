import {
  choice,
  constant,
  flag,
  integer,
  list,
  mapOf,
  named,
  property,
  type Property,
  record,
  type RecordShape,
  required,
  scalar,
  type Shape,
  text,
  tree,
  union,
} from '../shape.ts'
import * as form from './forms.ts'
import { azureHatch, containerOnlyFields, workloadFields } from './workload.ts'

function picked(
  names: readonly string[],
  fields: Readonly<Record<string, Property>>,
): readonly (readonly [string, Property])[] {
  return Object.entries(fields).filter(([name]) => names.includes(name))
}

const DEFAULTS = ['placement', 'labels', 'annotations', 'security', 'resources', 'pullPolicy']

function defaultsOf(hatch: readonly (readonly [string, Property])[]): Property {
  const fields = new Map([...picked(DEFAULTS, workloadFields), ...picked(['update'], containerOnlyFields), ...hatch])
  return property(
    record(fields, { partial: true }),
    'Fields laid under every container, job and catalog server on this target; their own win.',
    { labels: { 'cost-center': '42' } },
  )
}

function common(type: string, what: string): Readonly<Record<string, Property>> {
  return {
    type: required(constant(type), what, type),
    registry: property(
      text(form.NAME),
      'One of `registries:` where images that are built go. Default: the only one.',
      'ghcr',
    ),
    accept: property(
      list(text(form.CODE), 0, 100),
      'Codes of warnings about this target that are meant and not to be shown.',
      ['AH6104'],
    ),
  }
}

const dockerCompose = record({
  ...common('docker-compose', '`docker-compose`: files for Docker Compose or Podman.'),
  defaults: defaultsOf(picked(['compose'], workloadFields)),
  project: property(text(form.PROJECT), 'Name of the Compose project. Default: `<app>-<environment>`.', 'shop'),
  runtime: property(choice('docker', 'podman'), 'Which engine runs it. Default: `docker`.', 'podman'),
  context: property(text(), 'Context of the engine that `deploy` uses. Default: the current one.', 'production-host'),
  schedules: property(
    choice('crontab', 'none'),
    'What becomes of scheduled jobs: a crontab to install by hand, or nothing. Without it they are an error.',
    'crontab',
  ),
  compose: property(tree, 'Escape hatch: merged over the top level of the Compose file, in the words of Compose.', {
    networks: { default: { name: 'shared', external: true } },
  }),
})

const kubernetes = record({
  ...common('kubernetes', '`kubernetes`: a Helm chart or plain manifests.'),
  defaults: defaultsOf(picked(['kubernetes'], workloadFields)),
  format: property(choice('helm', 'manifests'), 'What is written. Default: `helm`.', 'manifests'),
  engine: property(
    choice('helm', 'apply'),
    'How `deploy` applies it. Default: `helm` for charts, `apply` for manifests.',
    'apply',
  ),
  namespace: property(text(form.OBJECT_NAME), 'Namespace. Default: `<app>-<environment>`.', 'shop'),
  context: property(text(), 'Context of kubectl that `deploy` uses.', 'production'),
  ingress: property(named('ingress'), 'How external endpoints with a host are reached.', { class: 'nginx' }),
  gateway: property(named('gateway'), 'The gateway whose routes are written instead of an Ingress.', {
    name: 'public',
    namespace: 'gateways',
  }),
  expose: property(
    choice('ClusterIP', 'LoadBalancer', 'NodePort'),
    'Type of the Service of an external endpoint without a host. Default: `LoadBalancer`.',
    'NodePort',
  ),
  secrets: property(named('targetSecrets'), 'Where secrets come from. Default: `{ mode: values }`.', {
    mode: 'existing',
    name: 'shop-secrets',
  }),
  waits: property(
    choice('init', 'none'),
    'Whether waits for `healthy` and `started` become init containers. Default: `none`.',
    'init',
  ),
  waitImage: property(
    text(form.IMAGE),
    'Image with kubectl that marks jobs as done. Default: a pinned one.',
    'registry.k8s.io/kubectl:v1.34.0',
  ),
  storageClass: property(text(), 'Storage class of volumes. Default: that of the cluster.', 'fast'),
  volumeSize: property(text(form.SIZE), 'Size of volumes that say none. Default: `1Gi`.', '5Gi'),
  podSecurity: property(
    choice('privileged', 'baseline', 'restricted'),
    'Level of the pod security standards that the namespace enforces. Default: none is set.',
    'restricted',
  ),
  networkPolicies: property(
    flag(),
    '`true`: a policy for each workload with exactly what references imply. Default: `false`.',
    true,
  ),
  extraObjects: property(
    list(text(), 0, 1_000),
    'Files of further objects, relative to this file; globs are allowed.',
    ['k8s/*.yaml'],
  ),
})

const azure = record({
  ...common('azure-container-apps', '`azure-container-apps`: Bicep for Azure Container Apps.'),
  defaults: defaultsOf([['azure', azureHatch]]),
  subscription: property(
    text(),
    'Subscription that `deploy` insists on. Default: the current one.',
    '00000000-0000-0000-0000-000000000000',
  ),
  resourceGroup: property(text(), 'Resource group; needed by `deploy`.', 'rg-shop'),
  createResourceGroup: property(
    flag(),
    '`true`: `deploy` creates the group and `destroy` removes it. Default: `false`.',
    true,
  ),
  location: property(text(), 'Region. Default: that of the group.', 'westeurope'),
  prefix: property(text(form.PROJECT), 'Part of every name in Azure. Default: the name of the application.', 'shop'),
  tags: property(mapOf(form.FREE_KEY, scalar), 'Tags of every resource.', { 'cost-center': '42' }),
  environment: property(
    named('azureEnvironment'),
    'The Container Apps environment: one that exists, or what the new one is like.',
    { zoneRedundant: true },
  ),
  keyVault: property(named('azureCreateOrExisting'), 'Where secrets are kept. Default: in the apps.', { create: {} }),
  managed: property(
    flag(),
    '`false`: backing services run as containers even where Azure offers them. Default: `true`.',
    false,
  ),
  roleAssignments: property(
    flag(),
    '`false`: grants are written to a file of their own for whoever may make them. Default: `true`.',
    false,
  ),
  stack: property(flag(), '`true`: `deploy` uses a deployment stack. Default: `false`.', true),
})

export const TARGETS: ReadonlyMap<string, RecordShape> = new Map([
  ['docker-compose', dockerCompose],
  ['kubernetes', kubernetes],
  ['azure-container-apps', azure],
])

/** Every field that some kind of target has: the shape of one in an overlay. */
export function anyTarget(): RecordShape {
  const fields = new Map<string, Property>()
  for (const shape of TARGETS.values())
    for (const [name, one] of shape.properties) if (!fields.has(name)) fields.set(name, one)
  fields.set('type', property(choice(...TARGETS.keys()), 'Kind of target.', 'docker-compose'))
  fields.set('defaults', defaultsOf([...picked(['compose', 'kubernetes'], workloadFields), ['azure', azureHatch]]))
  return record(fields)
}

const existingService: Readonly<Record<string, Property>> = {
  name: required(text(), 'Its name.', 'cae-shared'),
  resourceGroup: property(text(), 'Its resource group. Default: that of the target.', 'rg-platform'),
  subscription: property(
    text(),
    'Its subscription. Default: that of the target.',
    '00000000-0000-0000-0000-000000000000',
  ),
}

export const TARGET_DEFINITIONS: Readonly<Record<string, Shape>> = {
  ingress: record({
    class: property(text(form.OBJECT_NAME), 'Ingress class. Default: that of the cluster.', 'nginx'),
    annotations: property(mapOf(form.FREE_KEY, scalar), 'Annotations of every Ingress.', {
      'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
    }),
    tls: property(union(named('tls'), flag(false)), 'Certificate of every host, or `false` for none.', {
      issuer: 'letsencrypt',
    }),
  }),
  gateway: record({
    name: required(text(form.OBJECT_NAME), 'Name of the gateway.', 'public'),
    namespace: property(text(form.OBJECT_NAME), 'Its namespace. Default: that of the application.', 'gateways'),
    sectionName: property(text(), 'Listener of the gateway. Default: every one that fits.', 'https'),
  }),
  targetSecrets: record({
    mode: required(
      choice('values', 'existing', 'external'),
      'A Secret made from values, one that exists, or one that External Secrets makes.',
      'existing',
    ),
    name: property(text(form.OBJECT_NAME), '`existing`: name of the Secret.', 'shop-secrets'),
    store: property(union(text(form.OBJECT_NAME), tree), '`external`: the secret store.', 'vault'),
    map: property(
      mapOf(form.NAME, named('secretKey')),
      'Where a parameter lies: parameter to Secret and key. Default: a key of its name.',
      { 'pg-password': { secret: 'postgres', key: 'password' } },
    ),
  }),
  secretKey: union(
    text(),
    record({
      secret: property(text(), 'Name of the Secret, or of the entry in the store.', 'postgres'),
      key: property(text(), 'Key in it. Default: the name of the parameter.', 'password'),
    }),
  ),
  azureEnvironment: record(
    {
      existing: property(record(existingService), 'One that exists already; excludes every other field.', {
        name: 'cae-shared',
        resourceGroup: 'rg-platform',
      }),
      name: property(text(), 'Name in Azure, instead of the one made from `prefix`.', 'cae-shop'),
      workloadProfiles: property(
        mapOf(form.REFERENCE_NAME, named('workloadProfile')),
        'Workload profiles besides Consumption: name to machines.',
        { big: { type: 'D8', min: 1, max: 3 } },
      ),
      subnet: property(text(), 'Resource id of the subnet that it joins.', '/subscriptions/.../subnets/apps'),
      internal: property(flag(), '`true`: reachable from the virtual network only. Default: `false`.', true),
      zoneRedundant: property(flag(), '`true`: spread over zones. Default: `false`.', true),
      logs: property(
        union(constant('none'), named('azureLogs')),
        'Where logs go: a new workspace, one that exists, or `none`.',
        { retentionDays: 30 },
      ),
    },
    {
      exclusive: ['name', 'workloadProfiles', 'subnet', 'internal', 'zoneRedundant', 'logs'].map((name) => [
        'existing',
        name,
      ]),
    },
  ),
  workloadProfile: record({
    type: required(text(), 'Kind of machine.', 'D8'),
    min: property(integer(0, 1_000), 'Fewest machines. Default: 0.', 1),
    max: property(integer(1, 1_000), 'Most machines. Default: 1.', 3),
  }),
  azureLogs: record(
    {
      retentionDays: property(integer(4, 730), 'How long logs are kept, in days. Default: 30.', 30),
      existing: property(record(existingService), 'A workspace that exists already.', { name: 'log-shared' }),
    },
    { exclusive: [['retentionDays', 'existing']] },
  ),
  azureCreateOrExisting: record(
    {
      create: property(
        record({ name: property(text(), 'Name in Azure, instead of the one made from `prefix`.', 'kv-shop') }),
        'A new one. Set it or `existing`.',
        {},
      ),
      existing: property(record(existingService), 'One that exists already. Set it or `create`.', {
        name: 'kv-shared',
      }),
    },
    { exclusive: [['create', 'existing']], needs: [['create', 'existing']] },
  ),
  azureRegistry: record(
    {
      name: property(text(), 'Name of a registry that exists, or of the new one.', 'crshop'),
      resourceGroup: property(text(), 'Its resource group. Default: that of the target.', 'rg-platform'),
      subscription: property(
        text(),
        'Its subscription. Default: that of the target.',
        '00000000-0000-0000-0000-000000000000',
      ),
      create: property(
        record({ sku: property(choice('Basic', 'Standard', 'Premium'), 'Tier. Default: `Basic`.', 'Basic') }),
        'A registry of the application, created before images are pushed.',
        { sku: 'Basic' },
      ),
    },
    { needs: [['name', 'create']] },
  ),
  registry: record(
    {
      endpoint: property(text(form.REGISTRY), 'Host of the registry. Set it or `azure`.', 'ghcr.io'),
      azure: property(named('azureRegistry'), 'An Azure Container Registry. Set it or `endpoint`.', {
        name: 'crshop',
        resourceGroup: 'rg-platform',
      }),
      repository: property(
        text(form.REPOSITORY),
        'Path under which images lie. Default: the name of the application.',
        'acme/shop',
      ),
      pullSecret: property(
        text(form.OBJECT_NAME),
        'Kubernetes: Secret with the credentials for pulling.',
        'ghcr-login',
      ),
      username: property(text(), 'Name to pull with, where the target has to be told.', '$<Parameters.registry-user>'),
      password: property(
        { kind: 'secret' },
        'Secret parameter with the password to pull with.',
        '$<Parameters.registry-password>',
      ),
    },
    { exclusive: [['endpoint', 'azure']], needs: [['endpoint', 'azure']] },
  ),
}
