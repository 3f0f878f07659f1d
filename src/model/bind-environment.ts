import { folderOf, leadsOut, resolveFrom } from '../overlay/paths.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { decodeUtf8 } from '../syntax/guards.ts'
import { entriesAt, itemsAt } from '../syntax/fields.ts'
import { child, type Node } from '../syntax/node.ts'
import { bytesOf } from '../syntax/read-yaml-file.ts'
import { isSecret, literalOf, text, type Value } from '../template/value.ts'
import type { Endpoint, EnvironmentVariable, SecretEnvironmentFile } from './app-model.ts'
import { complain, type Fields } from './bind-context.ts'
import { readEnvironmentFile } from './environment-file.ts'
import { boundBoolean, boundText, lateText } from './read-fields.ts'

/** The most bytes of an `envFile`. */
const LARGEST_FILE = 1024 * 1024

const LOOKS_SECRET = /(?:^|_)(?:PASSWORD|PASSWD|TOKEN|SECRET|APIKEY|API_KEY|PRIVATE_KEY)$/i

/** `${NAME}`, `${NAME:-default}` and their like alone, as Compose and shells write them. */
const VARIABLE_OF_COMPOSE = /^\$\{([A-Za-z][A-Za-z0-9_]*)(?:[:?+-][^{}]*)?\}$/

/** What an environment is made of, from the weakest to the strongest: injected, ports of endpoints, `envFile`, `env`. */
export interface BoundEnvironment {
  readonly variables: readonly EnvironmentVariable[]
  readonly secretFiles: readonly SecretEnvironmentFile[]
}

/** The variables of one container; a later source of the same name wins. */
export function bindEnvironment(
  fields: Fields,
  injected: readonly EnvironmentVariable[],
  endpoints: readonly Endpoint[],
): BoundEnvironment {
  const found = new Map<string, EnvironmentVariable>()
  const set = (name: string, value: Value, span: EnvironmentVariable['span']): void =>
    void found.set(name, { name, value, span })
  for (const variable of injected) found.set(variable.name, variable)
  for (const endpoint of endpoints) {
    if (endpoint.variable !== undefined) set(endpoint.variable, text(String(endpoint.targetPort.from)), endpoint.span)
  }
  const secretFiles: SecretEnvironmentFile[] = []
  for (const item of itemsAt(fields.tree, 'envFile')) bindEnvironmentFile(fields, item, set, secretFiles)
  for (const entry of entriesAt(fields.tree, 'env')) {
    const placed = entry.value.kind === 'scalar' ? lateText(fields, entry.value) : undefined
    if (placed === undefined) continue
    set(entry.key, placed.value, placed.span)
    warnOfLiteralSecret(fields, entry.key, placed.value, entry.value)
  }
  const variables = [...found.values()].toSorted((left, right) => compareCodePoints(left.name, right.name))
  return { variables, secretFiles }
}

function warnOfLiteralSecret(fields: Fields, name: string, value: Value, node: Node): void {
  const literal = literalOf(value)
  if (literal === undefined || node.origin === 'type') return
  const variable = VARIABLE_OF_COMPOSE.exec(literal)?.[1]
  if (variable !== undefined) {
    complain(
      fields,
      'AH5042',
      node.span,
      `"${name}" of "${fields.owner}" is the text ${literal}, which nothing replaces`,
      {
        hints: [
          `for a value from outside declare a parameter and write \`$<Parameters.${variable.toLowerCase().replace(/_/g, '-')}>\``,
          '`accept: [AH5042]` where the program itself reads it so',
        ],
      },
    )
    return
  }
  if (!LOOKS_SECRET.test(name) || literal === '') return
  complain(
    fields,
    'AH5026',
    node.span,
    `"${name}" of "${fields.owner}" looks like a secret, but its value is written out`,
    {
      hints: [
        'declare a parameter with `secret: true` and write `$<Parameters.name>`; `accept: [AH5026]` where it is no secret',
      ],
    },
  )
}

function bindEnvironmentFile(
  fields: Fields,
  item: Node,
  set: (name: string, value: Value, span: EnvironmentVariable['span']) => void,
  secretFiles: SecretEnvironmentFile[],
): void {
  const node = child(item, 'path')
  const written = boundText(fields, node)
  if (written === undefined || node === undefined) return
  const path = resolveFrom(folderOf(node.span), written)
  const optional = boundBoolean(fields, child(item, 'optional')) ?? false
  if (boundBoolean(fields, child(item, 'secret')) ?? false) {
    secretFiles.push({ path, optional, span: node.span })
    // It is not read, so that nothing else would notice
    if (leadsOut(written, path)) {
      complain(fields, 'AH5029', node.span, `"${written}" of "${fields.owner}" leads out of the project`, {
        hints: ['the project is the nearest folder with `.git`, else that of the manifest; `--root` names another'],
      })
    }
    return
  }
  const content = fields.context.files.read(path, LARGEST_FILE)
  if (content.kind === 'missing' && optional) return
  const bytes = bytesOf(path, content, LARGEST_FILE, fields.context.report, node.span)
  const source = bytes === undefined ? undefined : decodeUtf8(path, bytes, fields.context.report)
  if (source === undefined) return
  const read = readEnvironmentFile({ source, start: 0, end: source.text.length })
  for (const variable of read.variables) set(variable.name, text(variable.text), variable.span)
  for (const span of read.wrong.slice(0, 5)) {
    complain(fields, 'AH5032', span, `this line of ${path} is neither a comment nor \`NAME=value\``, {
      hints: ['write `NAME=value`; a value with blanks, quotes or line ends goes into double quotes'],
      related: [{ message: 'the file is named here', span: node.span }],
    })
  }
}

/** Warns of a secret in a field that `docker inspect` or the cluster shows to everybody who may look. */
export function warnOfShownSecret(
  fields: Fields,
  key: string,
  values: readonly { readonly value: Value; readonly span: EnvironmentVariable['span'] }[],
): void {
  for (const { value, span } of values) {
    if (!isSecret(value)) continue
    complain(
      fields,
      'AH5040',
      span,
      `a secret stands in \`${key}\` of "${fields.owner}", which everybody sees who may look at containers`,
      {
        hints: ['let the program read it from `env` or a file; `accept: [AH5040]` where there is no other way'],
      },
    )
  }
}

/** Reports arguments that hold a secret: they would be shown to every user of the machine. */
export function refuseSecretArguments(
  fields: Fields,
  key: 'args' | 'entrypoint',
  values: readonly { readonly value: Value; readonly span: EnvironmentVariable['span'] }[],
): void {
  for (const { value, span } of values) {
    if (!isSecret(value)) continue
    complain(
      fields,
      'AH5027',
      span,
      `a secret stands in \`${key}\` of "${fields.owner}", where everybody on the machine can read it`,
      {
        hints: ['give it through `env`, or as a file with `files: [{ path, content: $<Parameters.name> }]`'],
      },
    )
  }
}
