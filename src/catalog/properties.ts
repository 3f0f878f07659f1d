import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { fitsLimits } from '../parameters/check-value.ts'
import { redactSpan } from '../parameters/redact.ts'
import { wordsOf } from '../parameters/rules.ts'
import { itemsAt, textAt, textOf } from '../syntax/fields.ts'
import { child, scalar, type MapNode, type Node } from '../syntax/node.ts'
import { kebabCase } from './implied-secrets.ts'
import type { DefinitionBody, PropertyDefinition } from './type-definition.ts'

/** What the properties of a definition are set for. */
export interface PropertyHolder {
  /** `orders-db.orders` of a child. */
  readonly path: string
  /** The place of its name. */
  readonly span: Span
  readonly fields: MapNode
  readonly existing: MapNode | undefined
}

/** The values of a definition's properties: the user's, a secret's parameter, else the default. */
export function propertiesOf(holder: PropertyHolder, body: DefinitionBody, report: Report): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>()
  for (const property of body.properties.values()) {
    const given = child(holder.existing, property.name) ?? child(holder.fields, property.name)
    if (given === undefined) checkUnset(holder, property, report)
    const value = property.type === 'secret' ? secretOf(holder, property, given, report) : (given ?? property.default)
    if (value !== undefined) found.set(property.name, value)
  }
  return found
}

function secretOf(
  { path }: PropertyHolder,
  property: PropertyDefinition,
  given: Node | undefined,
  report: Report,
): Node | undefined {
  const name = `${path.replace(/\./g, () => '-')}-${kebabCase(property.name)}`
  if (given?.kind === 'scalar' && !given.text.startsWith('$<')) {
    report(
      diagnostic(
        'AH5004',
        redactSpan(given.span),
        `"${property.name}" of "${path}" is a secret and cannot be written out`,
        {
          hints: [
            `declare a parameter with \`secret: true\` and write \`${property.name}: $<Parameters.name>\`, or leave it out: the type then uses the parameter "${name}"`,
          ],
          subject: { resource: path },
        },
      ),
    )
  }
  if (given !== undefined || property.optional || property.required) return given
  return scalar(`$<Parameters.${name}>`, property.span, { origin: 'generated' })
}

function checkUnset(holder: PropertyHolder, property: PropertyDefinition, report: Report): void {
  if (property.required && holder.existing === undefined) reportUnset(holder, property, report)
  if (textOf(property.default) === '$<Self.name>') checkNamedAfter(holder, property, report)
}

function reportUnset({ path, span }: PropertyHolder, property: PropertyDefinition, report: Report): void {
  const value = property.type === 'boolean' ? (textOf(itemsAt(property.schema, 'enum')[0]) ?? 'true') : '...'
  report(
    diagnostic('AH5043', span, `"${property.name}" of "${path}" must be set`, {
      hints: [`add \`${property.name}: ${value}\`${described(property)}`],
      subject: { resource: path },
    }),
  )
}

/** A default that is the name of the resource has to look as a value that users set would have to. */
function checkNamedAfter({ path, span }: PropertyHolder, property: PropertyDefinition, report: Report): void {
  const name = path.slice(path.lastIndexOf('.') + 1)
  if (property.limits === undefined || fitsLimits(property.limits, name)) return
  report(
    diagnostic(
      'AH5044',
      span,
      `"${name}" cannot be the \`${property.name}\` of "${path}", which takes its name where it is not set`,
      {
        hints: [`set \`${property.name}\`, which takes ${wordsOf(property.limits).join(', ')}`],
        subject: { resource: path },
      },
    ),
  )
}

/** What the definition says about it, to go on with after what is to be done. */
function described(property: PropertyDefinition): string {
  const text = textAt(property.schema, 'description')
  return text === undefined ? '' : `: ${text}`
}
