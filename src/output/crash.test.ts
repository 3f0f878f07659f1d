import * as assert from 'uvu/assert'
import { createMemoryHost, Killed, type MemoryHost } from '../host/memory.ts'
import type { MemoryEntry } from '../host/memory-files.ts'
import { suite } from '../testing/suite.ts'
import { AFTER, BEFORE, codesOf, projectHost, requestOf } from '../testing/example-output.ts'
import { publishOutput, type PublishResult } from './publish.ts'

const test = suite('publish, killed or with a failing disk')

const NOTES = "somebody's notes\n"
const CHANGED_DOTENV = '# mine\nLOG_LEVEL=info\nPORT=81 # mine too\n'

/** A folder as the first publish left it, with a note and a `.env` of the user's. */
function prepared(): MemoryHost {
  return createMemoryHost({ files: STARTING_POINT })
}

function startingPoint(): Readonly<Record<string, MemoryEntry>> {
  const host = projectHost()
  assert.equal(codesOf(publishOutput(host, requestOf(BEFORE))), [])
  host.put('/project/out/notes.txt', NOTES)
  host.put('/project/out/.env', CHANGED_DOTENV)
  return Object.fromEntries(host.disk)
}

const STARTING_POINT = startingPoint()

function publishAfter(host: MemoryHost): PublishResult | 'killed' {
  try {
    return publishOutput(host, requestOf(AFTER))
  } catch (error) {
    if (error instanceof Killed) return 'killed'
    throw error
  }
}

/** What people see: without the names that are ours while a run is at work. */
function visible(host: MemoryHost): ReadonlyMap<string, string> {
  const files = [...host.tree('/project/out')]
  return new Map(files.filter(([path]) => !/^\.apphost-output[.](?!json$)/.test(path)))
}

function foldersOf(host: MemoryHost): readonly string[] {
  return [...host.disk.keys()]
    .filter((path) => path.startsWith('/project/out') && host.disk.get(path)?.kind === 'folder')
    .sort()
}

const OLD = visible(prepared())
const finished = prepared()
publishAfter(finished)
const NEW = visible(finished)
const NEW_FOLDERS = foldersOf(finished)
const OPERATIONS = finished.operations.length

/** Every file is as it was or as it is to be; nothing else is there, and nothing that is in both is missing. */
function assertNothingTorn(host: MemoryHost, moment: string): void {
  const now = visible(host)
  for (const [path, content] of now)
    assert.ok(content === OLD.get(path) || content === NEW.get(path), `${moment}: ${path} is torn`)
  for (const path of OLD.keys()) assert.ok(!NEW.has(path) || now.has(path), `${moment}: ${path} is lost`)
  assert.is(now.get('notes.txt'), NOTES, moment)
}

function assertConverges(host: MemoryHost, moment: string): void {
  host.restart()
  const result = publishAfter(host)
  assert.ok(
    result !== 'killed' && result.diagnostics.every((one) => one.severity !== 'error'),
    `${moment}: ${JSON.stringify(result)}`,
  )
  assert.equal([...host.tree('/project/out')], [...NEW], moment)
  assert.equal(foldersOf(host), NEW_FOLDERS, moment)
}

test('the example does what it is for', () => {
  assert.ok(OPERATIONS > 100, String(OPERATIONS))
  assert.is(NEW.get('.env'), '# mine\nLOG_LEVEL=warning\nPORT=81 # mine too\n\n# region\nREGION=eu\n')
  assert.not(NEW.has('compose.jobs.yaml'))
  assert.not(NEW_FOLDERS.includes('/project/out/files/old'))
})

test('killed at every operation: nothing is torn or lost, and the next run converges', () => {
  let completed = 0
  for (let operation = 1; operation <= OPERATIONS; operation += 1) {
    const host = prepared()
    host.killAt(operation)
    assert.is(publishAfter(host), 'killed')
    const moment = `killed at ${operation}: ${host.operations.at(-1)}`
    assertNothingTorn(host, moment)
    if (host.tree('/project/out').has('.apphost-output.journal')) completed += 1
    assertConverges(host, moment)
  }
  assert.ok(completed > 20, `${completed} runs were completed from a journal`)
})

test('killed at every operation, and the recovery killed at every operation too', () => {
  for (let operation = 1; operation <= OPERATIONS; operation += 11) {
    for (let again = 1; ; again += 7) {
      const host = prepared()
      host.killAt(operation)
      publishAfter(host)
      host.restart()
      host.killAt(again)
      if (publishAfter(host) !== 'killed') break
      const moment = `killed at ${operation}, then at ${again}: ${host.operations.at(-1)}`
      assertNothingTorn(host, moment)
      assertConverges(host, moment)
    }
  }
})

test('killed at every operation, then the change is taken back', () => {
  for (let operation = 1; operation <= OPERATIONS; operation += 1) {
    const host = prepared()
    host.killAt(operation)
    publishAfter(host)
    host.restart()
    const result = publishOutput(host, requestOf(BEFORE))
    assert.ok(
      result.diagnostics.every((one) => one.severity !== 'error'),
      `killed at ${operation}: ${JSON.stringify(result.diagnostics)}`,
    )
    const now = host.tree('/project/out')
    for (const [path, content] of OLD) {
      if (path !== '.env' && path !== '.apphost-output.json')
        assert.is(now.get(path), content, `killed at ${operation}: ${path}`)
    }
    assert.ok(now.get('.env')?.includes('PORT=81 # mine too\n'))
    assert.equal(
      [...now.keys()].filter((path) => !OLD.has(path)),
      [],
      `killed at ${operation}`,
    )
  }
})

test('what a user writes between a kill and the next run is not lost', () => {
  for (let operation = 1; operation <= OPERATIONS; operation += 1) {
    const host = prepared()
    host.killAt(operation)
    publishAfter(host)
    host.restart()
    host.put('/project/out/files/new/3/file.conf', 'of the user\n')
    host.put('/project/out/compose.yaml', 'edited\n')
    const result = publishAfter(host)
    assert.ok(
      result !== 'killed' && result.diagnostics.some((one) => one.severity === 'error'),
      `killed at ${operation}`,
    )
    assert.is(host.tree('/project/out').get('files/new/3/file.conf'), 'of the user\n', `killed at ${operation}`)
    assert.is(host.tree('/project/out').get('compose.yaml'), 'edited\n', `killed at ${operation}`)
    assert.is(host.tree('/project/out').get('notes.txt'), NOTES)
  }
})

for (const code of ['ENOSPC', 'EACCES', 'EIO', 'EPERM']) {
  test(`${code} at every operation: the old files stay, and the next run converges`, () => {
    for (let operation = 1; operation <= OPERATIONS; operation += 1) {
      const host = prepared()
      host.failAt(operation, code)
      const result = publishAfter(host)
      const moment = `${code} at ${operation}: ${host.operations[operation - 1]}`
      if (result === 'killed') throw new Error(moment)
      const errors = result.diagnostics.filter((one) => one.severity === 'error')
      if (errors.length === 0) assert.equal([...visible(host)], [...NEW], moment)
      else {
        assert.is(errors.length, 1, moment)
        assert.match(
          errors[0]?.message ?? '',
          new RegExp(`^cannot (read|write|remove) "out[^"]*": .+ \\(${code}\\)$`),
          moment,
        )
        assert.is(errors[0]?.code, 'AH8301', moment)
        assert.equal([...visible(host)], [...OLD], moment)
      }
      assertNothingTorn(host, moment)
      assertConverges(host, moment)
    }
  })
}

test('a disk that refuses from some operation on: nothing is torn, and the next run converges', () => {
  let journals = 0
  for (let operation = 1; operation <= OPERATIONS; operation += 1) {
    const host = prepared()
    for (let later = operation; later < OPERATIONS * 3; later += 1) host.failAt(later, 'EIO')
    const result = publishAfter(host)
    const moment = `EIO from ${operation} on`
    assertNothingTorn(host, moment)
    if (result !== 'killed' && codesOf(result).includes('AH8302')) journals += 1
    else assert.equal([...visible(host)], [...OLD].length === visible(host).size ? [...OLD] : [...NEW], moment)
    assertConverges(host, moment)
  }
  assert.ok(journals > 5, String(journals))
})

test('killed while the old files are put back: nothing is torn or lost, and the next run converges', () => {
  let halfWay = 0
  for (let operation = 1; operation <= OPERATIONS; operation += 3) {
    for (let later = operation + 1; ; later += 3) {
      const host = prepared()
      host.failAt(operation, 'ENOSPC')
      host.killAt(later)
      if (publishAfter(host) !== 'killed') break
      const moment = `ENOSPC at ${operation}, killed at ${later}: ${host.operations.at(-1)}`
      assertNothingTorn(host, moment)
      if (host.tree('/project/out').has('.apphost-output.journal')) halfWay += 1
      assertConverges(host, moment)
    }
  }
  assert.ok(halfWay > 50, String(halfWay))
})

test('a first publish that fails leaves no folder behind', () => {
  const whole = projectHost()
  publishAfter(whole)
  for (let operation = 1; operation <= whole.operations.length; operation += 1) {
    const host = projectHost()
    host.failAt(operation, 'ENOSPC')
    const result = publishAfter(host)
    if (result === 'killed' || result.diagnostics.length === 0) continue
    const left = [...host.disk.keys()].filter((path) => path.startsWith('/project/out'))
    assert.equal(left, [], `ENOSPC at ${operation}: ${host.operations[operation - 1]}`)
  }
})

test.run()
