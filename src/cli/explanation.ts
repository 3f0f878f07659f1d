import type { CompileResult } from '../compiler/compilation.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Parameter } from '../parameters/parameter.ts'
import type { Node, Path } from '../syntax/node.ts'
import { formatPath, nodeAt } from '../syntax/pointer.ts'
import { visit } from '../syntax/visit.ts'
import { MASK, placeText, shownValue, sourceText } from './describe-parameter.ts'

/** One place that had a say in a value, newest first. */
export interface Say {
  readonly place: string
  /** `manifest`, `overlay`, `extends`, `resource type`, `target defaults`, `generated`. */
  readonly role: string
  readonly value: string
}

/** One value and where it comes from. */
export interface ExplainedValue {
  readonly path: string
  readonly value: string
  readonly says: readonly Say[]
}

/** One parameter, as it may be shown: masked where it is secret. */
export interface ExplainedParameter {
  readonly name: string
  readonly value: string | undefined
  /** Without a value: made when it is deployed. */
  readonly generated: boolean
  readonly source: string | undefined
  readonly overridden: readonly string[]
  readonly users: readonly string[]
}

/** What `explain PATH` says: the values at the path and below it, and the parameters that they name. */
export interface Explanation {
  readonly path: string
  readonly values: readonly ExplainedValue[]
  readonly parameters: readonly ExplainedParameter[]
}

const ROLES: Readonly<Record<NonNullable<Node['origin']>, string>> = {
  extends: 'from the resource it extends',
  type: 'from the resource type',
  defaults: "from the target's defaults",
  generated: 'made by apphost-compile',
  reference: 'brought by this reference, endpoint or env file',
}

function roleOf(node: Node, manifest: string): string {
  if (node.origin !== undefined) return ROLES[node.origin]
  return node.span.source.path === manifest ? 'manifest' : 'overlay'
}

/** Whether a value must not be shown: a literal of a secret, which is an error, but may be there. */
export function isHidden({ span }: Node, secrets: readonly Span[]): boolean {
  return secrets.some(
    (secret) => secret.source.path === span.source.path && secret.start <= span.start && span.end <= secret.end,
  )
}

/** A value as it may be shown on one line: secrets masked, nested things in flow form. */
export function shownNode(node: Node, result: CompileResult): string {
  if (isHidden(node, result.secretLiterals)) return MASK
  if (node.kind === 'map') {
    const entries = [...node.entries.values()]
    return `{${entries.map((one) => `${one.key}: ${shownNode(one.value, result)}`).join(', ')}}`
  }
  if (node.kind === 'sequence') return `[${node.items.map((item) => shownNode(item, result)).join(', ')}]`
  return node.text === '' ? '""' : node.text
}

function explainValue(node: Node, path: Path, result: CompileResult, manifest: string): ExplainedValue {
  const says: Say[] = []
  for (let one: Node | undefined = node; one !== undefined; one = one.replaced) {
    says.push({ place: placeText(one.span), role: roleOf(one, manifest), value: shownNode(one, result) })
  }
  return { path: formatPath(path), value: shownNode(node, result), says }
}

function textsOf(node: Node): readonly string[] {
  if (node.kind === 'scalar') return [node.text]
  return node.kind === 'sequence' ? node.items.flatMap(textsOf) : []
}

/** Names of the parameters that a text mentions. */
function mentioned(text: string): readonly string[] {
  return [...text.matchAll(/\$<\s*Parameters\.([A-Za-z0-9_-]+)/g)].flatMap((found) => found[1] ?? [])
}

function explainParameter(parameter: Parameter, result: CompileResult): ExplainedParameter {
  const { declaration, source, overridden } = parameter
  return {
    name: declaration.name,
    value: shownValue(parameter),
    generated: declaration.generate !== undefined,
    source: source === undefined ? undefined : sourceText(source),
    overridden: overridden.map(sourceText),
    users: (result.parameterUses.get(declaration.name) ?? []).map((use) => use.path),
  }
}

/** A scalar, a list of scalars (which is replaced as a whole), or something empty. */
function isOneValue(node: Node): boolean {
  if (node.kind === 'scalar') return true
  return node.kind === 'map' ? node.entries.size === 0 : node.items.every((item) => item.kind === 'scalar')
}

/** Every leaf at and below a node, by its path as text. */
function leavesOf(
  path: Path,
  root: Node,
  result: CompileResult,
): ReadonlyMap<string, { readonly path: Path; readonly node: Node }> {
  const leaves = new Map<string, { readonly path: Path; readonly node: Node }>()
  visit(root, (node, below) => {
    const isLeaf = isOneValue(node) || isHidden(node, result.secretLiterals)
    // A map that replaced something else as a whole has a story of its own.
    if (!isLeaf && (node.replaced === undefined || node.replaced.kind === node.kind)) return true
    const whole = [...path, ...below]
    leaves.set(formatPath(whole), { path: whole, node })
    return !isLeaf
  })
  return leaves
}

/**
 * Explains everything at and below a path: each leaf with all that had a say in it, and the parameters that it names. What
 * a resource type adds comes last.
 */
export function explainPath(path: Path, result: CompileResult, manifest: string): Explanation {
  const written = nodeAt(result.merged, path)
  const expanded = nodeAt(result.expanded, path)
  const leaves = new Map(written === undefined ? [] : leavesOf(path, written, result))
  for (const [text, leaf] of expanded === undefined ? [] : leavesOf(path, expanded, result)) {
    const known = leaves.get(text)
    // The same value, which also knows what it replaced of the resource type.
    if (known === undefined || known.node.span === leaf.node.span) leaves.set(text, leaf)
  }
  const names = new Set<string>()
  if (path[0] === 'parameters' && typeof path[1] === 'string') names.add(path[1])
  const values = [...leaves.values()].map((leaf) => {
    for (const text of textsOf(leaf.node)) for (const name of mentioned(text)) names.add(name)
    return explainValue(leaf.node, leaf.path, result, manifest)
  })
  const parameters = [...names].flatMap((name) => {
    const parameter = result.parameters.get(name)
    return parameter === undefined ? [] : [explainParameter(parameter, result)]
  })
  return { path: formatPath(path), values, parameters }
}
