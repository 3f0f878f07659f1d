import {
  choice,
  flag,
  integer,
  list,
  mapOf,
  named,
  property,
  record,
  required,
  scalar,
  text,
  union,
  type Shape,
} from '../shape.ts'
import * as form from './forms.ts'

/** The highest port there is. */
const HIGHEST_PORT = 65_535

const port = integer(1, HIGHEST_PORT)

/** Definitions of endpoints, references and waits, by name. */
export const ENDPOINT_DEFINITIONS: Readonly<Record<string, Shape>> = {
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
}
