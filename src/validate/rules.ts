import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { child, type MapNode, type Node, type Path, type SequenceNode } from '../syntax/node.ts'
import { subjectOf } from '../syntax/subject.ts'
import type { Definitions } from './manifest-schema.ts'
import { misspeltKeys, ownerText, shapeFor, spanOfOwner } from './place.ts'
import type { RecordShape, Shape } from './shape.ts'

interface Walk {
  readonly root: MapNode
  readonly definitions: Definitions
  readonly report: Report
  /** The place of the walk, which changes as it goes on. */
  readonly path: (string | number)[]
  /** JSON Pointers of maps whose arms contradict each other: what the schema says of their keys would be said twice. */
  readonly spoiled: Set<string>
}

/**
 * What a schema says badly: properties that exclude each other, and groups of which one is needed. Returns the JSON
 * Pointers of maps about which nothing more is to be said.
 */
export function checkRules(
  root: MapNode,
  shape: RecordShape,
  definitions: Definitions,
  report: Report,
): ReadonlySet<string> {
  const walk: Walk = { root, definitions, report, path: [], spoiled: new Set() }
  walkNode(root, shape, false, walk)
  return walk.spoiled
}

function walkBelow(step: string | number, node: Node, shape: Shape, partial: boolean, walk: Walk): void {
  if (node.kind === 'scalar') return
  walk.path.push(step)
  walkNode(node, shape, partial, walk)
  walk.path.pop()
}

function walkNode(node: MapNode | SequenceNode, shape: Shape, partial: boolean, walk: Walk): void {
  const found = shapeFor(shape, node, walk.definitions)
  if (node.kind === 'sequence') {
    if (found.kind !== 'list') return
    for (const [index, item] of node.items.entries()) walkBelow(index, item, found.items, partial, walk)
    return
  }
  const arms = armsOf(shape, walk)
  if (arms !== undefined) checkArms(node, arms, partial, walk)
  if (found.kind === 'map') {
    for (const one of node.entries.values()) walkBelow(one.key, one.value, found.values, partial, walk)
  }
  if (found.kind === 'record') walkRecord(node, found, partial, walk)
}

function walkRecord(node: MapNode, shape: RecordShape, outer: boolean, walk: Walk): void {
  const partial = outer || shape.partial || child(node, 'extends') !== undefined
  for (const group of shape.exclusive) checkExclusive(node, group, walk)
  for (const group of partial ? [] : shape.needs) {
    if (group.some((name) => node.entries.has(name))) continue
    const misspelt = misspeltKeys(node, shape.properties.keys())
    if (!group.some((name) => misspelt.has(name))) reportNeeds(node, group, walk)
  }
  for (const one of node.entries.values()) {
    if (one.value.kind === 'scalar') continue
    const property = shape.properties.get(one.key)
    if (property !== undefined) walkBelow(one.key, one.value, property.shape, partial, walk)
  }
}

function armsOf(shape: Shape, walk: Walk): RecordShape['arms'] {
  if (shape.kind === 'named') return armsOf(walk.definitions(shape.name), walk)
  return shape.kind === 'record' ? shape.arms : undefined
}

/** `name` may stand beside `temporary`, whose arm has it too; all other arms exclude each other. */
function checkArms(node: MapNode, arms: ReadonlyMap<string, RecordShape>, partial: boolean, walk: Walk): void {
  const present = [...arms.keys()].filter((name) => node.entries.has(name))
  const [first, ...others] = present
  if (first === undefined) {
    const known = [...arms.values()].flatMap((arm) => [...arm.properties.keys()])
    const misspelt = misspeltKeys(node, known)
    if (!partial && ![...arms.keys()].some((name) => misspelt.has(name))) reportNeeds(node, [...arms.keys()], walk)
    return
  }
  const allowed = arms.get(first)?.properties
  const wrong = others.filter((name) => allowed?.has(name) !== true)
  if (wrong.length === 0) return
  walk.spoiled.add(pointerText(walk.path))
  reportExclusive(node, [first, ...wrong], walk)
}

function pointerText(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function checkExclusive(node: MapNode, group: readonly string[], walk: Walk): void {
  const present = group.filter((name) => node.entries.has(name))
  if (present.length > 1) reportExclusive(node, present, walk)
}

/** Reported at the one that was written last, with the first as the related place. */
function reportExclusive(node: MapNode, names: readonly string[], walk: Walk): void {
  const written = [...node.entries.values()].filter((one) => names.includes(one.key))
  const [first] = written
  const last = written.at(-1)
  if (first === undefined || last === undefined) return
  const quoted = written.map((one) => `"${one.key}"`)
  const message = `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''} exclude each other on ${ownerText(walk.root, walk.path)}`
  walk.report(
    diagnostic('AH2015', last.keySpan, message, {
      hints: [`keep one of them and remove ${quoted.length > 2 ? 'the others' : 'the other'}`],
      related: [{ message: `"${first.key}" is set here`, span: first.keySpan }],
      subject: subjectOf(walk.path),
    }),
  )
}

const PATTERN_ONLY: ReadonlySet<string> = new Set(['abstract', 'extends'])

function reportNeeds(node: MapNode, group: readonly string[], walk: Walk): void {
  const offered = group.filter((name) => !PATTERN_ONLY.has(name)).map((name) => `"${name}"`)
  const list = offered.length === 1 ? offered[0] : `${offered.slice(0, -1).join(', ')} or ${offered.at(-1) ?? ''}`
  const hints = [`set ${offered.length === 1 ? String(offered[0]) : 'one of them'}`]
  if (group.includes('abstract')) hints.push('a pattern for others to extend says `abstract: true`')
  walk.report(
    diagnostic(
      'AH2016',
      spanOfOwner(walk.root, walk.path) ?? node.span,
      `${ownerText(walk.root, walk.path)} needs ${list ?? ''}`,
      {
        hints,
        subject: subjectOf(walk.path),
      },
    ),
  )
}
