/** A manifest, and the overlay of its environment `production`. */
export interface LargeApplication {
  readonly manifest: string
  readonly overlay: string
}

/** Every 25 resources share a database server, a cache and one of each kind that is no service. */
const GROUP = 25

/** Two of five name another resource and something of their group, the rest only have values. */
function referencesOf(index: number): string {
  if (index % 5 > 1) return ''
  const group = Math.floor(index / GROUP)
  const before = index % GROUP > 5 ? `, svc-${index - 1}` : ''
  return `
    references: [main-${group}, cache-${group}, { resource: mail-${group}, as: MAIL }${before}]
    waitFor: [cache-${group}]`
}

function service(index: number): string {
  const made =
    index % 10 === 3
      ? `build: { context: ./src/svc-${index}, target: runtime }`
      : `image: registry.example.com/acme/svc-${index}:1.2.3`
  const files =
    index % 10 === 7
      ? `\n    files: [{ path: /etc/app/settings.json, content: '{"level":"$<Parameters.log-level>"}' }]`
      : ''
  const volumes = index % 10 === 5 ? '\n    volumes: [{ name: data, path: /var/lib/app }]' : ''
  return `  svc-${index}:
    type: container
    ${made}
    endpoints:
      http: { targetPort: ${8000 + (index % 1000)}, port: 80 }
    env:
      LOG_LEVEL: $<Parameters.log-level>
      KEY: $<Parameters.key>
      NUMBER: ${index}${referencesOf(index)}${files}${volumes}
    health: { http: { endpoint: http, path: /healthz, using: wget } }
    resources: { limits: { memory: 256Mi } }
`
}

/** What a group of services has in common; one job holds back all services, the others are of every kind. */
function group(index: number): string {
  const kind =
    index === 0
      ? 'run: before-deploy'
      : (['run: after-deploy', 'run: manual', 'schedule: "0 3 * * *"'][index % 3] ?? '')
  return `  db-${index}: { type: postgres, volume: {}, databases: { main-${index}: {} } }
  cache-${index}: { type: redis }
  mail-${index}: { type: external, url: "smtp://mail-${index}.example.com:587" }
  legacy-${index}: { type: connection-string, value: "Server=legacy-${index};Key=$<Parameters.key | adonet>" }
  job-${index}:
    type: job
    image: registry.example.com/acme/job-${index}:1.2.3
    ${kind}
    env: { LOG_LEVEL: $<Parameters.log-level> }
    references: [main-${index}, legacy-${index}]
`
}

/** Every tenth service is changed where it is deployed. */
function changed(index: number): string {
  return `  svc-${index}:
    env: { LOG_LEVEL: warn, REGION: eu }
    resources: { limits: { memory: 512Mi } }
`
}

/**
 * An application of so many workloads, of all kinds: services that are built or pulled, of which 40 % refer to databases,
 * caches, external services and each other; servers and jobs for every 25 of them; parameters, a secret, files, volumes,
 * health checks, limits; and an overlay that changes every tenth.
 */
export function largeApplication(workloads: number): LargeApplication {
  // A group brings a database server with the job that creates its database, a cache and a job
  const groups = Math.max(1, Math.round(workloads / (GROUP + 4)))
  const services = Math.max(1, workloads - 4 * groups)
  const indices = Array.from({ length: services }, (_, index) => index)
  const manifest = `apphost: v1
name: large
parameters:
  log-level: info
  key: { secret: true }
targets:
  local: { type: docker-compose, schedules: crontab }
resources:
${Array.from({ length: Math.max(groups, Math.ceil(services / GROUP)) }, (_, index) => group(index)).join('')}${indices.map(service).join('')}`
  return {
    manifest,
    overlay: `resources:\n${indices
      .filter((index) => index % 10 === 0)
      .map(changed)
      .join('')}`,
  }
}
