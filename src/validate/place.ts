import type { Span } from '../diagnostics/source.ts'
import { nearest } from '../diagnostics/suggest.ts'
import { textAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node, type Path } from '../syntax/node.ts'
import { formatPath } from '../syntax/pointer.ts'
import type { Definitions } from './manifest-schema.ts'
import type { Property, RecordShape, Shape } from './shape.ts'

/** A value in a tree, with what is needed to point at it. */
export interface Place {
  readonly path: Path
  readonly node: Node | undefined
  /** The place of the key it stands under; of the value itself in a list and at the root. */
  readonly keySpan: Span
}

/** Follows a JSON Pointer; `node` is undefined where nothing stands. */
export function placeOf(root: MapNode, pointer: string): Place {
  const steps = pointer === '' ? [] : pointer.slice(1).split('/')
  let node: Node | undefined = root
  let keySpan = root.span
  const path: (string | number)[] = []
  for (const step of steps) {
    const text: string = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (node?.kind === 'sequence') {
      path.push(Number(text))
      node = node.items[Number(text)]
      keySpan = node?.span ?? keySpan
    } else {
      const found: { readonly keySpan: Span; readonly value: Node } | undefined =
        node?.kind === 'map' ? node.entries.get(text) : undefined
      path.push(text)
      node = found?.value
      keySpan = found?.keySpan ?? keySpan
    }
  }
  return { path, node, keySpan }
}

const SINGULARS: ReadonlyMap<string, string> = new Map([
  ['parameters', 'parameter'],
  ['volumes', 'volume'],
  ['networks', 'network'],
  ['targets', 'target'],
  ['environments', 'environment'],
  ['registries', 'registry'],
])

interface Entity {
  /** How many steps of the path name it. */
  readonly length: number
  /** As an owner: `"web"`, `target "local"`; empty for the root. */
  readonly name: string
  /** With its kind: `container "web"`. */
  readonly full: string
}

function entityOf(root: MapNode, path: Path): Entity {
  const [first, second, third] = path
  if (first === 'resources' && second !== undefined) {
    const type = textAt(child(child(root, 'resources'), String(second)), 'type') ?? ''
    const kind = /^[a-z][a-z0-9-]{0,39}$/.test(type) ? type : 'resource'
    return { length: 2, name: `"${second}"`, full: `${kind} "${second}"` }
  }
  if (first === 'pipeline' && second === 'steps' && third !== undefined) {
    return { length: 3, name: `step "${third}"`, full: `step "${third}"` }
  }
  const singular = typeof first === 'string' ? SINGULARS.get(first) : undefined
  if (singular !== undefined && second !== undefined) {
    return { length: 2, name: `${singular} "${second}"`, full: `${singular} "${second}"` }
  }
  const type = textAt(root, 'resourceType')
  const full = type === undefined ? 'the manifest' : `resource type "${type.slice(0, 60)}"`
  return { length: 0, name: '', full }
}

/** A map as the owner of a property: `container "web"`, `"endpoints.http" of "web"`, `the manifest`. */
export function ownerText(root: MapNode, path: Path): string {
  const entity = entityOf(root, path)
  const rest = formatPath(path.slice(entity.length))
  if (rest === '') return entity.full
  return entity.name === '' ? `"${rest}"` : `"${rest}" of ${entity.name}`
}

/** A value: `"replicas" of "api"`, `"version"`, `resource "web"`. */
export function valueText(root: MapNode, path: Path): string {
  return path.length === 0 ? 'the file' : ownerText(root, path)
}

/** The shape of a map's kind, a tagged map's by its `type`. */
function resolve(shape: Shape, node: Node | undefined, definitions: Definitions): Shape {
  if (shape.kind === 'named') return resolve(definitions(shape.name), node, definitions)
  if (shape.kind === 'tagged') {
    return shape.cases.get(textAt(node, 'type') ?? '') ?? definitions(shape.overlay)
  }
  if (shape.kind !== 'union') return shape
  const kind = node?.kind === 'sequence' ? ['list'] : node?.kind === 'map' ? ['record', 'map', 'tree'] : []
  const members = shape.members.map((member) => resolve(member, node, definitions))
  return members.find((member) => kind.includes(member.kind)) ?? shape
}

/** The shape that a node has to fit, and of a map the arm that is meant. */
export function shapeFor(shape: Shape, node: Node | undefined, definitions: Definitions): Shape {
  const found = resolve(shape, node, definitions)
  if (found.kind !== 'record' || found.arms === undefined) return found
  for (const [name, arm] of found.arms) if (child(node, name) !== undefined) return arm
  return found
}

/** The property that a path names, for its description and examples; undefined for items, entries and unknown keys. */
export function propertyAt(
  root: MapNode,
  start: RecordShape,
  path: Path,
  definitions: Definitions,
): Property | undefined {
  let shape: Shape = start
  let node: Node | undefined = root
  let property: Property | undefined
  for (const step of path) {
    const here: Shape = shapeFor(shape, node, definitions)
    node = node?.kind === 'sequence' ? node.items[Number(step)] : child(node, String(step))
    property = undefined
    if (here.kind === 'record') {
      property = here.properties.get(String(step))
      if (property === undefined) return undefined
      shape = property.shape
    } else if (here.kind === 'map') shape = here.values
    else if (here.kind === 'list') shape = here.items
    else return undefined
  }
  return property
}

/** The properties that the unknown keys of a map were probably meant to be: they are not missing besides. */
export function misspeltKeys(node: MapNode, known: Iterable<string>): ReadonlySet<string> {
  const names = new Set(known)
  const unknown = [...node.entries.keys()].filter((key) => !names.has(key))
  return new Set(unknown.flatMap((key) => meantBy(key, names) ?? []))
}

/** The property that a key was probably meant to be: the nearest, else the only one it abbreviates (`img` for `image`). */
export function meantBy(key: string, known: Iterable<string>): string | undefined {
  const names = [...known]
  const near = nearest(key, names)
  if (near !== undefined) return near
  const abbreviated = key.length < 3 ? [] : names.filter((name) => abbreviates(key.toLowerCase(), name.toLowerCase()))
  return abbreviated.length === 1 ? abbreviated[0] : undefined
}

function abbreviates(short: string, long: string): boolean {
  if (short[0] !== long[0]) return false
  let at = 0
  for (const letter of long) if (letter === short[at]) at++
  return at === short.length
}

/**
 * Whether a path lies in a resource that still says `extends`: its base is wrong, which was reported. What is missing
 * may be in the base, and `null`, `$remove` and `$replace` have had no chance to do their work.
 */
export function stillExtends(root: MapNode, path: Path): boolean {
  if (path[0] !== 'resources' || path[1] === undefined) return false
  return child(child(child(root, 'resources'), String(path[1])), 'extends') !== undefined
}

/** The key under which a map stands, which is where something is missing from it. */
export function spanOfOwner(root: MapNode, path: Path): Span | undefined {
  let node: Node | undefined = root
  let span: Span | undefined
  for (const step of path) {
    if (node?.kind === 'sequence') {
      node = node.items[Number(step)]
      span = node?.span
    } else {
      const found: { readonly keySpan: Span; readonly value: Node } | undefined =
        node?.kind === 'map' ? node.entries.get(String(step)) : undefined
      span = found?.keySpan
      node = found?.value
    }
  }
  return span
}
