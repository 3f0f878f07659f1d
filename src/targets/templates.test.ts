import { readdirSync, readFileSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { createCollector } from '../diagnostics/diagnostic.ts'
import { positionOf } from '../diagnostics/source.ts'
import { BUILT_IN_TEMPLATES } from '../generated/templates.js'
import { suite } from '../testing/suite.ts'
import { BUILT_IN_TEMPLATE_SET, prepareTemplates, TEMPLATE_NAMES } from './templates.ts'

const test = suite('targets/templates')

const crontab = { manifest: 'a', environment: 'b', target: 'c', project: 'p', needsSecrets: false, jobs: [] }

test('the templates in the folder, the contracts and the compiled ones are the same', () => {
  const files = readdirSync('templates/compose').map((name) => `compose/${name}`)
  assert.equal(files.toSorted(), [...TEMPLATE_NAMES].toSorted())
  assert.equal([...BUILT_IN_TEMPLATES.keys()].toSorted(), [...TEMPLATE_NAMES].toSorted())
})

test("each built-in template is accepted as a user's and prints the same", async () => {
  const texts = new Map(TEMPLATE_NAMES.map((name) => [name as string, readFileSync(`templates/${name}`, 'utf8')]))
  const collector = createCollector()
  const set = await prepareTemplates(texts, undefined, collector.report)
  assert.equal(collector.diagnostics, [])
  const printed = set.render('compose/crontab.hbs', crontab)
  assert.is(printed, BUILT_IN_TEMPLATE_SET.render('compose/crontab.hbs', crontab))
})

test('a template of the user takes the place of one of ours, the others stay', async () => {
  const collector = createCollector()
  const own = new Map([
    ['compose/crontab.hbs', '# mine: {{comment project}}\n'],
    ['compose/notes.txt', 'not looked at {{'],
  ])
  const set = await prepareTemplates(own, 'layouts', collector.report)
  assert.equal(collector.diagnostics, [])
  assert.is(set.render('compose/crontab.hbs', crontab), '# mine: p\n')
  assert.match(set.render('compose/env.hbs', { variables: [], secrets: [] }), /^# Values for compose.yaml/)
})

test('unknown names and bad templates are reported, and ours are used', async () => {
  const collector = createCollector()
  const own = new Map([
    ['compose/READNE.md.hbs', ''],
    ['compose/crontab.hbs', '{{{project}}}'],
  ])
  const set = await prepareTemplates(own, 'layouts', collector.report)
  assert.equal(
    collector.diagnostics.map(({ code }) => code),
    ['AH6090', 'AH6093'],
  )
  assert.is(collector.diagnostics[0]?.hints[0], 'did you mean "compose/README.md.hbs"?')
  assert.match(set.render('compose/crontab.hbs', crontab), /^# Written by/)
})

test('a value that is not there is reported with its place, and ours is used', async () => {
  const collector = createCollector()
  const own = new Map([
    ['compose/compose.yaml.hbs', '\r\n{{#each services}}{{{block}}}{{/each}}\r\n{{{volumes.block}}}\r\n'],
  ])
  const set = await prepareTemplates(own, 'layouts', collector.report)
  const none = { networks: undefined, configs: undefined, secrets: undefined, volumes: undefined, extra: undefined }
  const printed = set.render('compose/compose.yaml.hbs', { ...crontab, project: 'p', services: [], ...none })
  const [found] = collector.diagnostics
  assert.is(found?.code, 'AH6095')
  assert.is(found?.message, '"volumes.block" is not there for this application')
  assert.equal(found?.span === undefined ? undefined : positionOf(found.span.source, found.span.start), {
    line: 3,
    column: 4,
  })
  assert.match(printed, /^# Written by/)
})

test.run()
