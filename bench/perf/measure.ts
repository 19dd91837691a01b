/** One row of the table: what was measured, in which unit, and what it is to be. */
export interface Row {
  readonly name: string
  /** The measured value: lower is better unless `atLeast` is set. */
  readonly value: number
  readonly unit: string
  readonly atMost?: number
  readonly atLeast?: number
  /** How it was measured, in a few words. */
  readonly note: string
}

/** A benchmark: gives one row or several. @param quick a tenth of the work, for a smoke run */
export type Benchmark = (quick: boolean) => Row[] | Promise<Row[]>

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** What turns are opened with: a signal that is made when a policy looks at it, as in a run. */
export const signal = (): AbortSignal => new AbortController().signal

/** Microseconds that some work takes. */
export function microseconds(work: () => void): number {
  const begun = performance.now()
  work()
  return (performance.now() - begun) * 1000
}

/** Runs that do not count, until the compiler has done its part. */
const WARM_UP = 12

/** Median microseconds of some work over rounds. */
export function timed(rounds: number, work: () => void): number {
  for (let i = 0; i < WARM_UP; i++) work()
  return median(Array.from({ length: rounds }, () => microseconds(work)))
}

/** Two pieces of work that take turns, so that a slow moment of the machine hits both: medians and median ratio. */
export function versus(
  rounds: number,
  work: () => void,
  base: () => void,
): { readonly ratio: number; readonly work: number; readonly base: number } {
  for (let i = 0; i < WARM_UP; i++) {
    work()
    base()
  }
  const pairs = Array.from(
    { length: rounds },
    () => [microseconds(work), microseconds(base)] as const,
  )
  return {
    ratio: median(pairs.map(([w, b]) => w / b)),
    work: median(pairs.map(([w]) => w)),
    base: median(pairs.map(([, b]) => b)),
  }
}

/** Whether a row is as it should be. */
export const isMet = (row: Row): boolean =>
  (row.atMost === undefined || row.value <= row.atMost) &&
  (row.atLeast === undefined || row.value >= row.atLeast)
