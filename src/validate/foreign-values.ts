import type { Path } from '../syntax/node.ts'

/** Words of Docker and Kubernetes for `restart`. */
const RESTARTS: ReadonlyMap<string, string> = new Map([
  ['unless-stopped', 'write always: on Compose it becomes unless-stopped'],
  ['no', 'write never'],
  ['Always', 'write always'],
  ['OnFailure', 'write on-failure'],
  ['Never', 'write never'],
])

/** What mends a value that is written as other tools write it; undefined for any other. */
export function foreignValueHint(path: Path, text: string): string | undefined {
  const key = path.at(-1)
  if (key === 'restart') return RESTARTS.get(text)
  if (key === 'published') return publishedHint(text)
  if (path.at(-2) === 'volumes' && typeof key === 'number') return volumeHint(text)
  return undefined
}

function publishedHint(text: string): string | undefined {
  const [, address = '', published = '', target = ''] = /^((?:[0-9.]+:)?)([0-9]+):([0-9]+)$/.exec(text) ?? []
  return published === '' ? undefined : `write targetPort: ${target}, published: ${address}${published}`
}

/** `source:path[:ro]`, the short form of Compose. */
function volumeHint(text: string): string | undefined {
  const [source = '', path = '', mode, ...more] = text.split(':')
  if (!path.startsWith('/') || more.length > 0) return undefined
  const readOnly = mode === 'ro' ? ', readOnly: true' : ''
  const kind = /^[/~]/.test(source) ? 'hostPath' : source.startsWith('.') ? 'bind' : 'name'
  const shared = kind === 'name' ? ', or volume: instead of name: for one of the top-level volumes' : ''
  return `write { ${kind}: ${source}, path: ${path}${readOnly} }${shared}`
}
