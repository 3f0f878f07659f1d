import {
  choice,
  constant,
  flag,
  mapOf,
  named,
  property,
  type Property,
  record,
  type RecordShape,
  required,
  scalar,
  type Shape,
  text,
  tree,
} from '../shape.ts'
import type { ChildShape, PropertyShape, TypeShape } from '../type-shape.ts'
import * as form from './forms.ts'
import { resourceFields } from './container-fields.ts'
import { containerOnlyFields, jobOnlyFields, workloadFields } from './workload.ts'

const imageOrBuild = { exclusive: [['image', 'build']], needs: [['image', 'build', 'abstract', 'extends']] }

function typeField(name: string, what: string): Property {
  return required(constant(name), what, name)
}

const external = record(
  {
    type: typeField('external', '`external`: something that exists already.'),
    url: property(
      text(form.URL_TEXT),
      'Where it is, with any scheme. Set it, or `properties`, or both.',
      'https://payments.example.com/v2',
    ),
    properties: property(mapOf(form.OUTPUT_NAME, scalar), 'What others get from it: name to value.', {
      host: 'smtp.example.com',
      port: '587',
    }),
    ...resourceFields,
  },
  { needs: [['url', 'properties']] },
)

const connectionString = record({
  type: typeField('connection-string', '`connection-string`: a named string that others refer to.'),
  value: required(
    text(),
    'The string, with placeholders.',
    'Host=db.example.com;Password=$<Parameters.db-password | adonet>',
  ),
  properties: property(mapOf(form.OUTPUT_NAME, scalar), 'What else others get from it: name to value.', {
    host: 'db.example.com',
  }),
  ...resourceFields,
})

const image = record({
  type: typeField('image', '`image`: built and pushed, never run; others say `image: $<Resources.base.image>`.'),
  build: required(named('build'), 'How it is built: a folder, or a map.', { context: './base' }),
  registry: property(
    text(form.NAME),
    'One of `registries:` where it goes. Default: that of the target, else the only one.',
    'ghcr',
  ),
  ...resourceFields,
})

const bicep = record({
  type: typeField('bicep', '`bicep`: a Bicep module of the project, deployed to Azure.'),
  module: required(text(), 'The module, relative to this file.', './infra/search.bicep'),
  params: property(tree, 'Parameters of the module, with placeholders.', { sku: 'basic' }),
  outputs: property(
    mapOf(form.OUTPUT_NAME, named('bicepOutput')),
    'Outputs of the module that others read as `$<Resources.search.outputs.endpoint>`.',
    { endpoint: {}, key: { secure: true } },
  ),
  scope: property(named('bicepScope'), 'Resource group it is deployed to. Default: that of the target.', {
    resourceGroup: 'rg-shared',
  }),
  ...resourceFields,
})

/** The primitive types, without those that the catalog brings. */
export const PRIMITIVES: ReadonlyMap<string, RecordShape> = new Map([
  [
    'container',
    record(
      {
        type: typeField('container', '`container`: a long-running workload.'),
        ...workloadFields,
        ...containerOnlyFields,
      },
      {
        ...imageOrBuild,
        exclusive: [
          ['image', 'build'],
          ['replicas', 'perNode'],
        ],
      },
    ),
  ],
  [
    'job',
    record(
      { type: typeField('job', '`job`: a workload that runs to completion.'), ...workloadFields, ...jobOnlyFields },
      {
        ...imageOrBuild,
        exclusive: [
          ['image', 'build'],
          ['run', 'schedule'],
        ],
      },
    ),
  ],
  ['image', image],
  ['external', external],
  ['connection-string', connectionString],
  ['bicep', bicep],
])

/** Names of every field of a workload, which no property of a type may take. */
export const WORKLOAD_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'existing',
  ...Object.keys(workloadFields),
  ...Object.keys(containerOnlyFields),
])

/** Shapes that resources name, by the name that `named` asks for. */
export const RESOURCE_DEFINITIONS: Readonly<Record<string, Shape>> = {
  bicepOutput: record({ secure: property(flag(), '`true`: the output is secret. Default: `false`.', true) }),
  bicepScope: record({
    resourceGroup: required(text(), 'The resource group.', 'rg-shared'),
    subscription: property(
      text(),
      'Its subscription. Default: that of the target.',
      '00000000-0000-0000-0000-000000000000',
    ),
  }),
  volumeOfType: record({
    size: property(text(form.SIZE), 'Size of the volume. Default: that of the target.', '10Gi'),
    class: property(text(), 'Kubernetes: storage class. Default: that of the target, else of the cluster.', 'fast'),
    access: property(
      choice('rwo', 'rwx', 'rox'),
      'Who may mount it: one node (`rwo`, default), many (`rwx`), many for reading (`rox`).',
      'rwo',
    ),
    existing: property(text(), 'Name of a volume that is there already, adopted instead of a new one.', 'old-data'),
    perReplica: property(flag(), '`true`: one volume for each replica. Default: `false`.', true),
  }),
}

/** What a resource of a catalog type takes: the type's own properties and children, `existing`, and every field of a container. */
function catalogResource(type: TypeShape): RecordShape {
  const properties = new Map<string, Property>([
    ['type', typeField(type.name, `\`${type.name}\`: ${type.description}`)],
  ])
  addOwn(properties, type.properties, type.children)
  if (!properties.has('existing')) properties.set('existing', existingOf(type))
  for (const [name, field] of Object.entries({ ...workloadFields, ...containerOnlyFields })) {
    if (!properties.has(name)) properties.set(name, field)
  }
  return record(properties, {
    exclusive: [
      ['image', 'build'],
      ['replicas', 'perNode'],
    ],
    partial: true,
  })
}

function addOwn(
  into: Map<string, Property>,
  own: ReadonlyMap<string, PropertyShape>,
  children: ReadonlyMap<string, ChildShape>,
): void {
  for (const [name, one] of own) into.set(name, property(one.shape, one.description, ...one.examples))
  for (const [field, child] of children) {
    into.set(
      field,
      property(mapOf(form.NAME, childShape(child)), `${child.description}: name to properties, \`{}\` for none.`, {
        [child.singular === field ? 'orders' : `my-${child.singular.replaceAll(' ', '-')}`]: {},
      }),
    )
  }
}

function childShape(child: ChildShape): RecordShape {
  const properties = new Map<string, Property>()
  addOwn(properties, child.properties, child.children)
  return record(properties)
}

function existingOf(type: TypeShape): Property {
  const names = ['connectionString', ...type.existing.filter((name) => name !== 'connectionString')]
  const fields = names.map((name): readonly [string, Property] => {
    const isSecret = type.properties.get(name)?.shape.kind === 'secret'
    const description =
      name === 'connectionString'
        ? 'The connection string of what exists; excludes the other fields.'
        : `Output \`${name}\` of what exists. Default: that of the type.`
    return [
      name,
      property(
        isSecret ? { kind: 'secret' } : scalar,
        description,
        isSecret || name === 'connectionString'
          ? `$<Parameters.${type.name}-${isSecret ? name : 'connection'}>`
          : name === 'port'
            ? 5432
            : 'db.example.com',
      ),
    ]
  })
  const others = names.slice(1).map((name) => ['connectionString', name])
  return property(
    record(new Map(fields), { exclusive: others }),
    'Says that this environment has one already: nothing is started or created, references stay as they are.',
    { connectionString: `$<Parameters.${type.name}-connection>` },
  )
}

/** The shape of every resource, told apart by `type`. */
export function resourceShape(types: readonly TypeShape[]): Shape {
  const cases = new Map(PRIMITIVES)
  for (const type of types) if (!cases.has(type.name)) cases.set(type.name, catalogResource(type))
  return { kind: 'tagged', cases, overlay: 'anyResource' }
}

/** Every field that some kind of resource has: the shape of one that overlays or extends another. */
export function anyResource(types: readonly TypeShape[]): RecordShape {
  const merged = new Map<string, Property>([
    ['type', property(text(form.NAME), 'Kind of resource: a primitive type, or one of the catalog.', 'container')],
  ])
  const shapes = [...PRIMITIVES.values(), ...types.map(catalogResource)]
  for (const shape of shapes) {
    for (const [name, one] of shape.properties) {
      if (name === 'type') continue
      const known = merged.get(name)
      if (known === undefined) merged.set(name, { ...one, required: false })
      else if (JSON.stringify(known.shape) !== JSON.stringify(one.shape))
        merged.set(name, { ...known, shape: mergedShape(known.shape, one.shape) })
    }
  }
  return record(merged)
}

function mergedShape(left: Shape, right: Shape): Shape {
  if (left.kind === 'choice' && right.kind === 'choice') return choice(...new Set([...left.values, ...right.values]))
  if (left.kind === 'record' && right.kind === 'record')
    return record(new Map([...left.properties, ...right.properties]))
  return { kind: 'free' }
}
