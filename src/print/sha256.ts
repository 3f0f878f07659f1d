// FIPS 180-4. The compiler may not touch the platform's own hash, and the Web one answers late.

function constants(): Uint32Array {
  const words: number[] = []
  for (let candidate = 2; words.length < 64; candidate += 1) {
    let prime = true
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) prime = false
    if (prime) words.push(fraction(Math.cbrt(candidate)))
  }
  return Uint32Array.from(words)
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

const ROUNDS = constants()
const START = [2, 3, 5, 7, 11, 13, 17, 19].map((prime) => fraction(Math.sqrt(prime)))

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The last bytes of the message, its end mark, and its length in bits: one or two blocks. */
function tailOf(bytes: Uint8Array): Uint8Array {
  const rest = bytes.length % 64
  const tail = new Uint8Array(rest < 56 ? 64 : 128)
  tail.set(bytes.subarray(bytes.length - rest))
  tail[rest] = 0x80
  const view = new DataView(tail.buffer)
  view.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(tail.length - 4, (bytes.length << 3) >>> 0)
  return tail
}

function fillSchedule(schedule: Int32Array, view: DataView, offset: number): void {
  for (let at = 0; at < 16; at += 1) schedule[at] = view.getInt32(offset + at * 4)
  for (let at = 16; at < 64; at += 1) {
    const early = schedule[at - 15] ?? 0
    const late = schedule[at - 2] ?? 0
    const mixedEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const mixedLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    schedule[at] = (schedule[at - 16] ?? 0) + mixedEarly + (schedule[at - 7] ?? 0) + mixedLate
  }
}

function compress(state: Int32Array, schedule: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let at = 0; at < 64; at += 1) {
    const chosen = (e & f) ^ (~e & g)
    const upper = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = (h + upper + chosen + (ROUNDS[at] ?? 0) + (schedule[at] ?? 0)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const mixed = [a, b, c, d, e, f, g, h]
  for (let at = 0; at < 8; at += 1) state[at] = (state[at] ?? 0) + (mixed[at] ?? 0)
}

/** Content of this many bytes and more is worth loading the platform's own implementation for. */
const LARGE = 16 * 1024

let forLargeContent: ((bytes: Uint8Array) => string) | undefined

/** Has large content hashed by the platform, ten times as fast; the result is the same. */
export function hashLargeContentBy(hash: (bytes: Uint8Array) => string): void {
  forLargeContent = hash
}

/** The SHA-256 of bytes, or of a text's UTF-8, as 64 lower-case hex digits. */
export function sha256(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  if (bytes.length >= LARGE && forLargeContent !== undefined) return forLargeContent(bytes)
  const state = Int32Array.from(START)
  const schedule = new Int32Array(64)
  for (const part of [bytes.subarray(0, bytes.length - (bytes.length % 64)), tailOf(bytes)]) {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength)
    for (let offset = 0; offset < part.length; offset += 64) {
      fillSchedule(schedule, view, offset)
      compress(state, schedule)
    }
  }
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
