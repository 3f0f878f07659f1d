import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs'
import { dirname } from 'node:path'
import type { Watcher } from './host.ts'

/** Long enough for editors that write, then rename; short enough not to be noticed. */
const PAUSE_MILLISECONDS = 80
/** Network drives and full tables of watches tell nothing by themselves. */
const POLL_MILLISECONDS = 1_000

/** What a path looks like now; two answers differ if it was written, replaced, made or removed in between. */
function signature(path: string): string {
  try {
    const found = statSync(path)
    if (found.isDirectory()) return `folder ${readdirSync(path).sort().join('\0')}`
    return `${found.ino} ${found.size} ${found.mtimeMs} ${found.mode}`
  } catch {
    return 'nothing'
  }
}

function nearestFolder(path: string): string {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      if (statSync(folder).isDirectory()) return folder
    } catch {
      // Not there yet: the folder above tells when it appears.
    }
    if (dirname(folder) === folder) return folder
  }
}

/**
 * Watches folders, not files: an editor that saves by renaming replaces the file, and a watch on the old one is deaf
 * from then on. An event only makes us look; what counts is whether a path looks different.
 */
export function createNodeWatcher(paths: readonly string[]): Watcher {
  const wanted = [...new Set(paths)]
  const look = (): string => wanted.map(signature).join('\n')
  let seen = look()
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let waiting: ((outcome: 'changed' | 'closed') => void) | undefined

  function settle(): void {
    const now = look()
    if (now === seen || waiting === undefined) return
    seen = now
    const answer = waiting
    waiting = undefined
    answer('changed')
  }
  function stir(): void {
    clearTimeout(timer)
    timer = setTimeout(settle, PAUSE_MILLISECONDS)
  }
  const watchers: FSWatcher[] = []
  for (const folder of new Set(wanted.flatMap((path) => [nearestFolder(path), nearestFolder(dirname(path))]))) {
    try {
      const watcher = watch(folder, { persistent: true }, stir)
      watcher.on('error', stir)
      watchers.push(watcher)
    } catch {
      // The poll below sees changes here too.
    }
  }
  const poll = setInterval(() => look() !== seen && stir(), POLL_MILLISECONDS)

  return {
    next: () =>
      new Promise((resolve) => {
        if (closed) return resolve('closed')
        waiting = resolve
        stir()
      }),
    close: () => {
      closed = true
      clearTimeout(timer)
      clearInterval(poll)
      for (const watcher of watchers) watcher.close()
      waiting?.('closed')
      waiting = undefined
    },
  }
}
