import { didYouMean } from '../diagnostics/suggest.ts'
import { folderOf, leadsOut, resolveFrom } from '../overlay/paths.ts'
import { itemsAt, scalarAt } from '../syntax/fields.ts'
import { child, type Node } from '../syntax/node.ts'
import type { VolumeMount, VolumeSource } from './app-model.ts'
import { complain, type Fields } from './bind-context.ts'
import { ABSOLUTE_PATH } from '../validate/shapes/forms.ts'
import { boundBoolean, boundForm, boundText, lateText } from './read-fields.ts'

/** The mounts of a container, in the manifest's order. */
export function bindVolumes(fields: Fields): readonly VolumeMount[] {
  const mounts = itemsAt(fields.tree, 'volumes').flatMap((item): readonly VolumeMount[] => {
    const path = boundForm(fields, child(item, 'path'), ABSOLUTE_PATH)
    const source = path === undefined ? undefined : bindSource(fields, item)
    if (path === undefined || source === undefined) return []
    const comment = scalarAt(item, 'comment')
    return [
      {
        source,
        path,
        readOnly: boundBoolean(fields, child(item, 'readOnly')) ?? false,
        span: child(item, 'path')?.span ?? item.span,
        comment: comment === undefined ? [] : [comment.text],
      },
    ]
  })
  checkPaths(fields, mounts)
  return mounts
}

function bindSource(fields: Fields, item: Node): VolumeSource | undefined {
  const size = boundText(fields, child(item, 'size'))
  if (boundBoolean(fields, child(item, 'temporary')) === true) {
    return {
      kind: 'temporary',
      name: boundText(fields, child(item, 'name')),
      medium: boundText(fields, child(item, 'medium')) === 'memory' ? 'memory' : 'disk',
      size,
    }
  }
  const bind = child(item, 'bind')
  if (bind !== undefined) {
    const written = boundText(fields, bind)
    if (written === undefined) return undefined
    const path = resolveFrom(folderOf(bind.span), written)
    if (!leadsOut(written, path)) return { kind: 'bind', path }
    complain(fields, 'AH5029', bind.span, `"${written}" of "${fields.owner}" leads out of the project`, {
      hints: [
        'a path of the machine it runs on is said with `hostPath`',
        'the project is the nearest folder with `.git`, else that of the manifest; `--root` names another',
      ],
    })
    return undefined
  }
  const hostPath = lateText(fields, scalarAt(item, 'hostPath'))
  if (hostPath !== undefined) return { kind: 'hostPath', path: hostPath.value }
  const shared = child(item, 'volume')
  if (shared !== undefined) {
    const volume = boundText(fields, shared)
    if (volume === undefined) return undefined
    if (!fields.context.sharedVolumes.has(volume)) {
      complain(fields, 'AH5018', shared.span, `there is no shared volume "${volume}"`, {
        hints: [
          ...didYouMean(volume, fields.context.sharedVolumes),
          'declare it under `volumes:` at the top level',
        ].slice(0, 1),
      })
      return undefined
    }
    return { kind: 'shared', volume, subPath: boundText(fields, child(item, 'subPath')) }
  }
  for (const object of ['secret', 'configMap'] as const) {
    const name = boundText(fields, child(item, object))
    if (name !== undefined) return { kind: 'object', object, name }
  }
  const name = boundText(fields, child(item, 'name'))
  if (name === undefined) return undefined
  const access = boundText(fields, child(item, 'access'))
  return {
    kind: 'own',
    name,
    existing: lateText(fields, scalarAt(item, 'existing'))?.value,
    size,
    access: access === 'rwx' || access === 'rox' ? access : 'rwo',
    storageClass: boundText(fields, child(item, 'class')),
    perReplica: boundBoolean(fields, child(item, 'perReplica')) ?? false,
  }
}

/** The path without final slashes and doubled ones, as container engines compare it. */
export function cleanPath(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
}

function checkPaths(fields: Fields, mounts: readonly VolumeMount[]): void {
  const seen = new Map<string, VolumeMount>()
  for (const mount of mounts) {
    const path = cleanPath(mount.path)
    const earlier = seen.get(path)
    if (earlier === undefined) seen.set(path, mount)
    else {
      complain(fields, 'AH5021', mount.span, `two volumes of "${fields.owner}" are mounted at ${path}`, {
        hints: ['remove one, or give it another path'],
        related: [{ message: 'the first one', span: earlier.span }],
      })
    }
  }
}
