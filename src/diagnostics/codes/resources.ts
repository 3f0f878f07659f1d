/** AH5xxx: resources, references, waits, and the graph they make. */
export const RESOURCE_CODES = {
  AH5001: {
    severity: 'warning',
    title: 'A database without a volume',
    cause: 'The data of this resource lies in its container only, so it is gone when the container is replaced.',
    example: 'orders-db: { type: postgres }',
    fix: 'Add `volume: {}` (or `volume: { size: 10Gi }`). Where losing the data is meant, add `accept: [AH5001]` to the resource.',
  },
  AH5004: {
    severity: 'error',
    title: 'A literal where a secret belongs',
    cause:
      'This property holds a secret. Written into the manifest it would be known to everybody who reads the repository.',
    example: 'orders-db: { type: postgres, password: hunter2 }',
    fix: 'Declare a parameter with `secret: true` and pass it: `password: $<Parameters.pg-password>`. Left out, the type has a parameter of its own.',
  },
  AH5007: {
    severity: 'error',
    title: 'The name of a child is taken by its parent',
    cause: 'A child bears the name of an output or a property of its parent, so that a placeholder could mean either.',
    example: 'orders-db: { type: postgres, databases: { uri: {} } }',
    fix: 'Rename the child; `databaseName` keeps the name on the server.',
  },
  AH5008: {
    severity: 'error',
    title: 'Two workloads of one name',
    cause:
      'The job that creates a child is called `<parent>-<child>`, an init step `<workload>-<step>`, a sidecar `<workload>-<sidecar>`, and an alias is a name too; something else has that name already.',
    example:
      'orders-db: { type: postgres, databases: { orders: {} } }\norders-db-orders: { type: container, image: x:1 }',
    fix: 'Rename one of the two that the message names.',
  },
  AH5009: {
    severity: 'error',
    title: 'Nobody can refer to an abstract resource',
    cause: '`abstract: true` makes a resource a pattern for `extends`; it is never deployed, so nothing can reach it.',
    example: 'base: { type: container, abstract: true }\napi: { type: container, image: x:1, references: [base] }',
    fix: 'Refer to a resource that extends it.',
  },
  AH5010: {
    severity: 'error',
    title: 'Two references set one variable to different things',
    cause: 'References inject variables by name, and two of them (or their names in upper case) meet.',
    example: 'references: [orders, { resource: other, as: orders }]',
    fix: 'Give one of them another name with `as`, narrow it with `inject`, or set the variable in `env`, which wins.',
  },
  AH5011: {
    severity: 'error',
    title: 'Waits that go in a circle',
    cause:
      'Each resource of the circle waits for the next, so none would ever start. Waits of jobs are implied for containers; the message says which.',
    example: 'a: { type: container, image: x:1, waitFor: [b] }\nb: { type: container, image: x:1, waitFor: [a] }',
    fix: 'Remove one of the waits, or let a job run `after-deploy`.',
  },
  AH5012: {
    severity: 'error',
    title: 'A wait that can never be fulfilled',
    cause:
      'What is waited for never comes to that state: a container does not complete, and a job that is not run before the deployment is not waited for.',
    example: 'waitFor: [{ resource: api, until: completed }]   # api is a container',
    fix: 'Wait for `healthy` or `started`, or make it a job with `run: before-deploy`.',
  },
  AH5013: {
    severity: 'error',
    title: 'Waiting for health that this target cannot check',
    cause: '`until: healthy` is written, but no check of that resource can be run on this target.',
    example: 'waitFor: [{ resource: api, until: healthy }]   # api has no health, or one that Compose cannot run',
    fix: 'Give the resource `health: { exec: [...] }`, or name a tool that its image has (`using: wget`), or wait `until: started`.',
  },
  AH5014: {
    severity: 'warning',
    title: 'Waiting for the start only',
    cause:
      'A wait without `until` means healthy, but no check of that resource can be run on this target, so the start has to do.',
    example: 'waitFor: [worker]   # worker has no health',
    fix: 'Give the resource a check that this target can run, or write `until: started` to say that it is meant.',
  },
  AH5015: {
    severity: 'error',
    title: 'Waiting for or referring to oneself',
    cause: 'A resource waits for itself.',
    example: 'api: { type: container, image: x:1, waitFor: [api] }',
    fix: 'Remove the item.',
  },
  AH5016: {
    severity: 'error',
    title: 'A wait across targets',
    cause: 'Resources on different targets are deployed separately, so none can wait for the other.',
    example: 'web: { target: cluster, waitFor: [db] }   # db is on target local',
    fix: 'Put both on one target, or remove the wait.',
  },
  AH5017: {
    severity: 'error',
    title: 'No network in common',
    cause: 'A workload refers to or waits for another, but the networks of the two do not meet.',
    example: 'api: { networks: [front], references: [db] }\ndb: { networks: [back] }',
    fix: 'Put one of them on a network of the other as well.',
  },
  AH5018: {
    severity: 'error',
    title: 'Unknown network or volume',
    cause: 'A workload names a network or a shared volume that the top level does not declare.',
    example: 'networks: [backnet]   # no `networks: { backnet: {} }` at the top level',
    fix: 'Declare it at the top level, or correct the name.',
  },
  AH5019: {
    severity: 'error',
    title: 'One host port twice',
    cause:
      'Two endpoints are published on the same address, port and protocol of the host; the second container could not start.',
    example:
      'a: { endpoints: { http: { targetPort: 80, published: 8080 } } }\nb: { endpoints: { http: { targetPort: 80, published: 8080 } } }',
    fix: 'Give one of them another port, an address (`127.0.0.1:8080`), or `published: auto`.',
  },
  AH5020: {
    severity: 'error',
    title: 'One port twice',
    cause: 'Two endpoints of one workload listen on the same port with the same protocol.',
    example: 'endpoints: { http: { targetPort: 80 }, web: { targetPort: 80 } }',
    fix: 'Remove one, or correct its `targetPort`.',
  },
  AH5021: {
    severity: 'error',
    title: 'Two things at one path',
    cause: 'Two volumes, or two files, of a container are to be mounted at the same path.',
    example: 'volumes: [{ name: a, path: /data }, { name: b, path: /data/ }]',
    fix: 'Remove one, or give it another path.',
  },
  AH5022: {
    severity: 'error',
    title: 'A volume for one, used by several',
    cause:
      'With `access: rwo` a volume belongs to one container at a time, but this workload has, or may have, several replicas.',
    example: 'replicas: 2\nvolumes: [{ name: data, path: /data }]',
    fix: 'Say `access: rwx` where the storage allows several users, `perReplica: true` where each replica is to have its own, or one replica (for a parameter: `maximum: 1`).',
  },
  AH5024: {
    severity: 'warning',
    title: 'A job is needed before the job that all wait for',
    cause:
      'This container is needed by a job that runs before the deployment, so it does not wait for the other jobs as everybody else does.',
    example: 'See the message: it names the container and the job.',
    fix: 'Add `waitFor` to the container if it must wait, or let the job `run: after-deploy`.',
  },
  AH5025: {
    severity: 'warning',
    title: 'An image that nothing pins',
    cause:
      'The reference has neither a tag nor a digest, so that two deployments of the same files can run different programs.',
    example: 'image: nginx',
    fix: 'Add a tag or, better, a digest: `image: nginx:1.29.3`.',
  },
  AH5026: {
    severity: 'warning',
    title: 'What looks like a password is written out',
    cause: "A variable whose name ends like a secret's has a literal value; whoever can read the repository knows it.",
    example: 'env: { SMTP_PASSWORD: hunter2 }',
    fix: 'Declare a parameter with `secret: true` and use it. Where the value is no secret, add `accept: [AH5026]`.',
  },
  AH5027: {
    severity: 'error',
    title: 'A secret among the arguments',
    cause: 'Arguments of a process are shown to every user of the machine and in `docker inspect`.',
    example: 'args: [--password, $<Parameters.pg-password>]',
    fix: 'Give it through `env` or `files`, and let the program read it from there.',
  },
  AH5028: {
    severity: 'error',
    title: 'A secret in a build argument',
    cause: 'Build arguments stay in the history of the image, where everybody who pulls it can read them.',
    example: 'build: { context: ., args: { TOKEN: $<Parameters.npm-token> } }',
    fix: 'Use `build.secrets`, and `RUN --mount=type=secret` in the Dockerfile.',
  },
  AH5029: {
    severity: 'error',
    title: 'A path that leads out of the project, or cannot be placed into a container',
    cause:
      'A `bind`, a path of `build` or an `envFile` that is secret leads out of the project, or is a path of one machine; or a folder under `source` holds no file, or more files than can be placed one by one.',
    example: 'volumes: [{ bind: ../data, path: /data }]',
    fix: 'Keep the path inside the project, or name a wider root with `--root`; a volume of the machine itself is said with `hostPath`. Large folders belong into the image.',
  },
  AH5030: {
    severity: 'error',
    title: 'A malformed quantity, duration or port',
    cause: 'The text does not have the form that this field takes.',
    example: 'interval: 5 seconds',
    fix: 'Durations are written as `90s`, `1h30m`, `500ms`; quantities as `250m`, `512Mi`, `2`; ports as numbers from 1 to 65535.',
  },
  AH5031: {
    severity: 'error',
    title: 'A wrong image reference',
    cause: 'The text is not an image reference: a name in lower case, then optionally `:tag` and `@sha256:digest`.',
    example: 'image: Nginx:latest',
    fix: 'Write it as `docker pull` takes it.',
  },
  AH5032: {
    severity: 'error',
    title: 'A file of environment variables that cannot be read so',
    cause: 'A line of an `envFile` is not a comment, blank, or `NAME=value`.',
    example: 'app.env: `just a line`',
    fix: 'Correct the line that the message names.',
  },
  AH5033: {
    severity: 'error',
    title: 'Unknown target',
    cause: 'A resource names a target that the manifest does not declare.',
    example: 'api: { target: clutser }',
    fix: 'Correct the name, or declare the target under `targets:`.',
  },
  AH5034: {
    severity: 'error',
    title: 'No image',
    cause: 'A container, job, init step or sidecar has neither `image` nor `build`.',
    example: 'api: { type: container, env: {} }',
    fix: 'Add `image:` or `build:`; a pure pattern says `abstract: true`.',
  },
  AH5035: {
    severity: 'error',
    title: 'Unknown registry',
    cause: 'A resource or a target names a registry that `registries:` does not declare.',
    example: 'api: { build: ., registry: gchr }',
    fix: 'Correct the name, or declare the registry.',
  },
  AH5038: {
    severity: 'warning',
    title: 'The shared volume is for one user',
    cause:
      'Several workloads mount a shared volume whose `access` is `rwo`, or one that nothing says is shared between machines.',
    example: 'volumes: { models: { access: rwo } }   # mounted by api and worker',
    fix: 'Write `access: rwx` (or `rox`) at the top-level volume.',
  },
  AH5039: {
    severity: 'error',
    title: 'No resource type there',
    cause: 'A path or pattern under `types:` matches no file of the project.',
    example: 'types: [tpyes/*.yaml]',
    fix: 'Correct it. Patterns count from the folder of the manifest and stay inside the project.',
  },
  AH5040: {
    severity: 'warning',
    title: 'A secret where others can see it',
    cause:
      'Labels, annotations and the commands of health checks are shown in full by `docker inspect` and by a cluster, also to people who may not read secrets.',
    example: 'labels: { auth: $<Parameters.api-key> }',
    fix: 'Let the program read the secret from `env` or from a file. Where it has no other way in, add `accept: [AH5040]`.',
  },
  AH5041: {
    severity: 'warning',
    title: 'A job comes after the server that should come after it',
    cause:
      'A job that runs before the deployment starts after what it refers to. Here that is a container of the same image, which mostly needs the job (a migration, say) to have run; often the job has only inherited the reference.',
    example:
      'server: { type: container, image: acme/app:1, endpoints: { http: { targetPort: 80 } } }\nmigrate: { type: job, image: acme/app:1, env: { SELF: $<Resources.server.endpoints.http.url> } }',
    fix: 'Take the reference out of the job (in a job that extends something: `SELF: null`), or let it `run: after-deploy`. Where the order is right, write `waitFor: [server]` in the job.',
  },
  AH5042: {
    severity: 'information',
    title: 'A variable of Compose where text is kept as it is',
    cause:
      'The value looks like `${NAME}`. In a manifest only `$<...>` is a placeholder: everything else reaches the program as it is written, in every target.',
    example: "env: { DB_HOST: '${DB_HOST}' }",
    fix: 'Declare a parameter and write `$<Parameters.db-host>`; its `env: DB_HOST` reads the variable too. Where the program itself replaces the text, add `accept: [AH5042]`.',
  },
} as const
