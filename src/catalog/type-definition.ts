import type { Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { readGenerate } from '../parameters/generate.ts'
import type { Generate, TextLimits } from '../parameters/parameter.ts'
import { entriesOf, itemsOf, textAt, textOf } from '../syntax/fields.ts'
import { child, map, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'

/** A field that users of a type may set. */
export interface PropertyDefinition {
  readonly name: string
  /** `secret` and `volume` are the `$ref`s to our own definitions. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'secret' | 'volume'
  readonly default: Node | undefined
  readonly generate: Generate | undefined
  /** Of a secret: left out, it is not set, instead of being a parameter of its own. */
  readonly optional: boolean
  /** What a text or a secret has to be; undefined where it may be anything. */
  readonly limits: TextLimits | undefined
  /** Users must set it, unless the resource exists already. */
  readonly required: boolean
  readonly span: Span
  /** As the definition has it, for what only documents show. */
  readonly schema: Node
}

/** What a type and a kind of child have in common: properties, what others get from it, what it may hold. */
export interface DefinitionBody {
  readonly properties: ReadonlyMap<string, PropertyDefinition>
  /** Output -> template, or the logic that chooses one or none. */
  readonly outputs: ReadonlyMap<string, Node>
  /** Connection property (`Host`) -> output or property it takes its value from. */
  readonly inject: ReadonlyMap<string, string>
  /** Key (`http`, of `ConnectionStrings__db_http`) -> output that is a further connection string. */
  readonly connectionStrings: ReadonlyMap<string, string>
  readonly children: ReadonlyMap<string, ChildDefinition>
}

/** A kind of child: the databases of a server. */
export interface ChildDefinition extends DefinitionBody {
  /** The field that holds them: `databases`. */
  readonly field: string
  /** What one of them is called: `database`. */
  readonly singular: string
  readonly description: string | undefined
  /** Fields of the job that makes it exist; undefined where nothing has to be done. */
  readonly create: MapNode | undefined
}

/** A resource type as a YAML file defines it. */
export interface TypeDefinition extends DefinitionBody {
  readonly name: string
  readonly workload: MapNode
  /** How far the type was tried out, in words. */
  readonly proven: string | undefined
  /** Comments for the artifacts, by field of the workload. */
  readonly comments: ReadonlyMap<string, string>
  /** The properties without any of which the data goes with the container. */
  readonly keepsDataIn: readonly string[]
  /** Is there, once it is instantiated, if the resource has data that could be lost. */
  readonly hasData: Node
  /** Properties that the server takes only while its data is empty. */
  readonly takenOnce: readonly string[]
  readonly existing: readonly string[]
  readonly root: MapNode
}

/** Reads a definition whose shape has been checked; what is malformed all the same is left out. */
export function readTypeDefinition(root: MapNode, report: Report): TypeDefinition {
  const workload = child(root, 'workload')
  const keepsDataIn = child(root, 'keepsDataIn')
  return {
    ...readBody(root, report),
    name: textAt(root, 'resourceType') ?? '',
    workload: workload?.kind === 'map' ? workload : map([], root.span),
    proven: textAt(root, 'proven'),
    comments: new Map(textEntries(child(root, 'comments')).map(([key, node]) => [key, node.text])),
    keepsDataIn: namesIn(child(keepsDataIn, 'value') ?? keepsDataIn),
    hasData: keepsDataIn ?? map([], root.span),
    takenOnce: namesIn(child(root, 'takenOnce')),
    existing: namesIn(child(root, 'existing')),
    root,
  }
}

function readBody(tree: MapNode, report: Report): DefinitionBody {
  return {
    properties: readProperties(child(tree, 'properties'), report),
    outputs: new Map(entriesOf(child(tree, 'outputs')).map(({ key, value }) => [key, value])),
    inject: new Map(textEntries(child(tree, 'inject')).map(([key, node]) => [key, node.text])),
    connectionStrings: new Map(textEntries(child(tree, 'connectionStrings')).map(([key, node]) => [key, node.text])),
    children: readChildren(child(tree, 'children'), report),
  }
}

function readProperties(node: Node | undefined, report: Report): ReadonlyMap<string, PropertyDefinition> {
  const found = new Map<string, PropertyDefinition>()
  for (const { key: name, value: schema } of entriesOf(node)) {
    const reference = textAt(schema, '$ref')
    const isSecret = reference === '#/$defs/secret'
    found.set(name, {
      name,
      type: isSecret ? 'secret' : reference === '#/$defs/volume' ? 'volume' : typeOf(child(schema, 'type')),
      default: child(schema, 'default'),
      optional: textAt(schema, 'optional') === 'true',
      limits: limitsOf(schema),
      required: textAt(schema, 'required') === 'true',
      generate: isSecret ? readGenerate(child(schema, 'generate'), report) : undefined,
      span: schema.span,
      schema,
    })
  }
  return found
}

function limitsOf(schema: Node): TextLimits | undefined {
  const count = (key: string): number | undefined => {
    const node = child(schema, key)
    return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined
  }
  const [minLength, maxLength, pattern] = [count('minLength'), count('maxLength'), textAt(schema, 'pattern')]
  if (minLength === undefined && maxLength === undefined && pattern === undefined) return undefined
  const shown = textAt(schema, 'shown') !== 'false'
  return { minLength, maxLength, pattern, says: textAt(schema, 'says'), shown }
}

function typeOf(node: Node | undefined): PropertyDefinition['type'] {
  switch (textOf(node)) {
    case 'integer':
      return 'integer'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return 'array'
    case 'object':
      return 'object'
    default:
      return 'string'
  }
}

function readChildren(node: Node | undefined, report: Report): ReadonlyMap<string, ChildDefinition> {
  const found = new Map<string, ChildDefinition>()
  for (const { key: field, value: tree } of entriesOf(node)) {
    if (tree.kind !== 'map') continue
    const create = child(tree, 'create')
    found.set(field, {
      ...readBody(tree, report),
      field,
      singular: textAt(tree, 'singular') ?? field.replace(/s$/, ''),
      description: textAt(tree, 'description'),
      create: create?.kind === 'map' ? create : undefined,
    })
  }
  return found
}

/** One name, or a list of names. */
function namesIn(node: Node | undefined): readonly string[] {
  return [textOf(node), ...itemsOf(node).map(textOf)].filter((name) => name !== undefined)
}

function textEntries(node: Node | undefined): readonly (readonly [string, ScalarNode])[] {
  return entriesOf(node).flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key, value] as const] : []))
}
