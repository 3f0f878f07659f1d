import { createCollector, diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import { parseDotenv } from '../print/dotenv-file.ts'
import { plainYaml, yamlMap, type PlainYaml, type YamlMap, type YamlValue } from '../print/yaml-document.ts'
import { coreValue } from '../syntax/core-schema.ts'
import { decodedText, EVENT, eventsOf, SCALAR_PLAIN } from '../syntax/events.ts'
import type { Node } from '../syntax/node.ts'
import { parseText } from '../syntax/read-yaml.ts'

/** What a tree that was read says, in the form of what was meant. */
function plainNode(node: Node): PlainYaml {
  switch (node.kind) {
    case 'scalar':
      return node.style === 'plain' ? node.value : node.text
    case 'sequence':
      return node.items.map(plainNode)
    case 'map':
      return new Map([...node.entries.values()].map((entry) => [entry.key, plainNode(entry.value)]))
  }
}

/** The path of the first difference, or undefined if the two say the same; the order of keys does not matter. */
function difference(meant: PlainYaml, read: PlainYaml, path: string): string | undefined {
  if (meant instanceof Map && read instanceof Map) {
    const left = meant as ReadonlyMap<string, PlainYaml>
    const right = read as ReadonlyMap<string, PlainYaml>
    for (const key of right.keys()) if (!left.has(key)) return `${path}.${key}`
    for (const [key, value] of left) {
      const other = right.get(key)
      if (other === undefined) return `${path}.${key}`
      const found = difference(value, other, `${path}.${key}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (Array.isArray(meant) && Array.isArray(read)) {
    const left = meant as readonly PlainYaml[]
    const right = read as readonly PlainYaml[]
    if (left.length !== right.length) return path
    for (const [index, value] of left.entries()) {
      const found = difference(value, right[index] ?? null, `${path}[${String(index)}]`)
      if (found !== undefined) return found
    }
    return undefined
  }
  return Object.is(meant, read) ? undefined : path
}

/**
 * Whether the events of a text say a document, key by key in its order: the quick way, without building a tree. `false`
 * means only that a closer look is needed (another order, an anchor, a real difference).
 */
function saysInOrder(text: string, meant: YamlMap): boolean {
  const parsed = eventsOf(text)
  if (!('events' in parsed)) return false
  const { events } = parsed
  let at = 1
  const scalar = (): string | number | boolean | null | undefined => {
    const event = events[at++]
    if (event?.type !== EVENT.SCALAR || event.tagStart !== -1 || event.anchorStart !== -1) return undefined
    const decoded = decodedText(text, event)
    return event.style === SCALAR_PLAIN ? coreValue(decoded) : decoded
  }
  const says = (value: YamlValue): boolean => {
    if (typeof value !== 'object' || value === null) return Object.is(scalar(), value)
    const event = events[at++]
    if (event?.type !== (value.kind === 'map' ? EVENT.MAPPING : EVENT.SEQUENCE)) return false
    if (value.kind === 'map') {
      for (const entry of value.entries) if (scalar() !== entry.key || !says(entry.value)) return false
    } else {
      for (const item of value.items) if (!says(item)) return false
    }
    return events[at++]?.type === EVENT.POP
  }
  return events[0]?.type === EVENT.DOCUMENT && says(meant) && at === events.length - 1
}

/** How much text, in code units, is parsed at a time: what the parser notes of it is garbage before the next. */
const PIECE = 1 << 16

/**
 * `saysInOrder` for a long text, entry by entry of the maps at its top: each is a document of its own, if nothing but blank
 * lines and comments stands between them. `false` means again that a closer look is needed.
 */
function saysInPieces(text: string, meant: YamlMap): boolean {
  const starts = lineStarts(text, /^(?=[^ #\n])/gm)
  if (starts.length !== meant.entries.length || !/^(?:#.*\n|\n)*$/.test(text.slice(0, starts[0]))) return false
  return meant.entries.every((entry, at) => {
    const part = text.slice(starts[at], starts[at + 1])
    const { key, value } = entry
    const head = `${key}:\n`
    const isLong = part.length > 2 * PIECE && typeof value === 'object' && value?.kind === 'map'
    if (!isLong || !part.startsWith(head)) return saysInOrder(part, yamlMap([entry]))
    return saysBelow(part.slice(head.length), value)
  })
}

/** The same for the entries of one map, whose keys stand two columns in. */
function saysBelow(text: string, { entries }: YamlMap): boolean {
  const starts = lineStarts(text, /^ {2}(?=[^ #\n])/gm)
  if (starts.length !== entries.length || !/^(?: {2}#.*\n|\n)*$/.test(text.slice(0, starts[0]))) return false
  for (let from = 0; from < entries.length;) {
    const start = starts[from] ?? 0
    let to = from + 1
    while (to < entries.length && (starts[to] ?? 0) - start < PIECE) to += 1
    if (!saysInOrder(text.slice(start, starts[to]), yamlMap(entries.slice(from, to)))) return false
    from = to
  }
  return true
}

function lineStarts(text: string, line: RegExp): readonly number[] {
  return Array.from(text.matchAll(line), (match) => match.index)
}

/**
 * Parses a YAML artifact again, and reports where it does not say what was meant: as the user's mistake where a template
 * of theirs made it, else as the bug that it is.
 */
export function readBack(path: string, text: string, meant: YamlMap, report: Report, template?: Source): boolean {
  if (text.length > 4 * PIECE ? saysInPieces(text, meant) : saysInOrder(text, meant)) return true
  const { report: collect, diagnostics } = createCollector()
  const root = parseText(path, text, collect)
  const [problem] = diagnostics
  const where =
    root === undefined || problem !== undefined
      ? (problem?.message ?? 'it is no map')
      : difference(plainYaml(meant), plainNode(root), '')
  if (where === undefined) return true
  reportDifference(path, where.replace(/^\./, ''), report, template)
  return false
}

/** Reads a `.env` that a user's template made: it must set what ours sets, to the same values, and nothing else. */
export function readBackDotenv(path: string, text: string, meant: string, report: Report, template: Source): boolean {
  const ours = assignments(meant)
  const theirs = assignments(text)
  const names = [...new Set([...ours.keys(), ...theirs.keys()])]
  const where = names.find((name) => ours.get(name) !== theirs.get(name))
  if (where === undefined) return true
  reportDifference(path, where, report, template)
  return false
}

/** What Compose reads from every line that is neither blank nor a comment. */
function assignments(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const line of parseDotenv(text)) {
    if (line.kind === 'assignment') found.set(line.key, `${line.interpolated ? '$' : '='}${line.value}`)
    else if (line.kind === 'other') found.set(line.text.trim(), '')
  }
  return found
}

function reportDifference(path: string, where: string, report: Report, template: Source | undefined): void {
  if (template === undefined) {
    const hints = ['report it as a bug']
    report(diagnostic('AH9002', undefined, `${path} does not read back as it was meant: ${where}`, { hints }))
    return
  }
  report(
    diagnostic(
      'AH6096',
      { source: template, start: 0, end: 0 },
      `with this template ${path} would not say what the manifest says: ${where}`,
      { hints: ['a template is for the layout: undo the change, and say in the manifest what is to be said'] },
    ),
  )
}
