import Handlebars from 'handlebars'
import { diagnostic, type Report } from '../diagnostics/diagnostic.ts'
import { lineText, positionOf, type Source, type Span } from '../diagnostics/source.ts'
import { checkTemplate, DEEPEST, offsetOf } from './template-check.ts'
import type { TemplateContract } from './template-contract.ts'
import { helpersOf } from './template-helpers.ts'
import { PRINT_PRINTED, PRINT_TEXT, registerPrinters, type Render } from './template-runtime.ts'

/** The largest template, in UTF-16 code units. */
const LARGEST = 64 * 1024

/** How many `else` a template may have; they nest, and deep nesting takes the parser quadratic time. */
const MOST_ALTERNATIVES = 500

/** Compiles a template at run time; undefined, with everything reported, if it breaks a rule. */
export function compileTemplate(source: Source, contract: TemplateContract, report: Report): Render | undefined {
  const program = readTemplate(source, contract, report)
  if (program === undefined) return undefined
  const environment = Handlebars.create()
  registerPrinters(environment, contract.format)
  const template = environment.compile<unknown>(program, optionsFor(contract))
  return (context) => template(context)
}

/** Turns a template into the JavaScript object literal that `loadPrecompiled` takes; undefined if it breaks a rule. */
export function precompileTemplate(source: Source, contract: TemplateContract, report: Report): string | undefined {
  const program = readTemplate(source, contract, report)
  return program === undefined ? undefined : String(Handlebars.create().precompile(program, optionsFor(contract)))
}

function optionsFor(contract: TemplateContract): CompileOptions {
  const names = ['if', 'unless', 'each', PRINT_TEXT, PRINT_PRINTED, ...helpersOf(contract.format).keys()]
  const none = { with: false, lookup: false, log: false, helperMissing: false, blockHelperMissing: false }
  const knownHelpers = { ...none, ...Object.fromEntries(names.map((name) => [name, true])) }
  // Not `strict`, which does not look at the arguments of helpers: the check knows every name, and the printers refuse what
  // is not there, with its place in the template.
  return { noEscape: true, knownHelpersOnly: true, knownHelpers }
}

/** Parses and checks: the tree that comes back puts nothing into a file but through printers. */
function readTemplate(file: Source, contract: TemplateContract, report: Report): hbs.AST.Program | undefined {
  const source = { path: file.path, text: file.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n') }
  const refused = tooMuch(source)
  if (refused !== undefined) {
    const hints = ['a template is for the layout: leave the rest to the built-in blocks']
    report(diagnostic('AH6091', { source, start: 0, end: 0 }, refused, { hints }))
    return undefined
  }
  const { text } = source
  let program: hbs.AST.Program
  try {
    program = Handlebars.create().parse(text)
  } catch (error) {
    reportSyntax(source, error, report)
    return undefined
  }
  const problems = checkTemplate(program, contract, text)
  for (const { code, node, message, hints } of problems) {
    const span = { source, start: offsetOf(text, node.loc.start), end: offsetOf(text, node.loc.end) }
    report(diagnostic(code, span, message, { hints }))
  }
  return problems.length === 0 ? program : undefined
}

/** Says what would take the parser too long, found before it starts. */
function tooMuch(source: Source): string | undefined {
  if (source.text.length > LARGEST) return `a template of ${source.text.length} characters, and ${LARGEST} is the most`
  let depth = 0
  let alternatives = 0
  for (const [, mark] of source.text.matchAll(/\{\{\{{0,2}~?([#^/]|else)/g)) {
    if (mark === '#' || mark === '^') depth++
    else if (mark === '/') depth--
    else alternatives++
    if (depth > DEEPEST) return `blocks are nested deeper than ${DEEPEST}`
    if (alternatives > MOST_ALTERNATIVES) return `more than ${MOST_ALTERNATIVES} times "else"`
  }
  return undefined
}

function reportSyntax(source: Source, error: unknown, report: Report): void {
  const said = error instanceof Error ? error.message : String(error)
  const mismatch = /^(.*) - (\d+):(\d+)$/.exec(said)
  const line = Number(
    /^Parse error on line (\d+)/.exec(said)?.[1] ??
      /^Lexical error on line (\d+)/.exec(said)?.[1] ??
      mismatch?.[2] ??
      1,
  )
  const found = /got '(\w+)'/.exec(said)?.[1]
  const message =
    mismatch?.[1] !== undefined
      ? `the template cannot be read: ${mismatch[1]}`
      : found === 'EOF'
        ? 'the template ends inside a block or tag'
        : 'the template cannot be read'
  const hint =
    mismatch === null && found === 'EOF'
      ? 'close every {{ with }}, and every {{#if ...}} with {{/if}}'
      : 'compare with the built-in layout, which "apphost-compile templates eject" writes'
  report(diagnostic('AH6091', spanOfLine(source, line), message.replace(/\s+/g, ' '), { hints: [hint] }))
}

function spanOfLine(source: Source, line: number): Span {
  const start = Math.min(offsetOf(source.text, { line, column: 0 }), source.text.length)
  return { source, start, end: start + lineText(source, positionOf(source, start).line).length }
}
