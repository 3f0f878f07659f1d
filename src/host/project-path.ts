/**
 * A path relative to the project root in its shortest form (`a/./b/../c` is `a/c`, the root is the empty text);
 * undefined for one that leads out of the root, is absolute, or holds a NUL. Links are another matter.
 */
export function normalizeProjectPath(path: string, platform: 'posix' | 'windows'): string | undefined {
  if (path.includes('\0') || path.startsWith('/')) return undefined
  if (platform === 'windows' && /[\\:]/.test(path)) return undefined
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}

/**
 * Whether a glob can be matched in a time that nobody has to wait for: patterns with many stars in one name, or many
 * braces, take matchers an exponential time on names made for that. A range in braces (`{1..9}`) could stand for millions.
 */
export function isBoundedPattern(pattern: string): boolean {
  if (pattern.length > 1_000 || pattern.split('{').length > 4 || /\{[^{}]*\.\./.test(pattern)) return false
  return pattern.split('/').every((segment) => segment.split('*').length <= 5)
}
