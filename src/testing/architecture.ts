import { posix } from 'node:path'

/** One import or re-export of a source file. `target` is a path below `src` for relative ones, else the specifier. */
export interface Import {
  readonly target: string
  readonly local: boolean
  readonly line: number
  readonly reexport: boolean
  /** Nothing of it is left when the program runs. */
  readonly erased: boolean
}

/**
 * The layers, highest first; imports only go down, or to a folder of the same layer. A name is a folder, or a file
 * without its extension, below `src`.
 */
const layers: readonly (readonly string[])[] = [
  ['cli', 'index'],
  ['host/node', 'host/memory'],
  ['output'],
  ['compile', 'compiler'],
  ['targets'],
  ['print'],
  ['model'],
  ['catalog'],
  ['parameters', 'validate', 'overlay'],
  ['template', 'syntax'],
  ['diagnostics', 'host', 'generated'],
]

/** Folders outside of the product: they may import everything, and nothing else imports them. */
const tooling = ['build', 'testing']

/** Whose exports nobody wrote, or say in themselves what they are. */
const selfDescribing = /^generated\/|^validate\/shapes\/forms\.ts$/

/** Files that exist to gather others. */
const registries = ['index.ts', 'targets/index.ts']

/** The one file that imports each third-party package. Tests and tooling do not count. */
export const packageOwners: ReadonlyMap<string, readonly string[]> = new Map([
  ['ajv', ['validate/ajv.ts']],
  ['fast-glob', ['host/node-project.ts']],
  // The compiler of templates is only loaded for those of the user, the runtime always
  ['handlebars', ['print/template-file.ts', 'print/template-runtime.ts']],
  ['js-yaml', ['syntax/events.ts']],
  ['semver', ['catalog/version.ts']],
  ['yaml', ['syntax/syntax-errors.ts']],
])

const importPattern = /(?:^|\n)(import|export)\s(?:[^'";=()]*?\sfrom\s*)?'([^'\n]+)'|(?:^|[^\w.])import\('([^'\n]+)'\)/g

/** The imports of a file, static and dynamic, of values and of types. `path` is below `src`. */
export function importsOf(path: string, text: string): readonly Import[] {
  return [...text.matchAll(importPattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? ''
    const local = specifier.startsWith('.')
    return {
      target: local ? posix.join(posix.dirname(path), specifier) : specifier,
      local,
      line: text.slice(0, match.index + 1).split('\n').length,
      reexport: match[1] === 'export',
      erased: /^\s*(?:import|export)\s+type\b/.test(match[0]),
    }
  })
}

/** Whether the file is no part of the product: a test, or a tool of ours. */
function isOutside(path: string): boolean {
  return path.endsWith('.test.ts') || tooling.some((folder) => path.startsWith(`${folder}/`))
}

/** The index of a file's layer, 0 at the top; undefined for a file that is in none. */
function layerOf(path: string): number | undefined {
  if (path.startsWith('host/')) return /^host\/(?:node|memory)/.test(path) ? 1 : layers.length - 1
  const found = layers.findIndex((names) => names.some((name) => path === `${name}.ts` || path.startsWith(`${name}/`)))
  return found === -1 ? undefined : found
}

/** Every breach of the rules of the architecture, as "path:line: what". Keys are paths below `src`. */
export function findBreaches(files: ReadonlyMap<string, string>): readonly string[] {
  const breaches: string[] = []
  const graph = new Map<string, readonly string[]>()
  for (const [path, text] of files) {
    const imports = importsOf(path, text)
    const kept = imports.filter(({ target, erased }) => files.has(target) && !erased)
    graph.set(
      path,
      kept.map(({ target }) => target),
    )
    if (layerOf(path) === undefined && !isOutside(path)) breaches.push(`${path}:1: is in no folder that has a layer`)
    if (/^export default\b/m.test(text)) breaches.push(`${path}:1: has a default export`)
    for (const entry of imports) {
      const what = judgeImport(path, entry)
      if (what !== undefined) breaches.push(`${path}:${entry.line}: ${what}`)
    }
    for (const [offset, line] of text.split('\n').entries()) {
      if (/^\s*(?:\/\/|\/\*) *(?:eslint|oxlint)-disable/.test(line) && !/ -- \S/.test(line)) {
        breaches.push(`${path}:${offset + 1}: switches a lint rule off without " -- " and the reason`)
      }
    }
    for (const { line, name } of isOutside(path) || selfDescribing.test(path) ? [] : findUndocumented(text)) {
      breaches.push(`${path}:${line}: exports ${name} without a sentence that says what it is`)
    }
    for (const { line, call } of path.endsWith('.test.ts') ? [] : findReplacements(text)) {
      breaches.push(`${path}:${line}: ${call} gives "$" a meaning; use a function that returns the text`)
    }
  }
  return [...breaches, ...findCycles(graph)]
}

const exportPattern = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/

/** Exported declarations that no documentation comment stands above. */
function findUndocumented(text: string): readonly { readonly line: number; readonly name: string }[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const name = exportPattern.exec(line)?.[1]
    return name === undefined || lines[index - 1]?.endsWith('*/') === true ? [] : [{ line: index + 1, name }]
  })
}

function judgeImport(path: string, { target, local, reexport }: Import): string | undefined {
  if (path.startsWith('generated/')) return undefined
  if (reexport && !registries.includes(path)) return `passes on ${target}; let users import it where it is`
  if (isOutside(path)) return undefined
  if (target.startsWith('node:')) {
    return path.startsWith('host/node') ? undefined : `imports ${target}, which only host/node* may`
  }
  if (!local) {
    const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/')
    return packageOwners.get(name)?.includes(path) === true ? undefined : `imports ${name}, which is not its to import`
  }
  if (isOutside(target)) return `imports ${target}, which is not part of the product`
  const [from, to] = [layerOf(path), layerOf(target)]
  if (from !== undefined && to !== undefined && to < from) return `imports ${target}, which is in a higher layer`
  const [group, other] = [targetOf(path), targetOf(target)]
  if (group !== undefined && other !== undefined && group !== other) return `imports ${target} of another target`
  return undefined
}

function targetOf(path: string): string | undefined {
  return /^targets\/([^/]+)\//.exec(path)?.[1]
}

/** Cycles of imports that are there at run time, each once, as a path that comes back to where it began. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>()
  const cycles: string[] = []
  function visit(path: string, trail: readonly string[]): void {
    const at = trail.indexOf(path)
    if (at !== -1) cycles.push(`${path}:1: is part of an import cycle: ${[...trail.slice(at), path].join(' > ')}`)
    if (at !== -1 || done.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return cycles
}

/**
 * Calls of `replace` and `replaceAll` whose second argument may hold a `$`: it must be a function, written in place or
 * declared in the same file, or a plain literal without `$` other than `$1` and `$&`.
 */
export function findReplacements(text: string): readonly { readonly line: number; readonly call: string }[] {
  return [...text.matchAll(/\.(replace|replaceAll)\(/g)].flatMap((match) => {
    const second = secondArgument(text, match.index + match[0].length)
    if (second === undefined || isHarmless(second, text)) return []
    return [{ line: text.slice(0, match.index).split('\n').length, call: `${match[1]}(..., ${second.slice(0, 40)})` }]
  })
}

function isHarmless(argument: string, text: string): boolean {
  if (/^(?:async\s+)?(?:\([^]*?\)(?::\s*\w+)?|\w+)\s*=>|^function\b/.test(argument)) return true
  if (/^'[^'$]*'$|^"[^"$]*"$|^`[^`$]*`$/.test(argument.replace(/\$[\d&]/g, ''))) return true
  return /^\w+$/.test(argument) && new RegExp(`function ${argument}[<(]`).test(text)
}

/** The text of the second argument of a call whose first one begins at `start`; undefined if there is only one. */
function secondArgument(text: string, start: number): string | undefined {
  let depth = 0
  let begin: number | undefined
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index)
    if ('\'"`'.includes(character) || isRegExpStart(text, index)) {
      index = skipLiteral(text, index)
    } else if ('([{'.includes(character)) {
      depth++
    } else if (')]}'.includes(character)) {
      if (depth === 0) return begin === undefined ? undefined : text.slice(begin, index).trim().replace(/,$/, '')
      depth--
    } else if (character === ',' && depth === 0) {
      begin ??= index + 1
    }
  }
  return undefined
}

function isRegExpStart(text: string, index: number): boolean {
  return text.charAt(index) === '/' && '(,='.includes(text.slice(0, index).trimEnd().slice(-1))
}

/** The index of the last character of a string or regular expression literal. */
function skipLiteral(text: string, start: number): number {
  const quote = text.charAt(start)
  let inClass = false
  for (let index = start + 1; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '\\') index++
    else if (quote === '/' && character === '[') inClass = true
    else if (quote === '/' && character === ']') inClass = false
    else if (character === quote && !inClass) return index
  }
  return text.length
}
