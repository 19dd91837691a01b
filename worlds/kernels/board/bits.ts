const NONE: readonly number[] = Object.freeze([])

/**
 * Makes a function from a set of small numbers, as the bits of a whole number, to their list, ascending. Lists are frozen;
 * those of sets over the first 12 numbers are made once.
 *
 * @example
 * const list = bitLists()
 * list(0b1011) // [0, 1, 3]
 */
export function bitLists(): (bits: number) => readonly number[] {
  const made: (readonly number[])[] = [NONE]
  return (bits) => {
    const known = made[bits]
    if (known !== undefined) return known
    const list: number[] = []
    for (let i = 0, rest = bits; rest !== 0; i++, rest >>>= 1) if ((rest & 1) !== 0) list.push(i)
    Object.freeze(list)
    if (bits < KEPT) {
      while (made.length < bits) made.push(undefined as never)
      made[bits] = list
    }
    return list
  }
}

const KEPT = 4096
