/**
 * Portable elementary functions: the same input gives the same bits on every JavaScript engine.
 *
 * ECMAScript leaves `Math.sin`, `Math.exp`, `Math.pow` and `**` to the engine, and engines differ in the last bits. World code
 * takes them from here instead. `+ - * / %`, `Math.sqrt`, `floor`, `ceil`, `round`, `trunc`, `abs`, `min`, `max`, `sign`,
 * `imul` and `fround` are exact by specification and stay native.
 *
 * Source: the pure JavaScript ports of FreeBSD msun and Cephes in `@stdlib/math-base-special-*`, which the build bundles.
 * Each function is within 2 units in the last place of `Math`'s, and treats NaN, zeros and infinities as `Math` does.
 */
import stdAcos from '@stdlib/math-base-special-acos'
import stdAsin from '@stdlib/math-base-special-asin'
import stdAtan from '@stdlib/math-base-special-atan'
import stdAtan2 from '@stdlib/math-base-special-atan2'
import stdCbrt from '@stdlib/math-base-special-cbrt'
import stdCos from '@stdlib/math-base-special-cos'
import stdCosh from '@stdlib/math-base-special-cosh'
import stdExp from '@stdlib/math-base-special-exp'
import stdExpm1 from '@stdlib/math-base-special-expm1'
import stdHypot from '@stdlib/math-base-special-hypot'
import stdLog from '@stdlib/math-base-special-ln'
import stdLog1p from '@stdlib/math-base-special-log1p'
import stdLog2 from '@stdlib/math-base-special-log2'
import stdLog10 from '@stdlib/math-base-special-log10'
import stdPow from '@stdlib/math-base-special-pow'
import stdSin from '@stdlib/math-base-special-sin'
import stdSinh from '@stdlib/math-base-special-sinh'
import stdTan from '@stdlib/math-base-special-tan'
import stdTanh from '@stdlib/math-base-special-tanh'

/** Sine of `x` radians, any finite `x`. Source: FreeBSD msun. */
export const sin: (x: number) => number = stdSin

/** Cosine of `x` radians, any finite `x`. Source: FreeBSD msun. */
export const cos: (x: number) => number = stdCos

/** Tangent of `x` radians, any finite `x`. Source: FreeBSD msun. */
export const tan: (x: number) => number = stdTan

/** Arc sine in radians; `x` in [-1, 1], NaN outside. Source: Cephes. */
export const asin: (x: number) => number = stdAsin

/** Arc cosine in radians; `x` in [-1, 1], NaN outside. Source: Cephes. */
export const acos: (x: number) => number = stdAcos

/** Arc tangent in radians, any `x`. Source: Cephes. */
export const atan: (x: number) => number = stdAtan

/** e to the power `x`; overflows to Infinity above 709.78, underflows to 0 below -745.13. Source: FreeBSD msun. */
export const exp: (x: number) => number = stdExp

/** exp(x) - 1, accurate near 0; overflows above 709.78. Source: FreeBSD msun. */
export const expm1: (x: number) => number = stdExpm1

/** Natural logarithm; `x` >= 0, NaN below. Source: FreeBSD msun. */
export const log: (x: number) => number = stdLog

/** log(1 + x), accurate near 0; `x` >= -1, NaN below. Source: FreeBSD msun. */
export const log1p: (x: number) => number = stdLog1p

/** Logarithm to base 2; `x` >= 0, NaN below. Exact for powers of two. Source: FreeBSD msun. */
export const log2: (x: number) => number = stdLog2

/** Logarithm to base 10; `x` >= 0, NaN below. Source: FreeBSD msun. */
export const log10: (x: number) => number = stdLog10

/** Cube root, any `x`. Source: FreeBSD msun. */
export const cbrt: (x: number) => number = stdCbrt

/** Hyperbolic sine; overflows beyond ±710.47. Source: Cephes. */
export const sinh: (x: number) => number = stdSinh

/** Hyperbolic cosine; overflows beyond ±710.47. Source: Cephes. */
export const cosh: (x: number) => number = stdCosh

/** Hyperbolic tangent, any `x`. Source: Cephes. */
export const tanh: (x: number) => number = stdTanh

/** Angle in radians of the point (x, y), in [-π, π]; `y` comes first, as in `Math.atan2`. Source: Cephes. */
export function atan2(y: number, x: number): number {
  // The port takes the sign from y / x, which loses it when the quotient underflows.
  if (x < 0 && y / x === 0) return y < 0 || Object.is(y, -0) ? -Math.PI : Math.PI
  return stdAtan2(y, x)
}

/** Length of (x, y) without avoidable overflow. Two arguments only. Source: @stdlib. */
export const hypot: (x: number, y: number) => number = stdHypot

/** Square root; `x` >= 0, NaN below. Native: IEEE 754 and ECMAScript both define every bit. */
export const sqrt: (x: number) => number = Math.sqrt

const EVERY_INTEGER_IS_EVEN_FROM = 2 ** 53

/** `base` to the power `exponent`; NaN for a negative base with a fractional exponent. Source: FreeBSD msun. */
export function pow(base: number, exponent: number): number {
  const size = Math.abs(base)
  // ECMAScript defines these cases to the bit, and the port differs (C's pow(1, Infinity) is 1) or errs at subnormal exponents.
  if (exponent === 0 || size === 0 || size === Infinity) return base ** exponent
  if (Number.isNaN(base) || !Number.isFinite(exponent)) return base ** exponent
  // The port takes huge exponents for odd ones.
  return stdPow(Math.abs(exponent) >= EVERY_INTEGER_IS_EVEN_FROM ? size : base, exponent)
}
