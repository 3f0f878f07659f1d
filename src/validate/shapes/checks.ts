import {
  choice,
  integer,
  list,
  mapOf,
  named,
  property,
  record,
  scalar,
  scalarOrNull,
  text,
  union,
  type Property,
  type Shape,
} from '../shape.ts'
import * as form from './forms.ts'

/** The highest port there is. */
const HIGHEST_PORT = 65_535

const port = integer(1, HIGHEST_PORT)

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
  'Compose: the program in the image that probes (`nc` must know `-z`), or an argument list. Without it Compose has no check.',
  'wget',
  ['/app/probe', 'http://localhost:8080/healthz'],
)

const oneOfTarget = { exclusive: [['endpoint', 'port']], needs: [['endpoint', 'port']] }

/** Definitions of health checks and probes, by name. */
export const CHECK_DEFINITIONS: Readonly<Record<string, Shape>> = {
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
}
