import { scalarAt } from '../../syntax/fields.ts'
import { stepsByWorkload } from './facts.ts'
import type { CrontabContext, JobContext, ReadmeContext } from './layout.ts'
import type { Lowering, Service } from './lowering.ts'
import type { Split } from './services.ts'

/** What stands at the head of every file. */
export function head(lowering: Lowering): {
  readonly manifest: string
  readonly environment: string
  readonly target: string
} {
  return {
    manifest: lowering.model.manifest,
    environment: lowering.model.promoted?.join(', ') ?? lowering.model.environment,
    target: lowering.model.target.name,
  }
}

function jobContext(steps: Steps, { workload }: Service): JobContext {
  return {
    name: workload.name,
    steps: steps.get(workload.name) ?? [],
    retries: workload.job?.retries === 0 ? undefined : workload.job?.retries,
  }
}

type Steps = ReadonlyMap<string, readonly string[]>

function schedules(
  split: Split,
  steps: Steps,
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
            steps: steps.get(workload.name) ?? [],
          },
        ]
  })
}

/** Whether a secret must be given before the application starts. */
export function needsSecrets(lowering: Lowering): boolean {
  return [...lowering.interpolation.parameters.values()].some((one) => one.parameter.declaration.secret)
}

/** `crontab`, where the target says `schedules: crontab`; jobs without a time zone first, because `CRON_TZ` holds for all below it. */
export function crontabContext(lowering: Lowering, project: string, split: Split): CrontabContext | undefined {
  const jobs = schedules(split, stepsByWorkload(split.jobs))
  if (scalarAt(lowering.model.target.tree, 'schedules')?.text !== 'crontab' || jobs.length === 0) return undefined
  const sorted = [
    ...jobs.filter((job) => job.timezone === undefined),
    ...jobs.filter((job) => job.timezone !== undefined),
  ]
  return { ...head(lowering), project, needsSecrets: needsSecrets(lowering), jobs: sorted }
}

/** Jobs that `up` does not run, by how they come to run. */
export function jobContexts(
  lowering: Lowering,
  split: Split,
): Pick<ReadmeContext, 'afterJobs' | 'manualJobs' | 'scheduledJobs' | 'scheduledAlone' | 'unscheduledJobs'> {
  const crontab = scalarAt(lowering.model.target.tree, 'schedules')?.text === 'crontab'
  const jobs = split.jobs.filter((one) => one.isMain)
  const steps = stepsByWorkload(split.jobs)
  const planned = schedules(split, steps)
  return {
    afterJobs: jobs
      .filter((one) => one.workload.job?.run === 'before-deploy' || one.workload.job?.run === 'after-deploy')
      .map((one) => jobContext(steps, one)),
    manualJobs: jobs
      .filter((one) => one.workload.job?.run === 'manual' || (one.workload.job?.run === 'scheduled' && !crontab))
      .map((one) => jobContext(steps, one)),
    scheduledJobs: crontab ? planned : [],
    scheduledAlone: crontab ? planned.flatMap((one) => (one.alone ? [one.name] : [])) : [],
    unscheduledJobs: crontab ? [] : planned,
  }
}
