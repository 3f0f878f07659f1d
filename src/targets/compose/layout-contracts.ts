import type { TemplateContract } from '../../print/template-contract.ts'
import type { ComposeFileContext, CrontabContext, EnvContext, ReadmeContext } from './layout.ts'

// What templates may name: the contexts of `layout.ts` as data. The types fail to check if the two differ.

const HEAD = { manifest: 'text', environment: 'text', target: 'text' } as const
const SECTION = { fields: { comment: 'printed', block: 'printed' } } as const
const JOB = { each: { fields: { name: 'text', steps: { each: 'text' }, retries: 'text' } } } as const
const SCHEDULED = { each: { fields: { name: 'text', cron: 'text', timezone: 'text' } } } as const

/** What a layout of `compose.yaml` and `compose.jobs.yaml` may name. */
export const COMPOSE_FILE_CONTRACT: TemplateContract<ComposeFileContext> = {
  format: 'yaml',
  fields: {
    ...HEAD,
    project: 'text',
    services: { each: SECTION },
    networks: SECTION,
    configs: SECTION,
    secrets: SECTION,
    volumes: SECTION,
    extra: 'printed',
  },
}

/** What a layout of `.env` may name. */
export const ENV_CONTRACT: TemplateContract<EnvContext> = {
  format: 'dotenv',
  fields: {
    variables: { each: { fields: { name: 'text', description: 'text', value: 'text', given: 'flag' } } },
    secrets: {
      each: {
        fields: {
          name: 'text',
          description: 'text',
          derived: { each: { fields: { name: 'text', form: 'text', required: 'flag' } } },
        },
      },
    },
  },
}

/** What a layout of `README.md` may name. */
export const README_CONTRACT: TemplateContract<ReadmeContext> = {
  format: 'markdown',
  fields: {
    ...HEAD,
    application: 'text',
    project: 'text',
    promoted: { each: 'text' },
    valuesFile: 'text',
    minimumVersion: 'text',
    needsSecrets: 'flag',
    starts: 'flag',
    builds: 'flag',
    builtElsewhere: { each: { fields: { resource: 'text', command: 'printed' } } },
    endpoints: { each: { fields: { service: 'text', endpoint: 'text', address: 'printed' } } },
    volumes: { each: 'text' },
    variables: {
      each: {
        fields: {
          name: 'text',
          description: 'text',
          derivedFrom: 'text',
          form: 'text',
          imageOf: 'text',
          secret: 'flag',
          required: 'flag',
          defaultValue: 'text',
          defaultVariable: 'text',
          users: { each: 'text' },
        },
      },
    },
    forms: { each: { fields: { suffix: 'text', ending: 'text', form: 'text', rule: 'printed' } } },
    formsOptional: 'flag',
    keptSecrets: { each: { fields: { service: 'text', variable: 'text' } } },
    secretFiles: { each: 'text' },
    notes: { each: 'printed' },
    runsAgain: { each: 'printed' },
    afterJobs: JOB,
    manualJobs: JOB,
    scheduledJobs: SCHEDULED,
    scheduledAlone: { each: 'text' },
    unscheduledJobs: SCHEDULED,
    binds: { each: { fields: { service: 'text', path: 'text' } } },
    notCarriedOver: { each: 'printed' },
  },
}

/** What a layout of `crontab` may name. */
export const CRONTAB_CONTRACT: TemplateContract<CrontabContext> = {
  format: 'crontab',
  fields: {
    ...HEAD,
    project: 'text',
    needsSecrets: 'flag',
    jobs: {
      each: { fields: { name: 'text', cron: 'text', timezone: 'text', alone: 'flag', steps: { each: 'text' } } },
    },
  },
}
