import type { YamlEntry, YamlList, YamlMap, YamlValue } from '../../print/yaml-document.ts'
import { isList, isMap, type MergeRule, mergeRule } from './merge-keys.ts'

/**
 * Lays a value of the escape hatch over a generated one, by the rules of `merge-keys.ts`; `path` is where they stand in
 * the file (`services`, `api`). In a map `null` deletes. Comments of what was generated stay with what stays.
 */
export function mergeCompose(base: YamlValue, over: YamlValue, path: readonly string[]): YamlValue {
  const rule = mergeRule(path)
  if (rule?.kind === 'names' && isList(over) && !isList(base))
    return isMap(base) ? mergePairs(base, fromPairs(over)) : over
  const [left, right] = [sameForm(base, over, rule), sameForm(over, base, rule)]
  if (rule?.kind === 'replace') return withoutNulls(over)
  if (isMap(left) && isMap(right)) {
    return rule?.kind === 'same' && differs(left, right, rule.field)
      ? withoutNulls(right)
      : mergeMaps(left, right, path)
  }
  if (isList(left) && isList(right)) return mergeLists(left, right, rule, path)
  return withoutNulls(over)
}

/** The value in the form in which the two can merge, where its place has more than one. */
function sameForm(value: YamlValue, other: YamlValue, rule: MergeRule | undefined): YamlValue {
  switch (rule?.kind) {
    case 'names':
      return isList(value) ? fromPairs(value) : value
    case 'keys':
      return isList(value)
        ? { kind: 'map', entries: value.items.map((item) => ({ key: String(item), value: rule.value })) }
        : value
    case 'short':
      return typeof value === 'string' ? { kind: 'map', entries: [{ key: rule.field, value }] } : value
    case 'append':
    case 'identity':
      if (typeof value === 'string') return { kind: 'list', items: [value] }
      // `extra_hosts`: a map and a list, or two maps, are lists of NAME=VALUE
      return rule.kind === 'append' && isMap(value) && !isMap(other) ? toPairs(value) : value
    case 'same':
    case 'replace':
    case undefined:
      return value
  }
}

function fromPairs(list: YamlList): YamlMap {
  const entries = new Map<string, YamlEntry>()
  for (const item of list.items) {
    const text = String(item)
    const at = text.indexOf('=')
    const key = at === -1 ? text : text.slice(0, at)
    entries.set(key, { key, value: at === -1 ? null : text.slice(at + 1) })
  }
  return { kind: 'map', entries: [...entries.values()] }
}

/** A list's name alone takes its value from the environment and deletes nothing, unlike `null` in a map. */
function mergePairs(base: YamlMap, over: YamlMap): YamlMap {
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]))
  for (const { key, value } of over.entries) entries.set(key, { ...(entries.get(key) ?? { key }), value })
  return { kind: 'map', entries: [...entries.values()] }
}

function toPairs(map: YamlMap): YamlList {
  const items = map.entries.flatMap(({ key, value }) =>
    (isList(value) ? value.items : [value]).map((one) => `${key}=${String(one)}`),
  )
  return { kind: 'list', items }
}

function differs(left: YamlMap, right: YamlMap, field: string): boolean {
  const [one, other] = [left, right].map((map) => map.entries.find(({ key }) => key === field)?.value)
  return one !== undefined && other !== undefined && one !== other
}

function mergeMaps(base: YamlMap, over: YamlMap, path: readonly string[]): YamlMap {
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]))
  for (const entry of over.entries) {
    const known = entries.get(entry.key)
    if (entry.value === null && (known !== undefined || !mayBeNull(path))) entries.delete(entry.key)
    else if (known === undefined) entries.set(entry.key, { ...entry, value: withoutNulls(entry.value ?? EMPTY_MAP) })
    else entries.set(entry.key, { ...known, value: mergeCompose(known.value, entry.value, [...path, entry.key]) })
  }
  return { kind: 'map', entries: [...entries.values()] }
}

const EMPTY_MAP: YamlMap = { kind: 'map', entries: [] }

/** Where Compose takes `null` for a definition without options, so that one that is new deletes nothing but defines. */
function mayBeNull(path: readonly string[]): boolean {
  if (path.length === 1) return path[0] === 'volumes' || path[0] === 'networks'
  return path.length === 3 && path[0] === 'services' && (path[2] === 'networks' || path[2] === 'models')
}

function mergeLists(base: YamlList, over: YamlList, rule: MergeRule | undefined, path: readonly string[]): YamlList {
  const identity = rule?.kind === 'identity' ? rule.identity : undefined
  const nameOf = (item: YamlValue): string => identity?.(item) ?? JSON.stringify(item)
  const items = [...base.items]
  const places = new Map(items.map((item, index) => [nameOf(item), index]))
  for (const item of over.items) {
    const name = nameOf(item)
    const at = places.get(name)
    const before = at === undefined ? undefined : items[at]
    if (at === undefined || before === undefined) places.set(name, items.push(withoutNulls(item)) - 1)
    else
      items[at] =
        rule?.kind === 'identity' && rule.deep === true ? mergeCompose(before, item, [...path, '']) : withoutNulls(item)
  }
  return base.comments === undefined ? { kind: 'list', items } : { kind: 'list', items, comments: base.comments }
}

/** What is new cannot delete anything: its `null`s are left out, inside it too. */
function withoutNulls(value: YamlValue): YamlValue {
  if (isList(value)) return { ...value, items: value.items.map(withoutNulls) }
  if (!isMap(value)) return value
  const entries = value.entries.filter((entry) => entry.value !== null)
  return { kind: 'map', entries: entries.map((entry) => ({ ...entry, value: withoutNulls(entry.value) })) }
}
