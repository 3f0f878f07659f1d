// Node 20 does not read TypeScript: this bundles one script of ours and runs it. usage: run-typescript.mjs SCRIPT.ts [ARGUMENT...]
import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const [script] = process.argv.splice(2, 1)
const folder = join('.build', 'scripts')
mkdirSync(folder, { recursive: true })
const outfile = join(folder, `${basename(script, '.ts')}-${process.pid}.mjs`)
process.on('exit', () => rmSync(outfile, { force: true }))
await build({
  entryPoints: [script],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
