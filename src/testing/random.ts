/** Numbers that look random and are the same for one seed on every machine. */
export interface RandomSource {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
  /** One of the values. */
  pick<T>(values: readonly T[]): T
  /** True in one of `outOf` cases. */
  oneIn(outOf: number): boolean
}

/** A generator of 32 bits of state (a Weyl sequence through a mixing function), good enough to vary test inputs. */
export function createRandom(seed: number): RandomSource {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) >>> 0
  }
  const below = (limit: number): number => next() % limit
  return {
    below,
    oneIn: (outOf) => below(outOf) === 0,
    pick: (values) => {
      const index = below(values.length)
      if (values.length === 0) throw new Error('there is nothing to pick from')
      return values[index] as (typeof values)[number]
    },
  }
}
