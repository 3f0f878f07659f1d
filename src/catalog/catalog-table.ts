import { keysOf, textOf } from '../syntax/fields.ts'
import { child } from '../syntax/node.ts'
import { instantiate, type Instance } from './instantiate.ts'
import { builtInType, builtInTypeNames } from './load.ts'
import type { ChildDefinition, TypeDefinition } from './type-definition.ts'

const HEADER = ['type', 'image', 'properties', 'children', 'what a reference injects', 'proven'] as const

/** The built-in types as a table in Markdown, sorted by name, with a newline at its end. */
export function catalogTable(): string {
  const rows = builtInTypeNames().flatMap((name) => {
    const definition = builtInType(name)
    return definition === undefined ? [] : [rowOf(definition)]
  })
  const lines = [HEADER, HEADER.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`)
  return lines.join('')
}

function rowOf(definition: TypeDefinition): readonly string[] {
  return [
    code(definition.name),
    code(imageOf(definition)),
    [...definition.properties.keys()].map(code).join(', '),
    childrenOf(definition.children) || 'none',
    injectedOf(definition),
    cell(definition.proven ?? 'not run'),
  ]
}

/** What stands in a cell may not end it. */
function cell(text: string): string {
  return text.replace(/\|/g, () => '\\|')
}

function code(text: string): string {
  return `\`${cell(text)}\``
}

/** The image of a resource for which nothing was set. */
function imageOf(definition: TypeDefinition): string {
  const instance = defaultsOf(definition)
  const image = child(definition.workload, 'image')
  const chosen = image === undefined ? undefined : instantiate(image, instance, () => undefined)
  if (chosen?.kind !== 'scalar') return ''
  return chosen.text.replace(/\$<Self\.(\w+)>/g, (all, name: string) => textOf(instance.property('Self', name)) ?? all)
}

function defaultsOf(definition: TypeDefinition): Instance {
  return {
    owner: definition.name,
    property: (_root, name) => definition.properties.get(name)?.default,
    isFlag: (_root, name) => definition.properties.get(name)?.type === 'boolean',
    bound: (node) => node.text,
    imageOverridden: undefined,
  }
}

/** `vhosts`, which hold `queues`. */
function childrenOf(children: ReadonlyMap<string, ChildDefinition>): string {
  const parts = [...children.values()].map((one) => {
    const below = childrenOf(one.children)
    return below === '' ? code(one.field) : `${code(one.field)}, which hold ${below}`
  })
  return parts.join('; ')
}

function injectedOf(definition: TypeDefinition): string {
  if (!definition.outputs.has('connectionString')) {
    return keysOf(child(definition.workload, 'endpoints'))
      .map((name) => `${code(`<NAME>_${name.toUpperCase()}`)}, ${code(`services__<name>__${name}__0`)}`)
      .join(', ')
  }
  const own = [code('ConnectionStrings__<name>'), ...variablesOf(definition.inject)]
  const below = [...definition.children.values()].flatMap(addedBy)
  return [own.join(', '), ...below].join('; ')
}

function variablesOf(inject: ReadonlyMap<string, string>): readonly string[] {
  return [...inject.keys()].map((property) => code(`<NAME>_${property.toUpperCase()}`))
}

/** What a child's reference has besides its parent's variables. */
function addedBy(definition: ChildDefinition): readonly string[] {
  const added = variablesOf(new Map([...definition.inject].filter(([, output]) => definition.properties.has(output))))
  const line = added.length === 0 ? [] : [`of a ${definition.singular} also ${added.join(', ')}`]
  return [...line, ...[...definition.children.values()].flatMap(addedBy)]
}
