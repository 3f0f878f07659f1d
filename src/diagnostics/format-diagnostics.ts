import type { Diagnostic } from './diagnostic.ts'
import { formatGithub } from './format-github.ts'
import { formatJson } from './format-json.ts'
import { formatSarif } from './format-sarif.ts'
import { formatText, type TextFormatOptions } from './format-text.ts'

/** The forms in which diagnostics are printed, as `--diagnostics` names them. */
export type DiagnosticFormat = 'text' | 'json' | 'sarif' | 'github'

/** What the formats need besides the diagnostics; only `text` heeds colour, columns and `displayPath`. */
export interface DiagnosticFormatOptions extends Partial<TextFormatOptions> {
  /** The version of apphost-compile, for SARIF. */
  readonly version?: string
}

/** Diagnostics in one of the formats of `--diagnostics`, ending in a newline; `text` and `github` are empty for none. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: DiagnosticFormat,
  options: DiagnosticFormatOptions = {},
): string {
  switch (format) {
    case 'text':
      return formatText(diagnostics, { colour: false, ...options })
    case 'json':
      return formatJson(diagnostics)
    case 'sarif':
      return formatSarif(diagnostics, options.version ?? '0.0.0')
    case 'github':
      return formatGithub(diagnostics)
  }
}
