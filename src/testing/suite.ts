import { writeFileSync } from 'node:fs'
import { suite as uvuSuite } from 'uvu'

/** What a case or hook is given: the suite's context and the names that uvu puts into it. */
export type Context<T> = T & { readonly __suite__: string; readonly __test__: string }

/** The body of a case or a hook. */
export type Callback<T> = (context: Context<T>) => Promise<void> | void

/** Registers something to run before or after all cases, or (`each`) around every one of them. */
export interface Hook<T> {
  (handler: Callback<T>): void
  each: (handler: Callback<T>) => void
}

/** A suite: call it to declare a case, and `run()` once after the last one. */
export interface Test<T> {
  (name: string, handler: Callback<T>): void
  /** Runs this case alone; the run fails all the same, so that it is never left in. */
  only(name: string, handler: Callback<T>): void
  /** Counts the case as skipped. The reason is shown, and must not be empty. */
  skip(name: string, reason: string, handler?: Callback<T>): void
  /** Counts every case of this suite that is declared afterwards as skipped, with the tool's name, if it is not there. */
  skipUnless(present: boolean, tool: string): void
  before: Hook<T>
  after: Hook<T>
  run(): void
}

/** How one case ended; `pending` means that it was declared and never finished. */
export interface CaseReport {
  readonly name: string
  status: 'pending' | 'passed' | 'failed' | 'skipped'
  reason?: string
  failure?: Failure
}

/** An error in a form that survives JSON. `details` is a difference of expected and actual text. */
export interface Failure {
  readonly message: string
  readonly details?: string
  readonly stack: string
}

/** One suite of a test process. */
export interface SuiteReport {
  readonly name: string
  ran: boolean
  readonly cases: CaseReport[]
}

/** Something wrong that belongs to no single case: a hook, a late rejection, a misuse of the suite. */
export interface Problem {
  readonly where: string
  readonly failure: Failure
}

/** Everything that one test process has to say; written as JSON to the file that `APPHOST_TEST_REPORT` names. */
export interface ProcessReport {
  readonly suites: SuiteReport[]
  readonly problems: Problem[]
  /** Paths below `snapshots/` that were compared. */
  readonly snapshots: string[]
  /** Lines for people: seeds, and what was measured. */
  readonly notes: string[]
}

/** The report of this process; `golden.ts` adds to it. */
export const processReport: ProcessReport = { suites: [], problems: [], snapshots: [], notes: [] }

const reportFile = process.env['APPHOST_TEST_REPORT']
const prototypeKeys = Reflect.ownKeys(Object.prototype).length
let current = 'before the first case'

/** Shows a line under the file's own, such as a seed or what was measured, also where everything passed. */
export function tell(note: string): void {
  processReport.notes.push(note)
}

/** Makes a suite of cases. It behaves as uvu's, and what uvu forgives is recorded and fails the run. */
export function suite<T extends object = Record<string, unknown>>(name: string, context?: T): Test<T> {
  const inner = uvuSuite<T>(name, context ?? ({} as T))
  const report: SuiteReport = { name, ran: false, cases: [] }
  processReport.suites.push(report)
  let missingTool: string | undefined

  function skip(caseName: string, reason: string): void {
    if (typeof reason !== 'string' || reason.trim() === '') {
      addProblem(`${name} > ${caseName}`, new Error('a skipped case needs a reason'))
    }
    report.cases.push({ name: caseName, status: 'skipped', reason })
    inner.skip(caseName)
  }
  function declare(
    register: (name: string, handler: Callback<T>) => void,
    caseName: string,
    handler: Callback<T>,
  ): void {
    if (missingTool !== undefined) return skip(caseName, `${missingTool} is not available`)
    const entry: CaseReport = { name: caseName, status: 'pending' }
    report.cases.push(entry)
    register(caseName, recorded(entry, `${name} > ${caseName}`, handler))
  }
  function hook(register: (handler: Callback<T>) => void, kind: string): (handler: Callback<T>) => void {
    return (handler) => {
      if (missingTool === undefined) register(guarded(`${name}, ${kind} hook`, handler))
    }
  }
  function hooks(key: 'before' | 'after'): Hook<T> {
    return Object.assign(hook(inner[key], key), { each: hook((handler) => inner[key].each(handler), `${key}.each`) })
  }

  function test(caseName: string, handler: Callback<T>): void {
    declare(inner, caseName, handler)
  }
  return Object.assign(test, {
    only(caseName: string, handler: Callback<T>): void {
      addProblem(`${name} > ${caseName}`, new Error('.only was left in'))
      declare((title, body) => inner.only(title, body), caseName, handler)
    },
    skip,
    skipUnless(present: boolean, tool: string): void {
      if (!present) missingTool = tool
    },
    before: hooks('before'),
    after: hooks('after'),
    run(): void {
      report.ran = true
      if (report.cases.length === 0) addProblem(name, new Error('the suite has no cases'))
      inner.run()
    },
  })
}

function recorded<T>(entry: CaseReport, title: string, handler: Callback<T>): Callback<T> {
  return async (context) => {
    current = title
    try {
      await handler(context)
      entry.status = 'passed'
    } catch (error) {
      entry.status = 'failed'
      entry.failure = toFailure(error)
      // A mutant is noticed by the first failure: nothing after it matters
      if (process.env['APPHOST_TEST_BAIL'] === '1') process.exit(1)
      // uvu reads fields of what it catches, so it must be an error
      throw error instanceof Error ? error : new Error(entry.failure.message)
    }
  }
}

function guarded<T>(where: string, handler: Callback<T>): Callback<T> {
  return async (context) => {
    try {
      await handler(context)
    } catch (error) {
      addProblem(where, error)
      // For uvu a hook that fails at the very end is fatal, and would hide the suites after this one
      if (!where.endsWith(', after hook')) throw error instanceof Error ? error : new Error(String(error))
    }
  }
}

function addProblem(where: string, error: unknown): void {
  processReport.problems.push({ where, failure: toFailure(error) })
}

function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: `thrown: ${String(error)}`, stack: '' }
  const details: unknown = Reflect.get(error, 'details')
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    message: error.message === '' ? error.name : error.message,
    ...(typeof details === 'string' && details !== '' ? { details } : {}),
    stack: stack.filter((line) => !/node:internal|node_modules|testing\/suite\.ts/.test(line)).join('\n'),
  }
}

function finish(): void {
  for (const { name, ran, cases } of processReport.suites) {
    if (!ran) addProblem(name, new Error(`the suite never calls .run(): ${cases.length} cases did not run`))
  }
  // Freezing it would say where, but packages that we use do not survive that
  if (Reflect.ownKeys(Object.prototype).length !== prototypeKeys) {
    addProblem(
      'this file',
      new Error(`Object.prototype was changed: ${Reflect.ownKeys(Object.prototype).slice(prototypeKeys).join(', ')}`),
    )
  }
  if (processReport.suites.length === 0) addProblem('this file', new Error('no suite was declared'))
  if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify(processReport))
  const unfinished = processReport.suites.flatMap(({ cases }) => cases.filter(({ status }) => status === 'pending'))
  if (processReport.problems.length + unfinished.length === 0) return
  process.exitCode = 1
  if (reportFile !== undefined) return
  for (const { where, failure } of processReport.problems)
    console.error(`FAIL ${where}: ${failure.message}\n${failure.stack}`)
  for (const { name } of unfinished) console.error(`FAIL ${name}: declared, but it did not finish`)
}

process.on('unhandledRejection', (reason) =>
  addProblem(`a rejection that nothing awaits, at or after "${current}"`, reason),
)
process.on('uncaughtException', (error) =>
  addProblem(`an exception outside of any case, at or after "${current}"`, error),
)
process.on('exit', finish)
