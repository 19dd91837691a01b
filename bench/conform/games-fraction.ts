/** A fraction of whole numbers in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

export const ZERO: Fraction = { n: 0n, d: 1n }
export const ONE: Fraction = { n: 1n, d: 1n }

/** @throws RangeError when the denominator is 0 */
export function fraction(n: bigint, d: bigint): Fraction {
  if (d === 0n) throw new RangeError('A fraction has no denominator 0')
  const sign = d < 0n ? -1n : 1n
  const g = gcd(n < 0n ? -n : n, d * sign)
  return { n: (sign * n) / g, d: (sign * d) / g }
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const minus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n)
export const isMore = (a: Fraction, b: Fraction): boolean => a.n * b.d > b.n * a.d

/** A whole number of parts: `ratio(3, 4)` is ¾. */
export const ratio = (n: number, d: number): Fraction => fraction(BigInt(n), BigInt(d))

/** Exactly what a float is. */
export function exactly(value: number): Fraction {
  let d = 1n
  while (!Number.isInteger(value)) {
    value *= 2
    d *= 2n
  }
  return fraction(BigInt(value), d)
}

export const toNumber = ({ n, d }: Fraction): number => Number(n) / Number(d)
export const textOf = ({ n, d }: Fraction): string => (d === 1n ? String(n) : `${n}/${d}`)
