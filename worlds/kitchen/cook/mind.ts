import { DIRECTION } from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'
import { type Jam, noJam } from './jam.js'
import type { Scene } from './scene.js'
import type { Deed } from './walk.js'

/** What a cook thinks with in a tick. */
export interface Mind {
  readonly jam: Jam
  /** By player, where it should be by now and how face: cell · 4 + facing; -1 for oneself, empty before the first tick. */
  expected: number[]
  /** By player, how often it did something else. */
  readonly odd: number[]
  /** What was last asked for. */
  asked: string
}

/** The same as it is kept: lists that are replaced whole, so that few changes enter the journal. */
export interface Memory {
  jam: number[]
  barred: Record<string, number>
  expected: number[]
  odd: number[]
  asked: string
}

export const newMemory = (): Memory => keptJam(noJam(), [], [], '')

const keptJam = (jam: Jam, expected: number[], odd: number[], asked: string): Memory => ({
  jam: [jam.lead, jam.goal, jam.near, jam.since, jam.yielding],
  barred: jam.barred,
  expected,
  odd,
  asked,
})

/** Brings a memory to mind. */
export function recall(memory: Memory): Mind {
  const [lead, goal, near, since, yielding] = [...memory.jam] as [
    number,
    number,
    number,
    number,
    number,
  ]
  return {
    jam: { lead, goal, near, since, yielding, barred: { ...memory.barred } },
    expected: [...memory.expected],
    odd: [...memory.odd],
    asked: memory.asked,
  }
}

/** Keeps in memory what has changed. */
export function keep(memory: Memory, mind: Mind): void {
  const next = keptJam(mind.jam, mind.expected, mind.odd, mind.asked)
  for (const key of ['jam', 'expected', 'odd'] as const)
    if (!same(memory[key], next[key])) memory[key] = next[key]
  if (!same(Object.keys(memory.barred), Object.keys(next.barred))) memory.barred = next.barred
  if (memory.asked !== next.asked) memory.asked = next.asked
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i])

/** What everybody should have done by the next tick. */
export const expectations = ({ players, view }: Scene, deeds: readonly Deed[]): number[] =>
  players.map((p, i) => {
    const deed = deeds[i]!
    if (i === view.me) return -1
    return deed.kind === 'move' ? deed.to * 4 + deed.direction : p.cell * 4 + p.facing
  })

/** Counts those who face otherwise than a cook would: turning always succeeds, even where a step does not. */
export function noteStrangers(view: KitchenView, { expected, odd }: Mind): void {
  view.players.forEach((p, i) => {
    odd[i] ??= 0
    const should = expected[i] ?? -1
    if (should >= 0 && (should & 3) !== DIRECTION[p.facing]) odd[i] += 1
  })
}
