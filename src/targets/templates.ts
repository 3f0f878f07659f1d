import type { Report } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { BUILT_IN_TEMPLATES } from '../generated/templates.js'
import type { TemplateContract } from '../print/template-contract.ts'
import { loadPrecompiled, type Render, TemplateValueError } from '../print/template-runtime.ts'
import { COMPOSE_FILE_CONTRACT, CRONTAB_CONTRACT, ENV_CONTRACT, README_CONTRACT } from './compose/layout-contracts.ts'
import type { ComposeFileContext, CrontabContext, EnvContext, ReadmeContext } from './compose/layout.ts'

/** Every template, by its file name below `templates/`, and what it is given. */
export interface TemplateContexts {
  readonly 'compose/compose.yaml.hbs': ComposeFileContext
  readonly 'compose/compose.jobs.yaml.hbs': ComposeFileContext
  readonly 'compose/env.hbs': EnvContext
  readonly 'compose/README.md.hbs': ReadmeContext
  readonly 'compose/crontab.hbs': CrontabContext
}

/** The file name of a template below `templates/`. */
export type TemplateName = keyof TemplateContexts

/** The contracts of all templates; what a user's template may name is what stands here. */
const TEMPLATE_CONTRACTS: { readonly [Name in TemplateName]: TemplateContract<TemplateContexts[Name]> } = {
  'compose/compose.yaml.hbs': COMPOSE_FILE_CONTRACT,
  'compose/compose.jobs.yaml.hbs': COMPOSE_FILE_CONTRACT,
  'compose/env.hbs': ENV_CONTRACT,
  'compose/README.md.hbs': README_CONTRACT,
  'compose/crontab.hbs': CRONTAB_CONTRACT,
}

/** The templates of one run: the built-in ones, or the user's in their place. */
export interface TemplateSet {
  render<Name extends TemplateName>(name: Name, context: TemplateContexts[Name]): string
  /** The text of the user's template, if it is one. */
  ownSource(name: TemplateName): Source | undefined
}

/** The templates as they were shipped. */
export const BUILT_IN_TEMPLATE_SET: TemplateSet = templateSet(new Map(), new Map())

/**
 * Compiles the user's templates (file name below the templates' folder -> text) and puts them in the place of the
 * built-in ones; `folder` is where they lie, for places. Handlebars is loaded only if there are any; what is wrong with
 * them is reported.
 */
export async function prepareTemplates(
  overrides: ReadonlyMap<string, string>,
  folder: string | undefined,
  report: Report,
): Promise<TemplateSet> {
  if (overrides.size === 0) return BUILT_IN_TEMPLATE_SET
  const { compileTemplate } = await import('../print/template-file.ts')
  const own = new Map<string, Render>()
  const sources = new Map<string, Source>()
  for (const [path, text] of overrides) {
    if (!path.endsWith('.hbs')) continue
    const source = { path: folder === undefined || folder === '' ? path : `${folder}/${path}`, text: plainText(text) }
    if (!isTemplateName(path)) {
      const span = { source, start: 0, end: 0 }
      const hints = [...didYouMean(path, TEMPLATE_NAMES), `templates are ${TEMPLATE_NAMES.join(', ')}`]
      report(diagnostic('AH6090', span, `there is no template "${path}"`, { hints }))
      continue
    }
    const render = compileTemplate(source, TEMPLATE_CONTRACTS[path], report)
    if (render === undefined) continue
    own.set(path, withReport(render, source, path, report))
    sources.set(path, source)
  }
  return templateSet(own, sources)
}

/** A user's template may ask for what is only there sometimes, outside of an `if`: that is reported, and ours is used. */
function withReport(render: Render, source: Source, name: TemplateName, report: Report): Render {
  return (context) => {
    try {
      return render(context)
    } catch (error) {
      if (!(error instanceof TemplateValueError)) throw error
      const what = source.text.slice(error.start, error.end)
      const hints = [`put it into a condition: {{#if ...}}...{{/if}}`]
      report(
        diagnostic(
          'AH6095',
          { source, start: error.start, end: error.end },
          `"${what}" is not there for this application`,
          { hints },
        ),
      )
      return BUILT_IN_TEMPLATE_SET.render(name, context as TemplateContexts[typeof name])
    }
  }
}

/** The names of all templates. */
export const TEMPLATE_NAMES: readonly TemplateName[] = Object.keys(TEMPLATE_CONTRACTS) as TemplateName[]

/** Without byte order mark and with line ends of one kind, so that offsets are those of the text that Handlebars reads. */
function plainText(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
}

function isTemplateName(path: string): path is TemplateName {
  return Object.hasOwn(TEMPLATE_CONTRACTS, path)
}

function templateSet(own: ReadonlyMap<string, Render>, sources: ReadonlyMap<string, Source>): TemplateSet {
  const loaded = new Map(own)
  return {
    ownSource: (name) => sources.get(name),
    render: (name, context) => {
      const known = loaded.get(name)
      if (known !== undefined) return known(context)
      const specification = BUILT_IN_TEMPLATES.get(name)
      if (specification === undefined) throw new Error(`the package holds no template ${name}`)
      const render = loadPrecompiled(TEMPLATE_CONTRACTS[name].format, specification)
      loaded.set(name, render)
      return render(context)
    },
  }
}
