/** A cell that cannot be reached. */
export const UNREACHED = -1

/**
 * Steps from some cells to every cell that can be walked to, by breadth-first search; {@link UNREACHED} elsewhere.
 *
 * @param open 1 where one can walk, by cell; the outermost cells must be 0
 * @param strides how the four steps change a cell's number, see `strides`
 * @param from cells to begin at; those that are not open are left out
 */
export function distancesFrom(
  open: Uint8Array,
  strides: Int32Array,
  from: readonly number[],
): Int16Array {
  const steps = new Int16Array(open.length).fill(UNREACHED)
  const queue: number[] = []
  for (const cell of from) {
    if (open[cell] !== 1 || steps[cell] !== UNREACHED) continue
    steps[cell] = 0
    queue.push(cell)
  }
  for (let i = 0; i < queue.length; i++) {
    const cell = queue[i]!
    for (let d = 0; d < 4; d++) {
      const next = cell + strides[d]!
      if (open[next] !== 1 || steps[next] !== UNREACHED) continue
      steps[next] = steps[cell]! + 1
      queue.push(next)
    }
  }
  return steps
}

/** Open cells next to a cell: from where one can reach it, in the order of the directions. */
export function besides(open: Uint8Array, strides: Int32Array, cell: number): number[] {
  const found: number[] = []
  for (let d = 0; d < 4; d++) if (open[cell + strides[d]!] === 1) found.push(cell + strides[d]!)
  return found
}
