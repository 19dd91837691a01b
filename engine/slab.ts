/**
 * Hands out typed arrays that share one buffer: a hundred small arrays then cost one allocation, which is most of what
 * making an episode costs. Past its size it hands out arrays of their own.
 */
export interface Slab {
  ints(length: number): Int32Array
  floats(length: number): Float64Array
}

const ALIGNMENT = 8
/** Bytes between arrays: without them columns of a power of two would fall on the same cache lines, and a loop over several would wait for itself. */
const GAP = 136

/**
 * @param bytesEach bytes for each place, over all arrays together
 * @param places length of each array
 */
export function createSlab(bytesEach: number, places: number): Slab {
  // An array takes at least four bytes a place, which bounds how many there are.
  const gaps = Math.ceil(bytesEach / 4) * (GAP + ALIGNMENT)
  const buffer = new ArrayBuffer(Math.ceil((bytesEach * places) / ALIGNMENT) * ALIGNMENT + gaps)
  let used = 0
  const claim = (size: number): number => {
    const at = used
    const end = at + Math.ceil(size / ALIGNMENT) * ALIGNMENT
    used = end + GAP
    return end <= buffer.byteLength ? at : -1
  }
  return {
    ints(length) {
      const at = claim(length * 4)
      return at < 0 ? new Int32Array(length) : new Int32Array(buffer, at, length)
    },
    floats(length) {
      const at = claim(length * 8)
      return at < 0 ? new Float64Array(length) : new Float64Array(buffer, at, length)
    },
  }
}

/** A larger array with the same beginning. */
export function copied<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from as never)
  return to
}
