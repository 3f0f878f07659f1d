import { readFileSync, writeFileSync } from 'node:fs'
import { dump } from 'js-yaml'
import { builtInType, builtInTypeNames } from '../catalog/load.ts'
import type { ChildDefinition, DefinitionBody, PropertyDefinition, TypeDefinition } from '../catalog/type-definition.ts'
import { entriesAt, itemsAt, textAt, textOf } from '../syntax/fields.ts'
import { plainData } from '../syntax/plain-data.ts'
import { catalogExample, type CatalogExample, type Referent } from './catalog-example.ts'

/** The page of all types, beside their definitions. */
export const CATALOG_PAGE = 'templates/types/README.md'
const README = 'README.md'

const INTRODUCTION = `# The catalog

The resource types that come with apphost-compile. This page is made from the definitions in this folder.

* Besides the properties below, every field of a workload can be set (\`endpoints\`, \`env\`, \`args\`, \`resources\` and so
  on); it merges over what the type says. \`image\` takes the image from elsewhere, such as a mirror.
* Endpoints are ports inside the application's network. Nothing outside reaches them unless the resource says so, as in
  \`endpoints: { http: { published: "127.0.0.1:8080" } }\`.
* A secret that is left out is a parameter, whose name stands under "default" for the resource of the example. It has to
  be given when deploying; the README beside the published files says how. \`password: $<Parameters.name>\` takes a
  parameter that you declare.
* The variables are those that \`api\` in the example is given, one table for each of its \`references\`. \`$<Parameters.name>\`
  in them is filled in when deploying, \`| uri\`, \`| adonet\` and \`| json\` quote it as that place needs it.
* An output can be used anywhere in the manifest: \`$<Resources.my-postgres.host>\`. So can properties.
* \`existing:\` stands for a server that is there already: nothing is deployed for it, references get the same variables.
* "Proven: on a real server" means that tests start the server and use what is injected, "not run" that the type follows
  the pages of the vendor which its definition names, and was never started.
`

/** The built-in types, sorted by name. */
function allTypes(): readonly TypeDefinition[] {
  return builtInTypeNames().flatMap((name) => builtInType(name) ?? [])
}

/** The overview in Markdown that the README holds, with a newline at its end. */
export async function catalogTable(): Promise<string> {
  const rows: string[][] = []
  for (const definition of allTypes()) {
    const { service } = await catalogExample(definition)
    rows.push([
      `[\`${definition.name}\`](${CATALOG_PAGE}#${definition.name})`,
      cell(textAt(definition.root, 'description') ?? ''),
      code(service.image),
      childrenOf(definition.children) || 'none',
      cell(provenOf(definition)),
    ])
  }
  return table(['type', 'what it is', 'image', 'children', 'proven'], rows)
}

/** The page with a section for each type. */
export async function catalogPage(): Promise<string> {
  const sections: string[] = []
  for (const definition of allTypes()) sections.push(sectionOf(definition, await catalogExample(definition)))
  return [INTRODUCTION, ...sections].join('\n')
}

/** Brings the page and the README's overview up to date. */
export async function writeCatalogPages(): Promise<void> {
  writeFileSync(CATALOG_PAGE, await catalogPage())
  writeFileSync(README, withSection(readFileSync(README, 'utf8'), 'catalog', await catalogTable()))
}

/** The document with `content` between the markers of that name; throws if they are not there. */
export function withSection(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`]
  const start = document.indexOf(begin)
  const stop = document.indexOf(end)
  if (start < 0 || stop < start) throw new Error(`the document has no section ${name}`)
  return `${document.slice(0, start + begin.length)}\n${content.trim()}\n\n${document.slice(stop)}`
}

function provenOf(definition: TypeDefinition): string {
  return definition.proven ?? 'not run'
}

/** `vhosts`, which hold `queues`. */
function childrenOf(children: ReadonlyMap<string, ChildDefinition>): string {
  const parts = [...children.values()].map((one) => {
    const below = childrenOf(one.children)
    return below === '' ? code(one.field) : `${code(one.field)}, which hold ${below}`
  })
  return parts.join('; ')
}

function sectionOf(definition: TypeDefinition, example: CatalogExample): string {
  const description = textAt(definition.root, 'description') ?? ''
  const proven = `Proven: ${provenOf(definition)}. [Definition](${definition.name}.yaml)`
  return [
    `## ${definition.name}\n`,
    `${description}. ${proven}.\n`,
    `\`\`\`yaml\nresources:\n${Object.entries(example.smallest).map(resourceLines).join('')}\`\`\`\n`,
    `${factsOf(definition, example)}\n`,
    propertyTable(definition, example.name),
    ...example.referents.map((referent) => referentPart(definition, referent, example)),
  ].join('\n')
}

function resourceLines([name, fields]: readonly [string, unknown]): string {
  const lines = Object.entries(fields as Record<string, unknown>).map(([key, value]) => `    ${key}: ${flow(value)}\n`)
  return `  ${name}:\n${lines.join('')}`
}

/** Data as people write it in one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null) return dump(value).trimEnd()
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${flow(item)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function factsOf(definition: TypeDefinition, { service }: CatalogExample): string {
  const required = [...definition.properties.values()].filter((one) => one.required).map((one) => one.name)
  const kept = (service.volumes ?? []).filter((one) => one.type === 'volume').map((one) => plain(one.target))
  const [, property] = /^\$<Self\.(\w+)>$/.exec(textAt(definition.hasData, 'when') ?? '') ?? []
  const where = property === undefined ? '' : `, where ${plain(property)} is set,`
  const loss =
    definition.keepsDataIn.length === 0 ? '' : `; without it${where} a warning says that data goes with the container`
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Must be set', listed(required)],
    ['Image', plain(service.image)],
    ['Endpoints', endpointsOf(definition) || 'none'],
    [
      'Data',
      kept.length === 0 ? undefined : `${kept.join(', ')}, on a volume where ${namesOf(definition)} is set${loss}`,
    ],
    ['Fixed once there is data, unless the server is told too', listed(definition.takenOnce)],
    ['Healthy if', healthOf(service, definition.comments.get('health'))],
    ['`existing:` takes', existingOf(definition.existing)],
  ]
  return facts.flatMap(([what, value]) => (value === undefined ? [] : [`* ${what}: ${value}`])).join('\n')
}

function listed(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.map(plain).join(', ')
}

function endpointsOf(definition: TypeDefinition): string {
  const endpoints = entriesAt(definition.workload, 'endpoints').map(({ key, value }) => {
    const condition = /^\$<Self\.(\w+)>$/.exec(textAt(value, 'when') ?? '')?.[1]
    const port = `${plain(key)} on port ${textAt(value, 'targetPort') ?? '?'}`
    return condition === undefined ? port : `${port} (only with ${plain(condition)})`
  })
  return endpoints.join(', ')
}

function namesOf(definition: TypeDefinition): string {
  const volumes = [...definition.properties.values()].filter((one) => one.type === 'volume').map((one) => one.name)
  return volumes.map(plain).join(' or ')
}

function existingOf(fields: readonly string[]): string | undefined {
  const others = listed(fields.filter((one) => one !== 'connectionString'))
  if (!fields.includes('connectionString')) return others
  return others === undefined ? '`connectionString`' : `\`connectionString\` alone, or ${others}`
}

/** What decides whether it is healthy: a command as a shell takes it, or the script that a shell is given. */
function healthOf({ healthcheck }: CatalogExample['service'], comment: string | undefined): string {
  const because = comment === undefined ? '' : ` (${comment})`
  if (healthcheck === undefined) return `not checked by Docker Compose${because}`
  const [kind, ...words] = healthcheck.test
  const parts = words.map((word) => word.replace(/\$\$/g, () => '$'))
  const isScript = kind === 'CMD-SHELL' || (/^(?:ba)?sh$/.test(parts[0] ?? '') && /^-\w*c$/.test(parts[1] ?? ''))
  if (!isScript) return `${plain(parts.map(quoted).join(' '))}${because}`
  const script = (parts.at(-1) ?? '').trimEnd()
  if (script.length < 80 && !script.includes('\n')) return `${plain(script)}${because}`
  const indented = script.replace(/^(?=.)/gm, '  ')
  return `this succeeds in the container${because}:\n\n  \`\`\`sh\n${indented}\n  \`\`\`\n`
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, () => `'\\''`)}'`
}

function propertyTable(body: DefinitionBody, path: string): string {
  const rows = [...body.properties.values()].map((one) => [
    code(one.name),
    typeOf(one),
    defaultOf(one, path),
    cell(textAt(one.schema, 'description') ?? ''),
  ])
  return rows.length === 0 ? '' : table(['property', 'type', 'default', 'meaning'], rows)
}

function typeOf({ type, schema }: PropertyDefinition): string {
  const values = itemsAt(schema, 'enum').flatMap((item) => textOf(item) ?? [])
  if (values.length > 0) return values.map(code).join(', ')
  const [least, most] = [textAt(schema, 'minimum'), textAt(schema, 'maximum')]
  const [shortest, longest] = [textAt(schema, 'minLength'), textAt(schema, 'maxLength')]
  const pattern = textAt(schema, 'pattern')
  const limits = [
    ...(least === undefined ? [] : [`from ${least}`]),
    ...(most === undefined ? [] : [`up to ${most}`]),
    ...(shortest === undefined ? [] : [shortest === '1' ? 'not empty' : `at least ${shortest} characters`]),
    ...(longest === undefined ? [] : [`at most ${longest} characters`]),
    ...(pattern === undefined ? [] : [cell(textAt(schema, 'says') ?? '') || `like ${code(pattern)}`]),
  ]
  return [type, ...limits].join(', ')
}

function defaultOf(property: PropertyDefinition, path: string): string {
  if (property.required) return '**must be set**'
  if (property.type === 'secret' && !property.optional) return `parameter ${code(`${path}-${kebab(property.name)}`)}`
  if (property.default === undefined) return 'not set'
  const value = plainData(property.default)
  if (value === '$<Self.name>') return 'its name'
  return code(typeof value === 'string' ? value : JSON.stringify(value))
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function referentPart(definition: TypeDefinition, referent: Referent, example: CatalogExample): string {
  const one = referent.child
  const variables = `A reference to ${plain(referent.name)} injects:\n\n${variableTable(definition, referent)}`
  if (one === undefined) return variables
  const path = [...referent.parents, referent.name].join('-')
  return [
    `### ${plain(one.field)} of ${definition.name}\n`,
    childText(one, referent, path, example),
    propertyTable(one, path),
    variables,
  ].join('\n')
}

function childText(one: ChildDefinition, { parents, job }: Referent, path: string, example: CatalogExample): string {
  const described = one.description === undefined ? '' : `${one.description}. `
  if (job === undefined) return `${described}Nothing has to be made on the server.\n`
  const image = job.image === example.service.image ? '' : `, in the image ${plain(job.image)},`
  const parent = plain(parents.at(-1) ?? example.name)
  return `${described}The job ${plain(path)} makes it${image} after ${parent} is there, on every deployment; what exists stays as it is.\n`
}

/** What a reference injects in the order of the definition, then the outputs that no variable shows. */
function variableTable(definition: TypeDefinition, referent: Referent): string {
  const inject = new Map([...definition.inject, ...bodiesOf(definition, referent).flatMap((one) => [...one.inject])])
  const properties = [...inject].map(([property, output]) => [property.toUpperCase(), output] as const)
  const further = new Map([definition, ...bodiesOf(definition, referent)].flatMap((one) => [...one.connectionStrings]))
  const shown = new Set<string>()
  const rows = [...referent.variables].map(([variable, value]) => {
    const at = properties.findIndex(([property]) => variable.endsWith(`_${property}`))
    const isWhole = variable.startsWith('ConnectionStrings__')
    const key = variable.slice(`ConnectionStrings__${referent.name}_`.length)
    const output = isWhole ? (further.get(key) ?? 'connectionString') : (properties[at]?.[1] ?? '')
    shown.add(output)
    return { place: isWhole ? -1 : at === -1 ? properties.length : at, variable, value, output }
  })
  const cells = rows
    .toSorted((left, right) => left.place - right.place)
    .map(({ variable, value, output }) => [code(variable), code(value), output === '' ? '' : code(output)])
  const others = [...referent.outputs].filter(([output]) => !shown.has(output))
  return table(
    ['variable', 'value', 'output'],
    [...cells, ...others.map(([output, value]) => ['', code(value), code(output)])],
  )
}

/** The kinds of children on the way from the type to the referent. */
function bodiesOf(definition: TypeDefinition, { child: last }: Referent): readonly ChildDefinition[] {
  if (last === undefined) return []
  const wayTo = (body: DefinitionBody): readonly ChildDefinition[] | undefined => {
    for (const one of body.children.values()) {
      const below = one === last ? [] : wayTo(one)
      if (below !== undefined) return [one, ...below]
    }
    return undefined
  }
  return wayTo(definition) ?? []
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/** What stands in a cell may not end it. */
function cell(text: string): string {
  return text.replace(/\|/g, () => '\\|')
}

/** Text as it is, in a table. */
function code(text: string): string {
  return cell(plain(text))
}

/** Text as it is, outside of tables; with more backticks around it than in it. */
function plain(text: string): string {
  const [fence, gap] = text.includes('`') ? ['``', ' '] : ['`', '']
  return `${fence}${gap}${text.replace(/\n/g, () => ' ')}${gap}${fence}`
}
