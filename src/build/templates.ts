import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import type { TemplateContract } from '../print/template-contract.ts'
import { precompileTemplate } from '../print/template-file.ts'
import {
  COMPOSE_FILE_CONTRACT,
  CRONTAB_CONTRACT,
  ENV_CONTRACT,
  README_CONTRACT,
} from '../targets/compose/layout-contracts.ts'

/*
 * By name, as in `targets/templates.ts`, which cannot be imported here because it needs the file that this makes; its
 * test holds the two together.
 */
const CONTRACTS: readonly (readonly [name: string, contract: TemplateContract])[] = [
  ['compose/compose.yaml.hbs', COMPOSE_FILE_CONTRACT],
  ['compose/compose.jobs.yaml.hbs', COMPOSE_FILE_CONTRACT],
  ['compose/env.hbs', ENV_CONTRACT],
  ['compose/README.md.hbs', README_CONTRACT],
  ['compose/crontab.hbs', CRONTAB_CONTRACT],
]

/** Compiles the built-in templates (`templates/<target>/*.hbs`) into `src/generated/templates.js`; throws if one is wrong. */
export async function generateTemplates(): Promise<void> {
  const entries = CONTRACTS.map(([name, contract]) => {
    const source = { path: `templates/${name}`, text: readFileSync(`templates/${name}`, 'utf8') }
    const problems: Diagnostic[] = []
    const code = precompileTemplate(source, contract, (found) => void problems.push(found))
    if (code === undefined) throw new Error(problems.map(describe).join('\n'))
    return `[${JSON.stringify(name)}, ${code}]`
  })
  mkdirSync('src/generated', { recursive: true })
  const note = '/** Made by src/build/templates.ts: the built-in templates, compiled. */\n'
  writeFileSync(
    'src/generated/templates.js',
    `${note}export const BUILT_IN_TEMPLATES = new Map([\n${entries.join(',\n')},\n])\n`,
  )
  writeFileSync(
    'src/generated/templates.d.ts',
    `${note}export const BUILT_IN_TEMPLATES: ReadonlyMap<string, unknown>\n`,
  )
}

function describe(problem: Diagnostic): string {
  const { span } = problem
  if (span === undefined) return problem.message
  const { line, column } = positionOf(span.source, span.start)
  return `${span.source.path}:${line}:${column} ${problem.code} ${problem.message} (${problem.hints.join('; ')})`
}
