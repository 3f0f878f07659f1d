const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['m', 0.001],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
])

/** The number of a Kubernetes quantity: `512Mi` is 536870912, `250m` is 0.25; undefined if it is none. */
function numberOfQuantity(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(?:([eE][+-]?\d+)|([kMGTPE]i?|Ki|m))?$/.exec(quantity)
  if (match === null) return undefined
  const factor = match[2] === undefined ? SUFFIXES.get(match[3] ?? '') : Number(`1${match[2]}`)
  return factor === undefined ? undefined : Number(match[1]) * factor
}

/** Whole bytes, rounded up as Kubernetes does. */
export function bytesOfQuantity(quantity: string): number | undefined {
  const number = numberOfQuantity(quantity)
  return number === undefined ? undefined : Math.ceil(number)
}

/** Memory as Docker writes it: its `M` is 1024 * 1024 bytes, so `512Mi` is `512M`; what has no such form is bytes. */
export function dockerMemory(quantity: string): string | undefined {
  const bytes = bytesOfQuantity(quantity)
  if (bytes === undefined) return undefined
  const unit = (
    [
      ['G', 2 ** 30],
      ['M', 2 ** 20],
      ['K', 2 ** 10],
    ] as const
  ).find(([, size]) => bytes % size === 0 && bytes > 0)
  return unit === undefined ? `${String(bytes)}b` : `${String(bytes / unit[1])}${unit[0]}`
}

/** CPUs as Docker writes them: `250m` is `0.25`. */
export function dockerCpus(quantity: string): string | undefined {
  const number = numberOfQuantity(quantity)
  return number === undefined ? undefined : String(Math.round(number * 1e6) / 1e6)
}
