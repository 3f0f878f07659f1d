import { diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Artifact } from '../artifact.ts'
import { readBack } from '../read-back.ts'
import type { Emitted } from '../target.ts'
import { fileContext, jobsDocument, mainDocument, meantBy, type ComposeDocument } from './document.ts'
import { deploymentFacts } from './facts.ts'
import type { Lowering } from './lowering.ts'
import { fileErrors } from './patch.ts'
import { crontabContext, environmentContext, readmeContext } from './readme.ts'
import type { Split } from './services.ts'

/** Renders, reads back and checks every file of the target; undefined after an error. */
export function emitFiles(lowering: Lowering, project: string, split: Split): Emitted | undefined {
  const { templates } = lowering.context
  const main = mainDocument(lowering, project, split.main)
  const jobs = split.jobs.length === 0 ? undefined : jobsDocument(lowering, split.jobs, main)
  const artifacts: Artifact[] = []
  const add = (path: string, content: string, ownership: Artifact['ownership'] = 'ours'): void => {
    artifacts.push({ path, content: ended(content), executable: false, ownership })
  }
  const compose = templates.render('compose/compose.yaml.hbs', fileContext(lowering, main))
  let good = check(lowering, 'compose.yaml', compose, main)
  add('compose.yaml', compose)
  if (jobs !== undefined) {
    const text = templates.render('compose/compose.jobs.yaml.hbs', fileContext(lowering, jobs))
    good = check(lowering, 'compose.jobs.yaml', text, jobs) && good
    add('compose.jobs.yaml', text)
  }
  add('.env', templates.render('compose/env.hbs', environmentContext(lowering)), 'user-editable')
  const crontab = crontabContext(lowering, project, split)
  if (crontab !== undefined) add('crontab', templates.render('compose/crontab.hbs', crontab))
  add('README.md', templates.render('compose/README.md.hbs', readmeContext(lowering, project, split, main, jobs)))
  artifacts.push(...lowering.files.values())
  if (!good) return undefined
  return { artifacts, facts: deploymentFacts(lowering, project, split) }
}

/** Exactly one line end at the end. */
function ended(text: string): string {
  return `${text.replace(/\n+$/, '')}\n`
}

function check(lowering: Lowering, path: string, text: string, document: ComposeDocument): boolean {
  const meant = meantBy(document)
  if (!readBack(path, text, meant, lowering.context.report)) return false
  const [error] = fileErrors(meant)
  if (error === undefined) return true
  lowering.context.report(
    diagnostic('AH9003', undefined, `${path} is not a valid Compose file: ${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`, {
      hints: ['report it as a bug'],
    }),
  )
  return false
}
