import { entriesAt } from '../syntax/fields.ts'
import { child, type Node, type ScalarNode } from '../syntax/node.ts'
import type { EnvironmentVariable, Placed } from './app-model.ts'
import { complain, type Fields } from './bind-context.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { mentionsPlaceholder } from '../template/parse-template.ts'
import { text } from '../template/value.ts'
import type { Form } from '../validate/shape.ts'

// Readers of single fields. The schema has checked shapes; what is malformed all the same counts as not written.

/** A late-bound text. */
export function lateText(fields: Fields, node: ScalarNode | undefined): Placed | undefined {
  if (node === undefined) return undefined
  const value = fields.context.resolver.late(node, fields.context.resource)
  return value === undefined ? undefined : { value, span: node.span }
}

/** A text as known when publishing. */
export function boundText(fields: Fields, node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? fields.context.resolver.bound(node, fields.context.resource) : undefined
}

/** A value for a message: on one line and not too long, whatever it holds. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value)
}

/** A text as known when publishing that has to have a form: the schema has checked it unless it comes out of a placeholder. */
export function boundForm(fields: Fields, node: Node | undefined, form: Form): string | undefined {
  const found = boundText(fields, node)
  if (found === undefined || node?.kind !== 'scalar' || !mentionsPlaceholder(node.text)) return found
  if (found.length <= form.maxLength && new RegExp(`^(?:${form.pattern})$`, 'u').test(found)) return found
  complain(fields, 'AH5030', node.span, `${quoted(found)} of "${fields.owner}" is not ${form.says}`, {
    hints: ['correct the value of what is named here'],
  })
  return undefined
}

/** `true` or `false` as known when publishing; any other text is reported. */
export function boundBoolean(fields: Fields, node: Node | undefined): boolean | undefined {
  const found = boundText(fields, node)
  if (found === undefined) return undefined
  if (found === 'true' || found === 'false') return found === 'true'
  complain(fields, 'AH4216', node?.span, `${quoted(found)} is not true or false`, {
    hints: ['declare the parameter with `type: boolean`'],
  })
  return undefined
}

/** A whole number as known when publishing; any other text is reported. */
export function boundInteger(fields: Fields, node: Node | undefined): number | undefined {
  const found = boundText(fields, node)
  if (found === undefined) return undefined
  const number = Number(found)
  if (found !== '' && Number.isSafeInteger(number)) return number
  complain(fields, 'AH4216', node?.span, `${quoted(found)} is not a whole number`, {
    hints: ['declare the parameter with `type: integer`'],
  })
  return undefined
}

/** The texts of several nodes as known when publishing; what was reported is left out. */
export function boundTexts(fields: Fields, nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => boundText(fields, node) ?? [])
}

/** A list of late-bound texts (`args`); undefined if the key is not there. */
export function lateTexts(fields: Fields, key: string): readonly Placed[] | undefined {
  const node = child(fields.tree, key)
  if (node?.kind !== 'sequence') return undefined
  return node.items.flatMap((item) => (item.kind === 'scalar' ? (lateText(fields, item) ?? []) : []))
}

/** A map of late-bound texts (`labels`), sorted by key. */
export function lateMap(fields: Fields, key: string): readonly EnvironmentVariable[] {
  return entriesAt(fields.tree, key)
    .flatMap((entry) => {
      const placed = entry.value.kind === 'scalar' ? lateText(fields, entry.value) : undefined
      return placed === undefined ? [] : [{ name: entry.key, value: placed.value, span: entry.keySpan }]
    })
    .toSorted((left, right) => compareCodePoints(left.name, right.name))
}

/** A text as known when publishing, with its place. */
export function boundPlaced(fields: Fields, node: Node | undefined): Placed | undefined {
  const found = boundText(fields, node)
  return found === undefined || node === undefined ? undefined : { value: text(found), span: node.span }
}

/** A map of texts as known when publishing (`extraHosts`), sorted by key. */
export function boundMap(fields: Fields, key: string): readonly EnvironmentVariable[] {
  return entriesAt(fields.tree, key)
    .flatMap((entry) => {
      const placed = boundPlaced(fields, entry.value)
      return placed === undefined ? [] : [{ name: entry.key, ...placed, span: entry.keySpan }]
    })
    .toSorted((left, right) => compareCodePoints(left.name, right.name))
}

const DURATION = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/

/** Milliseconds of `90s`, `1h30m`, `500ms`; undefined if the text is none. */
function durationOf(written: string): number | undefined {
  const match = DURATION.exec(written)
  if (match === null || written === '') return undefined
  const [, hours = '0', minutes = '0', seconds = '0', milliseconds = '0'] = match
  return Math.round(
    Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(milliseconds),
  )
}

/** A duration as known when publishing, in milliseconds; any other text is reported. */
export function boundDuration(fields: Fields, node: Node | undefined): number | undefined {
  const written = boundText(fields, node)
  if (written === undefined) return undefined
  const found = durationOf(written)
  if (found === undefined) {
    complain(fields, 'AH5030', node?.span, `${quoted(written)} is not a duration`, {
      hints: ['write it as `90s`, `1h30m` or `500ms`'],
    })
  }
  return found
}

/** A port from 1 to 65535, or a range of them. */
export function portRangeOf(written: string): { readonly from: number; readonly to: number } | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(written)
  if (match === null) return undefined
  const from = Number(match[1])
  const to = match[2] === undefined ? from : Number(match[2])
  return from >= 1 && to <= 65_535 && from <= to ? { from, to } : undefined
}
