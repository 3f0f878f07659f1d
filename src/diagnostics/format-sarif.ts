import { CATALOG, type Code } from './catalog.ts'
import type { CodePage, Severity } from './code-page.ts'
import type { Diagnostic } from './diagnostic.ts'
import { printJson } from './format-json.ts'
import { positionOf, type Span } from './source.ts'

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note' }

function ruleOf(code: Code): Record<string, unknown> {
  const page: CodePage = CATALOG[code]
  const example = page.example === '' ? '' : `\n\n\`\`\`\n${page.example.trimEnd()}\n\`\`\``
  return {
    id: code,
    shortDescription: { text: page.title },
    fullDescription: { text: page.cause },
    help: { text: `${page.cause}\n\n${page.fix}`, markdown: `${page.cause}${example}\n\n${page.fix}` },
    defaultConfiguration: { level: LEVEL[page.severity] },
  }
}

/** A path as the URI reference that SARIF wants. */
function uriOf(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/')
}

function physicalLocation(span: Span): Record<string, unknown> {
  const start = positionOf(span.source, span.start)
  const end = positionOf(span.source, Math.max(span.end, span.start))
  return {
    artifactLocation: { uri: uriOf(span.source.path), uriBaseId: '%SRCROOT%' },
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  }
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number): Record<string, unknown> {
  const { code, severity, message, hints, related, span } = diagnostic
  return {
    ruleId: code,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: [message, ...hints.map((hint) => `Help: ${hint}`)].join('\n') },
    locations: span === undefined ? [] : [{ physicalLocation: physicalLocation(span) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((one, id) => ({
            id,
            message: { text: one.message },
            physicalLocation: physicalLocation(one.span),
          })),
        }),
  }
}

/** Diagnostics as a SARIF 2.1.0 log of one run, for code scanning; its rules are the pages of the codes that occur. */
export function formatSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const codes = [...new Set(diagnostics.map((one) => one.code))]
  return printJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'apphost-compile', version, semanticVersion: version, rules: codes.map(ruleOf) } },
        columnKind: 'unicodeCodePoints',
        results: diagnostics.map((one) => resultOf(one, codes.indexOf(one.code))),
      },
    ],
  })
}
