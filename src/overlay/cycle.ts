/**
 * The circle that following `next` from a name runs into, each name once; undefined where the way ends, or joins one in
 * `checked`. Names on the way are added to `checked`, so that many calls together take linear time.
 */
export function findCycle(
  from: string,
  next: (name: string) => string | undefined,
  checked: Set<string>,
): readonly string[] | undefined {
  const way = new Map<string, number>()
  for (let at: string | undefined = from; at !== undefined; at = next(at)) {
    const known = way.get(at)
    if (known !== undefined) return [...way.keys()].slice(known)
    if (checked.has(at)) return undefined
    way.set(at, way.size)
    checked.add(at)
  }
  return undefined
}
