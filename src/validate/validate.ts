import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { child, type MapNode, type Path } from '../syntax/node.ts'
import { type Definitions, definitionsWith } from './manifest-schema.ts'
import { declaredParameters, type DeclaredParameters, holdsUnsafeNumber, projectManifest } from './project.ts'
import { checkReservedNames } from './reserved.ts'
import { checkRules } from './rules.ts'
import type { RecordShape } from './shape.ts'
import { MANIFEST } from './shapes/manifest.ts'
import { WORKLOAD_FIELDS } from './shapes/resources.ts'
import { RESOURCE_TYPE } from './shapes/resource-type.ts'
import { translateErrors } from './translate.ts'
import type { TypeShape } from './type-shape.ts'
import type { SchemaError, SchemaValidator } from './schema-error.ts'
import { isValidManifest } from './validator.ts'

/** What a manifest is checked against. */
export interface ValidateOptions {
  /** Every type that it may use: the built-in ones and those of the project. */
  readonly types: readonly TypeShape[]
  /** What `builtinValidator()` gives, or `validatorFor(types)` for exactly these types; undefined if `fitsBuiltinSchema`. */
  readonly validator: SchemaValidator | undefined
}

/** Whether the schema with the built-in types has nothing to say against a manifest, so that no validator need be loaded. */
export function fitsBuiltinSchema(root: MapNode): boolean {
  let exact = true
  const onUnsafeNumber = (): void => void (exact = false)
  const options = { parameters: declaredParameters(root), unsafeNumbersAsText: false, onUnsafeNumber }
  return isValidManifest(projectManifest(root, options)) && exact
}

/**
 * Checks the shape of a manifest after overlays and `extends` are merged: names, properties, types of values, what
 * excludes or needs each other. Each mistake is reported once, on its key or value.
 */
export function validateManifest(root: MapNode, options: ValidateOptions, report: Report): void {
  const definitions = definitionsWith(options.types)
  validateTree(root, MANIFEST, definitions, options.validator, declaredParameters(root), report)
  checkReservedNames(root, report)
}

/** Checks the shape of a resource type definition, with what `resourceTypeValidator()` gives. */
export function validateResourceType(root: MapNode, validator: SchemaValidator, report: Report): void {
  validateTree(root, RESOURCE_TYPE, definitionsWith([]), validator, undefined, report)
  checkPropertyNames(root, ['properties'], report)
  checkPropertyNames(root, ['children'], report)
}

function validateTree(
  root: MapNode,
  shape: RecordShape,
  definitions: Definitions,
  validator: SchemaValidator | undefined,
  parameters: DeclaredParameters | undefined,
  report: Report,
): void {
  const spoiled = checkRules(root, shape, definitions, report)
  if (validator === undefined) return
  const errors = validator(projectManifest(root, { parameters, unsafeNumbersAsText: false }))
  const unsafe = holdsUnsafeNumber(root) ? unsafeErrors(root, validator, parameters, errors) : []
  const known = parameters ?? new Map()
  for (const found of translateErrors([...errors, ...unsafe], {
    root,
    shape,
    definitions,
    parameters: known,
    spoiled,
  })) {
    report(found)
  }
}

/** Numbers that cannot be kept pass for numbers; read as text they are refused wherever a number is meant. */
function unsafeErrors(
  root: MapNode,
  validator: SchemaValidator,
  parameters: DeclaredParameters | undefined,
  known: readonly SchemaError[],
): readonly SchemaError[] {
  const told = new Set(known.map((error) => error.instancePath))
  const errors = validator(projectManifest(root, { parameters, unsafeNumbersAsText: true }))
  return errors.filter((error) => !told.has(error.instancePath))
}

/** A resource of the type takes every field of a container besides, so its properties need names of their own. */
function checkPropertyNames(root: MapNode, path: Path, report: Report): void {
  const properties = child(root, String(path[0]))
  if (properties?.kind !== 'map') return
  for (const { key, keySpan } of properties.entries.values()) {
    if (!WORKLOAD_FIELDS.has(key)) continue
    const hints = [
      `take a name that no field of a container has, such as "${key === 'image' ? 'imageTag' : `server${key.charAt(0).toUpperCase()}${key.slice(1)}`}"`,
    ]
    report(
      diagnostic('AH2021', keySpan, `"${key}" is a field of every container, and cannot be a property of a type`, {
        hints,
      }),
    )
  }
}
