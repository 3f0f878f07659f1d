import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { type CpuProfile, PHASES, phasesOf } from './profile-phases.ts'
import { suite } from './suite.ts'

const test = suite('phases of a profile')

function frame(id: number, functionName: string, children: readonly number[] = []): CpuProfile['nodes'][number] {
  return { id, callFrame: { functionName }, children }
}

test('the innermost phase counts, and a number that the bundler added does not matter', () => {
  const profile = {
    nodes: [
      frame(1, '(root)', [2, 6]),
      frame(2, 'main', [3]),
      frame(3, 'compileCompose', [4]),
      frame(4, 'emitFiles', [5]),
      frame(5, 'readBack2', [7]),
      frame(6, '(garbage collector)'),
      frame(7, 'difference'),
    ],
    samples: [2, 3, 4, 7, 6],
    timeDeltas: [1000, 2000, 4000, 8000, 16_000],
  }
  const times = Object.fromEntries([...phasesOf(profile)].filter(([, time]) => time > 0))
  assert.equal(times, { 'read back': 8, print: 4, lower: 2, garbage: 16, other: 1 })
})

test('every phase begins with functions that there are', () => {
  const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('testing') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join('src', path), 'utf8'))
    .join('\n')
  for (const name of [...PHASES.values()].flat()) {
    if (name.startsWith('(')) continue
    assert.ok(source.includes(`function ${name}(`), name)
  }
})

test.run()
