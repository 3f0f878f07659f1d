import type { CheckAction, Dependency, Workload } from '../../model/app-model.ts'
import { initName } from '../../model/workload-names.ts'
import { scalarAt } from '../../model/read-fields.ts'
import { yamlMap, type YamlMap } from '../../print/yaml-document.ts'
import { markdown, markdownCode } from '../../print/markdown.ts'
import { canRun, checkOf } from './health.ts'
import { complain, type Lowering, type Service } from './lowering.ts'
import { lowerService } from './service.ts'

const CONDITIONS = {
  started: 'service_started',
  healthy: 'service_healthy',
  completed: 'service_completed_successfully',
} as const

function dependsOn(dependencies: readonly Pick<Dependency, 'workload' | 'condition'>[]): YamlMap {
  return yamlMap(
    dependencies.map((one) => ({
      key: one.workload,
      value: yamlMap([{ key: 'condition', value: CONDITIONS[one.condition] }]),
    })),
  )
}

/** The services of a workload, in the order in which they start: init steps, the workload, sidecars. */
function lowerWorkload(lowering: Lowering, workload: Workload, isApart: boolean): readonly Service[] {
  checkLosses(lowering, workload)
  const networkOf = undefined
  const services: Service[] = []
  let before: readonly Pick<Dependency, 'workload' | 'condition'>[] = workload.dependencies
  workload.init.forEach((step, at) => {
    const name = initName(workload, at)
    const comment = [`Runs before "${workload.name}", its init step "${step.name}".`]
    services.push(
      lowerService(lowering, workload, step, {
        name,
        isMain: false,
        comment,
        dependsOn: dependsOn(before),
        restart: 'no',
        networkOf,
      }),
    )
    before = [
      ...(at === 0 ? workload.dependencies.filter((one) => one.written) : before.slice(0, -1)),
      { workload: name, condition: 'completed' },
    ]
  })
  services.push(
    lowerService(lowering, workload, workload, {
      name: workload.name,
      isMain: true,
      comment: commentOf(workload, isApart),
      dependsOn: dependsOn(before),
      restart: restartOf(workload),
      networkOf,
    }),
  )
  for (const sidecar of workload.sidecars) {
    const name = `${workload.name}-${sidecar.name}`
    const comment = [`Runs beside "${workload.name}" on the same network, its sidecar "${sidecar.name}".`]
    const started = [{ workload: workload.name, condition: 'started' as const }]
    services.push(
      lowerService(lowering, workload, sidecar, {
        name,
        isMain: false,
        comment,
        dependsOn: dependsOn(started),
        restart: restartOf(workload),
        networkOf: workload.name,
      }),
    )
  }
  return services
}

function commentOf(workload: Workload, isApart: boolean): readonly string[] {
  if (workload.creates === undefined) return []
  const { what, label, parent } = workload.creates
  return [
    `Creates the ${what} "${label}" of "${parent}" if it is not there; ${isApart ? 'to be run after' : 'runs on'} every "up".`,
  ]
}

/** A finished job is tried again `retries` times; one of compose.jobs.yaml by whoever runs it. */
function restartOf(workload: Workload): string {
  if (workload.job !== undefined) {
    const retries = workload.job.run === 'before-deploy' ? (workload.job.retries ?? 0) : 0
    return retries > 0 ? `on-failure:${String(retries)}` : 'no'
  }
  switch (workload.restart) {
    case 'on-failure':
      return 'on-failure'
    case 'never':
      return 'no'
    case 'always':
    case undefined:
      return 'unless-stopped'
  }
}

/** What Compose cannot say of a workload. */
function checkLosses(lowering: Lowering, workload: Workload): void {
  const { resource, name } = workload
  if (workload.perNode !== undefined) {
    complain(
      lowering,
      resource,
      'AH6130',
      workload.perNode,
      `one instance per node is one container on Compose: "${name}"`,
      { hints: ['nothing to do on a single machine'] },
      markdown`${markdownCode(name)} is meant to run once per node; here there is one.`,
    )
  }
  const check = checkOf(workload)
  if (check !== undefined && !canRun(check)) {
    complain(
      lowering,
      resource,
      'AH6131',
      check.span,
      `the ${check.action.kind} check of "${name}" cannot be run: ${whyNot(check.action)}`,
      { hints: [proberHint(check.action)] },
      markdown`The health check of ${markdownCode(name)}: Compose can only run a command inside the container, and none is named (${markdownCode('using')}).`,
    )
  }
  for (const [kind, probe] of Object.entries(workload.probes)) {
    if (probe === undefined || probe === check) continue
    complain(
      lowering,
      resource,
      'AH6132',
      probe.span,
      `Compose has one check only: the ${kind} probe of "${name}" is left out`,
      { hints: ['`health` is the check that Compose runs'] },
      markdown`The ${kind} probe of ${markdownCode(name)}: Compose has one health check only.`,
    )
  }
  for (const key of ['placement', 'serviceAccount', 'update'] as const) {
    const node = workload[key]
    if (node === undefined || node.origin === 'defaults') continue
    complain(
      lowering,
      resource,
      'AH6133',
      node.span,
      `\`${key}\` of "${name}" means nothing on a single Docker host`,
      { hints: ['nothing to do: it is for clusters'] },
      markdown`${markdownCode(key)} of ${markdownCode(name)}: means nothing on a single Docker host.`,
    )
  }
  if (workload.job !== undefined && workload.sidecars.length > 0) {
    complain(
      lowering,
      resource,
      'AH6134',
      workload.sidecars[0]?.span,
      `job "${name}" has sidecars, which would keep running when it is done`,
      { hints: ['make the sidecar a container of its own, or the job a container'] },
    )
  }
  const schedule = workload.job?.schedule
  if (schedule?.overlap === 'replace' && scalarAt(lowering.model.target.tree, 'schedules')?.text === 'crontab') {
    complain(
      lowering,
      resource,
      'AH6141',
      schedule.span,
      `cron cannot end the last run of "${name}" for the next one: both go on`,
      { hints: ['use `overlap: forbid`, or `allow` where that is meant'] },
      markdown`${markdownCode('overlap: replace')} of ${markdownCode(name)}: a run that still goes on is not ended for the next one.`,
    )
  }
  const timeout = workload.job?.timeoutText
  if (timeout !== undefined) {
    complain(
      lowering,
      resource,
      'AH6135',
      workload.job?.timeoutSpan,
      `Compose does not stop job "${name}" after ${timeout}`,
      { hints: ['let the program limit itself, as with `timeout 10m command`'] },
      markdown`The timeout (${timeout}) of job ${markdownCode(name)}: nothing here ends it.`,
    )
  }
}

/** Why Compose cannot ask: nothing in the container is named that could, or it cannot ask so. */
function whyNot(action: CheckAction): string {
  const using = action.kind === 'exec' ? undefined : action.using
  return typeof using === 'string' ? `${using} cannot ask so` : 'Compose probes from inside the container only'
}

function proberHint(action: CheckAction): string {
  switch (action.kind) {
    case 'grpc':
      return 'name a command that the image has (`using: [grpc_health_probe, -addr=:50051]`), or write `exec`'
    case 'tcp':
      return 'name a tool that the image has (`using: nc`, `bash`, or a command), or write `exec`'
    case 'http':
    case 'exec':
      return 'name a tool that the image has (`using: wget`, `curl`, `bash`, or a command), or write `exec`'
  }
}

/** The services of the two files. */
export interface Split {
  readonly main: readonly Service[]
  readonly jobs: readonly Service[]
}

/**
 * A job stays in compose.yaml only if a service there waits for it, because `up --wait` is a race for one that nobody
 * awaits; repeated until nothing moves. After-deploy, manual and scheduled jobs are never there.
 */
export function splitJobs(lowering: Lowering): Split {
  const { workloads } = lowering.model
  const moved = new Set(
    workloads.filter((one) => one.job !== undefined && one.job.run !== 'before-deploy').map((one) => one.name),
  )
  for (let before = -1; before !== moved.size;) {
    before = moved.size
    const awaited = new Set(
      workloads
        .filter((one) => !moved.has(one.name))
        .flatMap((one) =>
          one.dependencies.filter((wait) => wait.condition === 'completed').map((wait) => wait.workload),
        ),
    )
    for (const one of workloads) if (one.job !== undefined && !awaited.has(one.name)) moved.add(one.name)
  }
  const main: Service[] = []
  const jobs: Service[] = []
  for (const workload of workloads) {
    const services = lowerWorkload(lowering, workload, moved.has(workload.name))
    if (moved.has(workload.name)) jobs.push(...services)
    else main.push(...services)
  }
  return { main, jobs }
}
