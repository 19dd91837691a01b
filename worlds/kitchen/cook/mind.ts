import { DIRECTION } from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'
import { type Jam, noJam } from './jam.js'
import type { Wish } from './requests.js'
import type { Scene } from './scene.js'
import type { Deed } from './walk.js'

/** What a cook keeps in mind: the same for all cooks of a team, for each works out what all will do. */
export interface Mind {
  readonly jam: Jam
  /** By player, where it should be by now and how face: cell · 4 + facing; -1 for oneself, empty before the first tick. */
  expected: number[]
  /** By player, how often it did something else. */
  readonly odd: number[]
  /** What was last asked for. */
  asked: string
  /** What somebody else asked for. */
  wish: Wish | null
}

/** A mind as JSON: read and kept in one piece, which costs a tenth of doing so field by field. */
export interface Memory {
  mind: string
}

export const newMemory = (): Memory => ({
  mind: JSON.stringify({
    jam: noJam(),
    expected: [],
    odd: [],
    asked: '',
    wish: null,
  } satisfies Mind),
})

/** Brings a memory to mind. */
export const recall = (memory: Memory): Mind => JSON.parse(memory.mind) as Mind

/** Keeps a mind in memory. */
export function keep(memory: Memory, mind: Mind): void {
  const text = JSON.stringify(mind)
  if (memory.mind !== text) memory.mind = text
}

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
