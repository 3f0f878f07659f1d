import { isBuiltIn } from '../catalog/load.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { mapAt, scalarAt } from '../syntax/fields.ts'
import { child, type MapNode, type Node } from '../syntax/node.ts'
import { text, type Value } from '../template/value.ts'
import type { Check, CheckAction, Endpoint, Prober } from './app-model.ts'
import { complain, type Fields } from './bind-context.ts'
import { warnOfShownSecret } from './bind-environment.ts'
import { boundDuration, boundInteger, boundText, lateMap, lateText, lateTexts } from './read-fields.ts'

/** A check as `health` or one of `probes` says it; undefined where there is none or it could not be read. */
export function bindCheck(
  fields: Fields,
  tree: MapNode | undefined,
  endpoints: readonly Endpoint[],
  comment: readonly string[] = [],
): Check | undefined {
  if (tree === undefined) return undefined
  const action = bindAction({ ...fields, tree }, endpoints, comment)
  if (action === undefined) return undefined
  warnOfShownSecret(
    fields,
    'health',
    shownIn(action).map((value) => ({ value, span: tree.span })),
  )
  const duration = (key: string, fallback: number): number => boundDuration(fields, child(tree, key)) ?? fallback
  return {
    action,
    times: {
      interval: duration('interval', 10_000),
      timeout: duration('timeout', 5000),
      startPeriod: duration('startPeriod', 30_000),
      retries: boundInteger(fields, child(tree, 'retries')) ?? 3,
    },
    // Nobody can mend what a built-in type says
    span: isBuiltIn(tree.span) ? fields.context.resource.span : tree.span,
  }
}

function bindAction(
  fields: Fields,
  endpoints: readonly Endpoint[],
  comment: readonly string[],
): CheckAction | undefined {
  const exec = lateTexts(fields, 'exec')
  if (exec !== undefined) return { kind: 'exec', argv: exec.map((one) => one.value), comment }
  for (const kind of ['http', 'tcp', 'grpc'] as const) {
    const tree = mapAt(fields.tree, kind)
    if (tree === undefined) continue
    const inner = { ...fields, tree }
    const port = portOf(inner, endpoints)
    if (port === undefined) return undefined
    const using = proberOf(inner)
    if (kind === 'tcp') return { kind, port: port.number, using }
    if (kind === 'grpc')
      return { kind, port: port.number, service: lateText(inner, scalarAt(tree, 'service'))?.value, using }
    const path = lateText(inner, scalarAt(tree, 'path'))?.value ?? text('/')
    return {
      kind,
      port: port.number,
      scheme: port.scheme === 'https' ? 'https' : 'http',
      path,
      headers: lateMap(inner, 'headers'),
      using,
    }
  }
  return undefined
}

/** What a check puts into the arguments of a process. */
function shownIn(action: CheckAction): readonly Value[] {
  if (action.kind === 'exec') return action.argv
  if (action.kind === 'http') return [action.path, ...action.headers.map((one) => one.value)]
  return []
}

function portOf(
  fields: Fields,
  endpoints: readonly Endpoint[],
): { readonly number: number; readonly scheme: string } | undefined {
  const node = child(fields.tree, 'endpoint')
  const name = boundText(fields, node)
  if (name === undefined) {
    const port = boundInteger(fields, child(fields.tree, 'port'))
    if (port !== undefined)
      return { number: port, scheme: endpoints.find((one) => one.targetPort.from === port)?.scheme ?? 'http' }
    return undefined
  }
  const endpoint = endpoints.find((one) => one.name === name)
  if (endpoint !== undefined) return { number: endpoint.targetPort.from, scheme: endpoint.scheme }
  const known = endpoints.map((one) => one.name)
  complain(fields, 'AH4204', node?.span, `"${fields.owner}" has no endpoint "${name}"`, {
    hints: [
      ...didYouMean(name, known),
      known.length === 0
        ? 'it declares none: use `port:`, or `health: null` where the check is inherited'
        : `it declares: ${known.join(', ')}`,
    ].slice(0, 1),
  })
  return undefined
}

const PROBERS: readonly string[] = ['wget', 'curl', 'nc', 'bash']

function proberOf(fields: Fields): Prober | undefined {
  const node: Node | undefined = child(fields.tree, 'using')
  if (node?.kind === 'sequence') return (lateTexts(fields, 'using') ?? []).map((one) => one.value)
  const name = boundText(fields, node)
  if (name === undefined) return undefined
  if (PROBERS.includes(name)) return name as Prober
  complain(fields, 'AH4204', node?.span, `"${name}" is no tool that a check can use`, {
    hints: [...didYouMean(name, PROBERS), 'one of wget, curl, nc, bash, or a list: the command itself'].slice(0, 1),
  })
  return undefined
}
