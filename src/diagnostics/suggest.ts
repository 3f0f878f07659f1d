/** Longer words are compared by their beginning. */
const LONGEST_WORD = 80
/** So many candidates of a fitting length are compared, so that thousands of unknown names among thousands end soon. */
const MOST_COMPARED = 500
/** A candidate may be longer than the word by so many separators, which do not count. */
const MOST_SEPARATORS = 8

/** Taken by one comparison after the other: there are many, and a new array for each would cost more than comparing. */
const rows: readonly [number[], number[], number[]] = [[], [], []]

/**
 * Edits (insert, delete, replace, swap of neighbours) between two words, stopping once it is over `limit`: what is further
 * than that from the diagonal is not looked at.
 */
function distance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1
  const far = limit + 1
  let [before, previous, current] = rows
  for (let at = 0; at < right.length + 2; at++) {
    before[at] = far
    previous[at] = at
    current[at] = far
  }
  for (let i = 1; i <= left.length; i++) {
    const from = Math.max(1, i - limit)
    const to = Math.min(right.length, i + limit)
    current[from - 1] = from === 1 ? i : far
    let least = current[from - 1] ?? far
    for (let j = from; j <= to; j++) {
      const same = left.charCodeAt(i - 1) === right.charCodeAt(j - 1)
      let best = Math.min(
        (previous[j] ?? far) + 1,
        (current[j - 1] ?? far) + 1,
        (previous[j - 1] ?? far) + (same ? 0 : 1),
      )
      if (
        i > 1 &&
        j > 1 &&
        left.charCodeAt(i - 1) === right.charCodeAt(j - 2) &&
        left.charCodeAt(i - 2) === right.charCodeAt(j - 1)
      ) {
        best = Math.min(best, (before[j - 2] ?? far) + 1)
      }
      current[j] = best
      if (best < least) least = best
    }
    if (least > limit) return far
    current[to + 1] = far
    ;[before, previous, current] = [previous, current, before]
  }
  return previous[right.length] ?? far
}

/** Without case, dashes, underscores and spaces, which people mix up. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[-_ ]/g, '').slice(0, LONGEST_WORD)
}

/** The nearest of the candidates to what was typed (case, dashes and underscores do not count), or undefined if none is near. */
export function nearest(typed: string, candidates: Iterable<string>): string | undefined {
  const word = plain(typed)
  const limit = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3
  let best: string | undefined
  let bestDistance = limit + 1
  let compared = 0
  for (const candidate of candidates) {
    if (candidate.length < word.length - limit) continue
    if (candidate.length > word.length + limit + MOST_SEPARATORS && word.length < LONGEST_WORD) continue
    const found = distance(word, plain(candidate), limit)
    if (found < bestDistance) {
      best = candidate
      bestDistance = found
    }
    if (found === 0 || ++compared === MOST_COMPARED) break
  }
  return best
}

/** `did you mean "image"?`, or nothing; to be spread into the hints of a diagnostic. */
export function didYouMean(typed: string, candidates: Iterable<string>): readonly string[] {
  const found = nearest(typed, candidates)
  return found === undefined ? [] : [`did you mean "${found}"?`]
}
