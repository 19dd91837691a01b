/**
 * Hands out typed arrays that share one buffer: a hundred small arrays then cost one allocation, which is most of what
 * making an episode costs. Past its size it hands out arrays of their own.
 */
export interface Slab {
  ints(length: number): Int32Array
  floats(length: number): Float64Array
}

const ALIGNMENT = 8

/** @param bytes how much will be asked for, about */
export function createSlab(bytes: number): Slab {
  const buffer = new ArrayBuffer(Math.ceil(bytes / ALIGNMENT) * ALIGNMENT)
  let used = 0
  const claim = (size: number): number => {
    const at = used
    used += Math.ceil(size / ALIGNMENT) * ALIGNMENT
    return used <= buffer.byteLength ? at : -1
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
