import { readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { isMap, isScalar, isSeq, parseDocument, type Pair, type YAMLMap } from 'yaml'
import { markdown, markdownAddress, markdownCode, markdownCodeBlock } from '../../print/markdown.ts'
import { type YamlEntry, type YamlMap, type YamlValue, yamlMap } from '../../print/yaml-document.ts'
import { printYaml, printYamlComment } from '../../print/yaml.ts'
import { suite } from '../../testing/suite.ts'
import { BUILT_IN_TEMPLATE_SET as templates } from '../templates.ts'
import { derivedForm, type ReadmeContext, runsAgain, type SectionContext, type VariableContext } from './layout.ts'

const test = suite('targets/compose/layout')

const head = { manifest: 'apphost.yaml', environment: 'dev', target: 'local' }

function linesOf(comment: string | null | undefined): readonly string[] | undefined {
  return comment?.split('\n').map((line) => line.replace(/^ /, ''))
}

/** A document that somebody else's reader took from a file, as our printer takes it: comments and blank lines included. */
function toYamlValue(node: unknown): YamlValue {
  if (isScalar(node)) return node.value as string | number
  if (isMap(node)) {
    return yamlMap(node.items.map((pair, index) => toEntry(pair, index === 0 ? node.commentBefore : undefined)))
  }
  if (!isSeq(node)) throw new Error('not expected')
  const comments = new Map(
    node.items.flatMap((item, index) => {
      const comment = linesOf((item as YAMLMap).commentBefore ?? (index === 0 ? node.commentBefore : undefined))
      return comment === undefined ? [] : [[index, comment] as const]
    }),
  )
  const items = node.items.map((item) => {
    const value = toYamlValue(item)
    return comments.size > 0 && typeof value === 'object' && value?.kind === 'map' ? withoutFirstComment(value) : value
  })
  return { kind: 'list', items, comments }
}

function withoutFirstComment(map: YamlMap): YamlMap {
  const [first, ...rest] = map.entries
  return first === undefined ? map : yamlMap([{ key: first.key, value: first.value }, ...rest])
}

function toEntry(pair: Pair, ofMap: string | null | undefined): YamlEntry {
  const key = pair.key as { value: string; commentBefore?: string; spaceBefore?: boolean }
  const comment = linesOf(key.commentBefore ?? ofMap)
  const blankBefore = key.spaceBefore === true
  const value = toYamlValue(pair.value)
  return comment === undefined
    ? { key: key.value, value, blankBefore }
    : { key: key.value, value, comment, blankBefore }
}

test('the sample of Docker Compose comes out byte for byte', () => {
  const text = readFileSync('fixtures/print/shop/compose.yaml', 'utf8')
  const root = toYamlValue(parseDocument(text).contents) as YamlMap
  const section = (name: string): SectionContext | undefined => {
    const entry = root.entries.find(({ key }) => key === name)
    if (entry === undefined) return undefined
    const comment = entry.comment === undefined ? undefined : printYamlComment(entry.comment, 0)
    return { comment, block: printYaml(entry.value, 2) }
  }
  const services = root.entries.find(({ key }) => key === 'services')?.value as YamlMap
  const printed = templates.render('compose/compose.yaml.hbs', {
    ...head,
    project: 'shop-dev',
    services: services.entries.map(({ key, value, comment }) => ({
      comment: comment === undefined ? undefined : printYamlComment(comment, 2),
      block: printYaml(yamlMap([{ key, value }]), 2),
    })),
    networks: section('networks'),
    configs: section('configs'),
    secrets: section('secrets'),
    volumes: section('volumes'),
    extra: undefined,
  })
  assert.equal(printed.split('\n'), text.split('\n'))
})

test('a file without services, and one with everything', () => {
  const nothing = { networks: undefined, configs: undefined, secrets: undefined, volumes: undefined, extra: undefined }
  const empty = templates.render('compose/compose.yaml.hbs', { ...head, project: '5', services: [], ...nothing })
  assert.ok(empty.endsWith('folder.\n\nname: "5"\n\nservices: {}\n'))
  const map = (key: string): SectionContext => ({
    comment: undefined,
    block: printYaml(yamlMap([{ key, value: yamlMap([]) }]), 2),
  })
  const full = templates.render('compose/compose.jobs.yaml.hbs', {
    ...head,
    manifest: 'a\nname: x',
    project: 'a',
    services: [map('s'), map('t')],
    networks: map('net'),
    configs: map('c'),
    secrets: map('e'),
    volumes: { comment: printYamlComment(['why'], 0), block: map('v').block },
    extra: printYaml(yamlMap([{ key: 'x-a', value: 1 }]), 0),
  })
  assert.equal(full.split('\n').slice(4), [
    ...['services:', '  s: {}', '', '  t: {}', '', 'networks:', '  net: {}', '', 'configs:', '  c: {}', ''],
    ...['secrets:', '  e: {}', '', '# why', 'volumes:', '  v: {}', '', 'x-a: 1', ''],
  ])
  assert.match(full, /^# Written by apphost-compile from a name: x \(/)
})

const uri = derivedForm(['uri'])
const adonet = derivedForm(['adonet'])

test('.env of the sample', () => {
  const derived = (name: string, form: string) => ({ name, form, required: false })
  const printed = templates.render('compose/env.hbs', {
    variables: [{ name: 'LOG_LEVEL', description: 'parameter log-level', value: 'info', given: true }],
    secrets: [
      {
        name: 'PG_PASSWORD',
        description: 'parameter pg-password',
        derived: [derived('PG_PASSWORD_ADONET', adonet.form), derived('PG_PASSWORD_URI', uri.form)],
      },
      { name: 'CACHE_PASSWORD', description: 'Password of cache', derived: [derived('CACHE_PASSWORD_URI', uri.form)] },
      { name: 'PAYMENT_KEY', description: 'Key of the payment provider', derived: [] },
    ],
  })
  assert.equal(printed.split('\n'), readFileSync('fixtures/print/shop/env', 'utf8').split('\n'))
})

test('.env with awkward texts', () => {
  const printed = templates.render('compose/env.hbs', {
    variables: [{ name: 'A', description: 'one\nB=2', value: '$x "y"\n', given: true }],
    secrets: [{ name: 'S', description: '', derived: [{ name: 'S_BASE64', form: 'in Base64', required: true }] }],
  })
  assert.equal(printed.split('\n').slice(1), [
    ...['', '# one B=2', 'A="\\$x \\"y\\"\\n"', ''],
    '# Secrets: set them in the environment, or in a second file that stays out of version control (README.md).',
    ...['', '# ', '#S=', '# the same, in Base64; must be set too', '#S_BASE64=', ''],
  ])
})

function variable(name: string, users: readonly string[], rest: Partial<VariableContext>): VariableContext {
  const none = { description: undefined, derivedFrom: undefined, form: undefined, imageOf: undefined }
  const plain = { secret: false, required: false, defaultValue: undefined, defaultVariable: undefined }
  return { name, users, ...none, ...plain, ...rest }
}

function derivedVariable(
  of: string,
  form: { suffix: string; form: string },
  users: readonly string[],
): VariableContext {
  return variable(`${of}_${form.suffix}`, users, {
    derivedFrom: of,
    form: form.form,
    secret: true,
    defaultVariable: of,
  })
}

const code = markdownCode
const secret = { secret: true, required: true }

const shop: ReadmeContext = {
  ...head,
  application: 'shop',
  project: 'shop-dev',
  promoted: [],
  valuesFile: '.env',
  minimumVersion: '2.23.1',
  needsSecrets: true,
  starts: true,
  builds: true,
  builtElsewhere: [],
  endpoints: [{ service: 'api', endpoint: 'http', address: markdownAddress('http://localhost:8088') }],
  volumes: ['shop-dev_orders-db-data', 'shop-dev_worker-spool'],
  variables: [
    variable('CACHE_PASSWORD', ['api', 'cache', 'worker'], { description: 'Password of cache', ...secret }),
    derivedVariable('CACHE_PASSWORD', uri, ['api', 'worker']),
    variable('LOG_LEVEL', ['api', 'worker'], { description: 'parameter log-level', defaultValue: 'info' }),
    variable('PAYMENT_KEY', ['api', 'worker'], { description: 'Key of the payment provider', ...secret }),
    variable('PG_PASSWORD', ['api', 'migrate', 'orders-db', 'worker'], {
      description: 'parameter pg-password',
      ...secret,
    }),
    derivedVariable('PG_PASSWORD', adonet, ['api', 'migrate', 'worker']),
    derivedVariable('PG_PASSWORD', uri, ['api', 'migrate', 'worker']),
    variable('API_IMAGE', ['api', 'worker'], { imageOf: 'api', defaultValue: 'ghcr.io/acme/shop/api:1.4.0' }),
    variable('MIGRATE_IMAGE', ['migrate'], { imageOf: 'migrate', defaultValue: 'ghcr.io/acme/shop/migrate:1.4.0' }),
  ],
  forms: [uri, adonet],
  formsOptional: true,
  keptSecrets: [{ service: 'orders-db', variable: 'PG_PASSWORD' }],
  secretFiles: [],
  notes: [],
  runsAgain: [
    runsAgain('orders-db-orders', markdown`creates the database ${code('orders')} if it is not there`),
    runsAgain('migrate', undefined),
  ],
  afterJobs: [],
  manualJobs: [],
  scheduledJobs: [],
  scheduledAlone: [],
  unscheduledJobs: [],
  binds: [],
  notCarriedOver: [
    markdown`${code('api')} runs once, not as often as parameter ${code('replicas')} says: one port of the host can be published by one container only.`,
    markdown`${code('host: shop.example.com')} of ${code('api')}, ${code('http')}: nothing here listens for that name; point it to this machine, or change it for this environment.`,
    markdown`${code('requests.cpu')} of ${code('api')} and ${code('worker')} is written, but only Swarm heeds it. Volume sizes (10Gi, 1Gi) are not enforced.`,
  ],
}

test('README of the sample', () => {
  const printed = templates.render('compose/README.md.hbs', shop)
  assert.equal(printed.split('\n'), readFileSync('fixtures/print/shop/README.md', 'utf8').split('\n'))
})

const bare: ReadmeContext = {
  ...shop,
  needsSecrets: false,
  builds: false,
  endpoints: [],
  volumes: [],
  variables: [],
  forms: [],
  keptSecrets: [],
  runsAgain: [],
  notCarriedOver: [],
}

test('sections of the README appear only with content', () => {
  const printed = templates.render('compose/README.md.hbs', bare)
  assert.equal(printed.match(/^## .*$/gm), ['## Run it'])
  assert.not.match(printed, /--volumes|secrets|--build/)
  assert.not.match(printed, /\n\n\n|\n$(?!$)|[ \t]$/)
})

test('every section of the README', () => {
  const job = (name: string, steps: readonly string[], retries?: number) => ({ name, steps, retries })
  const printed = templates.render('compose/README.md.hbs', {
    ...shop,
    builtElsewhere: [{ resource: 'base', command: markdownCodeBlock('sh', 'docker build --tag base ../../base') }],
    keptSecrets: [...shop.keptSecrets, { service: 'b', variable: 'B' }],
    secretFiles: ['api'],
    notes: [markdown`One more.`],
    afterJobs: [job('seed', ['seed-init', 'seed'], 3)],
    manualJobs: [job('fix', ['fix'])],
    scheduledJobs: [{ name: 'nightly', cron: '0 3 * * *', timezone: 'Europe/Berlin' }],
    scheduledAlone: ['nightly'],
    unscheduledJobs: [{ name: 'weekly', cron: '@weekly', timezone: undefined }],
    binds: [{ service: 'api', path: '../../config' }],
  })
  const run =
    'docker compose --env-file .env --env-file secrets.env -f compose.yaml -f compose.jobs.yaml run --rm --no-deps'
  for (const line of [
    'Build this first; Compose does not know how:',
    'docker build --tag base ../../base',
    '* `api` mounts `../../config`',
    '* `api` has a secret inside a file: a new value gets there only with `up --force-recreate`.',
    '* One more.',
    '## To run after every `up`',
    `${run} seed-init\n${run} seed`,
    '`seed` may be tried again up to 3 times if it fails; `run` does not do that by itself.',
    '## Jobs to run by hand',
    `${run} fix`,
    'The file `crontab` starts `nightly` at `0 3 * * *` (Europe/Berlin). Set',
    '* Nothing here starts `weekly` by its schedule (`@weekly`).',
    '`orders-db` takes `PG_PASSWORD`, `b` takes `B` only when their volumes are new.',
  ]) {
    assert.ok(printed.includes(line), line)
  }
  assert.not.match(printed, /\n\n\n/)
})

test('crontab', () => {
  const jobs = [
    { name: 'a', cron: '*/5 * * * 1-5', timezone: undefined, alone: false, steps: ['a-init', 'a'] },
    { name: 'b', cron: '@daily', timezone: 'Europe/Berlin', alone: true, steps: ['b'] },
  ]
  const printed = templates.render('compose/crontab.hbs', { ...head, project: 'p', needsSecrets: false, jobs })
  const run = 'docker compose --project-name p -f compose.yaml -f compose.jobs.yaml run --rm --no-deps'
  assert.equal(printed.split('\n').slice(2), [
    'FOLDER=/path/to/this/folder',
    ...['', '# a', `*/5 * * * 1-5 cd "$FOLDER" && ${run} a-init && ${run} a`],
    ...['', '# b', 'CRON_TZ=Europe/Berlin', `@daily cd "$FOLDER" && (flock -n 9 && ${run} b) 9>.b.lock`, ''],
  ])
})

test('forms of secrets', () => {
  assert.is(derivedForm(['uri', 'base64']).suffix, 'URI_BASE64')
  assert.is(derivedForm(['uri', 'base64']).form, 'percent-encoded, then in Base64')
  assert.is(derivedForm(['new']).ending, '..._NEW')
})

test.run()
