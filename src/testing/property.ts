import * as fc from 'fast-check'
import { tell } from './suite.ts'

/** `RUNS=500000 npm test -- PATTERN` looks longer, `SEED=` looks elsewhere. */
const RUNS = Number(process.env['RUNS'] ?? 10_000)
const SEED = Number(process.env['SEED'] ?? 20260728)

let told = false

/** Checks that a rule holds for 10 000 generated inputs, or one in so many of them where each takes long. */
export function holds<T>(property: fc.IProperty<T>, oneIn = 1): void {
  if (!told) tell(`properties: seed ${SEED}, ${RUNS} runs of each`)
  told = true
  if (oneIn > 1) tell(`one property: ${Math.ceil(RUNS / oneIn)} runs, since each takes long`)
  fc.assert(property, { seed: SEED, numRuns: Math.ceil(RUNS / oneIn) })
}
