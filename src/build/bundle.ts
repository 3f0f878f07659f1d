import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'

/** Packages that hardly any run needs, with what is imported of each. */
const LAZY: ReadonlyMap<string, readonly string[]> = new Map([
  ['semver', ['coerce', 'satisfies', 'validRange']],
  ['yaml', ['Composer', 'Parser']],
])

/** Has such a package evaluated by the first call or `new`, not by the import: that takes longer than reading a manifest. */
const lazily: Plugin = {
  name: 'lazily',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[a-z]+$/ }, ({ path, namespace }) =>
      LAZY.has(path) && namespace !== 'lazy' ? { path, namespace: 'lazy' } : undefined,
    )
    onLoad({ filter: /^/, namespace: 'lazy' }, ({ path }) => ({
      resolveDir: '.',
      contents: (LAZY.get(path) ?? [])
        .map(
          (name) => `export function ${name}(...values) {
            const { ${name}: real } = require('${path}')
            return new.target === undefined ? real(...values) : new real(...values)
          }`,
        )
        .join('\n'),
    }))
  },
}

/** An `import` of `node:fs` also loads its promises, and with them all streams; asking for it as an object does not. */
const builtins: Plugin = {
  name: 'builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }))
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}')`,
    }))
  },
}

/** Commands that compile: all of them need the same code, and loading it as one file takes less than in twenty parts. */
const COMPILING = ['publish', 'validate', 'explain', 'params', 'environments', 'graph', 'schema']

/** Makes one module of the code of these commands, where each has its own `import()` in the source. */
const together: Plugin = {
  name: 'together',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\.\/commands\// }, ({ path, kind, resolveDir }) => {
      const isOne = kind === 'dynamic-import' && COMPILING.some((name) => path === `./commands/${name}.ts`)
      return isOne ? { path: 'compiling commands', namespace: 'together', pluginData: resolveDir } : undefined
    })
    onLoad({ filter: /^/, namespace: 'together' }, ({ pluginData }) => ({
      resolveDir: String(pluginData),
      contents: COMPILING.map((name) => `export * from './commands/${name}.ts'`).join('\n'),
    }))
  },
}

/** Bundles the command and the library into `dist/`, with the licences of everything that is inside. */
export async function bundlePackage(): Promise<void> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    // Names stay readable, so that the stack of a bug report says something
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    define: { APPHOST_VERSION: JSON.stringify(version) },
    metafile: true as const,
    plugins: [builtins, lazily, together],
    logLevel: 'warning',
  } satisfies BuildOptions
  for (const old of ['dist/chunks', 'dist/cli.js', 'dist/index.js']) rmSync(old, { recursive: true, force: true })
  // Packages that are still CommonJS ask for `require`; outside of them they only ask for what Node brings along
  const banner = 'const require=process.getBuiltinModule;'
  const { metafile } = await build({
    ...shared,
    entryPoints: { 'chunks/command': 'src/cli/bin.ts', index: 'src/index.ts' },
    banner: { js: banner },
  })
  writeExecutable('dist/cli.js', './chunks/command.js')
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences(metafile))
}

/**
 * The bin file starts with the line that shells look for and keeps compiled code where Node can (22.8 and later). Only what
 * is loaded afterwards is kept, so the program itself is imported by a statement, not by a declaration.
 */
function writeExecutable(path: string, program: string): void {
  const cache = "import module from'node:module';module.enableCompileCache?.();"
  writeFileSync(path, `#!/usr/bin/env node\n${cache}await import('${program}')\n`)
  chmodSync(path, 0o755)
}

/** Names, versions and licence texts of the bundled packages, sorted by name. */
function licences(metafile: Metafile): string {
  const packages = new Set<string>()
  for (const input of Object.keys(metafile.inputs)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
    if (name !== undefined) packages.add(name)
  }
  const parts = [...packages].sort().map((name) => {
    const folder = join('node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      string
    >
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    if (file === undefined || !existsSync(join(folder, file))) throw new Error(`${name} has no licence file to ship`)
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  })
  return `This package contains the following software.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`
}
