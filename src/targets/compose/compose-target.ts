import { concatenate, literalOf, text } from '../../template/value.ts'
import { child } from '../../syntax/node.ts'
import { diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Addressing } from '../../model/addressing.ts'
import type { AppModel, Workload } from '../../model/app-model.ts'
import { composeFileValidator } from '../../validate/validator.ts'
import type { Emitted, Target, TargetContext } from '../target.ts'
import { canRun, checkOf } from './health.ts'
import { mainDocument } from './document.ts'
import { emitFiles } from './emit.ts'
import { createInterpolation } from './interpolation.ts'
import { complain, type Lowering } from './lowering.ts'
import { checkPublishedTwice } from './ports.ts'
import { projectName } from './project.ts'
import { splitJobs, type Split } from './services.ts'
import { lowerSharedVolumes } from './volumes.ts'

const SCHEME_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
])

/** Peers meet on the service's name and the port that the process listens on; the world on the host's published port. */
const addressing: Addressing = {
  host: (workload) => workload,
  port: (endpoint) => endpoint.targetPort.from,
  publicAddress: (endpoint) => {
    if (!endpoint.external || endpoint.published === undefined) return 'closed'
    if (endpoint.published.kind !== 'port') return 'unknown'
    const host = endpoint.routes.find((route) => route.host !== undefined)?.host ?? text('localhost')
    const { port } = endpoint.published
    const isDefault = literalOf(port) !== undefined && literalOf(port) === SCHEME_PORTS.get(endpoint.scheme)
    return { scheme: endpoint.scheme, host: concatenate([host]), port: isDefault ? undefined : port }
  },
}

/** Docker Compose 2.23.1 and newer, on one host. */
export const composeTarget: Target = {
  type: 'docker-compose',
  addressing,
  canCheck: (workload) => canRun(checkOf(workload)),
  loadValidator: (model) => (isPatched(model) ? composeFileValidator() : undefined),
  compile: compileCompose,
}

/**
 * Whether somebody's `compose:` is laid over what we make. Without one a document has the form that our own code gives it,
 * which tests hold against the schema for every fixture.
 */
function isPatched({ target, workloads }: AppModel): boolean {
  if (child(target.tree, 'compose') !== undefined) return true
  return workloads.some((one) => [one, ...one.init, ...one.sidecars].some(({ patches }) => patches.has('compose')))
}

function compileCompose(model: AppModel, context: TargetContext): Emitted | undefined {
  const lowering: Lowering = {
    model,
    context,
    interpolation: createInterpolation(model, context),
    resolve: model.resolve,
    top: { configs: new Map(), secrets: new Map(), volumes: new Map() },
    files: new Map(),
    losses: [],
    notes: [],
    volumeOwners: new Map(),
    secretFiles: new Set(),
    binds: [],
    sizes: [],
    swarmOnly: new Set(),
  }
  const project = projectName(lowering)
  checkPublishedTwice(lowering)
  checkNetworkNames(lowering)
  checkSharedUsers(lowering)
  const split = splitJobs(lowering)
  lowerSharedVolumes(lowering)
  checkSchedules(lowering, split)
  if (context.emit) return emitFiles(lowering, project, split)
  // Reports what is wrong in the target's own `compose:`.
  mainDocument(lowering, project.name, split.main)
  return undefined
}

/** Other names may begin so; of the networks of a service Compose makes "#extensions", and refuses the file. */
function checkNetworkNames(lowering: Lowering): void {
  for (const { name, span } of lowering.model.networks) {
    if (!name.startsWith('x-')) continue
    complain(
      lowering,
      '',
      'AH6146',
      span,
      `Compose takes the network "${name}" for an extension, and refuses the file`,
      {
        hints: ['give it a name that does not begin with "x-"'],
      },
    )
  }
}

function checkSharedUsers(lowering: Lowering): void {
  const usersOf = new Map<string, Set<Workload>>(lowering.model.volumes.map((one) => [one.name, new Set()]))
  for (const workload of lowering.model.workloads) {
    for (const { source } of workload.volumes) if (source.kind === 'shared') usersOf.get(source.volume)?.add(workload)
  }
  for (const volume of lowering.model.volumes) {
    const users = [...(usersOf.get(volume.name) ?? [])]
    if (volume.access !== 'rwo' || users.length < 2) continue
    lowering.context.report(
      diagnostic(
        'AH5038',
        volume.span,
        `the shared volume "${volume.name}" is for one user at a time (\`access: rwo\`), but ${users.map((one) => `"${one.name}"`).join(', ')} mount it`,
        {
          // On one host nothing keeps the second user out.
          severity: 'information',
          hints: ['write `access: rwx` at the top-level volume; a cluster would hold them to it'],
        },
      ),
    )
  }
}

/** A scheduled job needs the target's word on who runs it. */
function checkSchedules(lowering: Lowering, split: Split): void {
  const schedules = child(lowering.model.target.tree, 'schedules')
  const scheduled = split.jobs.some((one) => one.workload.job?.run === 'scheduled')
  if (
    schedules?.kind === 'scalar' &&
    schedules.text === 'crontab' &&
    scheduled &&
    lowering.model.promoted !== undefined
  ) {
    complain(lowering, '', 'AH6143', schedules.span, 'one crontab cannot run the jobs of several environments', {
      hints: ['say `schedules: none`, or publish each environment by itself'],
    })
  }
  if (schedules !== undefined) return
  for (const { workload, isMain } of split.jobs) {
    if (!isMain || workload.job?.run !== 'scheduled') continue
    complain(
      lowering,
      workload.resource,
      'AH6136',
      workload.job.schedule?.span,
      `Compose runs nothing on a schedule: job "${workload.name}"`,
      {
        hints: [
          `say \`schedules: crontab\` on target "${lowering.model.target.name}" to get a crontab, or \`schedules: none\` to run it by hand`,
          'or keep the job away with `target`',
        ],
      },
    )
  }
}
