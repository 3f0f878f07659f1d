import { mapAt } from '../../syntax/fields.ts'
import { printYaml, printYamlComment } from '../../print/yaml.ts'
import { yamlMap, type YamlEntry, type YamlMap } from '../../print/yaml-document.ts'
import type { Value } from '../../template/value.ts'
import type { ComposeFileContext, SectionContext } from './layout.ts'
import { complain, type Lowering, type Service } from './lowering.ts'
import { patchTopLevel } from './patch.ts'

/** One Compose file to be: its services with their comments, and everything at the top level. */
export interface ComposeDocument {
  /** Undefined in compose.jobs.yaml, which is never used alone. */
  readonly project: string | undefined
  readonly services: readonly Service[]
  readonly sections: ReadonlyMap<string, YamlMap>
  /** Top-level keys that only the escape hatch brings. */
  readonly extra: YamlMap
}

const SECTIONS = ['networks', 'configs', 'secrets', 'volumes'] as const

/** compose.yaml, with the target's own `compose:` laid over it. */
export function mainDocument(lowering: Lowering, project: string, services: readonly Service[]): ComposeDocument {
  const sections = new Map<string, YamlMap>([
    ['networks', networks(lowering)],
    ['configs', named(lowering.top.configs, new Set(services.flatMap((one) => one.configs)))],
    ['secrets', named(lowering.top.secrets, usedSecrets(lowering, services))],
    ['volumes', named(lowering.top.volumes, new Set(services.flatMap((one) => one.volumes)))],
  ])
  const patch = mapAt(lowering.model.target.tree, 'compose')
  if (patch === undefined) return { project, services, sections, extra: yamlMap([]) }
  for (const key of ['services', 'name']) {
    const written = patch.entries.get(key)
    if (written === undefined) continue
    complain(lowering, '', 'AH6119', written.keySpan, `\`${key}\` does not belong into the target's \`compose:\``, {
      hints: [key === 'services' ? 'write it on the resource: `resources.<name>.compose`' : 'use `project`'],
    })
  }
  const own = [...sections]
    .filter(([, map]) => map.entries.length > 0)
    .map(([key, value]): YamlEntry => ({ key, value }))
  const merged = patchTopLevel(lowering, patch, yamlMap(own))
  const extra = merged.entries.filter((entry) => !SECTIONS.some((key) => key === entry.key))
  const patched = new Map<string, YamlMap>()
  for (const key of SECTIONS) {
    const value = merged.entries.find((entry) => entry.key === key)?.value
    patched.set(key, typeof value === 'object' && value !== null && value.kind === 'map' ? value : yamlMap([]))
  }
  return { project, services, sections: patched, extra: yamlMap(extra) }
}

/** compose.jobs.yaml: jobs that `up` must not start, and what they need that compose.yaml does not declare. */
export function jobsDocument(lowering: Lowering, services: readonly Service[], main: ComposeDocument): ComposeDocument {
  const without = (key: string, map: YamlMap): YamlMap => {
    const declared = new Set(main.sections.get(key)?.entries.map((entry) => entry.key) ?? [])
    return yamlMap(map.entries.filter((entry) => !declared.has(entry.key)))
  }
  const sections = new Map<string, YamlMap>([
    ['configs', without('configs', named(lowering.top.configs, new Set(services.flatMap((one) => one.configs))))],
    ['secrets', without('secrets', named(lowering.top.secrets, usedSecrets(lowering, services)))],
    ['volumes', without('volumes', named(lowering.top.volumes, new Set(services.flatMap((one) => one.volumes))))],
  ])
  return { project: undefined, services, sections, extra: yamlMap([]) }
}

function named(all: ReadonlyMap<string, YamlMap>, used: ReadonlySet<string>): YamlMap {
  return yamlMap([...all].flatMap(([key, value]) => (used.has(key) ? [{ key, value }] : [])))
}

/** The images of this project that a reference names: their builds stand at the service as well. */
function imagesIn(value: Value): readonly string[] {
  return value.parts.flatMap((part) => (part.kind === 'image' ? [part.image] : []))
}

/** Secrets that services mount, and those that their builds use. */
function usedSecrets(lowering: Lowering, services: readonly Service[]): ReadonlySet<string> {
  const used = new Set(services.flatMap((one) => one.secrets))
  const containers = services.flatMap((one) => [one.workload, ...one.workload.init, ...one.workload.sidecars])
  const builds = new Set(
    containers.flatMap(({ image }) =>
      image === undefined ? [] : image.kind === 'built' ? [image.image.name] : imagesIn(image.value),
    ),
  )
  for (const key of lowering.top.secrets.keys()) {
    const end = key.indexOf('.build.')
    if (end !== -1 && builds.has(key.slice(0, end))) used.add(key)
  }
  return used
}

/** The networks that somebody is on. */
function networks(lowering: Lowering): YamlMap {
  const used = new Set(lowering.model.workloads.flatMap((one) => one.networks))
  return yamlMap(
    lowering.model.networks.flatMap((network): readonly YamlEntry[] => {
      if (!used.has(network.name)) return []
      const entries: YamlEntry[] = []
      if (network.internal) entries.push({ key: 'internal', value: true })
      if (network.existing !== undefined) {
        entries.push(
          { key: 'external', value: true },
          {
            key: 'name',
            value: lowering.interpolation.encode(network.existing, { resource: network.name, span: network.span }),
          },
        )
      }
      return [{ key: network.name, value: yamlMap(entries) }]
    }),
  )
}

/** What the file says, for reading back and for the schema. */
export function meantBy(document: ComposeDocument): YamlMap {
  const services = yamlMap(document.services.map((one) => ({ key: one.name, value: one.body })))
  return yamlMap([
    ...(document.project === undefined ? [] : [{ key: 'name', value: document.project }]),
    { key: 'services', value: services },
    ...[...document.sections].flatMap(([key, value]) => (value.entries.length === 0 ? [] : [{ key, value }])),
    ...document.extra.entries,
  ])
}

const CONFIGS_COMMENT =
  'Compose does not recreate a container when a content changes; the label apphost-compile.dev/files makes it.'

/** What the layout of a Compose file is given. */
export function fileContext(lowering: Lowering, document: ComposeDocument): ComposeFileContext {
  const { model } = lowering
  const section = (key: string, comment: readonly string[] = []): SectionContext | undefined => {
    const map = document.sections.get(key)
    if (map === undefined || map.entries.length === 0) return undefined
    // Blocks of text want air between them; short entries do not.
    const spread =
      key === 'configs' && map.entries.length > 1
        ? yamlMap(map.entries.map((entry, at) => ({ ...entry, blankBefore: at > 0 })))
        : map
    return { comment: comment.length === 0 ? undefined : printYamlComment(comment, 0), block: printYaml(spread, 2) }
  }
  return {
    manifest: model.manifest,
    environment: model.promoted?.join(', ') ?? model.environment,
    target: model.target.name,
    project: document.project ?? '',
    services: document.services.map((one) => ({
      comment: one.comment.length === 0 ? undefined : printYamlComment(one.comment, 2),
      block: printYaml(yamlMap([{ key: one.name, value: one.body }]), 2),
    })),
    networks: section('networks'),
    configs: section('configs', hasContent(document) && document.project !== undefined ? [CONFIGS_COMMENT] : []),
    secrets: section('secrets'),
    volumes: section('volumes'),
    extra: document.extra.entries.length === 0 ? undefined : printYaml(document.extra, 0),
  }
}

function hasContent(document: ComposeDocument): boolean {
  return (document.sections.get('configs')?.entries.length ?? 0) > 0
}
