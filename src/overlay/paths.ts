import type { Span } from '../diagnostics/source.ts'

/** The folder of the file in which something is written, relative to the project root; empty for the root itself. */
export function folderOf(span: Span): string {
  const end = span.source.path.lastIndexOf('/')
  return end === -1 ? '' : span.source.path.slice(0, end)
}

/** A path written in a file of `folder`, made relative to the project root; leading `..` stay where it leads out. */
export function resolveFrom(folder: string, written: string): string {
  if (written.startsWith('/')) return written
  const parts: string[] = []
  for (const part of `${folder}/${written}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

/** Whether a path leads out of the project: by `..` from where `resolveFrom` put it, or as one of a single machine. */
export function leadsOut(written: string, resolved: string): boolean {
  if (/^[A-Za-z]:[\\/]|^\\\\/.test(written)) return true
  return resolved.startsWith('/') || resolved === '..' || resolved.startsWith('../')
}
