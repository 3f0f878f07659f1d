import { diagnostic, type Report } from '../../diagnostics/diagnostic.ts'
import type { YamlMap } from '../../print/yaml-document.ts'
import type { SchemaValidator } from '../../validate/schema-error.ts'
import type { Artifact } from '../artifact.ts'
import { readBack, readBackDotenv } from '../read-back.ts'
import type { Emitted } from '../target.ts'
import { BUILT_IN_TEMPLATE_SET, type TemplateName } from '../templates.ts'
import { fileContext, jobsDocument, mainDocument, meantBy, type ComposeDocument } from './document.ts'
import { deploymentFacts } from './facts.ts'
import type { Lowering } from './lowering.ts'
import { toObject } from './patch.ts'
import { crontabContext } from './job-contexts.ts'
import type { Project } from './project.ts'
import { readmeContext } from './readme.ts'
import { environmentContext } from './variables.ts'
import type { Split } from './services.ts'

/** Renders, reads back and checks every file of the target; undefined after an error. */
export function emitFiles(lowering: Lowering, project: Project, split: Split): Emitted | undefined {
  const { templates } = lowering.context
  const main = mainDocument(lowering, project.name, split.main)
  const jobs = split.jobs.length === 0 ? undefined : jobsDocument(lowering, split.jobs, main)
  const artifacts: Artifact[] = []
  const add = (path: string, content: string, ownership: Artifact['ownership'] = 'ours'): void => {
    artifacts.push({ path, content: ended(content), executable: false, ownership })
  }
  const compose = templates.render('compose/compose.yaml.hbs', fileContext(lowering, main))
  let good = check(lowering, 'compose.yaml', 'compose/compose.yaml.hbs', compose, main)
  add('compose.yaml', compose)
  if (jobs !== undefined) {
    const text = templates.render('compose/compose.jobs.yaml.hbs', fileContext(lowering, jobs))
    good = check(lowering, 'compose.jobs.yaml', 'compose/compose.jobs.yaml.hbs', text, jobs) && good
    add('compose.jobs.yaml', text)
  }
  const values = environmentFile(lowering)
  good = values !== undefined && good
  add(valuesFile(lowering), values ?? '', 'user-editable')
  const crontab = crontabContext(lowering, project.shown, split)
  if (crontab !== undefined) add('crontab', templates.render('compose/crontab.hbs', crontab))
  add('README.md', templates.render('compose/README.md.hbs', readmeContext(lowering, project.shown, split, main, jobs)))
  artifacts.push(...lowering.files.values())
  if (!good) return undefined
  return { artifacts, facts: deploymentFacts(lowering, project.name, split) }
}

/** `.env`, or of several environments `<environment>.env`. */
function valuesFile({ model }: Lowering): string {
  return model.promoted === undefined ? '.env' : `${model.environment}.env`
}

/** The text of `.env`; undefined where a template of the user's would set something else than ours. */
function environmentFile(lowering: Lowering): string | undefined {
  const { templates, report } = lowering.context
  const context = environmentContext(lowering)
  const text = templates.render('compose/env.hbs', context)
  const own = templates.ownSource('compose/env.hbs')
  if (own === undefined) return text
  const meant = BUILT_IN_TEMPLATE_SET.render('compose/env.hbs', context)
  return readBackDotenv(valuesFile(lowering), text, meant, report, own) ? text : undefined
}

/** Exactly one line end at the end. */
function ended(text: string): string {
  return `${text.replace(/(?<!\n)\n+$/, '')}\n`
}

function check(
  lowering: Lowering,
  path: string,
  template: TemplateName,
  text: string,
  document: ComposeDocument,
): boolean {
  const meant = meantBy(document)
  const { report, templates } = lowering.context
  if (!readBack(path, text, meant, report, templates.ownSource(template))) return false
  const { validator } = lowering.context
  return validator === undefined || isComposeFile(path, meant, validator, report)
}

/** Whether a document satisfies the schema of Compose files; that it does not is a bug of ours (AH9003). */
export function isComposeFile(path: string, meant: YamlMap, validator: SchemaValidator, report: Report): boolean {
  const [error] = validator(toObject(meant))
  if (error === undefined) return true
  const what = `${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`
  report(
    diagnostic('AH9003', undefined, `${path} is not a valid Compose file: ${what}`, { hints: ['report it as a bug'] }),
  )
  return false
}
