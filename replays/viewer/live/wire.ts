import type { Answered, Overview, Question } from '../tell.js'

/** An answer as JSON can hold it: lists in place of typed arrays, null in place of NaN. */
export const toWire = (question: Question, answer: unknown): unknown =>
  question !== 'overview'
    ? answer
    : {
        ...(answer as Overview),
        lanes: (answer as Overview).lanes.map((lane) => lane.map((list) => [...list])),
        series: (answer as Overview).series.map((s) => ({
          ...s,
          values: Array.from(s.values, (v) => (Number.isNaN(v) ? null : v)),
        })),
      }

/** The same as it was. */
export function fromWire<Q extends Question>(question: Q, told: unknown): Answered<Q> {
  if (question !== 'overview') return told as Answered<Q>
  const so = told as {
    readonly lanes: readonly (readonly (readonly number[])[])[]
    readonly series: readonly { readonly values: readonly (number | null)[] }[]
  }
  return {
    ...so,
    lanes: so.lanes.map((lane) => lane.map((list) => Uint16Array.from(list))),
    series: so.series.map((s) => ({
      ...s,
      values: Float64Array.from(s.values, (v) => v ?? Number.NaN),
    })),
  } as unknown as Answered<Q>
}
