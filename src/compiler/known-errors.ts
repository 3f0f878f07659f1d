import type { Diagnostic, Report } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Entry, MapNode, Node } from '../syntax/node.ts'

/** Sections of the manifest whose entries have names of the user's, so that an error in one leaves the others alone. */
const SECTIONS: readonly string[] = [
  'parameters',
  'resources',
  'volumes',
  'networks',
  'targets',
  'environments',
  'registries',
  'pipeline',
]

/** Single values at the top level that hardly anything depends on. */
const HARMLESS: readonly string[] = ['version', 'apphost', 'requires', 'accept', 'state']

/** With more errors than these the first ones are enough to work on. */
const MOST_ERRORS = 200

/** What earlier passes found wrong, so that later ones say only what is new. */
export interface KnownErrors {
  /** An error that later passes would only repeat in other words: where a section or a file as a whole is wrong. */
  readonly stops: boolean
  /** Whether a diagnostic is about something that is known to be wrong already. */
  isEcho(found: Diagnostic): boolean
}

interface Extent {
  readonly path: string
  readonly start: number
  readonly end: number
}

interface Named {
  readonly name: string
  readonly section: string
  readonly value: Node
  readonly extents: readonly Extent[]
}

/** Sorts errors by the entries of the manifest in which they stand. */
export function knownErrors(diagnostics: readonly Diagnostic[], root: MapNode): KnownErrors {
  const errors = diagnostics.filter((one) => one.severity === 'error')
  if (errors.length === 0) return { stops: false, isEcho: () => false }
  if (errors.length > MOST_ERRORS) return { stops: true, isEcho: () => true }
  const entries = namedEntries(root)
  const spoiled = new Set<Named>()
  let stops = false
  for (const error of errors) {
    const subject = rootName(error.subject.resource)
    const found = entries.filter(
      (one) => (one.section === 'resources' && one.name === subject) || contains(one.extents, error.span),
    )
    for (const one of found) spoiled.add(one)
    if (found.length === 0 && !isHarmless(error.span, root)) stops = true
  }
  return { stops, isEcho: (found) => isEcho(found, spoiled, namesOf(spoiled)) }
}

/** Passes a report on, but for echoes of what is known. */
export function withoutEchoes(report: Report, known: KnownErrors): Report {
  return (found) => {
    if (!known.isEcho(found)) report(found)
  }
}

function isEcho(found: Diagnostic, spoiled: ReadonlySet<Named>, names: ReadonlySet<string>): boolean {
  const subject = rootName(found.subject.resource)
  for (const one of spoiled) {
    if (one.section === 'resources' && one.name === subject) return true
    if (contains(one.extents, found.span)) return true
  }
  // What others miss in a resource that could not be read is missing because of that.
  return [...found.message.matchAll(/"([^"]+)"/g)].some((match) => names.has(rootName(match[1]) ?? ''))
}

function rootName(name: string | undefined): string | undefined {
  return name?.split('.')[0]
}

/** Names under which others speak of what is wrong: the children of a resource among them. */
function namesOf(spoiled: ReadonlySet<Named>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { name, section, value } of spoiled) {
    names.add(name)
    if (section !== 'resources' || value.kind !== 'map') continue
    for (const field of value.entries.values()) {
      if (field.key !== 'env' && field.value.kind === 'map')
        for (const key of field.value.entries.keys()) names.add(key)
    }
  }
  return names
}

function namedEntries(root: MapNode): readonly Named[] {
  return SECTIONS.flatMap((section) => {
    const node = root.entries.get(section)?.value
    if (node?.kind !== 'map') return []
    return [...node.entries.values()].map((one) => ({
      name: one.key,
      section,
      value: one.value,
      extents: extentsOf(one),
    }))
  })
}

/** Where an entry was written: one stretch for each file that had a say in it. */
function extentsOf(one: Entry): readonly Extent[] {
  const found: Extent[] = []
  const add = (path: string, start: number, end: number): void => {
    if (!found.some((known) => known.path === path && known.start <= start && end <= known.end))
      found.push({ path, start, end })
  }
  const walk = (node: Node): void => {
    add(node.span.source.path, node.span.start, node.span.end)
    if (node.kind === 'sequence') for (const item of node.items) walk(item)
    if (node.kind === 'map') for (const entry of node.entries.values()) walkEntry(entry)
  }
  const walkEntry = ({ keySpan, value }: Entry): void => {
    const together = keySpan.source === value.span.source && keySpan.start <= value.span.end
    add(keySpan.source.path, keySpan.start, together ? value.span.end : keySpan.end)
    walk(value)
  }
  walkEntry(one)
  return found
}

function contains(extents: readonly Extent[], span: Span | undefined): boolean {
  if (span === undefined) return false
  return extents.some((one) => one.path === span.source.path && one.start <= span.start && span.end <= one.end)
}

/** Errors of the command line, and of values that stand for themselves. */
function isHarmless(span: Span | undefined, root: MapNode): boolean {
  if (span === undefined) return true
  return HARMLESS.some((key) => {
    const one = root.entries.get(key)
    return one !== undefined && contains(extentsOf(one), span)
  })
}
