import { entriesOf, itemsAt, textAt, textOf } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { plainData } from '../syntax/plain-data.ts'
import { flag, free, integer, list, named, number, type Shape, text } from './shape.ts'

/** A field that users of a type may set. */
export interface PropertyShape {
  readonly shape: Shape
  readonly description: string
  readonly examples: readonly unknown[]
}

/** A kind of child: the databases of a server. */
export interface ChildShape {
  readonly description: string
  /** What one of them is called: `database`. */
  readonly singular: string
  readonly properties: ReadonlyMap<string, PropertyShape>
  readonly children: ReadonlyMap<string, ChildShape>
}

/** What a resource type adds to the manifest's schema. */
export interface TypeShape {
  readonly name: string
  readonly description: string
  readonly properties: ReadonlyMap<string, PropertyShape>
  readonly children: ReadonlyMap<string, ChildShape>
  /** What `existing:` may say, besides `connectionString`. */
  readonly existing: readonly string[]
}

/** Reads the shape of a resource type from its definition; what is malformed is left out. */
export function typeShapeOf(root: MapNode): TypeShape {
  const name = textAt(root, 'resourceType') ?? ''
  return {
    name,
    description: textAt(root, 'description') ?? name,
    properties: propertiesOf(child(root, 'properties')),
    children: childrenOf(child(root, 'children')),
    existing: itemsAt(root, 'existing').flatMap((item) => textOf(item) ?? []),
  }
}

function propertiesOf(node: Node | undefined): ReadonlyMap<string, PropertyShape> {
  const found = new Map<string, PropertyShape>()
  for (const { key, value } of entriesOf(node)) found.set(key, propertyOf(key, value))
  return found
}

function propertyOf(name: string, schema: Node): PropertyShape {
  const described = textAt(schema, 'description') ?? `Sets \`${name}\``
  const initial = plainData(child(schema, 'default'))
  const written = itemsAt(schema, 'examples').map(plainData)
  const shape = shapeOf(schema)
  const ending = initial === undefined ? '' : ` Default: \`${String(initial)}\`.`
  return {
    shape,
    description: `${described.replace(/\.$/, '')}.${ending}`,
    examples: written.length > 0 ? written : [initial ?? exampleOf(name, shape)],
  }
}

function exampleOf(name: string, shape: Shape): unknown {
  switch (shape.kind) {
    case 'secret':
      return `$<Parameters.${name}>`
    case 'named':
      return { size: '10Gi' }
    case 'number':
      return shape.minimum ?? 1
    case 'flag':
      return true
    case 'list':
      return []
    case 'choice':
      return shape.values[0]
    case 'text':
      return 'text'
    default:
      return {}
  }
}

function shapeOf(schema: Node): Shape {
  const reference = textAt(schema, '$ref')
  if (reference === '#/$defs/secret') return { kind: 'secret' }
  if (reference === '#/$defs/volume') return named('volumeOfType')
  const minimum = numberOf(child(schema, 'minimum'))
  const maximum = numberOf(child(schema, 'maximum'))
  switch (textAt(schema, 'type')) {
    case 'integer':
      return integer(minimum, maximum)
    case 'number':
      return number(minimum, maximum)
    case 'boolean': {
      const values = itemsAt(schema, 'enum').map(plainData)
      return flag(values.length === 1 && typeof values[0] === 'boolean' ? values[0] : undefined)
    }
    case 'array': {
      const items = child(schema, 'items')
      return list(items === undefined ? free : shapeOf(items))
    }
    case 'object':
      return { kind: 'tree' }
    default:
      return textShapeOf(schema)
  }
}

function textShapeOf(schema: Node): Shape {
  const values = itemsAt(schema, 'enum').flatMap((item) => textOf(item) ?? [])
  if (values.length > 0) return { kind: 'choice', values }
  const pattern = textAt(schema, 'pattern')
  const least = numberOf(child(schema, 'minLength')) ?? 0
  const most = numberOf(child(schema, 'maxLength'))
  if (pattern === undefined && least === 0 && most === undefined) return text()
  // A length is part of the form, since a placeholder is as long as it is written.
  const length = least === 0 && most === undefined ? '' : `(?=[^]{${least},${most ?? ''}}$)`
  return text({
    pattern: `${length}${pattern === undefined ? '[^]*' : unanchored(pattern)}`,
    says: wordsOf(pattern, textAt(schema, 'says'), length === '' ? undefined : lengthOf(least, most)),
    maxLength: most ?? 4_096,
  })
}

function lengthOf(least: number, most: number | undefined): string {
  const limits = most === undefined ? `at least ${least}` : `${least === 0 ? 'at most' : `${least} to`} ${most}`
  return `${limits} character${(most ?? least) === 1 ? '' : 's'}`
}

/** What is wanted, as the end of "must be ...". */
function wordsOf(pattern: string | undefined, says: string | undefined, length: string | undefined): string {
  if (says !== undefined) return `text (${says}${length === undefined ? '' : `, ${length}`})`
  const words = pattern === undefined ? [] : [`matches ${pattern}`]
  if (length !== undefined) words.push(`has ${length}`)
  return `text that ${words.join(' and ')}`
}

/** A form is anchored where it is rendered; a pattern of JSON Schema is not anchored unless it says so. */
function unanchored(pattern: string): string {
  const start = pattern.startsWith('^') ? '' : '[^]*'
  const end = pattern.endsWith('$') && !pattern.endsWith('\\$') ? '' : '[^]*'
  return `${start}(?:${pattern.slice(start === '' ? 1 : 0, end === '' ? -1 : undefined)})${end}`
}

function childrenOf(node: Node | undefined): ReadonlyMap<string, ChildShape> {
  const found = new Map<string, ChildShape>()
  for (const { key: field, value: tree } of entriesOf(node)) {
    const singular = textAt(tree, 'singular') ?? field.replace(/s$/, '')
    found.set(field, {
      description: textAt(tree, 'description') ?? `Each ${singular} that it holds`,
      singular,
      properties: propertiesOf(child(tree, 'properties')),
      children: childrenOf(child(tree, 'children')),
    })
  }
  return found
}

function numberOf(node: Node | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined
}
