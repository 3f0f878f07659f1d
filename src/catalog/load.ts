import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { BUILT_IN_TYPES } from '../generated/catalog.ts'
import type { ProjectFiles } from '../host/host.ts'
import { folderOf, resolveFrom } from '../overlay/paths.ts'
import { PRIMITIVE_TYPES } from '../overlay/primitive-types.ts'
import { entriesAt, itemsAt, textAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { parseText, readYamlMap } from '../syntax/read-yaml.ts'
import { readYamlFile, type FileBudget } from '../syntax/read-yaml-file.ts'
import { validateResourceType } from '../validate/validate.ts'
import { resourceTypeValidator } from '../validate/validator.ts'
import { checkDefinition } from './check-definition.ts'
import { readTypeDefinition, type TypeDefinition } from './type-definition.ts'

/** The resource types that one compilation can use. */
export interface LoadedTypes {
  /** Those that the manifest uses, and all of the project's own. */
  readonly types: ReadonlyMap<string, TypeDefinition>
  /** The project's own, for the schema. */
  readonly own: readonly TypeDefinition[]
}

const BUILT_IN_FOLDER = '<built-in>/'

/** Whether a place lies in a built-in definition, which no user can mend. */
export function isBuiltIn(span: Span): boolean {
  return span.source.path.startsWith(BUILT_IN_FOLDER)
}

/** Definitions that were used so far: they are never changed, and several environments share them. */
const parsedTypes = new Map<string, TypeDefinition>()

/** A built-in definition; parsed only when a manifest uses it. */
export function builtInType(name: string): TypeDefinition | undefined {
  const known = parsedTypes.get(name)
  if (known !== undefined) return known
  const definition = parseBuiltIn(name)
  if (definition !== undefined) parsedTypes.set(name, definition)
  return definition
}

function parseBuiltIn(name: string): TypeDefinition | undefined {
  const text = BUILT_IN_TYPES.get(name)
  if (text === undefined) return undefined
  const refuse: Report = (found) => {
    throw new Error(`built-in type ${name}: ${found.message}`)
  }
  const root = parseText(`${BUILT_IN_FOLDER}${name}.yaml`, text, refuse)
  return root === undefined ? undefined : readTypeDefinition(root, refuse)
}

/** The names of all built-in types, sorted. */
export function builtInTypeNames(): readonly string[] {
  return [...BUILT_IN_TYPES.keys()]
}

/** Loads the project's own types (`types:` globs, confined to the project) and the built-in ones that are used. */
export async function loadTypes(
  root: MapNode,
  files: ProjectFiles,
  budget: FileBudget,
  report: Report,
): Promise<LoadedTypes> {
  const types = new Map<string, TypeDefinition>()
  const own: TypeDefinition[] = []
  const ownFiles = typeFiles(root, files, report)
  const validator = ownFiles.size === 0 ? undefined : await resourceTypeValidator()
  for (const [path, at] of ownFiles) {
    const tree = readYamlMap(readYamlFile(files, path, report, at.span, budget), report)
    if (tree === undefined || validator === undefined) continue
    validateResourceType(tree, validator, report)
    const definition = readTypeDefinition(tree, report)
    checkDefinition(definition, report)
    if (!isFree(definition, types, report)) continue
    types.set(definition.name, definition)
    own.push(definition)
  }
  for (const one of entriesAt(root, 'resources')) {
    const type = textAt(one.value, 'type')
    if (type === undefined || types.has(type)) continue
    const definition = builtInType(type)
    if (definition !== undefined) types.set(type, definition)
  }
  return { types, own }
}

/** The files that `types:` names, with the item that names each. */
function typeFiles(root: MapNode, files: ProjectFiles, report: Report): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>()
  for (const item of itemsAt(root, 'types')) {
    if (item.kind !== 'scalar') continue
    const folder = folderOf(item.span)
    const isPattern = /[*?[\]{}!()]/.test(item.text)
    const matches = isPattern ? files.glob(folder, item.text) : [resolveFrom(folder, item.text)]
    if (matches.length === 0) {
      report(
        diagnostic('AH5039', item.span, `no file matches "${item.text}"`, {
          hints: ['patterns count from the folder of the manifest and stay inside the project'],
        }),
      )
    }
    for (const path of matches) if (!found.has(path)) found.set(path, item)
  }
  return found
}

function isFree(definition: TypeDefinition, types: ReadonlyMap<string, TypeDefinition>, report: Report): boolean {
  const name = child(definition.root, 'resourceType')
  if (definition.name === '' || name === undefined) return false
  const earlier = types.get(definition.name)
  const isBuiltIn = PRIMITIVE_TYPES.has(definition.name) || BUILT_IN_TYPES.has(definition.name)
  if (!isBuiltIn && earlier === undefined) return true
  report(
    diagnostic(
      'AH5005',
      name.span,
      `there is already a ${isBuiltIn ? 'built-in ' : ''}resource type "${definition.name}"`,
      {
        hints: [`give this one another name, for instance "my-${definition.name}"`],
        related: earlier === undefined ? [] : [{ message: 'the other one', span: earlier.root.span }],
      },
    ),
  )
  return false
}
