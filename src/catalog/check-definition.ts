import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { parsePattern } from '../parameters/pattern.ts'
import { entriesAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts'
import { visit } from '../syntax/visit.ts'
import type { DefinitionBody, PropertyDefinition, TypeDefinition } from './type-definition.ts'

/** Where a definition decides: the keys whose value names what decides. */
const DECIDING: ReadonlySet<string> = new Set(['when', 'match', 'from'])
const REFERENCE = /^\$<(Self|Parent)\.([A-Za-z0-9_-]+)>$/

/** What `$<Self>` may name; a child has all that its parents have. */
interface Scope {
  /** Properties, and fields that hold children: what can decide. */
  readonly deciding: ReadonlySet<string>
  /** Properties and outputs: what can be injected. */
  readonly injected: ReadonlySet<string>
}

const NOTHING: Scope = { deciding: new Set(), injected: new Set() }

/** Reports what a definition injects without having it (AH5036), and decides by without declaring it (AH4203). */
export function checkDefinition(definition: TypeDefinition, report: Report): void {
  checkBody(definition.root, 'workload', definition, NOTHING, report)
}

function checkBody(tree: MapNode, workload: string, body: DefinitionBody, parent: Scope, report: Report): void {
  const self: Scope = {
    deciding: new Set([...parent.deciding, ...body.properties.keys(), ...body.children.keys()]),
    injected: new Set([...parent.injected, ...body.properties.keys(), ...body.outputs.keys()]),
  }
  for (const { key, value } of [...entriesAt(tree, 'inject'), ...entriesAt(tree, 'connectionStrings')]) {
    if (value.kind === 'scalar' && !self.injected.has(value.text)) reportInject(key, value, self.injected, report)
  }
  for (const property of body.properties.values()) if (property.type === 'secret') checkPattern(property, report)
  for (const decided of [child(tree, workload), child(tree, 'outputs')])
    if (decided !== undefined) checkLogic(decided, self, parent, report)
  const holders = child(tree, 'children')
  for (const [field, definition] of body.children) {
    const below = child(holders, field)
    if (below?.kind === 'map') checkBody(below, 'create', definition, self, report)
  }
}

/** The pattern of a text is the schema's; that of a secret is checked like a parameter's. */
function checkPattern({ name, schema }: PropertyDefinition, report: Report): void {
  const node = child(schema, 'pattern')
  if (node?.kind !== 'scalar') return
  const parsed = parsePattern(node.text)
  if ('node' in parsed) return
  report(
    diagnostic('AH4008', node.span, `property "${name}": its pattern cannot be used: ${parsed.problem}`, {
      hints: ['only what Go and JavaScript share is understood'],
    }),
  )
}

function reportInject(property: string, output: ScalarNode, known: ReadonlySet<string>, report: Report): void {
  report(
    diagnostic(
      'AH5036',
      output.span,
      `"${property}" is injected from "${output.text}", which the type does not declare`,
      {
        hints: [...didYouMean(output.text, known), `it has: ${[...known].join(', ')}`],
      },
    ),
  )
}

/** A name that nothing bears would never decide, and nobody would notice. */
function checkLogic(root: Node, self: Scope, parent: Scope, report: Report): void {
  visit(root, (node, _path, entry) => {
    if (node.kind !== 'scalar' || entry === undefined || !DECIDING.has(entry.key)) return
    const match = REFERENCE.exec(node.text)
    if (match === null) return
    const [, owner = '', name = ''] = match
    const { deciding } = owner === 'Parent' ? parent : self
    if (deciding.has(name)) return
    report(
      diagnostic(
        'AH4203',
        node.span,
        `\`${entry.key}\` asks for "${name}", which is no property and holds no children`,
        {
          hints: [...didYouMean(name, deciding), `there are: ${[...deciding].join(', ')}`].slice(0, 1),
        },
      ),
    )
  })
}
