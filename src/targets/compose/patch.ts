import type { SchemaError } from '../../validate/schema-error.ts'
import { yamlList, yamlMap, type YamlMap, type YamlValue } from '../../print/yaml-document.ts'
import { isSecret } from '../../template/value.ts'
import { didYouMean } from '../../diagnostics/suggest.ts'
import type { MapNode, Node } from '../../syntax/node.ts'
import { nearestSpan } from '../../syntax/pointer.ts'
import { complain, type Lowering, type Part } from './lowering.ts'
import { mergeCompose } from './merge-compose.ts'

/** Lays the escape hatch of a container over its generated service, and checks what comes out of it. */
export function applyPatch(lowering: Lowering, part: Part, service: YamlMap): YamlMap {
  const patch = part.fields.patches.get('compose')
  for (const other of ['kubernetes', 'azure']) {
    const node = part.fields.patches.get(other)
    if (node === undefined || node.origin === 'defaults') continue
    complain(
      lowering,
      part.workload.resource,
      'AH6116',
      node.span,
      `\`${other}:\` of "${part.name}" says nothing to Docker Compose`,
      { hints: ['nothing to do: it is for another target'] },
    )
  }
  if (patch === undefined) return service
  for (const field of patch.entries.values()) {
    const shown = field.key === 'command' || field.key === 'entrypoint' ? 'AH5027' : SHOWN_FIELDS.get(field.key)
    if (shown !== undefined) reportSecrets(lowering, part, `compose.${field.key}`, shown, field.value)
  }
  const merged = mergeCompose(service, valueOf(lowering, part.workload.resource, patch), ['services', part.name])
  if (typeof merged !== 'object' || merged === null || merged.kind !== 'map') return service
  const whole = yamlMap([{ key: 'services', value: yamlMap([{ key: part.name, value: merged }]) }])
  return reportErrors(lowering, part.workload.resource, patch, whole, 2) ? service : merged
}

/** Fields of a service, besides its command, that everybody sees who may look at containers. */
const SHOWN_FIELDS: ReadonlyMap<string, 'AH5040'> = new Map([
  ['annotations', 'AH5040'],
  ['healthcheck', 'AH5040'],
  ['labels', 'AH5040'],
])

/** A secret in the escape hatch is no less seen than one in the field that it stands for. */
function reportSecrets(lowering: Lowering, part: Part, field: string, code: 'AH5027' | 'AH5040', node: Node): void {
  if (node.kind === 'scalar') {
    const value = typeof node.value === 'string' ? lowering.resolve(node, part.workload.resource) : undefined
    if (value === undefined || !isSecret(value)) return
    complain(
      lowering,
      part.workload.resource,
      code,
      node.span,
      code === 'AH5027'
        ? `a secret stands in \`${field}\` of "${part.name}", where everybody on the machine can read it`
        : `a secret stands in \`${field}\` of "${part.name}", which everybody sees who may look at containers`,
      { hints: ['give it through `env`, or as a file with `files: [{ path, content: $<Parameters.name> }]`'] },
    )
    return
  }
  const children = node.kind === 'map' ? [...node.entries.values()].map((entry) => entry.value) : node.items
  for (const one of children) reportSecrets(lowering, part, field, code, one)
}

/** Lays the target's own `compose:` over one top-level section (`networks`, `volumes`) or another top-level key. */
export function patchTopLevel(lowering: Lowering, patch: MapNode, file: YamlMap): YamlMap {
  const merged = mergeCompose(file, valueOf(lowering, '', patch), [])
  if (typeof merged !== 'object' || merged === null || merged.kind !== 'map') return file
  return reportErrors(lowering, '', patch, merged, 0) ? file : merged
}

/** A tree of the manifest as it is meant in a Compose file: placeholders work, every other `$` is text. */
function valueOf(lowering: Lowering, resource: string, node: Node): YamlValue {
  switch (node.kind) {
    case 'map':
      return yamlMap(
        [...node.entries.values()].map((entry) => ({
          key: entry.key,
          value: valueOf(lowering, resource, entry.value),
        })),
      )
    case 'sequence':
      return yamlList(node.items.map((item) => valueOf(lowering, resource, item)))
    case 'scalar': {
      if (typeof node.value !== 'string') return node.value
      const value = lowering.resolve(node, resource)
      return value === undefined ? '' : lowering.interpolation.encode(value, { resource, span: node.span })
    }
  }
}

/** Plain data for the schema; a key like `__proto__` is a key like any other. */
export function toObject(value: YamlValue): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value.kind === 'list') return value.items.map(toObject)
  const object: Record<string, unknown> = {}
  for (const entry of value.entries) {
    const own = toObject(entry.value)
    if (entry.key === '__proto__') Object.defineProperty(object, entry.key, { value: own, enumerable: true })
    else object[entry.key] = own
  }
  return object
}

const KINDS: ReadonlyMap<unknown, string> = new Map([
  ['array', 'a list'],
  ['object', 'a map'],
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['null', 'empty'],
])

/** Kinds of values of JSON Schema in words. */
function kindsOf(type: unknown): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type]
  return types.map((one) => KINDS.get(one) ?? String(one)).join(' or ')
}

function reasonOf(error: SchemaError): string {
  if (error.keyword === 'required') return `it needs "${String(error.params['missingProperty'])}"`
  return error.keyword === 'type' ? `it must be ${kindsOf(error.params['type'])}` : 'its form is wrong'
}

/**
 * What the schema says against the result is said once, at the deepest key of the patch that leads there. Returns whether
 * there was anything: what is merged wrongly is left out, so that it is not said again when the file is read back.
 */
function reportErrors(lowering: Lowering, resource: string, patch: MapNode, file: YamlMap, skip: number): boolean {
  const errors = lowering.context.validator?.(toObject(file)) ?? []
  const unknown = errors.find(
    (one) => one.keyword === 'additionalProperties' || one.keyword === 'unevaluatedProperties',
  )
  const isMissing = (one: SchemaError): number => Number(one.keyword === 'required')
  const error =
    unknown ??
    errors.toSorted(
      (one, other) => other.instancePath.length - one.instancePath.length || isMissing(other) - isMissing(one),
    )[0]
  if (error === undefined) return false
  const path = error.instancePath
    .split('/')
    .slice(1 + skip)
    .map((part) => part.replace(/~1/g, () => '/').replace(/~0/g, () => '~'))
  const key = error.params['additionalProperty'] ?? error.params['unevaluatedProperty']
  if (typeof key === 'string') {
    const known = Object.keys((error.parentSchema?.['properties'] as Record<string, unknown> | undefined) ?? {})
    complain(lowering, resource, 'AH6117', nearestSpan(patch, [...path, key]), `Compose knows no "${key}" here`, {
      hints: [...didYouMean(key, known), 'the keys are those of the Compose Specification'].slice(0, 1),
    })
    return true
  }
  const where = path.length === 0 ? 'this' : `"${path.join('.')}"`
  complain(
    lowering,
    resource,
    'AH6118',
    nearestSpan(patch, path),
    `${where} is not what a Compose file may hold: ${reasonOf(error)}`,
    {
      hints: [
        error.keyword === 'required' && path.length > 1
          ? 'an item takes the place of ours with the same target: write all of it'
          : 'write it as the Compose Specification says',
      ],
    },
  )
  return true
}
