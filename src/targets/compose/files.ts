import type { FileMount, VolumeMount } from '../../model/app-model.ts'
import { sha256 } from '../../print/sha256.ts'
import { yamlList, yamlMap, type YamlEntry, type YamlList, type YamlMap } from '../../print/yaml-document.ts'
import { isSecret, literalOf, parametersOf, type Value } from '../../template/value.ts'
import { markdown, markdownCode } from '../../print/markdown.ts'
import { complain, useOf, type Lowering, type Part } from './lowering.ts'

/** The largest content, in bytes, that is written into the Compose file itself. */
const LARGEST_CONTENT = 64 * 1024

/** `<service>.<path>`: `/` becomes `-`, `-` `--`, anything else but letters, digits and `.` `_hex_`; injective. */
function fileKey(service: string, path: string): string {
  const plain = [...path.replace(/^\//, '')].map((character) => {
    if (character === '/') return '-'
    if (character === '-') return '--'
    return /^[A-Za-z0-9.]$/.test(character) ? character : `_${(character.codePointAt(0) ?? 0).toString(16)}_`
  })
  return `${service}.${plain.join('')}`
}

/** The files of one container, as its service names them. */
export interface LoweredFiles {
  readonly configs: YamlList
  readonly secrets: YamlList
  readonly configKeys: readonly string[]
  readonly secretKeys: readonly string[]
  /** The label that makes Compose recreate a container whose files changed; undefined without files. */
  readonly label: string | undefined
}

interface Placed {
  readonly file: FileMount
  readonly key: string
  readonly kind: 'config' | 'secret'
  /** What the hash is over: the content as it is written. */
  readonly written: string | Uint8Array
}

/** Places the files of a container: as `configs` or `secrets` of the Compose file, or as files below `files/`. */
export function lowerFiles(lowering: Lowering, part: Part): LoweredFiles {
  const placed = part.fields.files.map((file) => placeFile(lowering, part, file))
  const reference = (one: Placed): YamlMap =>
    yamlMap([{ key: 'source', value: one.key }, { key: 'target', value: one.file.path }, ...ownership(lowering, one)])
  const configs = placed.filter((one) => one.kind === 'config')
  const secrets = placed.filter((one) => one.kind === 'secret')
  for (const file of part.fields.files) checkMemory(lowering, part, file)
  return {
    configs: yamlList(configs.map(reference)),
    secrets: yamlList(secrets.map(reference)),
    configKeys: configs.map((one) => one.key),
    secretKeys: secrets.map((one) => one.key),
    label: placed.length === 0 ? undefined : labelOf(lowering, part, placed),
  }
}

function placeFile(lowering: Lowering, part: Part, file: FileMount): Placed {
  const key = fileKey(part.name, file.path)
  const use = useOf(part.workload, file.span)
  if (file.content.kind === 'bytes') return asFile(lowering, part, file, key, file.content.bytes)
  const { value } = file.content
  const readOnly = part.fields.security?.readOnlyRootFilesystem === true
  const literal = literalOf(value)
  if (readOnly && literal === undefined) refuseReadOnly(lowering, part, file)
  const variable = lowering.interpolation.secretVariable(value, use)
  if (variable !== undefined) {
    lowering.top.secrets.set(key, yamlMap([{ key: 'environment', value: variable }]))
    lowering.secretFiles.add(part.name)
    return { file, key, kind: 'secret', written: variable }
  }
  if (literal !== undefined && (readOnly || utf8(literal).length > LARGEST_CONTENT)) {
    return asFile(lowering, part, file, key, utf8(literal))
  }
  const strict = value.parts.every((one) => one.kind !== 'text')
  const content = lowering.interpolation.encode(value, { ...use, strict })
  // Compose would mount the whole folder in the place of an empty content
  if (content === '') return asFile(lowering, part, file, key, utf8(''))
  if (strict) warnOfEmpty(lowering, part, file, value)
  lowering.top.configs.set(key, yamlMap([{ key: 'content', value: content }]))
  if (isSecret(value)) lowering.secretFiles.add(part.name)
  return { file, key, kind: 'config', written: content }
}

/** `up` refuses an empty value where a file holds nothing else; a default that is empty would be such a one. */
function warnOfEmpty(lowering: Lowering, part: Part, file: FileMount, value: Value): void {
  const names = parametersOf(value).flatMap((one) =>
    one.filters.length === 0 && lowering.model.parameters.get(one.name)?.text === '' ? [one.name] : [],
  )
  const [name] = names
  if (name === undefined) return
  complain(
    lowering,
    part.workload.resource,
    'AH6145',
    file.span,
    `${file.path} of "${part.name}" holds parameter "${name}" alone, whose value is empty: \`up\` will ask for one`,
    {
      hints: ['put other text into the file too (a comment, a final newline), or give the parameter a value'],
    },
  )
}

function refuseReadOnly(lowering: Lowering, part: Part, file: FileMount): void {
  complain(
    lowering,
    part.workload.resource,
    'AH6120',
    file.span,
    `${file.path} of "${part.name}" holds values that are bound later, but its root filesystem is read-only`,
    {
      hints: [
        'Compose copies such a file into the container, and cannot: use a literal file or `env`, or leave `readOnlyRootFilesystem` out',
      ],
    },
  )
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A file of its own below `files/`: for bytes, for large or empty content, and where nothing can be copied in. */
function asFile(lowering: Lowering, part: Part, file: FileMount, key: string, bytes: Uint8Array): Placed {
  const path = `files/${key}`
  const executable = file.content.kind === 'bytes' && file.content.executable
  lowering.files.set(path, { path, content: bytes, executable, ownership: 'ours' })
  lowering.top.configs.set(key, yamlMap([{ key: 'file', value: `./${path}` }]))
  const natural = executable ? 0o755 : 0o644
  const held =
    file.uid !== undefined ||
    file.gid !== undefined ||
    (file.mode !== undefined && Number.parseInt(file.mode, 8) !== natural)
  if (held) {
    complain(
      lowering,
      part.workload.resource,
      'AH6121',
      file.span,
      `mode, uid and gid of ${file.path} of "${part.name}" cannot be set on Compose: it is mounted as a file`,
      { hints: ['give the file itself that mode; text of up to 64 KiB as `content` keeps mode, uid and gid'] },
      markdown`${markdownCode(file.path)} of ${markdownCode(part.name)} is mounted as it lies here: its mode, uid and gid are not set.`,
    )
  }
  return { file, key, kind: 'config', written: bytes }
}

function ownership(lowering: Lowering, one: Placed): readonly YamlEntry[] {
  if (lowering.files.has(`files/${one.key}`)) return []
  const { mode, uid, gid } = one.file
  return [
    ...(uid === undefined ? [] : [{ key: 'uid', value: uid }]),
    ...(gid === undefined ? [] : [{ key: 'gid', value: gid }]),
    // Decimal, because readers of YAML 1.1 and 1.2 disagree on octal numbers.
    ...(mode === undefined ? [] : [{ key: 'mode', value: Number.parseInt(mode, 8), comment: [mode.padStart(4, '0')] }]),
  ]
}

/** First 16 hex digits of SHA-256 over path, mode, uid, gid and content of each, every one ended by NUL. */
function labelOf(lowering: Lowering, part: Part, placed: readonly Placed[]): string {
  const pieces: Uint8Array[] = []
  for (const { file, written } of placed) {
    for (const field of [file.path, file.mode ?? '', file.uid ?? '', file.gid ?? '']) pieces.push(utf8(`${field}\0`))
    pieces.push(typeof written === 'string' ? utf8(written) : written, utf8('\0'))
  }
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  const values: Value[] = part.fields.files.flatMap((file) =>
    file.content.kind === 'text' ? [file.content.value] : [],
  )
  const live = values.filter((value) => parametersOf(value).length > 0)
  const variables = lowering.interpolation.variablesIn(live, useOf(part.workload, part.fields.span))
  return [sha256(all).slice(0, 16), ...variables.map((one) => `${one.variable}=${one.text}`)].join(' ')
}

/** A file placed inside a memory volume would vanish under it. */
function checkMemory(lowering: Lowering, part: Part, file: FileMount): void {
  const over = part.fields.volumes.find(
    (mount: VolumeMount) =>
      mount.source.kind === 'temporary' &&
      mount.source.medium === 'memory' &&
      file.path.startsWith(`${mount.path.replace(/\/$/, '')}/`),
  )
  if (over === undefined) return
  complain(
    lowering,
    part.workload.resource,
    'AH6122',
    file.span,
    `${file.path} of "${part.name}" lies inside its memory volume ${over.path} and would vanish under it`,
    {
      hints: ['place the file elsewhere, or use `medium: disk`'],
      related: [{ message: 'the volume', span: over.span }],
    },
  )
}
