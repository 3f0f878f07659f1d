/** AH42xx: what placeholders name. */
export const PLACEHOLDER_CODES = {
  AH4201: {
    severity: 'error',
    title: 'Unknown parameter',
    cause: 'A placeholder names a parameter that `parameters:` does not declare.',
    example: 'env: { LOG_LEVEL: $<Parameters.loglevel> }   # declared is log-level',
    fix: 'Correct the name, or declare the parameter under `parameters:`.',
  },
  AH4202: {
    severity: 'error',
    title: 'Unknown resource',
    cause: 'A placeholder, a reference or a wait names a resource that the manifest does not have.',
    example: 'references: [ordrs]',
    fix: 'Correct the name. A child is named as `parent.child`, or by its own name where that is unique.',
  },
  AH4203: {
    severity: 'error',
    title: 'Unknown output',
    cause: 'A placeholder asks a resource for something that its type does not offer.',
    example: 'env: { DB: $<Resources.orders.url> }   # a database offers uri, connectionString, host ...',
    fix: 'Use one of the outputs that the hint lists.',
  },
  AH4204: {
    severity: 'error',
    title: 'Unknown endpoint',
    cause:
      'A placeholder names an endpoint that the resource does not declare, or a property that endpoints do not have.',
    example: 'env: { API: $<Resources.api.endpoints.web.url> }   # api declares http',
    fix: 'Use a declared endpoint, with one of: url, host, port, targetPort, scheme, hostAndPort, publicUrl, publicHost, publicScheme.',
  },
  AH4205: {
    severity: 'error',
    title: 'Values that need each other',
    cause:
      'Following placeholders leads back to where it began, or on through more than 64 values, so that no value can be found.',
    example:
      'a: { type: connection-string, value: $<Resources.b.connectionString> }\nb: { type: connection-string, value: $<Resources.a.connectionString> }',
    fix: 'Break the circle that the message prints: let one of the values be written out, or be a parameter.',
  },
  AH4206: {
    severity: 'error',
    title: 'The public address is not known',
    cause:
      'How the world reaches an endpoint is asked for, but the target does not know it when it compiles: the port is chosen by the engine (`published: auto`), or the endpoint is not published or not external.',
    example: 'endpoints: { http: { targetPort: 8080 } }\nenv: { SELF: $<Self.endpoints.http.publicUrl> }',
    fix: 'Make the endpoint `external: true` with a fixed `published` port, or use `url` for the address inside the application.',
  },
  AH4207: {
    severity: 'error',
    title: '`Self` or `Parent` has no meaning here',
    cause:
      '`$<Self...>` stands for the resource it is written in, `$<Parent...>` for the parent of a child. Here there is none.',
    example: 'parameters: { x: "$<Self.name>" }',
    fix: 'Name the resource: `$<Resources.api.name>`.',
  },
  AH4208: {
    severity: 'error',
    title: 'A secret where the value is needed when publishing',
    cause: 'This field decides what is written, so its value would stand in the artifact. A secret never does.',
    example: 'resources: { api: { enabled: $<Parameters.api-key> } }',
    fix: 'Use a parameter that is not secret, or a field that takes secrets (`env`, `files`).',
  },
  AH4209: {
    severity: 'error',
    title: 'The application has no version',
    cause: '`$<App.version>` is used, but the manifest has no `version:`.',
    example: 'env: { VERSION: $<App.version> }',
    fix: 'Add `version: 1.0.0` at the top level of the manifest.',
  },
  AH4210: {
    severity: 'error',
    title: 'Text too long',
    cause: 'With its placeholders resolved, this text is longer than a mebibyte.',
    example: 'A value that repeats a large parameter many times.',
    fix: 'Put large content into a file and name it with `files: [{ path, source }]`.',
  },
  AH4211: {
    severity: 'error',
    title: 'The resource is not part of this environment',
    cause:
      'A placeholder, reference or wait names a resource that is disabled, abstract, or meant for targets that this environment does not select.',
    example:
      'debug: { type: container, image: busybox:1, enabled: false }\napi: { type: container, image: nginx:1, references: [debug] }',
    fix: 'Enable the resource, remove what refers to it in an overlay, or mark a reference or wait `optional: true`.',
  },
  AH4212: {
    severity: 'error',
    title: 'The resource is on another target',
    cause:
      'Resources of one target do not reach the inner network of another. Only an external endpoint with a host can be named across targets.',
    example:
      'web: { type: container, image: nginx:1, target: cluster, references: [db] }\ndb: { type: postgres, target: local }',
    fix: 'Put both on the same target, or give the endpoint `external: true` and a `host`.',
  },
  AH4213: {
    severity: 'error',
    title: 'The name stands for several children',
    cause: 'Two parents have a child of this name, so the bare name does not say which one is meant.',
    example:
      'a: { type: postgres, databases: { main: {} } }\nb: { type: postgres, databases: { main: {} } }\napi: { type: container, image: x:1, references: [main] }',
    fix: 'Write the parent too: `a.main`.',
  },
  AH4214: {
    severity: 'error',
    title: '`existing` does not say this',
    cause:
      'Something asks for an output of a resource that exists already, but its `existing:` names neither the field nor can the type fill it in.',
    example:
      'orders-db: { type: postgres, existing: { connectionString: $<Parameters.db> } }\n# elsewhere: $<Resources.orders-db.host>',
    fix: 'Add the field that the message names to `existing:`, or use `connectionString`.',
  },
  AH4215: {
    severity: 'error',
    title: 'A range has no single port',
    cause: 'The endpoint listens on a range of ports, so `.port`, `.url` and the like have no one value.',
    example: 'endpoints: { game: { targetPort: 27000-27014 } }\nenv: { PORT: $<Self.endpoints.game.port> }',
    fix: 'Declare the port that you need as an endpoint of its own.',
  },
  AH4216: {
    severity: 'error',
    title: 'The placeholder does not have the type that is wanted',
    cause:
      'A placeholder that is the whole value has the declared type of what it names, and this field wants another.',
    example: 'parameters: { n: two }\nresources: { api: { replicas: $<Parameters.n> } }',
    fix: 'Declare the parameter with the type that the field wants: `n: { type: integer }`.',
  },
  AH4217: {
    severity: 'error',
    title: 'The name of the environment is needed when publishing',
    cause:
      '`publish --promote` writes one set of artifacts for several environments, so that the name of the environment is bound when the application is started. This field decides what is written and needs it now.',
    example: 'resources: { debug: { enabled: "$<Environment == \'dev\'>" } }   # with --promote dev,production',
    fix: 'Publish each environment by itself, or let a parameter with one value for all of them stand here.',
  },
} as const
