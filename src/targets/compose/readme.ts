import type { Endpoint, Workload } from '../../model/app-model.ts'
import { scalarAt } from '../../model/read-fields.ts'
import {
  markdown,
  markdownAddress,
  markdownCode,
  markdownCodeBlock,
  markdownNames,
  type Markdown,
} from '../../print/markdown.ts'
import { compareCodePoints } from '../../syntax/compare.ts'
import { literalOf } from '../../template/value.ts'
import type { ComposeDocument } from './document.ts'
import { stepsOf } from './facts.ts'
import type { DerivedVariable, UsedParameter } from './interpolation-state.ts'
import {
  derivedForm,
  runsAgain,
  type CrontabContext,
  type EnvContext,
  type JobContext,
  type ReadmeContext,
  type VariableContext,
} from './layout.ts'
import { fromOutput, type Lowering, type Service } from './lowering.ts'
import type { Split } from './services.ts'

const MINIMUM_VERSION = '2.23.1'

function describe({ parameter: { declaration } }: UsedParameter): string {
  return (declaration.description ?? `parameter ${declaration.name}`).replace(/\s+/g, ' ').trim()
}

function head(lowering: Lowering): {
  readonly manifest: string
  readonly environment: string
  readonly target: string
} {
  return {
    manifest: lowering.model.manifest,
    environment: lowering.model.environment,
    target: lowering.model.target.name,
  }
}

/** `.env`: what is not secret with its value, secrets as commented lines. */
export function environmentContext(lowering: Lowering): EnvContext {
  const used = [...lowering.interpolation.parameters.values()]
  const derived = [...lowering.interpolation.derived.values()].toSorted((one, other) =>
    compareCodePoints(one.variable, other.variable),
  )
  const form = (one: DerivedVariable): EnvContext['secrets'][number]['derived'][number] => ({
    name: one.variable,
    form: derivedForm(one.filters.map((filter) => filter.name)).form,
    required: one.required,
  })
  const secrets = used
    .filter((one) => one.parameter.declaration.secret)
    .map((one) => ({
      name: one.variable,
      description: describe(one),
      derived: derived.filter((other) => other.source === one.variable).map(form),
    }))
  const composed = derived
    .filter((one) => one.source === undefined)
    .map((one) => ({ name: one.variable, description: `${one.expression}, to be put together by hand`, derived: [] }))
  return {
    variables: used
      .filter((one) => !one.parameter.declaration.secret)
      .map((one) => ({
        name: one.variable,
        description: describe(one),
        value: one.parameter.text ?? '',
        given: one.parameter.text !== undefined,
      })),
    secrets: [...secrets, ...composed],
  }
}

function variablesOf(lowering: Lowering): readonly VariableContext[] {
  const { parameters, derived, images } = lowering.interpolation
  const users = (names: ReadonlySet<string>): readonly string[] =>
    [...names].filter((name) => name !== '').toSorted(compareCodePoints)
  const nothing = {
    description: undefined,
    derivedFrom: undefined,
    form: undefined,
    imageOf: undefined,
    defaultValue: undefined,
    defaultVariable: undefined,
  }
  const ofParameters = [...parameters.values()].map((one): VariableContext => {
    const { secret } = one.parameter.declaration
    const required = secret || one.parameter.text === undefined
    return {
      ...nothing,
      name: one.variable,
      description: describe(one),
      secret,
      required,
      defaultValue: required ? undefined : one.parameter.text,
      users: users(one.users),
    }
  })
  const ofDerived = [...derived.values()].map((one): VariableContext => ({
    ...nothing,
    name: one.variable,
    description: one.source === undefined ? one.expression : undefined,
    derivedFrom: one.source,
    form: derivedForm(one.filters.map((filter) => filter.name)).form,
    secret: true,
    required: one.required,
    defaultVariable: one.required ? undefined : one.source,
    users: users(one.users),
  }))
  const ofImages = [...images.values()].map((one): VariableContext => ({
    ...nothing,
    name: one.variable,
    imageOf: one.image.name,
    secret: false,
    required: false,
    defaultValue:
      literalOf(one.image.reference) ??
      withoutMessages(
        lowering.interpolation.encode(one.image.reference, { resource: one.image.name, span: undefined }),
      ),
    users: users(one.users),
  }))
  const byName = (one: VariableContext, other: VariableContext): number => compareCodePoints(one.name, other.name)
  return [...[...ofParameters, ...ofDerived].toSorted(byName), ...ofImages.toSorted(byName)]
}

/** What a person wants to see of a default that names variables: `${REGISTRY}/team/api:1.0.0`. */
function withoutMessages(encoded: string): string {
  return encoded.replace(/\$\{([A-Z0-9_]+):?\?[^}]*\}/g, (_, variable: string) => `\${${variable}}`)
}

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

function jobContext(services: readonly Service[], { workload }: Service): JobContext {
  return {
    name: workload.name,
    steps: stepsOf(services, workload.name),
    retries: workload.job?.retries === 0 ? undefined : workload.job?.retries,
  }
}

function schedules(
  split: Split,
): readonly {
  readonly name: string
  readonly cron: string
  readonly timezone: string | undefined
  readonly alone: boolean
  readonly steps: readonly string[]
}[] {
  return split.jobs.flatMap(({ workload, isMain }) => {
    const schedule = workload.job?.schedule
    return !isMain || schedule === undefined
      ? []
      : [
          {
            name: workload.name,
            cron: schedule.cron,
            timezone: schedule.timezone,
            alone: schedule.overlap === undefined || schedule.overlap === 'forbid',
            steps: stepsOf(split.jobs, workload.name),
          },
        ]
  })
}

function needsSecrets(lowering: Lowering): boolean {
  return [...lowering.interpolation.parameters.values()].some((one) => one.parameter.declaration.secret)
}

/** `crontab`, where the target says `schedules: crontab`; jobs without a time zone first, because `CRON_TZ` holds for all below it. */
export function crontabContext(lowering: Lowering, project: string, split: Split): CrontabContext | undefined {
  const jobs = schedules(split)
  if (scalarAt(lowering.model.target.tree, 'schedules')?.text !== 'crontab' || jobs.length === 0) return undefined
  const sorted = [
    ...jobs.filter((job) => job.timezone === undefined),
    ...jobs.filter((job) => job.timezone !== undefined),
  ]
  return { ...head(lowering), project, needsSecrets: needsSecrets(lowering), jobs: sorted }
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
  const ofJobs = split.jobs.filter((one) => one.isMain)
  const crontab = scalarAt(model.target.tree, 'schedules')?.text === 'crontab'
  const forms = new Map(
    [...interpolation.derived.values()]
      .filter((one) => one.source !== undefined)
      .map((one) => [
        derivedForm(one.filters.map((filter) => filter.name)).suffix,
        derivedForm(one.filters.map((filter) => filter.name)),
      ]),
  )
  const sortedForms = [...forms.values()].toSorted((one, other) => compareCodePoints(other.suffix, one.suffix))
  return {
    ...head(lowering),
    application: model.name,
    project,
    minimumVersion: MINIMUM_VERSION,
    needsSecrets: needsSecrets(lowering),
    starts: split.main.length > 0,
    builds: all.some((one) => one.body.entries.some((entry) => entry.key === 'build')),
    builtElsewhere: builtElsewhere(lowering, all),
    endpoints: model.workloads.flatMap((workload) =>
      workload.hostNetwork !== undefined
        ? []
        : workload.endpoints.flatMap((endpoint) =>
            endpoint.published === undefined
              ? []
              : [
                  {
                    service: workload.name,
                    endpoint: endpoint.name,
                    address: addressOf(lowering, project, workload, endpoint),
                  },
                ],
          ),
    ),
    volumes: volumeNames(project, main, jobs),
    variables: variablesOf(lowering),
    forms: sortedForms,
    formsOptional: [...interpolation.derived.values()].every((one) => !one.required),
    keptSecrets: keptSecrets(lowering),
    secretFiles: [...lowering.secretFiles],
    notes: [...lowering.notes, ...existing(main, jobs)],
    runsAgain: mains
      .filter((one) => one.workload.job !== undefined)
      .map((one) => runsAgain(one.name, purposeOf(one.workload))),
    afterJobs: ofJobs
      .filter((one) => one.workload.job?.run === 'before-deploy' || one.workload.job?.run === 'after-deploy')
      .map((one) => jobContext(split.jobs, one)),
    manualJobs: ofJobs
      .filter((one) => one.workload.job?.run === 'manual' || (one.workload.job?.run === 'scheduled' && !crontab))
      .map((one) => jobContext(split.jobs, one)),
    scheduledJobs: crontab ? schedules(split) : [],
    scheduledAlone: crontab ? schedules(split).flatMap((one) => (one.alone ? [one.name] : [])) : [],
    unscheduledJobs: crontab ? [] : schedules(split),
    binds: lowering.binds,
    notCarriedOver: notCarriedOver(lowering),
  }
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

/** Images that Compose does not build: of .NET projects, and those that only other builds use. */
function builtElsewhere(lowering: Lowering, services: readonly Service[]): ReadmeContext['builtElsewhere'] {
  const built = new Set(
    services.flatMap((one) =>
      [one.workload, ...one.workload.init, ...one.workload.sidecars].flatMap((fields) =>
        fields.image?.kind === 'built' ? [fields.image.image.name] : [],
      ),
    ),
  )
  return lowering.model.images.flatMap((image) => {
    const reference = literalOf(image.reference) ?? ''
    if (image.dotnetProject !== undefined) {
      const project = fromOutput(lowering, image.dotnetProject) ?? image.dotnetProject
      const tag = reference.slice(reference.lastIndexOf(':') + 1)
      return [
        {
          resource: image.name,
          command: markdownCodeBlock(
            'sh',
            `dotnet publish ${quoteWord(project)} -t:PublishContainer -p:ContainerRepository=${quoteWord(reference.slice(0, reference.lastIndexOf(':')))} -p:ContainerImageTag=${quoteWord(tag)}`,
          ),
        },
      ]
    }
    if (
      !image.standalone ||
      built.has(image.name) ||
      lowering.interpolation.images.get(image.name)?.users.size === undefined
    )
      return []
    const context = image.context === undefined ? '.' : (fromOutput(lowering, image.context) ?? image.context)
    const file = image.dockerfile === undefined ? '' : ` --file ${quoteWord(`${context}/${image.dockerfile}`)}`
    const stage = image.stage === undefined ? '' : ` --target ${quoteWord(image.stage)}`
    return [
      {
        resource: image.name,
        command: markdownCodeBlock(
          'sh',
          `docker build --tag ${quoteWord(reference)}${file}${stage} ${quoteWord(context)}`,
        ),
      },
    ]
  })
}

/** A word for a POSIX shell. */
function quoteWord(word: string): string {
  return /^[A-Za-z0-9_./:@=-]+$/.test(word) ? word : `'${word.replace(/'/g, () => `'\\''`)}'`
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
