import { renderSchema, type Schema, type SchemaMode } from './render.ts'
import { record, type Shape } from './shape.ts'
import { MANIFEST, MANIFEST_DEFINITIONS, NOT_IN_OVERLAYS } from './shapes/manifest.ts'
import { anyResource, RESOURCE_DEFINITIONS, resourceShape } from './shapes/resources.ts'
import { RESOURCE_TYPE, RESOURCE_TYPE_DEFINITIONS } from './shapes/resource-type.ts'
import { anyTarget, TARGET_DEFINITIONS, TARGETS } from './shapes/targets.ts'
import { WORKLOAD_DEFINITIONS } from './shapes/workload.ts'
import type { TypeShape } from './type-shape.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const HOME = 'https://apphost-compile.dev/schema'

/** The shape of a definition, by the name that shapes refer to it with; throws for a name that nobody defined. */
export type Definitions = (name: string) => Shape

/** The definitions of a manifest that may use these catalog types. */
export function definitionsWith(types: readonly TypeShape[]): Definitions {
  const table = new Map<string, Shape>([
    ...Object.entries(WORKLOAD_DEFINITIONS),
    ...Object.entries(RESOURCE_DEFINITIONS),
    ...Object.entries(TARGET_DEFINITIONS),
    ...Object.entries(MANIFEST_DEFINITIONS),
    ...Object.entries(RESOURCE_TYPE_DEFINITIONS),
    ['resource', resourceShape(types)],
    ['anyResource', anyResource(types)],
    ['target', { kind: 'tagged', cases: TARGETS, overlay: 'anyTarget' }],
    ['anyTarget', anyTarget()],
  ])
  return (name) => {
    const found = table.get(name)
    if (found === undefined) throw new Error(`no shape is called ${name}`)
    return found
  }
}

function schema(
  file: string,
  title: string,
  description: string,
  shape: Shape,
  mode: SchemaMode,
  definitions: Definitions,
): Schema {
  const rendered = renderSchema(shape, mode, definitions)
  return { $schema: DIALECT, $id: `${HOME}/${file}`, title, description, ...rendered }
}

/** The JSON Schema (2020-12) of a manifest in which these catalog types may be used. */
export function manifestSchema(types: readonly TypeShape[], mode: 'published' | 'compiled' = 'published'): Schema {
  return schema(
    'apphost.schema.json',
    'apphost.yaml',
    'An application: its resources, how they refer to each other, what they ask for from outside, and where they are deployed.',
    MANIFEST,
    mode,
    definitionsWith(types),
  )
}

/** The JSON Schema of an overlay: nothing is required, `null` removes, `$remove` and `$replace` are allowed. */
export function overlaySchema(types: readonly TypeShape[]): Schema {
  const properties = new Map([...MANIFEST.properties].filter(([name]) => !NOT_IN_OVERLAYS.has(name)))
  const shape = record(properties, { extensions: true })
  return schema(
    'apphost.overlay.schema.json',
    'Overlay of apphost.yaml',
    'A partial manifest that is laid over apphost.yaml for one environment.',
    shape,
    'overlay',
    definitionsWith(types),
  )
}

/** The JSON Schema of a resource type definition. */
export function resourceTypeSchema(mode: 'published' | 'compiled' = 'published'): Schema {
  return schema(
    'resource-type.schema.json',
    'Resource type',
    'A resource type of apphost.yaml: what users may set, the container it is, and what others get from it.',
    RESOURCE_TYPE,
    mode,
    definitionsWith([]),
  )
}
