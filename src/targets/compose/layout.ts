import { markdownCode, markdown, type Markdown } from '../../print/markdown.ts'
import type { Printed } from '../../print/printed.ts'

/*
 * What the templates below `templates/compose/` are given. Plain strings are text as it shall be read: the template's
 * printer quotes them. Blocks of YAML come from `printYaml`, with the indentation that stands here.
 * `layout-contracts.ts` says the same to the check of templates.
 */

/** What the head of every file says. */
export interface HeadContext {
  /** The manifest's path as people know it: `apphost.yaml`. */
  readonly manifest: string
  readonly environment: string
  /** The target's name in the manifest. */
  readonly target: string
}

/** A top-level section that holds one block; undefined where it would be empty. */
export interface SectionContext {
  /** Printed by `printYamlComment(lines, 0)`: stands above the section's key. */
  readonly comment: Printed<'yaml'> | undefined
  /** The section's map, printed at indentation 2. */
  readonly block: Printed<'yaml'>
}

/** One service of a Compose file. */
export interface ServiceContext {
  /** Printed by `printYamlComment(lines, 2)`. */
  readonly comment: Printed<'yaml'> | undefined
  /** A map of one entry, the service's name, printed at indentation 2. */
  readonly block: Printed<'yaml'>
}

/** `compose/compose.yaml.hbs` and `compose/compose.jobs.yaml.hbs`; the second writes no `name`. */
export interface ComposeFileContext extends HeadContext {
  /** The Compose project, of `name:`. */
  readonly project: string
  readonly services: readonly ServiceContext[]
  readonly networks: SectionContext | undefined
  readonly configs: SectionContext | undefined
  readonly secrets: SectionContext | undefined
  readonly volumes: SectionContext | undefined
  /** Any other top-level keys (`include`, `models`, `x-...`), printed at indentation 0. */
  readonly extra: Printed<'yaml'> | undefined
}

/** `compose/env.hbs`. */
export interface EnvContext {
  /** In the order of the manifest. */
  readonly variables: readonly {
    readonly name: string
    readonly description: string
    readonly value: string
    /** Without a value it is a commented line, so that Compose asks for it. */
    readonly given: boolean
  }[]
  readonly secrets: readonly {
    readonly name: string
    readonly description: string
    readonly derived: readonly {
      readonly name: string
      /** "percent-encoded": see `derivedForm`. */
      readonly form: string
      /** Whether it must be set: the plain secret cannot stand in for it. */
      readonly required: boolean
    }[]
  }[]
}

/** One line of the README's table of variables; exactly one of `description`, `derivedFrom` and `imageOf` says what it is. */
export interface VariableContext {
  readonly name: string
  readonly description: string | undefined
  /** The variable that this one is another form of. */
  readonly derivedFrom: string | undefined
  /** Which form, with `derivedFrom`. */
  readonly form: string | undefined
  /** The resource whose image it is. */
  readonly imageOf: string | undefined
  readonly secret: boolean
  readonly required: boolean
  /** Of what is not required: its default, empty text included, or the variable that is taken instead. */
  readonly defaultValue: string | undefined
  readonly defaultVariable: string | undefined
  readonly users: readonly string[]
}

/** A job that the README says how to run. */
export interface JobContext {
  readonly name: string
  /** Services to run one after the other: init steps, then the job. */
  readonly steps: readonly string[]
  /** How often `deploy` tries it again; undefined for 0. */
  readonly retries: number | undefined
}

/** `compose/README.md.hbs`. A section appears only where it has content. */
export interface ReadmeContext extends HeadContext {
  readonly application: string
  readonly project: string
  /** The environments that share these files; empty for one environment. */
  readonly promoted: readonly string[]
  /** `.env`, or of several environments `ENVIRONMENT.env`. */
  readonly valuesFile: string
  /** The oldest Docker Compose that takes these files: `2.23.1`. */
  readonly minimumVersion: string
  /** Whether anything must be given before the application starts. */
  readonly needsSecrets: boolean
  /** Whether `up` starts anything; without it there are jobs alone. */
  readonly starts: boolean
  /** Whether some service has `build`. */
  readonly builds: boolean
  /** Images that Compose cannot build (of .NET projects, or those that only other builds use): the command that builds each, by `markdownCodeBlock('sh', ...)`. */
  readonly builtElsewhere: readonly {
    readonly resource: string
    readonly command: Markdown
  }[]
  /** Published ones; `address` by `markdownAddress`. */
  readonly endpoints: readonly {
    readonly service: string
    readonly endpoint: string
    readonly address: Markdown
  }[]
  /** Full names of the named volumes: `shop-dev_orders-db-data`. */
  readonly volumes: readonly string[]
  readonly variables: readonly VariableContext[]
  /** The forms that occur among the derived variables. */
  readonly forms: readonly DerivedForm[]
  /** Whether a form's variable may be left out because the plain secret often passes unchanged. */
  readonly formsOptional: boolean
  /** Services that take a secret only when their volume is new. */
  readonly keptSecrets: readonly { readonly service: string; readonly variable: string }[]
  /** Services with a secret inside a file: a new value reaches them only with `--force-recreate`. */
  readonly secretFiles: readonly string[]
  /** More items of the list below the variables; by the tag `markdown`. */
  readonly notes: readonly Markdown[]
  /** Finished jobs of compose.yaml, by `runsAgain`. */
  readonly runsAgain: readonly Markdown[]
  /** Jobs of compose.jobs.yaml that belong after every `up`, in their order. */
  readonly afterJobs: readonly JobContext[]
  /** Jobs of compose.jobs.yaml that run when somebody wants them. */
  readonly manualJobs: readonly JobContext[]
  /** Jobs that the file `crontab` runs. */
  readonly scheduledJobs: readonly {
    readonly name: string
    readonly cron: string
    readonly timezone: string | undefined
  }[]
  /** Those of them that are left out while their last run goes on (`overlap: forbid`). */
  readonly scheduledAlone: readonly string[]
  /** Jobs with a schedule that nothing here heeds (`schedules: none`). */
  readonly unscheduledJobs: readonly {
    readonly name: string
    readonly cron: string
    readonly timezone: string | undefined
  }[]
  /** Services that mount files of the checkout, and which (relative to this folder). */
  readonly binds: readonly { readonly service: string; readonly path: string }[]
  /** What this target cannot do, one item each; by the tag `markdown`. */
  readonly notCarriedOver: readonly Markdown[]
}

/** `compose/crontab.hbs`. */
export interface CrontabContext extends HeadContext {
  readonly project: string
  readonly needsSecrets: boolean
  /** Those without a time zone first: a `CRON_TZ` holds for every line below it. */
  readonly jobs: readonly {
    readonly name: string
    /** Five fields, as checked on reading. */
    readonly cron: string
    readonly timezone: string | undefined
    /** Not while its last run goes on. */
    readonly alone: boolean
    readonly steps: readonly string[]
  }[]
}

/** A form of a secret that something computes before the deployment: the end of the variable's name, and the rule for people. */
export interface DerivedForm {
  /** `URI`, as in `PG_PASSWORD_URI`. */
  readonly suffix: string
  /** `..._URI`, for people. */
  readonly ending: string
  /** "percent-encoded". */
  readonly form: string
  /** "has every character but ... percent-encoded". */
  readonly rule: Markdown
}

function formOf(suffix: string, form: string, rule: Markdown): DerivedForm {
  return { suffix, ending: `..._${suffix}`, form, rule }
}

const FORMS: ReadonlyMap<string, DerivedForm> = new Map(
  (
    [
      [
        'uri',
        'percent-encoded',
        markdown`has every character but letters, digits and ${markdownCode('-._~')} percent-encoded`,
      ],
      [
        'adonet',
        'quoted for an ADO.NET connection string',
        markdown`is the password in double quotes, with each ${markdownCode('"')} in it doubled`,
      ],
      [
        'base64',
        'in Base64',
        markdown`is the password in Base64 (${markdownCode("printf %s 'PASSWORD' | base64 -w0")})`,
      ],
      ['json', 'as JSON text', markdown`is the password as JSON text, with its double quotes`],
      ['lower', 'in lower case', markdown`has its letters in lower case`],
      ['upper', 'in upper case', markdown`has its letters in upper case`],
    ] as const
  ).map(([filter, form, rule]) => [filter, formOf(filter.toUpperCase(), form, rule)]),
)

/** The form that a chain of filters makes: of several, each is named in its order. */
export function derivedForm(filters: readonly string[]): DerivedForm {
  const forms = filters.map((filter) => FORMS.get(filter) ?? formOf(filter.toUpperCase(), filter, markdown`${filter}`))
  const [only] = forms
  if (only !== undefined && forms.length === 1) return only
  return formOf(
    forms.map((one) => one.suffix).join('_'),
    forms.map((one) => one.form).join(', then '),
    forms.map((one) => one.rule).reduce((left, right) => markdown`${left}, and what comes of it ${right}`),
  )
}

/** An item of `runsAgain`: the job, with a few words on what it does. */
export function runsAgain(job: string, purpose: Markdown | undefined): Markdown {
  return purpose === undefined ? markdownCode(job) : markdown`${markdownCode(job)} (${purpose})`
}
