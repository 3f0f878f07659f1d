import {
  choice,
  constant,
  flag,
  integer,
  list,
  mapOf,
  named,
  number,
  property,
  type Property,
  record,
  type RecordShape,
  required,
  scalar,
  type Shape,
  text,
  union,
} from '../shape.ts'
import * as form from './forms.ts'

const generate = record(
  Object.fromEntries([
    ['length', property(integer(1, 1_024), 'Number of characters. Default: 22.', 24)],
    ...['lower', 'upper', 'numeric', 'special'].map((kind): [string, Property] => [
      kind,
      property(
        flag(),
        `Whether ${kind === 'numeric' ? 'digits' : `${kind} ${kind === 'special' ? 'characters' : 'case letters'}`} are used. Default: \`true\`.`,
        false,
      ),
    ]),
    ...['minLower', 'minUpper', 'minNumeric', 'minSpecial'].map((kind): [string, Property] => [
      kind,
      property(
        integer(0, 1_024),
        `At least this many characters of the class \`${kind.slice(3).toLowerCase()}\`. Default: 0.`,
        1,
      ),
    ]),
  ]),
)

const parameter = record({
  type: property(choice('string', 'integer', 'number', 'boolean'), 'Type of its value. Default: `string`.', 'integer'),
  default: property(
    scalar,
    'Value where no source gives one; kept as written for a string. A secret has none.',
    'info',
    2,
  ),
  description: property(text(), 'What it is; shown wherever its value is asked for.', 'Key of the payment provider'),
  secret: property(
    flag(),
    '`true`: its value is never written to an artifact, a log or an argument list. Default: `false`.',
    true,
  ),
  enum: property(list(scalar, 1), 'The values that are allowed.', ['westeurope', 'northeurope']),
  minimum: property(number(), 'Least value of a number.', 1),
  maximum: property(number(), 'Greatest value of a number.', 20),
  minLength: property(integer(0, 65_536), 'Fewest characters of a text.', 8),
  maxLength: property(integer(0, 65_536), 'Most characters of a text.', 64),
  pattern: property(
    text(undefined, 1_024),
    'Regular expression that a text must match; no look-around and no back-references.',
    '^[a-z]+$',
  ),
  env: property(text(form.VARIABLE), 'Environment variable that it is also read from.', 'REGISTRY_ENDPOINT'),
  file: property(text(), 'File that `deploy` and `do` also read it from, relative to this file.', 'secrets/smtp.txt'),
  generate: property(named('generate'), '`deploy` makes a random value once and remembers it.', {
    length: 24,
    special: false,
  }),
})

const step = record(
  {
    run: property(list(scalar, 1), 'Program and its arguments. Set it or `shell`.', ['npm', 'run', 'smoke']),
    shell: property(text(), 'A line for `sh -c`. Set it or `run`.', './smoke.sh | tee report.txt'),
    description: property(text(), 'What it does; shown by `--list-steps`.', 'Asks the shop for its front page'),
    workingDir: property(
      text(),
      'Folder in which it runs, relative to this file. Default: that of the manifest.',
      './tests',
    ),
    env: property(
      mapOf(form.VARIABLE, scalar),
      'Variables besides those of the caller; the only way to hand it a secret.',
      { BASE_URL: '$<Resources.api.endpoints.http.publicUrl>' },
    ),
    dependsOn: property(list(text(undefined, 200)), 'Steps that must succeed before it, built-in ones among them.', [
      'deploy',
    ]),
    requiredBy: property(list(text(undefined, 200)), 'Steps that may only run after it.', ['publish']),
    inputs: property(list(text()), 'Files it depends on, as globs: unchanged since a success, it is skipped.', [
      'tests/**',
    ]),
    outputs: property(list(text()), 'Files that must exist afterwards.', ['report.xml']),
    condition: property(
      flag(),
      'Whether it runs: a boolean, or a placeholder that compares.',
      '$<Parameters.smoke == true>',
    ),
    environments: property(list(text(form.NAME)), 'Environments in which it runs. Default: all.', ['staging']),
    timeout: property(text(form.DURATION), 'How long it may take, as a duration. Default: no limit.', '10m'),
    retries: property(integer(0, 100), 'How often it is tried again. Default: 0.', 2),
  },
  { exclusive: [['run', 'shell']], needs: [['run', 'shell']] },
)

/** Shapes that several places of the manifest share, by the name that `named` asks for. */
export const MANIFEST_DEFINITIONS: Readonly<Record<string, Shape>> = {
  generate,
  parameter: union(scalar, parameter),
  environment: record({
    extends: property(text(form.NAME), 'Environment whose overlays, targets and parameters it starts from.', 'cloud'),
    abstract: property(flag(), '`true`: only for others to extend. Default: `false`.', true),
    default: property(flag(), '`true`: taken where no environment is named. Default: `false`.', true),
    overlays: property(
      list(text(), 0, 100),
      'Overlays in the order in which they are laid over the manifest. Default: `apphost.<environment>.yaml` if present.',
      ['overlays/cloud.yaml'],
    ),
    targets: property(list(text(form.NAME), 0, 100), 'The targets of `targets:` it deploys to. Default: all.', [
      'cluster',
    ]),
    parameters: property(mapOf(form.NAME, scalar), 'Values of parameters in this environment; none for secrets.', {
      region: 'westeurope',
    }),
  }),
  sharedVolume: record({
    size: property(text(form.SIZE), 'Size. Default: that of the target.', '10Gi'),
    access: property(
      choice('rwo', 'rwx', 'rox'),
      'Who may mount it: one node (`rwo`, default), many (`rwx`), many for reading (`rox`).',
      'rwx',
    ),
    class: property(text(), 'Kubernetes: storage class. Default: that of the target, else of the cluster.', 'nfs'),
    existing: property(text(), 'Name of a volume that is there already.', 'media'),
  }),
  network: record({
    internal: property(flag(), '`true`: no way to the outside. Default: `false`.', true),
    existing: property(text(), 'Name of a network that somebody else made (Compose).', 'proxy'),
  }),
  step,
  pipeline: record({
    steps: property(mapOf(form.NAME, named('step')), 'The steps, by name.', {
      'smoke-test': { run: ['npm', 'run', 'smoke'], dependsOn: ['deploy'] },
    }),
  }),
  state: record({
    id: property(
      text(form.REFERENCE_NAME),
      'Identity of the application in the deployment state. Default: `name`.',
      'shop-fork',
    ),
    path: property(text(), 'Folder of the deployment state. Default: below the home folder.', '/var/lib/apphost'),
  }),
}

/** The fields of a manifest's top level. */
export const MANIFEST: RecordShape = record(
  {
    apphost: required(constant('v1'), 'Version of the language: `v1`.', 'v1'),
    name: required(
      text(form.LITERAL_NAME),
      'Name of the application, 1 to 40 characters; part of the names of everything it becomes.',
      'shop',
    ),
    version: property(
      text(form.SEMVER),
      'Version of the application: default tag of its images (with `_` for `+`, which no tag has), version of the chart.',
      '1.4.0',
    ),
    requires: property(
      text(undefined, 200),
      'Range of versions of apphost-compile that this manifest needs.',
      '>=0.1.0 <1.0.0',
    ),
    parameters: property(
      mapOf(form.NAME, named('parameter')),
      'What the application asks for from outside: name to a default, or to a map.',
      { 'log-level': 'info', 'api-key': { secret: true } },
    ),
    resources: property(
      mapOf(form.NAME, named('resource')),
      'What the application is made of: workloads, servers, jobs and what exists already, by name.',
      { api: { type: 'container', image: 'nginx:1.29' } },
    ),
    volumes: property(mapOf(form.NAME, named('sharedVolume')), 'Volumes that several workloads mount, by name.', {
      models: { size: '10Gi', access: 'rwx' },
    }),
    networks: property(mapOf(form.NAME, named('network')), 'Networks that workloads may be confined to, by name.', {
      backnet: { internal: true },
    }),
    targets: property(
      mapOf(form.NAME, named('target')),
      'Where it can be deployed, by name. Default: one `docker-compose` target named `compose`.',
      { local: { type: 'docker-compose' } },
    ),
    environments: property(
      mapOf(form.NAME, named('environment')),
      'The environments it is deployed to, by name. Default: any name is accepted.',
      { dev: { targets: ['local'], default: true } },
    ),
    registries: property(mapOf(form.NAME, named('registry')), 'Where images that are built go, by name.', {
      ghcr: { endpoint: 'ghcr.io', repository: 'acme/shop' },
    }),
    pipeline: property(named('pipeline'), 'Steps of the project besides the built-in ones.', { steps: {} }),
    types: property(
      list(text(), 0, 1_000),
      'Files of resource types of the project, relative to this file; globs are allowed.',
      ['types/*.yaml'],
    ),
    accept: property(list(text(form.CODE), 0, 100), 'Codes of warnings that are meant and not to be shown.', [
      'AH6104',
    ]),
    state: property(named('state'), 'Where the deployment state lies, and under which identity.', { id: 'shop-fork' }),
  },
  { extensions: true },
)

/** Fields that an overlay may not set. */
export const NOT_IN_OVERLAYS: ReadonlySet<string> = new Set(['apphost', 'name', 'requires', 'environments', 'types'])
