import type { Dependency, Workload } from '../../model/app-model.ts'
import { initName } from '../../model/workload-names.ts'
import { yamlMap, type YamlMap } from '../../print/yaml-document.ts'
import { checkLosses } from './losses.ts'
import type { Lowering, Service } from './lowering.ts'
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
