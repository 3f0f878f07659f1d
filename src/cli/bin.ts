import { createNodeHost } from '../host/node.ts'
import type { Host } from '../host/host.ts'
import { main } from './main.ts'

/** The package's folder: the nearest at or above this file that holds the templates. */
function packageFolder(host: Host): string | undefined {
  const here = decodeURIComponent(new URL('.', import.meta.url).pathname)
  let folder = host.resolvePath(host.platform === 'windows' ? here.slice(1) : here)
  for (;;) {
    if (host.files.stat(host.resolvePath(folder, 'templates', 'init')) !== undefined) return folder
    const parent = host.resolvePath(folder, '..')
    if (parent === folder) return undefined
    folder = parent
  }
}

const host = createNodeHost()
// The exit code is set rather than forced, so that what was written reaches a slow pipe.
process.exitCode = await main(process.argv.slice(2), host, { folder: packageFolder(host) })
