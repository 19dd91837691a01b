/**
 * Two 32-bit lanes of integer hashing. Cells are summed, so that a change costs its own size and not the state's:
 * the hash of a set of cells does not depend on the order in which they were visited.
 * Good against accidents (a chance of 2⁻⁶⁴ that two differing states agree), not against adversaries.
 */
export interface Hash64 {
  lo: number
  hi: number
}

export const hash64 = (): Hash64 => ({ lo: 0, hi: 0 })

const floats = new Float64Array(1)
const words = new Int32Array(floats.buffer)

/** Mixes three 32-bit integers into one, each bit depending on all. */
export function mix(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35)
  h ^= h >>> 15
  h = Math.imul(h + c, 0x2c1b3c6d)
  h ^= h >>> 13
  h = Math.imul(h ^ (c >>> 16), 0x297a2d39)
  return h ^ (h >>> 16)
}

/** Adds (`sign` 1) or takes away (`sign` -1) one cell; a cell that holds 0 adds nothing. */
export function addInt(h: Hash64, salt: number, id: number, value: number, sign: number): void {
  if (value === 0) return
  const lo = mix(salt, id, value)
  const hi = mix(id ^ 0x51ed270b, value, salt)
  h.lo = (h.lo + sign * lo) | 0
  h.hi = (h.hi + sign * hi) | 0
}

/** The same for a float, by its bit pattern. */
export function addFloat(h: Hash64, salt: number, id: number, value: number, sign: number): void {
  if (value === 0) return
  floats[0] = value
  const w0 = words[0]!
  const w1 = words[1]!
  const lo = mix(salt ^ w1, id, w0)
  const hi = mix(id ^ w0, w1, salt ^ 0x51ed270b)
  h.lo = (h.lo + sign * lo) | 0
  h.hi = (h.hi + sign * hi) | 0
}

/** Folds two integers into a running hash; here the order counts. */
export function fold(h: Hash64, a: number, b: number): void {
  const lo = mix(h.lo, a, b)
  h.hi = mix(h.hi, b, a ^ lo)
  h.lo = lo
}

/** Folds a text into a running hash, by UTF-16 code unit. */
export function foldText(h: Hash64, text: string): void {
  let a = 0x811c9dc5
  for (let i = 0; i < text.length; i++) a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
  fold(h, a, text.length)
  let b = 0x2c1b3c6d
  for (let i = text.length - 1; i >= 0; i--)
    b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995) ^ (b >>> 15)
  fold(h, b, a)
}

/** A stable salt for a name. */
export function salt(text: string): number {
  const h = hash64()
  foldText(h, text)
  return h.lo ^ h.hi
}

const BYTES = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const hex32 = (n: number): string =>
  BYTES[n >>> 24]! + BYTES[(n >>> 16) & 255]! + BYTES[(n >>> 8) & 255]! + BYTES[n & 255]!

/** Sixteen lower-case hexadecimal digits. */
export const hex = (h: Readonly<Hash64>): string => hex32(h.hi) + hex32(h.lo)
