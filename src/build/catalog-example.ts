import { load } from 'js-yaml'
import type { ChildDefinition, DefinitionBody, TypeDefinition } from '../catalog/type-definition.ts'
import type { CompileRequest } from '../compiler/compilation.ts'
import { readFront, readMiddle } from '../compiler/front.ts'
import { createInjectedVariables } from '../compiler/injected.ts'
import { chooseTargets, compileTarget } from '../compiler/targets.ts'
import { createUseCollector } from '../compiler/uses.ts'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { createMemoryHost } from '../host/memory.ts'
import { itemsAt, textAt } from '../syntax/fields.ts'
import { child, type Node } from '../syntax/node.ts'
import { plainData } from '../syntax/plain-data.ts'
import { prepareTemplates } from '../targets/templates.ts'

/** What children are called in examples, by depth. */
const CHILD_NAMES = ['orders', 'incoming'] as const

/** Something that a reference may name: the resource itself, or one of its children. */
export interface Referent {
  readonly name: string
  /** `postgres` of the resource, `database` of a child. */
  readonly what: string
  /** Undefined of the resource itself. */
  readonly child: ChildDefinition | undefined
  /** Those it lies in, the resource first. */
  readonly parents: readonly string[]
  /** The variables of a workload that refers to it alone, in the manifest's language. */
  readonly variables: ReadonlyMap<string, string>
  /** Its outputs and its parents', in the manifest's language. */
  readonly outputs: ReadonlyMap<string, string>
  /** The job that makes a child exist. */
  readonly job: PublishedService | undefined
}

/** A service of Docker Compose, as far as the pages show it. */
export interface PublishedService {
  readonly image: string
  readonly volumes?: readonly { readonly type: string; readonly target: string }[]
  readonly healthcheck?: { readonly test: readonly string[] }
}

/** What a type comes to, found by compiling an application that uses all of it. */
export interface CatalogExample {
  /** The smallest useful use of it: fields below `resources:`, as data. */
  readonly smallest: Readonly<Record<string, unknown>>
  /** The name of the resource: `my-postgres`. */
  readonly name: string
  readonly service: PublishedService
  readonly referents: readonly Referent[]
}

/** Compiles what the page of a type shows; throws with the diagnostics if that is not possible. */
export async function catalogExample(definition: TypeDefinition): Promise<CatalogExample> {
  const name = `my-${definition.name}`
  const referents = referentsOf(definition, name)
  const resources: Record<string, unknown> = {
    [name]: { ...wholeFields(definition), accept: ['AH5001'] },
  }
  for (const [index, referent] of referents.entries()) {
    const outputs = referent.outputs.map(
      (output) => [`X_${output}`, `$<Resources.${referent.name}.${output}>`] as const,
    )
    resources[`ref-${String(index)}`] = { type: 'container', image: IMAGE, references: [referent.name] }
    resources[`out-${String(index)}`] = { type: 'container', image: IMAGE, env: Object.fromEntries(outputs) }
  }
  const made = await publish(definition.name, resources)
  const variablesOf = (workload: string): readonly (readonly [string, string])[] => made.variables.get(workload) ?? []
  return {
    name,
    smallest: {
      [name]: smallestFields(definition),
      api: { type: 'container', image: IMAGE, references: referents.map((one) => one.name) },
    },
    service: made.service(name),
    referents: referents.map((referent, index) => ({
      ...referent,
      variables: new Map(variablesOf(`ref-${String(index)}`)),
      outputs: new Map(variablesOf(`out-${String(index)}`).map(([key, value]) => [key.slice('X_'.length), value])),
      job: referent.child?.create && made.service([...referent.parents, referent.name].join('-')),
    })),
  }
}

/** The fields of a resource that is of use: those that must be set, the volume that keeps its data, a child of each kind. */
function smallestFields(definition: TypeDefinition): Readonly<Record<string, unknown>> {
  const kept = volumes(definition, (property) => definition.keepsDataIn.includes(property))
  return { type: definition.name, ...requiredFields(definition), ...kept, ...childFields(definition, 0) }
}

/** The same, with every volume that the type can have. */
export function wholeFields(definition: TypeDefinition): Readonly<Record<string, unknown>> {
  return { ...smallestFields(definition), ...volumes(definition, () => true) }
}

/** What references to a resource of this name and those fields can name: the resource, then its children. */
export function referentsOf(definition: TypeDefinition, name: string): readonly Named[] {
  const outputs = outputsOf(definition)
  const self: Named = { name, what: definition.name, child: undefined, parents: [], outputs }
  return [self, ...referentsBelow(definition, [name], 0)]
}

/** The outputs that it has whatever is set. */
function outputsOf(body: DefinitionBody): readonly string[] {
  const isAlwaysThere = (node: Node): boolean =>
    child(node, 'when') === undefined || child(node, 'otherwise') !== undefined
  return [...body.outputs].flatMap(([name, node]) => (isAlwaysThere(node) ? [name] : []))
}

const IMAGE = 'registry.example.com/api:1.0.0'

/** What a reference can name, before it is known what comes of it. */
export type Named = Omit<Referent, 'variables' | 'outputs' | 'job'> & { readonly outputs: readonly string[] }

function referentsBelow(body: DefinitionBody, parents: readonly string[], depth: number): readonly Named[] {
  return [...body.children.values()].flatMap((one) => {
    const name = childName(one, body, depth)
    const outputs = [...new Set([...outputsOf(body), ...outputsOf(one)])]
    const itself: Named = { name, what: one.singular, child: one, parents, outputs }
    return [itself, ...referentsBelow(one, [...parents, name], depth + 1)]
  })
}

/** Of several kinds of children at one depth, all but the first are called after what they are. */
function childName(one: ChildDefinition, body: DefinitionBody, depth: number): string {
  const [first] = body.children.keys()
  const name = CHILD_NAMES[depth] ?? `child-${String(depth)}`
  return one.field === first ? name : `${name}-${one.field}`
}

function childFields(body: DefinitionBody, depth: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...body.children.values()].map((one) => {
      const fields = { ...requiredFields(one), ...childFields(one, depth + 1) }
      return [one.field, { [childName(one, body, depth)]: fields }]
    }),
  )
}

function volumes(body: DefinitionBody, isWanted: (property: string) => boolean): Readonly<Record<string, unknown>> {
  const wanted = [...body.properties.values()].filter((one) => one.type === 'volume' && isWanted(one.name))
  return Object.fromEntries(wanted.map((one) => [one.name, {}]))
}

/** What users must set, with the first value that the definition names for it. */
export function requiredFields(body: DefinitionBody): Readonly<Record<string, unknown>> {
  const required = [...body.properties.values()].filter((one) => one.required)
  return Object.fromEntries(required.map((one) => [one.name, exampleOf(one.schema)]))
}

function exampleOf(schema: Node): unknown {
  const [written] = [...itemsAt(schema, 'examples'), ...itemsAt(schema, 'enum')]
  if (written !== undefined) return plainData(written)
  return textAt(schema, 'type') === 'boolean' ? true : plainData(child(schema, 'default'))
}

interface Published {
  /** Workload -> its variables. */
  readonly variables: ReadonlyMap<string, readonly (readonly [string, string])[]>
  service(name: string): PublishedService
}

/** As `compile` does it, keeping what is otherwise only there for `inspect`. */
async function publish(type: string, resources: Readonly<Record<string, unknown>>): Promise<Published> {
  const manifest = { apphost: 'v1', name: 'shop', resources }
  const files = createMemoryHost({ files: { '/project/apphost.yaml': JSON.stringify(manifest) } }).project('/project')
  const request: CompileRequest = {
    manifest: 'apphost.yaml',
    environment: undefined,
    targets: [],
    parameters: { options: new Map(), file: undefined, variables: new Map() },
    purpose: 'publish',
    output: { folder: 'out', environmentFolder: 'when-several' },
    tag: undefined,
    templates: undefined,
  }
  const { report, diagnostics, hasErrors } = createCollector()
  const templates = await prepareTemplates(new Map(), undefined, report)
  const front = await readFront(request, files, [], report)
  if (front === undefined) throw new Error(`the example of the type ${type} cannot be read`)
  const chosen = chooseTargets(front, request, report)
  const uses = createUseCollector()
  const middle = readMiddle(front, request, chosen, uses, report)
  const injected = createInjectedVariables()
  const [target] = chosen.targets
  const made =
    target === undefined
      ? undefined
      : await compileTarget({
          request,
          files,
          front,
          middle,
          chosen,
          target,
          templates,
          uses,
          injected,
          emit: true,
          report,
        })
  const content = made?.artifacts.find((one) => one.path === 'compose.yaml')?.content
  if (hasErrors() || typeof content !== 'string') {
    const said = diagnostics.map((one) => `\n  ${one.severity} ${one.code}: ${one.message}`)
    throw new Error(`the example of the type ${type}, for its page, does not compile:${said.join('')}`)
  }
  const { services } = load(content) as { readonly services: Readonly<Record<string, PublishedService>> }
  const textsOf = (node: Node): string => (node.kind === 'scalar' ? node.text : '')
  return {
    variables: new Map(
      [...injected.variables].map(([name, all]) => [name, all.map((one) => [one.key, textsOf(one.value)])]),
    ),
    service: (name) => services[name] ?? { image: '' },
  }
}
