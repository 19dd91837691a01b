import type { RecordedPlay } from './games-rows.js'

/** What recorded talks were about. */
export interface Setting {
  readonly maxSteps: number
  readonly pool: number[]
  readonly values: [number[], number[]]
}

/**
 * The setting of a recorded negotiation, as its states tell it: the reference draws it inside its one chance turn, so that
 * nothing else does.
 *
 * @returns undefined when no state tells it
 */
export function settingOf({ steps }: RecordedPlay): Setting | undefined {
  const text = steps.map((s) => s.shown?.text ?? '').find((t) => t.startsWith('Max steps:'))
  const [most, pool, first, second] = (text ?? '').split('\n').map(numbers)
  if (pool === undefined || first === undefined || second === undefined) return undefined
  return { maxSteps: most![0]!, pool, values: [first, second] }
}

const numbers = (line: string): number[] => (line.split(': ')[1] ?? '').split(' ').map(Number)
