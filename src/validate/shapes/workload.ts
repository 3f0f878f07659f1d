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
  required,
  scalar,
  scalarOrNull,
  type Shape,
  text,
  tree,
  union,
  number,
} from '../shape.ts'
import * as form from './forms.ts'

/** Limits that keep numbers inside what the targets can hold. */
const HIGHEST_PORT = 65_535
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

const port = integer(1, HIGHEST_PORT)
const environment = mapOf(form.VARIABLE, scalar)
const argv = list(scalarOrNull)

/** Fields of a container that an init step and a sidecar have too. */
const containerFields: Readonly<Record<string, Property>> = {
  image: property(
    text(form.IMAGE),
    'Image to run, as people write it: `nginx:1.29`, `registry/repository:tag` or with a digest. Set it or `build`. A warning tells where neither tag nor digest pins it.',
    'nginx:1.29',
    'ghcr.io/acme/api@sha256:4f1c...',
  ),
  build: property(
    named('build'),
    'How the image is built: a folder, or a map. Set it or `image`. Resources with an equal `build` and `registry` share one image.',
    './api',
    { context: './api', target: 'runtime' },
  ),
  entrypoint: property(
    argv,
    'Replaces the entry point of the image, as a list of words. A secret in it is an error; use `env` or `files`.',
    ['/bin/server'],
  ),
  args: property(
    argv,
    'Arguments of the entry point, as a list of words kept as written. A secret in them is an error; use `env` or `files`.',
    ['worker', '--queue', 'orders'],
  ),
  env: property(
    environment,
    'Environment variables: name to text, number or boolean, kept as written. It wins over `envFile` and over what references inject.',
    { LOG_LEVEL: '$<Parameters.log-level>', FEATURE_X: true },
  ),
  envFile: property(
    list(named('envFile')),
    'Files of `NAME=value` lines, read when compiling; a name in `env` wins. Items merge by `path`.',
    ['settings.env'],
  ),
  files: property(list(named('file')), 'Files placed into the container. Items merge by `path`.', [
    { path: '/etc/app.ini', content: 'level = info\n' },
  ]),
  volumes: property(list(named('volumeMount')), 'What is mounted where. Items merge by `path`.', [
    { name: 'data', path: '/var/lib/data', size: '1Gi' },
  ]),
  resources: property(named('resources'), 'CPU, memory and GPUs: what is reserved and what is the limit.', {
    requests: { cpu: '250m', memory: '256Mi' },
    limits: { memory: '512Mi' },
  }),
  security: property(named('security'), 'User, capabilities and privileges of the process.', {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
  }),
  user: property(
    text(),
    'User (and group) that the process runs as, in quotes where it is a number. Default: that of the image.',
    '1000:1000',
    'node',
  ),
  workingDir: property(
    text(form.ABSOLUTE_PATH),
    'Folder in which the process starts. Default: that of the image.',
    '/app',
  ),
}

const hatches: Readonly<Record<string, Property>> = {
  compose: property(
    tree,
    'Escape hatch: merged over the generated Compose service, in the words of Compose. `null` deletes a key.',
    { shm_size: '256m' },
  ),
  kubernetes: property(
    named('kubernetesHatch'),
    'Escape hatch: merged over the generated Kubernetes objects, by their kind.',
    { pod: { priorityClassName: 'high' } },
  ),
}

/** The escape hatch of Azure on a resource. */
export const azureHatch: Property = property(
  named('azureHatch'),
  'Escape hatch and settings for Azure Container Apps.',
  { workloadProfile: 'gpu' },
)

/** Fields that every resource has. */
export const resourceFields: Readonly<Record<string, Property>> = {
  target: property(
    union(text(form.NAME), list(text(form.NAME), 1, 100)),
    'Target or targets it goes to. Default: every target that the environment selects.',
    'cluster',
    ['local', 'cluster'],
  ),
  enabled: property(flag(), '`false` removes the resource; a placeholder is bound at publish. Default: `true`.', false),
  accept: property(
    list(text(form.CODE), 0, 100),
    'Codes of warnings about this resource that are meant and not to be shown.',
    ['AH6104'],
  ),
}

/** Fields of containers and jobs (language.md 5.2), without those that only one of them has. */
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

function times(what: string): Readonly<Record<string, Property>> {
  return {
    interval: property(
      text(form.DURATION),
      `Time between two ${what}, as a duration. Default: \`10s\`; 5s for servers of the catalog.`,
      '10s',
    ),
    timeout: property(text(form.DURATION), 'How long one check may take, as a duration. Default: `5s`.', '5s'),
    retries: property(integer(1, 1_000), 'Failures in a row that make it unhealthy. Default: 3.', 3),
    startPeriod: property(
      text(form.DURATION),
      'Time after the start in which failures do not count, as a duration. Default: `30s`; 60s for servers of the catalog.',
      '30s',
    ),
  }
}

const probeTarget: Readonly<Record<string, Property>> = {
  endpoint: property(text(form.NAME), 'Endpoint to probe. Set it or `port`.', 'http'),
  port: property(port, 'Port to probe inside the container. Set it or `endpoint`.', 8080),
}
const using = property(
  union(choice('wget', 'curl', 'nc', 'bash'), list(scalarOrNull, 1)),
  'Compose: the program in the image that probes, or an argument list. Without it Compose has no check.',
  'wget',
  ['/app/probe', 'http://localhost:8080/healthz'],
)
const oneOfTarget = { exclusive: [['endpoint', 'port']], needs: [['endpoint', 'port']] }

const persistence: Readonly<Record<string, Property>> = {
  size: property(text(form.SIZE), 'Size of the volume. Default: that of the target.', '10Gi'),
  class: property(text(), 'Kubernetes: storage class. Default: that of the target, else of the cluster.', 'fast'),
  access: property(
    choice('rwo', 'rwx', 'rox'),
    'Who may mount it: one node (`rwo`, default), many (`rwx`), many for reading (`rox`).',
    'rwx',
  ),
  existing: property(text(), 'Name of a volume that is there already, adopted instead of a new one.', 'old-data'),
}
const perReplica = property(
  flag(),
  '`true`: one volume for each replica, which `rwo` with several replicas has to say. Default: `false`.',
  true,
)
const mountPath = required(text(form.ABSOLUTE_PATH), 'Where it is mounted inside the container.', '/var/lib/data')
const readOnly = property(flag(), '`true`: mounted for reading only. Default: `false`.', true)
const objectMount = {
  items: property(
    list(named('objectItem')),
    'Kubernetes: which keys become which files. Default: all, by their name.',
    [{ key: 'tls.crt', path: 'server.crt' }],
  ),
  path: mountPath,
  readOnly,
}

/** Definitions that workloads are made of, by name. */
export const WORKLOAD_DEFINITIONS: Readonly<Record<string, Shape>> = {
  build: union(
    text(),
    record(
      {
        context: property(text(), 'Folder of the build, relative to this file, or a URL. Set it or `dotnet`.', './api'),
        dockerfile: property(
          text(),
          'Dockerfile, relative to the context. Default: `Dockerfile`.',
          'docker/Dockerfile',
        ),
        target: property(text(), 'Stage of the Dockerfile to build. Default: the last.', 'runtime'),
        args: property(
          environment,
          'Build arguments, kept as written and bound when building. A secret is an error; use `secrets`.',
          { NODE_VERSION: '22' },
        ),
        platforms: property(list(text(), 0, 50), 'Platforms to build for. Default: that of the builder.', [
          'linux/amd64',
          'linux/arm64',
        ]),
        additionalContexts: property(
          mapOf(form.FREE_KEY, text()),
          'Further build contexts: name to folder, URL or image.',
          { shared: '../shared' },
        ),
        repository: property(
          text(form.REPOSITORY),
          'Replaces `<repository>/<resource>` in the name of the image.',
          'acme/shop-api',
        ),
        secrets: property(
          mapOf(form.FREE_KEY, named('buildSecret')),
          'Build secrets: id to a secret parameter or a file. Never written to an artifact.',
          { npm: '$<Parameters.npm-token>' },
        ),
        dotnet: property(
          text(),
          'A .NET project that builds its own image, instead of `context`.',
          'src/Api/Api.csproj',
        ),
      },
      { exclusive: [['context', 'dotnet']], needs: [['context', 'dotnet']] },
    ),
  ),
  buildSecret: union(
    { kind: 'secret' },
    record({
      file: required(text(), 'File that holds the secret, relative to this file.', 'secrets/npm.txt'),
    }),
  ),
  envFile: union(
    text(),
    record({
      path: required(text(), 'The file, relative to this file.', 'settings.env'),
      optional: property(flag(), '`true`: it may be missing. Default: `false`.', true),
      secret: property(flag(), '`true`: its values are kept out of the artifacts. Default: `false`.', true),
    }),
  ),
  file: record(
    {
      path: required(
        text(form.ABSOLUTE_PATH),
        'Where the file (or folder) stands inside the container.',
        '/etc/app/app.ini',
      ),
      content: property(
        text(undefined, 4_194_304),
        'Text of the file, with placeholders. One of `content`, `source` and `template`.',
        'level = $<Parameters.log-level>\n',
      ),
      source: property(
        text(),
        'File or folder taken as it is, relative to this file. One of `content`, `source` and `template`.',
        'config/app.ini',
      ),
      template: property(
        text(),
        'File whose placeholders are resolved, relative to this file. One of `content`, `source` and `template`.',
        'config/app.ini.template',
      ),
      mode: property(text(form.MODE), 'Octal permission bits, in quotes. Default: `"0644"`.', '0600'),
      uid: property(union(integer(0, HIGHEST_ID), text()), 'Number of the user that owns the file. Default: 0.', 1000),
      gid: property(union(integer(0, HIGHEST_ID), text()), 'Number of the group that owns the file. Default: 0.', 1000),
    },
    { exclusive: [['content', 'source', 'template']], needs: [['content', 'source', 'template']] },
  ),
  volumeMount: record(
    {},
    {
      arms: new Map([
        [
          'temporary',
          record({
            temporary: required(flag(true), '`true`: gone with the container.', true),
            path: mountPath,
            name: property(text(form.NAME), 'Name by which init steps and sidecars mount the same one.', 'scratch'),
            size: property(text(form.SIZE), 'Limit of its size. Default: that of the target.', '64Mi'),
            medium: property(choice('disk', 'memory'), 'Where it lies. Default: `disk`.', 'memory'),
            readOnly,
          }),
        ],
        [
          'volume',
          record({
            volume: required(text(form.NAME), 'One of the top-level `volumes:`, shared with others.', 'models'),
            path: mountPath,
            readOnly,
            subPath: property(text(), 'Folder inside the volume that is mounted. Default: all of it.', 'public'),
          }),
        ],
        [
          'bind',
          record({
            bind: required(text(), 'File or folder beside the manifest (Compose).', './conf'),
            path: mountPath,
            readOnly,
          }),
        ],
        [
          'hostPath',
          record({
            hostPath: required(
              text(form.HOST_PATH),
              'Path of the machine that it runs on; `~/` on Compose.',
              '/var/run/docker.sock',
            ),
            path: mountPath,
            readOnly,
          }),
        ],
        [
          'secret',
          record({
            secret: required(text(form.OBJECT_NAME), 'Kubernetes: a Secret that exists already.', 'shop-tls'),
            ...objectMount,
          }),
        ],
        [
          'configMap',
          record({
            configMap: required(text(form.OBJECT_NAME), 'Kubernetes: a ConfigMap that exists already.', 'ca-bundle'),
            ...objectMount,
          }),
        ],
        [
          'name',
          record({
            name: required(
              text(form.NAME),
              'A persistent volume of this resource alone, which survives redeployment.',
              'data',
            ),
            path: mountPath,
            ...persistence,
            readOnly,
            perReplica,
          }),
        ],
      ]),
    },
  ),
  objectItem: record({
    key: required(text(form.FILE_KEY), 'Key of the object.', 'tls.crt'),
    path: required(text(), 'File below the mount, relative.', 'server.crt'),
  }),
  endpoint: record(
    {
      targetPort: required(
        union(port, text(form.PORT_RANGE)),
        'Port on which the process listens, or a range.',
        8080,
        '27000-27014',
      ),
      port: property(port, 'Port of the Kubernetes Service. Default: `targetPort`.', 80),
      external: property(flag(), '`true`: the world outside the application reaches it. Default: `false`.', true),
      published: property(
        union(port, text(form.PUBLISHED), flag(false)),
        'Compose: port on the machine, with an address if one is meant, a range, `auto` (any free port) or `false`. Default: `port` where it is external.',
        8080,
        '127.0.0.1:5432',
        'auto',
      ),
      scheme: property(
        text(form.SCHEME),
        'Scheme of its URL. Default: the name of the endpoint if that is http, https or grpc, else `tcp`.',
        'http',
      ),
      transport: property(choice('http', 'http2', 'tcp'), 'What is spoken on the wire. Default: by scheme.', 'http2'),
      protocol: property(choice('tcp', 'udp'), 'Transport protocol. Default: `tcp`.', 'udp'),
      routes: property(
        list(named('route')),
        'Hosts and paths under which the world reaches it. Items merge by host and path.',
        [{ host: 'shop.example.com', path: '/api' }],
      ),
      host: property(text(form.HOST), 'Short form of `routes`: one host.', 'shop.example.com'),
      hosts: property(list(text(form.HOST), 0, 100), 'Short form of `routes`: several hosts.', [
        'shop.example.com',
        'www.example.com',
      ]),
      path: property(text(form.URL_PATH), 'Short form of `routes`: the path. Default: `/`.', '/api'),
      tls: property(
        union(named('tls'), flag(false)),
        'Certificate of its hosts, or `false` for none. Default: that of the target.',
        { secret: 'shop-tls' },
        { issuer: 'letsencrypt' },
        false,
      ),
      labels: property(mapOf(form.FREE_KEY, scalar), 'Labels of its Service.', { team: 'web' }),
      annotations: property(mapOf(form.FREE_KEY, scalar), 'Annotations of its Service and its Ingress.', {
        'nginx.ingress.kubernetes.io/proxy-body-size': '8m',
      }),
      expose: property(
        choice('ClusterIP', 'LoadBalancer', 'NodePort'),
        'Kubernetes: type of the Service of an external endpoint without a host. Default: that of the target.',
        'LoadBalancer',
      ),
      env: property(text(form.VARIABLE), 'Variable that receives `targetPort`.', 'PORT'),
    },
    {
      exclusive: [
        ['routes', 'host'],
        ['routes', 'hosts'],
        ['routes', 'path'],
        ['host', 'hosts'],
      ],
    },
  ),
  route: record(
    {
      host: property(text(form.HOST), 'Host name. Default: every host.', 'shop.example.com'),
      path: property(text(form.URL_PATH), 'Path. Default: `/`.', '/api'),
      pathType: property(
        choice('Prefix', 'Exact', 'ImplementationSpecific'),
        'How the path is compared. Default: `Prefix`.',
        'Exact',
      ),
    },
    { needs: [['host', 'path']] },
  ),
  tls: record(
    {
      secret: property(
        text(form.OBJECT_NAME),
        'Kubernetes: the Secret that holds the certificate. Set it or `issuer`.',
        'shop-tls',
      ),
      issuer: property(
        text(form.OBJECT_NAME),
        'Kubernetes: the issuer of cert-manager that makes the certificate. Set it or `secret`.',
        'letsencrypt',
      ),
    },
    { exclusive: [['secret', 'issuer']], needs: [['secret', 'issuer']] },
  ),
  reference: union(
    text(form.RESOURCE_REFERENCE),
    record({
      resource: required(
        text(form.RESOURCE_REFERENCE),
        'The resource that is used, or a child of one.',
        'orders-db.orders',
      ),
      as: property(
        text(form.REFERENCE_NAME),
        'Name in the injected variables, instead of that of the resource.',
        'PAY',
      ),
      inject: property(
        list(choice('connectionString', 'properties', 'endpoints'), 0, 3),
        'What is injected. Default: all there is; `[]` for nothing.',
        ['connectionString'],
      ),
      optional: property(flag(), '`true`: the resource may be disabled. Default: `false`.', true),
      role: property(text(), 'Azure: what the workload may do with it. Default: the role of the type.', 'reader'),
    }),
  ),
  wait: union(
    text(form.RESOURCE_REFERENCE),
    record({
      resource: required(
        text(form.RESOURCE_REFERENCE),
        'The resource that is waited for, or a child of one.',
        'migrate',
      ),
      until: property(
        choice('started', 'healthy', 'completed'),
        'What it must be. Default: `healthy` where that can be checked, `completed` for jobs.',
        'completed',
      ),
      optional: property(flag(), '`true`: the resource may be disabled. Default: `false`.', true),
    }),
  ),
  check: record(
    {
      http: property(named('httpCheck'), 'Healthy when a GET request answers with a status below 400.', {
        endpoint: 'http',
        path: '/healthz',
      }),
      tcp: property(named('tcpCheck'), 'Healthy when the port takes a connection.', { endpoint: 'tcp' }),
      exec: property(list(scalarOrNull, 1), 'Healthy when this command inside the container succeeds.', [
        'pg_isready',
        '-U',
        'postgres',
      ]),
      grpc: property(named('grpcCheck'), 'Healthy when the gRPC health service says so.', { endpoint: 'grpc' }),
      ...times('checks'),
    },
    { exclusive: [['http', 'tcp', 'exec', 'grpc']], needs: [['http', 'tcp', 'exec', 'grpc']] },
  ),
  httpCheck: record(
    {
      ...probeTarget,
      path: property(text(form.URL_PATH), 'Path of the request. Default: `/`.', '/healthz'),
      headers: property(mapOf(form.HEADER, scalar), 'Headers of the request.', { Host: 'shop.example.com' }),
      using,
    },
    oneOfTarget,
  ),
  tcpCheck: record({ ...probeTarget, using }, oneOfTarget),
  grpcCheck: record(
    {
      ...probeTarget,
      service: property(
        text(),
        'Name of the service that is asked for. Default: the server as a whole.',
        'shop.Orders',
      ),
      using,
    },
    oneOfTarget,
  ),
  probes: record({
    startup: property(named('check'), 'Holds the other checks back until it succeeded once.', {
      http: { port: 8080, path: '/started' },
    }),
    readiness: property(named('check'), 'Takes the instance out of service while it fails.', {
      http: { port: 8080, path: '/ready' },
    }),
    liveness: property(named('check'), 'Restarts the instance when it fails.', { http: { port: 8080, path: '/live' } }),
  }),
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
    timezone: property(text(form.TIMEZONE), 'Time zone of the expression. Default: UTC.', 'Europe/Berlin'),
    overlap: property(
      choice('forbid', 'replace', 'allow'),
      'What happens when the last run still goes on. Default: `forbid`.',
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
