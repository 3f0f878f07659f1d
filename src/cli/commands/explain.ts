import { CATALOG, pageOf } from '../../diagnostics/catalog.ts'
import type { CodePage } from '../../diagnostics/code-page.ts'
import { diagnostic } from '../../diagnostics/diagnostic.ts'
import { printJson } from '../../diagnostics/format-json.ts'
import { nearest } from '../../diagnostics/suggest.ts'
import type { Session } from '../session.ts'
import { wrap } from '../table.ts'

const CODE = /^ah[0-9]{1,5}$/i

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n')
}

const LONGEST_LINE = 100

/** Paragraphs broken at words; lines that begin with a blank (code, lists) stay as they are. */
function prose(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, LONGEST_LINE)))
    .join('\n')
}

function pageText(code: string, page: CodePage): string {
  const example = page.example === '' ? '' : `\nExample:\n\n${indented(page.example)}\n`
  return `${code}: ${page.title} (${page.severity})\n\n${prose(page.cause)}\n${example}\nWhat to do:\n\n${prose(page.fix)}\n`
}

function explainCode(session: Session, typed: string): number {
  const code = typed.toUpperCase()
  const page = pageOf(code)
  if (page === undefined) {
    const near = nearest(code, Object.keys(CATALOG))
    const hint = near === undefined ? 'codes stand in brackets after "error" or "warning"' : `did you mean "${near}"?`
    return session.finish([diagnostic('AH8526', undefined, `there is no diagnostic "${typed}"`, { hints: [hint] })])
  }
  if (session.option('format') === 'json') session.print(printJson({ version: 1, code, ...page }))
  else session.print(pageText(code, page))
  return 0
}

/** `explain`: the page of a code, or where the value at a manifest path comes from. */
export async function explain(session: Session): Promise<number> {
  const [typed = ''] = session.positionals
  if (CODE.test(typed)) return explainCode(session, typed)
  // A page needs no compiler.
  const { explainManifestPath } = await import('../explain-path.ts')
  return explainManifestPath(session, typed)
}
