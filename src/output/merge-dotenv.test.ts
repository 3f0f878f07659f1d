import * as fc from 'fast-check'
import * as assert from 'uvu/assert'
import { printDotenvLine } from '../print/dotenv.ts'
import { holds } from '../testing/property.ts'
import { suite } from '../testing/suite.ts'
import type { DeploymentFacts } from '../targets/deployment-facts.ts'
import { codesOf, dotenv, NO_FACTS, outputSet, projectHost, requestOf } from '../testing/example-output.ts'
import { dotenvValues, mergeDotenv } from './merge-dotenv.ts'
import type { ListedUserFile } from './output-list.ts'
import { publishOutput } from './publish.ts'

const test = suite('.env of the user')

const OURS = `# Values for compose.yaml.

# parameter log-level
LOG_LEVEL=info

# Secrets: set them in the environment.

# password of pg
#PG_PASSWORD=
# the same, percent-encoded
#PG_PASSWORD_URI=

# port
PORT=8080
`

function recorded(text: string): ListedUserFile {
  return { path: '.env', ...mergeDotenv(text, text, undefined).record }
}

interface Row {
  readonly name: string
  /** What the user made of `OURS`. */
  readonly existing: string
  /** What we would write now. */
  readonly ours?: string
  readonly text: string
  readonly added?: readonly string[]
  readonly updated?: readonly string[]
  readonly removed?: readonly string[]
  readonly changed?: readonly string[]
  readonly movedOn?: readonly string[]
}

const EDITED = OURS.replace('LOG_LEVEL=info', 'LOG_LEVEL=debug # mine').replace('#PG_PASSWORD=', 'PG_PASSWORD=s3cret')

const TABLE: readonly Row[] = [
  {
    name: 'untouched, a new default',
    existing: OURS,
    ours: OURS.replace('8080', '80'),
    text: OURS.replace('8080', '80'),
    updated: ['PORT'],
  },
  {
    name: 'untouched: new comments and order are taken over',
    existing: OURS,
    ours: '# new\nPORT=8080\nLOG_LEVEL=info\n',
    text: '# new\nPORT=8080\nLOG_LEVEL=info\n',
    removed: ['PG_PASSWORD', 'PG_PASSWORD_URI'],
  },
  { name: 'edited, nothing new', existing: EDITED, text: EDITED, changed: ['LOG_LEVEL'] },
  {
    name: 'edited, another default',
    existing: EDITED,
    ours: OURS.replace('8080', '80'),
    text: EDITED.replace('8080', '80'),
    updated: ['PORT'],
    changed: ['LOG_LEVEL'],
  },
  {
    name: 'edited, and its own default moved on',
    existing: EDITED,
    ours: OURS.replace('=info', '=warn'),
    text: EDITED,
    changed: ['LOG_LEVEL'],
    movedOn: ['LOG_LEVEL'],
  },
  {
    name: 'a value that the user set to the new default',
    existing: OURS.replace('=info', '=warn'),
    ours: OURS.replace('=info', '=warn'),
    text: OURS.replace('=info', '=warn'),
  },
  {
    name: 'the same value, quoted',
    existing: OURS.replace('=info', '="info"'),
    text: OURS.replace('=info', '="info"'),
  },
  {
    name: 'a substitution of the user',
    existing: OURS.replace('=info', '=${OTHER}'),
    text: OURS.replace('=info', '=${OTHER}'),
    changed: ['LOG_LEVEL'],
  },
  {
    name: 'keys and comments of the user',
    existing: `MINE=1 # so\n${OURS}\n# last\nexport LAST='x'\n`,
    text: `MINE=1 # so\n${OURS}\n# last\nexport LAST='x'\n`,
  },
  {
    name: 'another order',
    existing: 'PORT=8080\nLOG_LEVEL=info\n#PG_PASSWORD=\n#PG_PASSWORD_URI=\n',
    text: 'PORT=8080\nLOG_LEVEL=info\n#PG_PASSWORD=\n#PG_PASSWORD_URI=\n',
  },
  {
    name: 'a key was taken out',
    existing: OURS.replace('LOG_LEVEL=info\n', ''),
    text: OURS.replace('# parameter log-level\n', '# parameter log-level\n').replace(
      'LOG_LEVEL=info\n\n# Secrets: set them in the environment.\n\n',
      '\n# Secrets: set them in the environment.\n\n# parameter log-level\nLOG_LEVEL=info\n',
    ),
    added: ['LOG_LEVEL'],
  },
  {
    name: 'a key was commented out',
    existing: OURS.replace('LOG_LEVEL', '#LOG_LEVEL'),
    text: OURS.replace('LOG_LEVEL=info', '#LOG_LEVEL=info\nLOG_LEVEL=info'),
    added: ['LOG_LEVEL'],
  },
  {
    name: 'a last line without its end',
    existing: OURS.replace(/\n\n# port\nPORT=8080\n$/, ''),
    text: OURS,
    added: ['PORT'],
  },
  {
    name: 'a placeholder of a secret was taken out on purpose',
    existing: OURS.replace('#PG_PASSWORD_URI=\n', ''),
    text: OURS.replace('#PG_PASSWORD_URI=\n', ''),
  },
  {
    name: 'a new secret',
    existing: EDITED,
    ours: OURS.replace('\n# port', '\n# key\n#KEY=\n\n# port'),
    text: EDITED.replace('\n# port', '\n# key\n#KEY=\n\n# port'),
    added: ['KEY'],
    changed: ['LOG_LEVEL'],
  },
  {
    name: 'an outdated key, unchanged',
    existing: `${EDITED}MINE=1\n`,
    ours: OURS.replace('# port\nPORT=8080\n', ''),
    text: `${EDITED}MINE=1\n`.replace('# port\nPORT=8080\n', ''),
    removed: ['PORT'],
    changed: ['LOG_LEVEL'],
  },
  {
    name: 'an outdated key, its comment changed',
    existing: EDITED.replace('# port', '# my port'),
    ours: OURS.replace('\n# port\nPORT=8080\n', ''),
    text: EDITED.replace('# port\nPORT=8080\n', '# my port\n'),
    removed: ['PORT'],
    changed: ['LOG_LEVEL'],
  },
  {
    name: 'an outdated key, changed',
    existing: OURS.replace('8080', '81'),
    ours: OURS.replace('\n# port\nPORT=8080\n', ''),
    text: OURS.replace('8080', '81'),
  },
  {
    name: 'a secret that is set is never outdated',
    existing: EDITED,
    ours: 'LOG_LEVEL=info\nPORT=8080\n',
    text: EDITED.replace('# the same, percent-encoded\n#PG_PASSWORD_URI=\n', ''),
    removed: ['PG_PASSWORD_URI'],
    changed: ['LOG_LEVEL'],
  },
  {
    name: 'a default that becomes a secret',
    existing: `${OURS}#mine\n`,
    ours: OURS.replace('PORT=8080', '#PORT='),
    text: `${OURS.replace('PORT=8080', '#PORT=')}#mine\n`,
    updated: ['PORT'],
  },
  {
    name: 'CRLF',
    existing: EDITED.replaceAll('\n', '\r\n'),
    ours: OURS.replace('8080', '80').replace('\n# Secrets', '\n# region\nREGION=eu\n\n# Secrets'),
    text: EDITED.replace('8080', '80').replace('# mine\n', '# mine\n\n# region\nREGION=eu\n').replaceAll('\n', '\r\n'),
    added: ['REGION'],
    updated: ['PORT'],
    changed: ['LOG_LEVEL'],
  },
  { name: 'a byte order mark', existing: `\ufeff${EDITED}`, text: `\ufeff${EDITED}`, changed: ['LOG_LEVEL'] },
  {
    name: 'lines that are no assignments',
    existing: `what is this\n=\n${EDITED}"`,
    text: `what is this\n=\n${EDITED}"`,
    changed: ['LOG_LEVEL'],
  },
  {
    name: 'a key twice: the last one counts',
    existing: `PORT=1\n${OURS}`,
    ours: OURS.replace('8080', '80'),
    text: `PORT=1\n${OURS.replace('8080', '80')}`,
    updated: ['PORT'],
  },
  {
    name: 'quotes over several lines',
    existing: OURS.replace('8080', '"8\n#LOG_LEVEL=x\n0"'),
    text: OURS.replace('8080', '"8\n#LOG_LEVEL=x\n0"'),
    changed: ['PORT'],
  },
]

for (const row of TABLE) {
  test(`R-env-file: ${row.name}`, () => {
    const merged = mergeDotenv(row.existing, row.ours ?? OURS, recorded(OURS))
    assert.is(merged.text, row.text)
    for (const note of ['added', 'updated', 'removed', 'changed', 'movedOn'] as const) {
      assert.equal(merged[note], row[note] ?? [], note)
    }
    assert.is(merged.record.sha256 === undefined, row.text !== (row.ours ?? OURS), 'a merged file is never recorded')
    const again = mergeDotenv(merged.text, row.ours ?? OURS, { path: '.env', ...merged.record })
    assert.is(again.text, merged.text, 'the second time nothing changes')
  })
}

test('R-env-file: without a list every value is the user’s, and missing keys are added', () => {
  const merged = mergeDotenv('PORT=81\n', OURS, undefined)
  assert.is(merged.text.startsWith('# parameter log-level\nLOG_LEVEL=info\n'), true, merged.text)
  assert.is(dotenvValues(merged.text).get('PORT'), '81')
  assert.equal(merged.movedOn, [])
})

test('R-env-file: whatever the user wrote, every variable of ours has a value and nothing of the user’s is lost', () => {
  const value = fc.constantFrom('', 'a', '1', 'a b', '#', '"', "'", '$x', 'ä\n', '\\', ' ')
  const assignments = fc.uniqueArray(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D', 'E'), value), {
    selector: ([key]) => key,
    maxLength: 5,
  })
  const written = (pairs: readonly (readonly [string, string])[]): string =>
    pairs.map(([key, text]) => `# ${key}\n${printDotenvLine(key, text).printed}\n`).join('\n')
  holds(
    fc.property(assignments, assignments, assignments, (before, after, user) => {
      const merged = mergeDotenv(written(user), written(after), recorded(written(before)))
      const values = dotenvValues(merged.text)
      for (const [key] of after) assert.ok(values.has(key))
      const [old, wanted] = [new Map(before), new Map(after)]
      for (const [key, text] of user) {
        const ours = old.get(key) === text
        if (!ours) assert.is(values.get(key), text)
        else if (wanted.has(key)) assert.is(values.get(key), wanted.get(key))
      }
      const again = mergeDotenv(merged.text, written(after), { path: '.env', ...merged.record })
      assert.is(again.text, merged.text)
    }),
  )
})

test('R-env-file: --force never overwrites it, and its mode stays', () => {
  const host = projectHost()
  publishOutput(host, requestOf([dotenv(OURS)]))
  host.put('/project/out/.env', { kind: 'file', bytes: new TextEncoder().encode(EDITED), mode: 0o600 })
  publishOutput(host, requestOf([dotenv(OURS.replace('8080', '80'))], { force: true }))
  assert.is(host.tree('/project/out').get('.env'), EDITED.replace('8080', '80'))
  const entry = host.disk.get('/project/out/.env')
  assert.is(entry?.kind === 'file' && entry.mode, 0o600)
})

test('R-env-file: no longer generated, it goes if it is ours alone, else it stays', () => {
  for (const [content, stays] of [
    [OURS, false],
    [EDITED, true],
  ] as const) {
    const host = projectHost()
    publishOutput(host, requestOf([dotenv(OURS)]))
    host.put('/project/out/.env', content)
    assert.equal(codesOf(publishOutput(host, requestOf([]))), [])
    assert.is(host.tree('/project/out').get('.env'), stays ? content : undefined)
  }
})

test('R-env-file: a default that moved on under a value of the user is a warning, once', () => {
  const host = projectHost()
  publishOutput(host, requestOf([dotenv(OURS)]))
  host.put('/project/out/.env', EDITED)
  const result = publishOutput(host, requestOf([dotenv(OURS.replace('=info', '=warn'))]))
  assert.equal(
    result.diagnostics.map((one) => one.message),
    ['in "out/.env", LOG_LEVEL keeps your value, but its default has changed'],
  )
  assert.equal(codesOf(publishOutput(host, requestOf([dotenv(OURS.replace('=info', '=warn'))]))), [])
})

const FACTS: DeploymentFacts = {
  ...NO_FACTS,
  parameters: [{ name: 'pg-password', variable: 'PG_PASSWORD', type: 'string', secret: true, constraints: {} }],
  derived: [{ variable: 'PG_PASSWORD_URI', expression: '$<Parameters.pg-password | uri>', required: false }],
}

test('R-stale-derived: a derived variable that its source left behind is a warning without values', () => {
  for (const [uri, codes] of [
    ['s3c%2Fret', []],
    ['old%2Fone', ['AH8402']],
  ] as const) {
    const host = projectHost()
    publishOutput(host, requestOf([], { sets: [outputSet([dotenv(OURS)], { facts: FACTS })] }))
    host.put(
      '/project/out/.env',
      OURS.replace('#PG_PASSWORD=', 'PG_PASSWORD=s3c/ret').replace('#PG_PASSWORD_URI=', `PG_PASSWORD_URI=${uri}`),
    )
    const result = publishOutput(host, requestOf([], { sets: [outputSet([dotenv(OURS)], { facts: FACTS })] }))
    assert.equal(codesOf(result), codes)
    assert.not.match(JSON.stringify(result.diagnostics), /s3c|old%2F/)
    assert.not.match(host.tree('/project/out').get('.apphost-output.json') ?? '', /s3c/)
  }
})

test.run()
