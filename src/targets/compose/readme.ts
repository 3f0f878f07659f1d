import type { Endpoint, Workload } from '../../model/app-model.ts'
import { markdown, markdownAddress, markdownCode, markdownNames, type Markdown } from '../../print/markdown.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import { literalOf } from '../../template/value.ts'
import { builtElsewhere } from './built-elsewhere.ts'
import type { ComposeDocument } from './document.ts'
import { head, jobContexts, needsSecrets } from './job-contexts.ts'
import { derivedForm, runsAgain, type ReadmeContext } from './layout.ts'
import type { Lowering } from './lowering.ts'
import type { Split } from './services.ts'
import { variablesOf } from './variables.ts'
import { ENVIRONMENT } from './project.ts'

const MINIMUM_VERSION = '2.23.1'

const PORTS: Readonly<Record<string, string>> = { 'http://': '80', 'https://': '443' }

function addressOf(lowering: Lowering, project: string, workload: Workload, endpoint: Endpoint): Markdown {
  const { published } = endpoint
  const scheme = endpoint.scheme === 'http' || endpoint.scheme === 'https' ? `${endpoint.scheme}://` : ''
  const suffix = endpoint.protocol === 'udp' ? '/udp' : ''
  if (published === undefined || published.kind === 'auto') {
    return markdown`any free port: ${markdownCode(`docker compose -p ${project} port ${workload.name} ${String(endpoint.targetPort.from)}`)}`
  }
  const host =
    published.address === undefined
      ? 'localhost'
      : published.address.includes(':')
        ? `[${published.address}]`
        : published.address
  if (published.kind === 'range')
    return markdownCode(`${host}:${String(published.range.from)}-${String(published.range.to)}${suffix}`)
  const literal = literalOf(published.port)
  const [part] = published.port.parts
  const name = part?.kind === 'parameter' ? lowering.interpolation.parameters.get(part.name)?.variable : undefined
  if (literal === undefined)
    return markdown`${markdownCode(`${scheme}${host}:`)} and the port in ${markdownCode(name ?? '')}`
  if (scheme === '') return markdownCode(`${host}:${literal}${suffix}`)
  return markdownAddress(literal === PORTS[scheme] ? `${scheme}${host}` : `${scheme}${host}:${literal}`)
}

/** Everything that the README says. */
export function readmeContext(
  lowering: Lowering,
  project: string,
  split: Split,
  main: ComposeDocument,
  jobs: ComposeDocument | undefined,
): ReadmeContext {
  const { model, interpolation } = lowering
  const all = [...split.main, ...split.jobs]
  const mains = split.main.filter((one) => one.isMain)
  return {
    ...head(lowering),
    application: model.name,
    project,
    promoted: lowering.model.promoted ?? [],
    valuesFile: lowering.model.promoted === undefined ? '.env' : `${ENVIRONMENT}.env`,
    minimumVersion: MINIMUM_VERSION,
    needsSecrets: needsSecrets(lowering),
    starts: split.main.length > 0,
    builds: all.some((one) => one.body.entries.some((entry) => entry.key === 'build')),
    builtElsewhere: builtElsewhere(lowering, all),
    endpoints: endpointsOf(lowering, project),
    volumes: volumeNames(project, main, jobs),
    variables: variablesOf(lowering),
    forms: formsOf(lowering),
    formsOptional: [...interpolation.derived.values()].every((one) => !one.required),
    keptSecrets: keptSecrets(lowering),
    secretFiles: [...lowering.secretFiles],
    notes: [...lowering.notes, ...existing(main, jobs)],
    runsAgain: mains
      .filter((one) => one.workload.job !== undefined)
      .map((one) => runsAgain(one.name, purposeOf(one.workload))),
    ...jobContexts(lowering, split),
    binds: lowering.binds,
    notCarriedOver: notCarriedOver(lowering),
  }
}

/** The forms that occur among derived variables. */
function formsOf(lowering: Lowering): ReadmeContext['forms'] {
  const forms = [...lowering.interpolation.derived.values()].flatMap((one) =>
    one.source === undefined ? [] : [derivedForm(one.filters.map((filter) => filter.name))],
  )
  const unique = new Map(forms.map((one) => [one.suffix, one]))
  return [...unique.values()].toSorted((one, other) => compareCodePoints(other.suffix, one.suffix))
}

function endpointsOf(lowering: Lowering, project: string): ReadmeContext['endpoints'] {
  return lowering.model.workloads.flatMap((workload) =>
    workload.endpoints.flatMap((endpoint) => {
      if (workload.hostNetwork !== undefined || endpoint.published === undefined) return []
      const address = addressOf(lowering, project, workload, endpoint)
      return [{ service: workload.name, endpoint: endpoint.name, address }]
    }),
  )
}

function purposeOf(workload: Workload): Markdown | undefined {
  if (workload.creates === undefined) return undefined
  return markdown`creates the ${workload.creates.what} ${markdownCode(workload.creates.label)} if it is not there`
}

/** Full names of the volumes that `down` keeps. */
function volumeNames(project: string, main: ComposeDocument, jobs: ComposeDocument | undefined): readonly string[] {
  return [main, jobs].flatMap((document) =>
    (document?.sections.get('volumes')?.entries ?? []).flatMap(({ key, value }) => {
      const isExternal =
        typeof value === 'object' &&
        value !== null &&
        value.kind === 'map' &&
        value.entries.some((entry) => entry.key === 'external')
      return isExternal ? [] : [`${project}_${key}`]
    }),
  )
}

/** What somebody else made, and `up` only joins. */
function existing(main: ComposeDocument, jobs: ComposeDocument | undefined): readonly Markdown[] {
  const names = (section: string): readonly Markdown[] =>
    [main, jobs].flatMap((document) =>
      (document?.sections.get(section)?.entries ?? []).flatMap(({ key, value }) => {
        if (typeof value !== 'object' || value === null || value.kind !== 'map') return []
        const external = value.entries.some((entry) => entry.key === 'external')
        const name = value.entries.find((entry) => entry.key === 'name')?.value
        if (!external) return []
        const variable = typeof name === 'string' ? /^\$\{([A-Z0-9_]+)\?/.exec(name)?.[1] : undefined
        return [
          variable === undefined
            ? markdownCode(typeof name === 'string' ? name : key)
            : markdown`that ${markdownCode(variable)} names`,
        ]
      }),
    )
  return [
    ...names('volumes').map(
      (name) => markdown`The volume ${name} must be there before: it is used, and never made or removed.`,
    ),
    ...names('networks').map(
      (name) => markdown`The network ${name} must be there before: it is used, and never made or removed.`,
    ),
  ]
}

/** Servers that keep their data and take a secret only while it is empty. */
function keptSecrets(lowering: Lowering): ReadmeContext['keptSecrets'] {
  return lowering.model.workloads.flatMap((workload) => {
    if (workload.origin === 'create' || !workload.volumes.some((mount) => mount.source.kind === 'own')) return []
    return (lowering.model.takenOnce.get(workload.resource) ?? []).flatMap((name) => {
      const used = lowering.interpolation.parameters.get(name)
      return used === undefined ? [] : [{ service: workload.name, variable: used.variable }]
    })
  })
}

function notCarriedOver(lowering: Lowering): readonly Markdown[] {
  const cpu = [...lowering.swarmOnly]
  const items = [...lowering.losses]
  const note =
    cpu.length === 0
      ? undefined
      : markdown`${markdownCode('requests.cpu')} of ${markdownNames(cpu)} is written, but only Swarm heeds it.`
  const sizes =
    lowering.sizes.length === 0 ? undefined : markdown`Volume sizes (${lowering.sizes.join(', ')}) are not enforced.`
  if (note !== undefined && sizes !== undefined) items.push(markdown`${note} ${sizes}`)
  else if (note !== undefined) items.push(note)
  else if (sizes !== undefined) items.push(sizes)
  return items
}
