import { folderOf, resolveFrom } from '../overlay/paths.ts'
import { decodeUtf8 } from '../syntax/guards.ts'
import { itemsAt, scalarAt } from '../syntax/fields.ts'
import { child, scalar, type Node } from '../syntax/node.ts'
import { bytesOf } from '../syntax/read-yaml-file.ts'
import type { Value } from '../template/value.ts'
import type { FileMount, VolumeMount } from './app-model.ts'
import { complain, type Fields } from './bind-context.ts'
import { ABSOLUTE_PATH, MODE } from '../validate/shapes/forms.ts'
import { cleanPath } from './bind-volumes.ts'
import { boundForm, boundText, lateText } from './read-fields.ts'

/** The largest file that a manifest may place into a container, in bytes. */
const LARGEST_FILE = 16 * 1024 * 1024
/** The most files that one `source` folder may hold. */
const MOST_FILES = 500

/** The files of a container, in the manifest's order; a `source` folder becomes one mount for each of its files. */
export function bindFiles(fields: Fields, volumes: readonly VolumeMount[]): readonly FileMount[] {
  const mounts = itemsAt(fields.tree, 'files').flatMap((item) => bindFile(fields, item))
  const seen = new Map<string, FileMount>()
  for (const mount of mounts) {
    const earlier = seen.get(mount.path)
    const over = volumes.find((one) => cleanPath(one.path) === mount.path)
    if (over !== undefined) {
      complain(
        fields,
        'AH5021',
        mount.span,
        `a file and a volume of "${fields.owner}" are both placed at ${mount.path}`,
        {
          hints: ['a file inside a volume needs a path below it'],
          related: [{ message: 'the volume', span: over.span }],
        },
      )
    }
    if (earlier === undefined) seen.set(mount.path, mount)
    else {
      complain(fields, 'AH5021', mount.span, `two files of "${fields.owner}" are placed at ${mount.path}`, {
        hints: ['remove one, or give it another path'],
        related: [{ message: 'the first one', span: earlier.span }],
      })
    }
  }
  return [...seen.values()]
}

function bindFile(fields: Fields, item: Node): readonly FileMount[] {
  const path = boundForm(fields, child(item, 'path'), ABSOLUTE_PATH)
  if (path === undefined) return []
  const common = {
    path: cleanPath(path),
    mode: boundForm(fields, child(item, 'mode'), MODE),
    uid: boundText(fields, child(item, 'uid')),
    gid: boundText(fields, child(item, 'gid')),
    span: child(item, 'path')?.span ?? item.span,
  }
  const content = scalarAt(item, 'content')
  if (content !== undefined) {
    const placed = lateText(fields, content)
    return placed === undefined ? [] : [{ ...common, content: { kind: 'text', value: placed.value } }]
  }
  const template = child(item, 'template')
  if (template !== undefined) {
    const value = readTemplate(fields, template)
    return value === undefined ? [] : [{ ...common, content: { kind: 'text', value } }]
  }
  const source = child(item, 'source')
  return source === undefined ? [] : readSource(fields, source, common)
}

function readTemplate(fields: Fields, node: Node): Value | undefined {
  const written = boundText(fields, node)
  if (written === undefined) return undefined
  const path = resolveFrom(folderOf(node.span), written)
  const bytes = bytesOf(
    path,
    fields.context.files.read(path, LARGEST_FILE),
    LARGEST_FILE,
    fields.context.report,
    node.span,
  )
  const source = bytes === undefined ? undefined : decodeUtf8(path, bytes, fields.context.report)
  if (source === undefined) return undefined
  const whole = { source, start: 0, end: source.text.length }
  // A literal scalar: offsets into its text are offsets into the file.
  return fields.context.resolver.late(scalar(source.text, whole, { style: 'plain' }), fields.context.resource)
}

type Common = Omit<FileMount, 'content'>

function readSource(fields: Fields, node: Node, common: Common): readonly FileMount[] {
  const written = boundText(fields, node)
  if (written === undefined) return []
  const path = resolveFrom(folderOf(node.span), written)
  const content = fields.context.files.read(path, LARGEST_FILE)
  if (content.kind === 'file') {
    return [{ ...common, content: { kind: 'bytes', bytes: content.bytes, executable: content.executable } }]
  }
  if (content.kind !== 'folder') {
    bytesOf(path, content, LARGEST_FILE, fields.context.report, node.span)
    return []
  }
  const listed = fields.context.files.list(path)
  if (listed.length === 0 || listed.length > MOST_FILES) {
    complain(
      fields,
      'AH5029',
      node.span,
      `the folder ${path} holds ${String(listed.length)} files; from 1 to ${String(MOST_FILES)} can be placed into a container`,
      {
        hints: ['put the files into the image, or name a folder with fewer'],
      },
    )
    return []
  }
  return listed.flatMap((file): readonly FileMount[] => {
    const read = fields.context.files.read(file, LARGEST_FILE)
    const bytes = bytesOf(file, read, LARGEST_FILE, fields.context.report, node.span)
    if (bytes === undefined || read.kind !== 'file') return []
    const below = file.slice(path.length).replace(/^\//, '')
    return [
      { ...common, path: `${common.path}/${below}`, content: { kind: 'bytes', bytes, executable: read.executable } },
    ]
  })
}
