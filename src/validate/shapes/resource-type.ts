import {
  choice,
  flag,
  free,
  integer,
  list,
  mapOf,
  named,
  number,
  property,
  record,
  type RecordShape,
  required,
  scalar,
  type Shape,
  text,
  tree,
  union,
} from '../shape.ts'
import * as form from './forms.ts'
import { containerOnlyFields, jobOnlyFields, workloadFields } from './workload.ts'

const WORKLOAD = record({ ...workloadFields, ...containerOnlyFields }, { partial: true, logic: true })
const CREATE = record(
  {
    ...workloadFields,
    retries: jobOnlyFields['retries'] ?? property(integer(0), 'How often it is tried again.', 3),
    timeout: jobOnlyFields['timeout'] ?? property(text(form.DURATION), 'How long one run may take.', '10m'),
  },
  { partial: true, logic: true },
)

const shared = {
  properties: property(
    mapOf(form.PROPERTY_NAME, named('propertySchema')),
    'Fields that users may set: name to JSON Schema.',
    { version: { type: 'string', default: '18.3' } },
  ),
  outputs: property(
    mapOf(form.OUTPUT_NAME, union(scalar, named('logic'))),
    'Values that others get: name to text with `$<Self...>` (and `$<Parent...>` in a child).',
    { host: '$<Self.endpoints.tcp.host>' },
  ),
  inject: property(
    mapOf(form.OUTPUT_NAME, text(form.OUTPUT_NAME)),
    'What a reference injects: connection property to output.',
    { Host: 'host' },
  ),
  connectionStrings: property(
    mapOf(form.OUTPUT_NAME, text(form.OUTPUT_NAME)),
    'Connection strings besides `connectionString`: a key that a reference adds to the name, to output.',
    { http: 'httpConnectionString' },
  ),
  children: property(
    mapOf(form.PROPERTY_NAME, named('childType')),
    'Kinds of children, by the field that holds them.',
    { databases: { outputs: {} } },
  ),
}

/** Shapes that resource type definitions name. */
export const RESOURCE_TYPE_DEFINITIONS: Readonly<Record<string, Shape>> = {
  propertySchema: record(
    {
      type: property(
        choice('string', 'integer', 'number', 'boolean', 'array', 'object'),
        'Type of the value. Default: `string`.',
        'string',
      ),
      $ref: property(
        choice('#/$defs/secret', '#/$defs/volume'),
        'A secret parameter or a volume, instead of `type`.',
        '#/$defs/volume',
      ),
      title: property(text(), 'Short name that an editor shows.', 'Version'),
      description: property(text(), 'What it is, its default and its unit; shown by editors.', 'Tag of the image'),
      examples: property(list(free), 'Examples that an editor shows.', ['18.3']),
      default: property(free, 'Value where the user sets none; placeholders are allowed.', '18.3'),
      enum: property(list(scalar, 1), 'The values that are allowed.', ['small', 'large']),
      minimum: property(number(), 'Least value of a number.', 1),
      maximum: property(number(), 'Greatest value of a number.', 100),
      minLength: property(integer(0), 'Fewest characters of a text or a secret.', 1),
      maxLength: property(integer(0), 'Most characters of a text or a secret.', 63),
      pattern: property(
        text(undefined, 1_024),
        'Regular expression that a text or a secret must match; a secret only where its value is known.',
        '^[a-z]+$',
      ),
      says: property(
        text(undefined, 200),
        'What `pattern` asks for, in words that go on from "takes"; for messages and the README of artifacts.',
        'lower-case letters',
      ),
      shown: property(
        flag(),
        'Whether README and .env say beside the parameter what its value has to be (default); messages always do.',
        false,
      ),
      items: property(named('propertySchema'), 'JSON Schema of the items of a list.', { type: 'string' }),
      generate: property(named('generate'), 'Beside the `$ref` of a secret: how its parameter is made.', {
        length: 22,
        special: false,
      }),
      optional: property(
        flag(),
        'Beside the `$ref` of a secret: left out, it is not set, instead of being a parameter of its own.',
        true,
      ),
      required: property(
        flag(),
        'Users must set it, unless the resource exists already. For a licence: a boolean with `enum: [true]`.',
        true,
      ),
    },
    { exclusive: [['type', '$ref']] },
  ),
  childType: record({
    singular: property(
      text(undefined, 60),
      'What one of them is called. Default: the field without its final s.',
      'database',
    ),
    description: property(text(), 'What they are; shown by editors.', 'Databases of the server'),
    ...shared,
    create: property(
      CREATE,
      'Fields of the job that makes it exist, after the parent is healthy; it must bear running twice.',
      { args: ['create-database'] },
    ),
  }),
  logic: record({
    match: property(text(), 'Value that is compared with the ranges of `cases`.', '$<Self.version>'),
    cases: property(
      mapOf({ pattern: '[^]+', says: 'a SemVer range or default', maxLength: 200 }, free),
      'SemVer range to value; the first that holds is taken, else `default`.',
      { '>=18': '/var/lib/postgresql', default: '/var/lib/postgresql/data' },
    ),
    when: property(
      scalar,
      'Present only if this property is set (a boolean one: if it is true), or if there are such children.',
      '$<Self.volume>',
    ),
    value: property(free, 'The value if `when` is set.', 'text'),
    otherwise: property(free, 'The value if `when` is not set.', 'text'),
  }),
  managedType: record({
    module: required(text(), 'Bicep module: one of ours, or a file of the project.', 'postgres-flexible'),
    name: property(tree, 'How it is named in Azure: `abbreviation`, `max`, `pattern`.', {
      abbreviation: 'psql',
      max: 63,
    }),
    settings: property(
      mapOf(form.PROPERTY_NAME, named('propertySchema')),
      'What users may set below `azure.managed`.',
      { sku: { type: 'string', default: 'Standard_B1ms' } },
    ),
    params: property(tree, 'Parameters of the module.', { administratorLogin: '$<Self.username>' }),
    outputs: property(tree, "Outputs of the type: names of the module's outputs, or literals.", {
      host: 'host',
      port: 5432,
    }),
    roles: property(tree, 'Roles that a reference may ask for.', { default: 'contributor' }),
  }),
}

/** The fields of a resource type definition. */
export const RESOURCE_TYPE: RecordShape = record({
  resourceType: required(text(form.LITERAL_NAME), 'Name of the type, as resources write it in `type:`.', 'postgres'),
  description: required(text(), 'What it is; shown by editors.', 'PostgreSQL server'),
  ...shared,
  workload: required(
    WORKLOAD,
    'The container that it is: fields of a workload, with `$<Self...>`, `when`, `from` and `match`.',
    { image: 'docker.io/library/postgres:$<Self.version>' },
  ),
  existing: property(list(text(form.OUTPUT_NAME)), 'What `existing:` of a resource may say.', ['host', 'port']),
  comments: property(mapOf(form.PROPERTY_NAME, text()), 'Comments for the artifacts: field of the workload to text.', {
    health: 'over TCP',
  }),
  keepsDataIn: property(
    union(text(form.PROPERTY_NAME), list(text(form.PROPERTY_NAME), 1), named('logic')),
    'Property without which its data goes with the container; of several, any one will do. With `when`, only there it has data.',
    'volume',
    { when: '$<Self.persistent>', value: 'volume' },
  ),
  takenOnce: property(
    list(text(form.PROPERTY_NAME), 1),
    'Properties that the server takes only while its data is empty: a later change has to be made in the server too.',
    ['password'],
  ),
  proven: property(
    text(),
    'How far it was tried out: `on a real server`, `not run`; shown in tables of the catalog.',
    'on a real server',
  ),
  azure: property(
    record({
      managed: property(union(named('managedType'), flag(false)), 'The managed service.', {
        module: 'postgres-flexible',
      }),
    }),
    'What it is in Azure.',
    { managed: { module: 'postgres-flexible' } },
  ),
})
