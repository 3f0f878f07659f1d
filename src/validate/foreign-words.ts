/** What is said of a property that other tools know under this name. */
interface Foreign {
  /** Our property; the hint is given where it exists. */
  readonly ours: string
  readonly hint: string
}

const on = (ours: string, hint: string): Foreign => ({ ours, hint })

/** Fields of a Compose service that have no word of ours; they are passed on. */
const PASSED_ON = [
  'logging',
  'ulimits',
  'sysctls',
  'devices',
  'tty',
  'stdin_open',
  'pid',
  'ipc',
  'shm_size',
  'profiles',
]

/** By the name in Compose, Kubernetes or Aspire. Names that a spelling check finds already (`env_file`) are not here. */
const WORDS: ReadonlyMap<string, Foreign> = new Map([
  [
    'services',
    on(
      'resources',
      'they stand under "resources", each with a type, such as web: { type: container, image: nginx:1.29 }',
    ),
  ],
  ['environment', on('env', 'that is "env" here, a map such as env: { LOG_LEVEL: info }')],
  ['command', on('args', 'what the image\'s entry point is given is "args"; "entrypoint" replaces the entry point')],
  ['ports', on('endpoints', 'that is "endpoints" here: endpoints: { http: { targetPort: 80, published: 8080 } }')],
  ['expose', on('endpoints', 'that is "endpoints" here: endpoints: { http: { targetPort: 80 } }')],
  ['bindings', on('endpoints', 'that is "endpoints" here: endpoints: { http: { targetPort: 80, external: true } }')],
  ['depends_on', on('waitFor', 'that is "waitFor" here; "references" also hands over addresses and passwords')],
  ['dependsOn', on('waitFor', 'that is "waitFor" here; "references" also hands over addresses and passwords')],
  ['links', on('references', 'that is "references" here')],
  ['healthcheck', on('health', 'that is "health" here: health: { exec: [pg_isready] }')],
  ['livenessProbe', on('probes', 'that is probes: { liveness: { http: { endpoint: http, path: /healthz } } }')],
  ['readinessProbe', on('health', 'that is "health" here: health: { http: { endpoint: http, path: /healthz } }')],
  ['startupProbe', on('probes', 'that is probes: { startup: { http: { endpoint: http, path: /healthz } } }')],
  ['mounts', on('volumes', 'that is "volumes" here: volumes: [{ name: data, path: /data }]')],
  ['volumeMounts', on('volumes', 'that is "volumes" here: volumes: [{ name: data, path: /data }]')],
  ['tmpfs', on('volumes', 'that is volumes: [{ temporary: true, medium: memory, path: /tmp }]')],
  ['configs', on('files', 'that is "files" here: files: [{ path: /etc/app.conf, source: app.conf }]')],
  [
    'secrets',
    on(
      'files',
      'write env: { KEY: $<Parameters.key> }, or files: [{ path: /run/secrets/key, content: $<Parameters.key> }], with a parameter that is a secret',
    ),
  ],
  ['deploy', on('replicas', '"replicas" and "resources" stand at the container itself')],
  ['target', on('path', 'that is "path" here')],
  ['mountPath', on('path', 'that is "path" here')],
  [
    'source',
    on('hostPath', 'write { name: data, path: /data }, { bind: ./src, path: /app } or { hostPath: /srv, path: /srv }'),
  ],
  ['gpus', on('resources', 'that is resources: { gpu: 1 }')],
  ['required', on('default', 'a parameter without a default must be given a value')],
  ['privileged', on('security', 'that is security: { privileged: true }')],
  ['read_only', on('security', 'that is security: { readOnlyRootFilesystem: true }')],
  ['cap_add', on('security', 'that is security: { capabilities: { add: [NET_ADMIN] } }')],
  ['cap_drop', on('security', 'that is security: { capabilities: { drop: [ALL] } }')],
  [
    'container_name',
    on('compose', 'containers are named after the resource; others reach it by further names with "aliases"'),
  ],
  ['network_mode', on('network', 'that is network: host')],
  ['initContainers', on('init', 'that is "init" here: init: [{ name: prepare, args: [prepare] }]')],
  ...PASSED_ON.map((word): [string, Foreign] => [
    word,
    on('compose', `a field of Compose's own goes under compose: { ${word}: ... }`),
  ]),
])

/** A hint for a property that is called otherwise here, where `known` holds ours; undefined for any other. */
export function foreignHint(key: string, known: readonly string[]): string | undefined {
  const foreign = WORDS.get(key)
  return foreign !== undefined && known.includes(foreign.ours) ? foreign.hint : undefined
}
