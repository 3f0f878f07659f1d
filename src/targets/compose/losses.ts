import { scalarAt } from '../../syntax/fields.ts'
import type { CheckAction, JobFields, Workload } from '../../model/app-model.ts'
import { markdown, markdownCode } from '../../print/markdown.ts'
import { canRun, checkOf } from './health.ts'
import { complain, type Lowering } from './lowering.ts'

/** What Compose cannot say of a workload. */
export function checkLosses(lowering: Lowering, workload: Workload): void {
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
  checkProbes(lowering, workload)
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
  if (workload.job !== undefined) checkJob(lowering, workload, workload.job)
}

function checkProbes(lowering: Lowering, workload: Workload): void {
  const { resource, name } = workload
  const check = checkOf(workload)
  if (check !== undefined && !canRun(check)) {
    complain(
      lowering,
      resource,
      'AH6131',
      check.span,
      `the ${check.action.kind} check of "${name}" cannot be run: ${whyNot(check.action)}`,
      { hints: workload.origin === 'catalog' ? [proberHint(check.action), WITHOUT_TOOL] : [proberHint(check.action)] },
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
}

function checkJob(lowering: Lowering, workload: Workload, job: JobFields): void {
  const { resource, name } = workload
  if (workload.sidecars.length > 0) {
    complain(
      lowering,
      resource,
      'AH6134',
      workload.sidecars[0]?.span,
      `job "${name}" has sidecars, which would keep running when it is done`,
      { hints: ['make the sidecar a container of its own, or the job a container'] },
    )
  }
  const schedule = job.schedule
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
  const timeout = job.timeoutText
  if (timeout !== undefined) {
    complain(
      lowering,
      resource,
      'AH6135',
      job.timeoutSpan,
      `Compose does not stop job "${name}" after ${timeout}`,
      { hints: ['let the program limit itself, as with `timeout 10m command`'] },
      markdown`The timeout (${timeout}) of job ${markdownCode(name)}: nothing here ends it.`,
    )
  }
}

/** Why Compose cannot ask: nothing in the container is named that could, or it cannot ask so. */
/** A type of the catalog names no tool if its image has none. */
const WITHOUT_TOOL = 'or write `accept: [AH6131]`: without such a tool Compose only knows whether it runs'

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
