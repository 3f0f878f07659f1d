import { builtInType, builtInTypeNames } from '../catalog/load.ts'
import type { DefinitionBody } from '../catalog/type-definition.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import { PRIMITIVE_TYPES } from '../overlay/primitive-types.ts'
import { isMeant } from '../parameters/declarations.ts'
import { maskTexts } from '../parameters/mask.ts'
import { redactSource } from '../parameters/redact.ts'
import { entriesAt, textAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { hideUnreadSecrets } from './unread-secrets.ts'

/** Values that stand in a manifest or an overlay where only a secret may be: a mistake, and not to be shown again. */
export interface SecretLiterals {
  readonly spans: readonly Span[]
  readonly texts: ReadonlySet<string>
}

/** What the definitions of types say, as far as they are loaded. */
type Types = ReadonlyMap<string, DefinitionBody>

/** A text that only puts placeholders together gives nothing away. */
function isLiteral(node: Node): boolean {
  if (node.kind !== 'scalar') return true
  return node.value !== null && node.text.replace(/\$<[^<>]*>/g, () => '') !== ''
}

/** The properties that every type, known or not, might hold a secret in. */
function anyBody(): DefinitionBody {
  const bodies = builtInTypeNames()
    .map(builtInType)
    .filter((body) => body !== undefined)
  return {
    properties: new Map(bodies.flatMap((body) => [...body.properties].filter(([, one]) => one.type === 'secret'))),
    outputs: new Map(),
    inject: new Map(),
    connectionStrings: new Map(),
    children: new Map(),
  }
}

function addSecretProperties(fields: Node, body: DefinitionBody, add: (node: Node | undefined) => void): void {
  for (const { name, type } of body.properties.values()) {
    if (type !== 'secret') continue
    add(child(fields, name))
    add(child(child(fields, 'existing'), name))
  }
  for (const [field, definition] of body.children) {
    for (const item of entriesAt(fields, field)) addSecretProperties(item.value, definition, add)
  }
}

function typeOf(trees: readonly MapNode[], resource: string): string | undefined {
  for (const tree of trees) {
    const type = textAt(child(child(tree, 'resources'), resource), 'type')
    if (type !== undefined) return type
  }
  return undefined
}

/**
 * Finds literals in the places of secrets: defaults of secret parameters, their values in environments, secret
 * properties of resource types. `trees` are the files as written and, first, what they were merged to.
 */
export function secretLiterals(trees: readonly MapNode[], types: Types = new Map()): SecretLiterals {
  const spans: Span[] = []
  const texts = new Set<string>()
  const collect = (node: Node): void => {
    if (node.kind === 'scalar') texts.add(node.text)
    else if (node.kind === 'sequence') node.items.forEach(collect)
    else for (const one of node.entries.values()) collect(one.value)
    if (node.kind === 'map') for (const key of node.entries.keys()) texts.add(key)
  }
  const add = (node: Node | undefined): void => {
    if (node === undefined || !isLiteral(node)) return
    spans.push(node.span)
    collect(node)
  }
  const declarations = trees.flatMap((tree) => entriesAt(tree, 'parameters'))
  const secrets = new Set(declarations.filter((one) => isMeant(child(one.value, 'secret'))).map((one) => one.key))
  const bodies = new Map<string, DefinitionBody>()
  let unknown: DefinitionBody | undefined
  for (const tree of trees) {
    for (const { key, value } of entriesAt(tree, 'parameters')) {
      if (secrets.has(key)) add(value.kind === 'map' ? child(value, 'default') : value)
    }
    for (const environment of entriesAt(tree, 'environments')) {
      for (const { key, value } of entriesAt(environment.value, 'parameters')) if (secrets.has(key)) add(value)
    }
    for (const { key, value } of entriesAt(tree, 'resources')) {
      const type = typeOf(trees, key)
      if (type !== undefined && PRIMITIVE_TYPES.has(type)) continue
      if (type !== undefined && !bodies.has(type)) bodies.set(type, types.get(type) ?? builtInType(type) ?? anyBody())
      addSecretProperties(value, bodies.get(type ?? '') ?? (unknown ??= anyBody()), add)
    }
  }
  return { spans, texts }
}

/** Diagnostics in whose frames and messages none of the literals can be read, nor what may be one in a broken file. */
export function hideSecretLiterals(
  diagnostics: readonly Diagnostic[],
  literals: SecretLiterals,
): readonly Diagnostic[] {
  const broken = new Set(
    diagnostics.flatMap((one) => (one.code.startsWith('AH1') ? (one.span?.source.path ?? []) : [])),
  )
  if (literals.spans.length === 0 && broken.size === 0) return diagnostics
  const texts = new Set(literals.texts)
  const hidden = new Map<Source, Source>()
  const hideSource = (source: Source): Source => {
    const known = hidden.get(source)
    if (known !== undefined) return known
    const redacted = redactSource(source, literals.spans)
    const made = broken.has(source.path) ? hideUnreadSecrets(redacted, (text) => void texts.add(text)) : redacted
    hidden.set(source, made)
    return made
  }
  const hide = (span: Span): Span => ({ ...span, source: hideSource(span.source) })
  const framed = diagnostics.map((one) => ({
    ...one,
    span: one.span === undefined ? undefined : hide(one.span),
    related: one.related.map((related) => ({ ...related, span: hide(related.span) })),
  }))
  if (texts.size === 0) return framed
  const mask = maskTexts(texts)
  return framed.map((one) => ({
    ...one,
    message: mask(one.message),
    hints: one.hints.map(mask),
    related: one.related.map((related) => ({ ...related, message: mask(related.message) })),
  }))
}
