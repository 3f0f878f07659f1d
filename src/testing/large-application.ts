function service(index: number): string {
  const before = index === 0 ? '' : `, svc-${index - 1}`
  return `  svc-${index}:
    type: container
    image: registry.example.com/acme/svc-${index}:1.2.3
    endpoints:
      http: { targetPort: ${8000 + (index % 1000)}, port: 80 }
    env:
      LOG_LEVEL: $<Parameters.log-level>
      KEY: $<Parameters.key>
      NUMBER: ${index}
    references: [main, cache${before}]
    waitFor: [cache]
    health: { http: { endpoint: http, path: /healthz, using: wget } }
    resources: { limits: { memory: 256Mi } }
`
}

/**
 * A manifest of so many services beside a database server and a cache: with variables, parameters, a secret, references
 * to both and to the service before, waits, health checks and limits.
 */
export function largeApplication(services: number): string {
  return `apphost: v1
name: large
parameters:
  log-level: info
  key: { secret: true }
resources:
  db: { type: postgres, volume: {}, databases: { main: {} } }
  cache: { type: redis }
${Array.from({ length: services }, (_, index) => service(index)).join('')}`
}
