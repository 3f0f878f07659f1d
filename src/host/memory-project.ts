import type { FileContent, ProjectFiles } from './host.ts'
import { followLinks, type Disk } from './memory-files.ts'
import { compareCodePoints } from '../syntax/compare.ts'
import { isBoundedPattern, normalizeProjectPath } from './project-path.ts'

/** The expression for a glob of `*`, `**`, `?` and `{a,b}`; enough for tests. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|[.+^$()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:[^/.][^/]*/)*'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.startsWith('{')) return `(?:${part.slice(1, -1).split(',').join('|')})`
    return `\\${part}`
  })
  return new RegExp(`^${source}$`)
}

function hasHiddenPart(path: string, pattern: string): boolean {
  const named = new Set(pattern.split('/').filter((segment) => segment.startsWith('.')))
  return path.split('/').some((segment) => segment.startsWith('.') && !named.has(segment) && named.size === 0)
}

/** The confined view of a project on a disk in memory; it answers as the one of a real disk does. */
export function createMemoryProject(disk: Disk, root: string): ProjectFiles {
  const asked = new Set<string>()
  function realOf(path: string): string | FileContent {
    const inside = followLinks(disk, root, true, 'realpath')
    try {
      const real = followLinks(disk, path === '' ? root : `${root}/${path}`, true, 'realpath')
      return real === inside || real.startsWith(inside === '/' ? '/' : `${inside}/`) ? real : { kind: 'outside' }
    } catch (error) {
      const loops = error instanceof Error && error.message.startsWith('ELOOP')
      return loops ? { kind: 'failed', reason: 'its links lead in a circle' } : { kind: 'missing' }
    }
  }
  function below(folder: string): readonly string[] {
    const real = realOf(folder)
    if (typeof real !== 'string') return []
    const prefix = real === '/' ? '/' : `${real}/`
    const found: string[] = []
    for (const [path, entry] of disk) {
      if (path.startsWith(prefix) && entry.kind !== 'folder') {
        found.push((folder === '' ? '' : `${folder}/`) + path.slice(prefix.length))
      }
    }
    return found.sort(compareCodePoints)
  }
  return {
    asked,
    read: (path, limit) => {
      const normal = normalizeProjectPath(path, 'posix')
      if (normal === undefined) return { kind: 'outside' }
      asked.add(normal)
      const real = realOf(normal)
      if (typeof real !== 'string') return real
      const entry = disk.get(real)
      if (entry === undefined) return { kind: 'missing' }
      if (entry.kind === 'folder') return { kind: 'folder' }
      if (entry.kind !== 'file') return { kind: 'special' }
      if (entry.bytes.length > limit) return { kind: 'too-large', size: entry.bytes.length }
      return { kind: 'file', bytes: entry.bytes.slice(), executable: (entry.mode & 0o100) !== 0 }
    },
    list: (folder) => {
      const normal = normalizeProjectPath(folder, 'posix')
      if (normal === undefined) return []
      asked.add(normal)
      return below(normal)
    },
    glob: (folder, pattern) => {
      const normal = normalizeProjectPath(folder, 'posix')
      if (normal === undefined || pattern.split('/').includes('..') || !isBoundedPattern(pattern)) return []
      asked.add(normal)
      const prefix = normal === '' ? '' : `${normal}/`
      const plain = pattern.replace(/^(\.\/)+/, '')
      const expression = expressionOf(plain)
      return below(normal).filter((path) => {
        const rest = path.slice(prefix.length)
        return expression.test(rest) && !hasHiddenPart(rest, plain)
      })
    },
  }
}
