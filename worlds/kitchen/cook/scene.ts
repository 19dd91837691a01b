import { besides, DIRECTION, UNREACHED } from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'
import { type FloorPlan, floorPlan } from './map.js'

/** A player as a cook sees it. */
export interface Player {
  readonly index: number
  readonly cell: number
  readonly facing: number
  /** -1 where nobody can get to, which is where somebody only stands. */
  readonly room: number
  /** What is in hand; soups of all kinds are `soup`. */
  readonly holds: string | null
  /** Somebody who does not do what a cook would: nothing is left to it, and it is walked around. */
  readonly stranger: boolean
}

export interface Station {
  readonly cell: number
  readonly name: string
  readonly contents: readonly string[]
  readonly state: KitchenView['stations'][number]['state']
  readonly left: number
  readonly makes: string | null
}

/** What a cook sees, in cells, with its floor plan. */
export interface Scene {
  readonly view: KitchenView
  readonly plan: FloorPlan
  readonly players: readonly Player[]
  readonly stations: readonly Station[]
  /** Items on counters by cell. */
  readonly loose: ReadonlyMap<number, string>
  /** By room, whether somebody is in it. */
  readonly manned: readonly boolean[]
  /** Players and cells to which they have turned out not to get: `player cell`. */
  readonly barred: ReadonlySet<string>
}

const nameOf = (thing: string | readonly string[] | null): string | null =>
  typeof thing === 'string' || thing === null ? thing : 'soup'

/** Cells of those who will not move, in rooms where others work: nobody gets past. */
function pillarsOf(view: KitchenView, pillars: readonly boolean[]): number[] {
  if (!pillars.includes(true)) return []
  const { width, rooms } = floorPlan(view)
  const cells = view.players.map(({ at: [x, y] }) => y * width + x)
  const used = new Set(cells.filter((_, i) => pillars[i] !== true).map((cell) => rooms[cell]))
  return cells.filter((cell, i) => pillars[i] === true && used.has(rooms[cell]))
}

/**
 * @param strangers by player, whether it is one
 * @param barred see {@link Scene}
 * @param pillars by player, whether it is a stranger who only stands there
 */
export function sceneOf(
  view: KitchenView,
  strangers: readonly boolean[],
  barred: ReadonlySet<string>,
  pillars: readonly boolean[] = [],
): Scene {
  const plan = floorPlan(view, pillarsOf(view, pillars))
  const cellOf = ([x, y]: readonly [number, number]): number => y * plan.width + x
  const players = view.players.map(
    (p, index): Player => ({
      index,
      cell: cellOf(p.at),
      facing: DIRECTION[p.facing],
      room: plan.rooms[cellOf(p.at)]!,
      holds: nameOf(p.holds),
      stranger: strangers[index] === true,
    }),
  )
  const manned: boolean[] = Array.from({ length: Math.max(...plan.rooms) + 1 }, () => false)
  for (const p of players) if (p.room >= 0) manned[p.room] = true
  return {
    view,
    plan,
    players,
    stations: view.stations.map((s) => ({
      cell: cellOf(s.at),
      name: s.station,
      contents: s.contents,
      state: s.state,
      left: s.left,
      makes: s.makes,
    })),
    loose: new Map(view.counters.map((c) => [cellOf(c.at), nameOf(c.item)!])),
    manned,
    barred,
  }
}

/** Steps until a player is next to a cell, or -1 when it does not get there. */
export const stepsBy = ({ plan, barred }: Scene, p: Player, cell: number): number =>
  barred.size > 0 && barred.has(`${p.index} ${cell}`) ? UNREACHED : plan.stepsTo(cell)[p.cell]!

/** Whether an item can get from one cell to another by the players there are. */
export function canGo({ plan, manned }: Scene, from: number, to: number): boolean {
  const hands = plan.handsTo(to, manned)
  return plan.roomsBeside(from).some((room) => manned[room] && hands[room]! >= 0)
}

/** The serving window that an item gets to with the fewest hands, then steps; undefined when to none. @param near cells that it starts beside, or its bearer's own */
export function windowFor({ plan, manned }: Scene, near: readonly number[]): number | undefined {
  let best: number | undefined
  let least = Infinity
  for (const cell of plan.windows) {
    const hands = plan.handsTo(cell, manned)
    for (const from of near) {
      const room = plan.rooms[from] ?? -1
      if (room < 0 || !manned[room] || hands[room]! < 0) continue
      const cost = hands[room]! * 1000 + Math.max(0, plan.stepsTo(cell)[from]!)
      if (cost >= least) continue
      least = cost
      best = cell
    }
  }
  return best
}

/** The floor beside a cell. */
export const beside = ({ plan }: Scene, cell: number): number[] =>
  besides(plan.open, plan.strides, cell)
