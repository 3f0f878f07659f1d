import {
  choice,
  flag,
  list,
  mapOf,
  named,
  property,
  record,
  required,
  scalar,
  text,
  tree,
  union,
  type Property,
  type RecordShape,
  type Shape,
} from '../shape.ts'
import * as form from './forms.ts'
import { AZURE_DEFINITIONS, azure } from './azure.ts'
import { azureHatch } from './container-fields.ts'
import { common, defaultsOf, picked } from './target-fields.ts'
import { workloadFields } from './workload.ts'

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

/** The targets, by their `type`. */
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

/** Shapes that targets name. */
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
  ...AZURE_DEFINITIONS,
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
