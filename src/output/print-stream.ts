import { compareCodePoints } from '../syntax/compare.ts'
import type { Artifact } from '../targets/artifact.ts'

function contentOf(artifact: Artifact): string {
  const { content } = artifact
  if (typeof content !== 'string') return `# (binary, ${content.length} bytes)\n`
  return content === '' || content.endsWith('\n') ? content : `${content}\n`
}

/**
 * `publish --stdout`: all files as one stream, each under a line that says where it would be written. Bytes that are no
 * text are named only. `folder` is below the output path, empty for the path itself.
 */
export function printStream(
  sets: readonly { readonly folder: string; readonly artifacts: readonly Artifact[] }[],
): string {
  const files = sets.flatMap(({ folder, artifacts }) =>
    artifacts.map((artifact) => ({ path: folder === '' ? artifact.path : `${folder}/${artifact.path}`, artifact })),
  )
  return files
    .sort((left, right) => compareCodePoints(left.path, right.path))
    .map(({ path, artifact }) => `# Source: ${path}\n${contentOf(artifact)}`)
    .join('')
}
