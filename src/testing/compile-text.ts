import { load } from 'js-yaml'
import { compile } from '../compile.ts'
import type { CompileRequest, CompileResult } from '../compiler/compilation.ts'
import { positionOf, type Span } from '../diagnostics/source.ts'
import { createMemoryHost } from '../host/memory.ts'

/** What a test compiles: the text of the manifest, or files by path with `apphost.yaml` among them. */
export type ManifestFiles = string | Readonly<Record<string, string>>

/** Compiles a manifest that stands in a test; the request is `publish` into `out` unless it says otherwise. */
export function compileText(files: ManifestFiles, request: Partial<CompileRequest> = {}): Promise<CompileResult> {
  const given = typeof files === 'string' ? { 'apphost.yaml': files } : files
  const host = createMemoryHost({
    files: Object.fromEntries(Object.entries(given).map(([path, text]) => [`/project/${path}`, text])),
  })
  const whole: CompileRequest = {
    manifest: 'apphost.yaml',
    environment: undefined,
    targets: [],
    parameters: { options: new Map(), file: undefined, variables: new Map() },
    purpose: 'publish',
    output: { folder: 'out', environmentFolder: 'when-several' },
    tag: undefined,
    templates: undefined,
    ...request,
  }
  return compile(whole, host.project('/project'))
}

/** The diagnostics of a compilation, one line each: `4:7 error AH5012 message`. */
export function diagnosticLines(result: CompileResult): readonly string[] {
  return result.diagnostics.map((one) => `${placeOf(one.span)} ${one.severity} ${one.code} ${one.message}`)
}

function placeOf(span: Span | undefined): string {
  if (span === undefined) return '-'
  const { line, column } = positionOf(span.source, span.start)
  return `${span.source.path === 'apphost.yaml' ? '' : `${span.source.path}:`}${String(line)}:${String(column)}`
}

/** A service of a Compose file, as far as tests look at it. */
export interface ComposeService {
  readonly image?: string
  readonly command?: readonly string[]
  readonly build?: unknown
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly ports?: readonly unknown[]
  readonly expose?: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
}

/** The services of a Compose file that a compilation made; its diagnostics are the message where there is none. */
export function composeServices(
  result: CompileResult,
  file = 'compose.yaml',
  target?: string,
): Readonly<Record<string, ComposeService>> {
  const made = result.targets
    .find((one) => target === undefined || one.name === target)
    ?.artifacts.find((one) => one.path === file)
  if (made === undefined) throw new Error(`there is no ${file}\n${diagnosticLines(result).join('\n')}`)
  const text = typeof made.content === 'string' ? made.content : new TextDecoder().decode(made.content)
  return (load(text) as { readonly services: Readonly<Record<string, ComposeService>> }).services
}
