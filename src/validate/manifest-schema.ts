import { renderSchema } from './render.ts'
import type { Schema, SchemaMode } from './render-parts.ts'
import { record, type Shape } from './shape.ts'
import { MANIFEST, MANIFEST_DEFINITIONS, NOT_IN_OVERLAYS } from './shapes/manifest.ts'
import { anyResource, RESOURCE_DEFINITIONS, resourceShape } from './shapes/resources.ts'
import { RESOURCE_TYPE, RESOURCE_TYPE_DEFINITIONS } from './shapes/resource-type.ts'
import { anyTarget, TARGET_DEFINITIONS, TARGETS } from './shapes/targets.ts'
import { CHECK_DEFINITIONS } from './shapes/checks.ts'
import { ENDPOINT_DEFINITIONS } from './shapes/endpoints.ts'
import { IMAGE_AND_FILE_DEFINITIONS } from './shapes/image-and-files.ts'
import { RUNNING_DEFINITIONS } from './shapes/running.ts'
import { shareFields } from './share-fields.ts'
import type { TypeShape } from './type-shape.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const HOME = 'https://apphost-compile.dev/schema'

/** The shape of a definition, by the name that shapes refer to it with; throws for a name that nobody defined. */
export type Definitions = (name: string) => Shape

/** The definitions of a manifest that may use these catalog types. */
export function definitionsWith(types: readonly TypeShape[]): Definitions {
  const made = new Map<string, Shape>()
  return (name) => {
    const found = FIXED.get(name) ?? made.get(name) ?? madeFrom(name, types)
    if (found === undefined) throw new Error(`no shape is called ${name}`)
    made.set(name, found)
    return found
  }
}

const FIXED: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...Object.entries(IMAGE_AND_FILE_DEFINITIONS),
  ...Object.entries(ENDPOINT_DEFINITIONS),
  ...Object.entries(CHECK_DEFINITIONS),
  ...Object.entries(RUNNING_DEFINITIONS),
  ...Object.entries(RESOURCE_DEFINITIONS),
  ...Object.entries(TARGET_DEFINITIONS),
  ...Object.entries(MANIFEST_DEFINITIONS),
  ...Object.entries(RESOURCE_TYPE_DEFINITIONS),
  ['target', { kind: 'tagged', cases: TARGETS, overlay: 'anyTarget' }],
])

function madeFrom(name: string, types: readonly TypeShape[]): Shape | undefined {
  if (name === 'resource') return resourceShape(types)
  if (name === 'anyResource') return anyResource(types)
  return name === 'anyTarget' ? anyTarget() : undefined
}

/** Definitions of resources with a case for each type: as they are, and as a resource that `extends` another takes them. */
const FAMILIES = ['resource', 'anyResource']

function schema(
  file: string,
  title: string,
  description: string,
  shape: Shape,
  mode: SchemaMode,
  definitions: Definitions,
): Schema {
  const rendered = renderSchema(shape, mode, definitions)
  const whole: Schema = { $schema: DIALECT, $id: `${HOME}/${file}`, title, description, ...rendered }
  return mode === 'compiled' ? FAMILIES.reduce((made, family) => shareFields(made, family, 'container'), whole) : whole
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
