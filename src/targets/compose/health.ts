import type { Check, CheckAction, Prober, Workload } from '../../model/app-model.ts'
import { yamlList, yamlMap, type YamlMap } from '../../print/yaml-document.ts'
import { text, type Value } from '../../template/value.ts'
import { duration, useOf, type Lowering } from './lowering.ts'

/** The one check that Compose has: `health`, else the readiness probe. */
export function checkOf(workload: Pick<Workload, 'health' | 'probes'>): Check | undefined {
  return workload.health ?? workload.probes.readiness
}

/** Whether Compose can run the check: `exec`, or a prober that the image is said to have and that can ask so. */
export function canRun(check: Check | undefined): boolean {
  return check !== undefined && commandOf(check.action) !== undefined
}

/** The argv that asks from inside the container; undefined where nothing there can. */
function commandOf(action: CheckAction): readonly Value[] | undefined {
  if (action.kind === 'exec') return action.argv
  const { using } = action
  if (using === undefined) return undefined
  if (typeof using !== 'string') return using
  switch (action.kind) {
    case 'http':
      return httpCommand(action, using)
    case 'tcp':
      return tcpCommand(action.port, using)
    case 'grpc':
      return undefined
  }
}

function words(...parts: readonly string[]): readonly Value[] {
  return parts.map((part) => text(part))
}

function httpCommand(
  action: Extract<CheckAction, { kind: 'http' }>,
  using: Exclude<Prober, readonly Value[]>,
): readonly Value[] | undefined {
  const origin = `${action.scheme}://127.0.0.1:${String(action.port)}`
  const url: Value = { parts: [{ kind: 'text', text: origin }, ...action.path.parts], type: 'string' }
  const headers = action.headers.map((header): Value => ({
    parts: [{ kind: 'text', text: `${header.name}: ` }, ...header.value.parts],
    type: 'string',
  }))
  const secure = action.scheme === 'https'
  switch (using) {
    case 'wget':
      return [
        ...words('wget', '-q', '-O', '/dev/null', ...(secure ? ['--no-check-certificate'] : [])),
        ...headers.flatMap((header) => [text('--header'), header]),
        url,
      ]
    case 'curl':
      return [
        ...words('curl', '-fsS', '-o', '/dev/null', ...(secure ? ['-k'] : [])),
        ...headers.flatMap((header) => [text('-H'), header]),
        url,
      ]
    case 'bash':
      return secure ? undefined : bashHttpCommand(action, headers)
    case 'nc':
      return undefined
  }
}

/** Path and headers are arguments of the script, never text in it. */
function bashHttpCommand(action: Extract<CheckAction, { kind: 'http' }>, headers: readonly Value[]): readonly Value[] {
  const script = [
    `exec 3<>/dev/tcp/127.0.0.1/${String(action.port)}`,
    'printf "GET %s HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n" "$1" >&3',
    'shift; for header; do printf "%s\\r\\n" "$header" >&3; done; printf "\\r\\n" >&3',
    'read -r _ status _ <&3 && [[ $status == [23]* ]]',
  ].join('; ')
  return [...words('bash', '-c', script, 'bash'), action.path, ...headers]
}

function tcpCommand(port: number, using: Exclude<Prober, readonly Value[]>): readonly Value[] | undefined {
  if (using === 'nc') return words('nc', '-z', '127.0.0.1', String(port))
  if (using === 'bash') return words('bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${String(port)}`)
  return undefined
}

/** The `healthcheck` of a service; undefined where Compose can run none. */
export function healthcheck(
  lowering: Lowering,
  workload: Pick<Workload, 'resource'>,
  check: Check | undefined,
): YamlMap | undefined {
  const command = check === undefined ? undefined : commandOf(check.action)
  if (check === undefined || command === undefined) return undefined
  const use = useOf(workload, check.span)
  const comment = check.action.kind === 'exec' ? check.action.comment : []
  const test = yamlList(['CMD', ...command.map((word) => lowering.interpolation.encode(word, use))])
  return yamlMap([
    comment.length === 0 ? { key: 'test', value: test } : { key: 'test', value: test, comment },
    { key: 'interval', value: duration(check.times.interval) },
    { key: 'timeout', value: duration(check.times.timeout) },
    { key: 'retries', value: check.times.retries },
    { key: 'start_period', value: duration(check.times.startPeriod) },
  ])
}
