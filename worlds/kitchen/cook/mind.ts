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
  /** By player, whether it was to change something by then: its place, its facing, or what it holds. */
  due: boolean[]
  /** By player, place, facing and what it held. */
  looks: string[]
  /** By player, how often it did something else. */
  readonly odd: number[]
  /** By player, for how many ticks it has changed nothing, and in how many of these something was due. */
  readonly still: number[]
  readonly lazy: number[]
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
    due: [],
    looks: [],
    odd: [],
    still: [],
    lazy: [],
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

type ViewedPlayer = KitchenView['players'][number]

const looksOf = ({ at, facing, holds }: ViewedPlayer): string => JSON.stringify([at, facing, holds])

/** Who is to change something in this tick, by player. */
export const dueNow = ({ view }: Scene, deeds: readonly Deed[]): boolean[] =>
  view.players.map((_, i) => i !== view.me && deeds[i]!.kind !== 'stay')

/**
 * Counts those who face otherwise than a cook would: turning always succeeds, even where a step does not. Steps that fail
 * and acts that change nothing in hand may be nobody's fault, so they tell only when there are several in a row.
 */
export function noteStrangers(view: KitchenView, mind: Mind): void {
  const { expected, due, looks, odd, still, lazy } = mind
  const now = view.players.map(looksOf)
  view.players.forEach((p, i) => {
    const should = expected[i] ?? -1
    odd[i] = (odd[i] ?? 0) + (should >= 0 && (should & 3) !== DIRECTION[p.facing] ? 1 : 0)
    const same = now[i] === looks[i]
    still[i] = same ? (still[i] ?? 0) + 1 : 0
    lazy[i] = same ? (lazy[i] ?? 0) + (due[i] === true ? 1 : 0) : 0
    if (lazy[i] >= STILL_MAX) odd[i] = Math.max(odd[i], ODD_MAX)
  })
  mind.looks = now
}

/** Things done otherwise after which a player counts as a stranger. */
const ODD_MAX = 3
/** Things not done in a row after which it does. */
const STILL_MAX = 8

/** By player, whether it does not do what a cook would; once a stranger, always one. */
export const strangersBy = ({ odd }: Mind, me: number): boolean[] =>
  odd.map((n, i) => n >= ODD_MAX && i !== me)

/** By player, whether it is a stranger who only stands there, and not because it waits for what it asked for. */
export const pillarsBy = ({ odd, still, wish }: Mind, me: number): boolean[] =>
  odd.map((n, i) => n >= ODD_MAX && i !== me && i !== wish?.from && still[i]! >= STILL_MAX)
