import {
  besides,
  distancesFrom,
  readTerrain,
  strides,
  UNREACHED,
} from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'

/** A kitchen's floor plan as a cook knows it: where one can walk, what is where, how far things are. */
export interface FloorPlan {
  readonly width: number
  readonly strides: Int32Array
  readonly open: Uint8Array
  /** Cells of counters. */
  readonly counters: readonly number[]
  /** Cells of serving windows. */
  readonly windows: readonly number[]
  /** Cells by the item that they give without end. */
  readonly sources: ReadonlyMap<string, readonly number[]>
  /** By cell, the number of the room that a floor cell belongs to, or -1. A room is floor that hangs together. */
  readonly rooms: Int16Array
  /** Rooms from which a cell that one acts on can be reached. */
  roomsBeside(cell: number): readonly number[]
  /** Steps from each floor cell until one is next to a cell that one acts on. */
  stepsTo(cell: number): Int16Array
  /**
   * By room, how many times an item has to be put down and taken up by somebody else until it is at a cell; -1 where it
   * never gets there. Only rooms in which somebody is count.
   */
  handsTo(cell: number, manned: readonly boolean[]): Int16Array
}

const plans = new WeakMap<readonly string[], Map<string, FloorPlan>>()

type Drawn = Pick<KitchenView, 'grid' | 'sources'>

/**
 * The floor plan of an observation; made once for each grid.
 *
 * @param closed floor on which one cannot walk
 */
export function floorPlan(view: Drawn, closed: readonly number[] = []): FloorPlan {
  let drawn = plans.get(view.grid)
  if (drawn === undefined) {
    drawn = new Map()
    plans.set(view.grid, drawn)
  }
  const key = closed.join()
  let plan = drawn.get(key)
  if (plan === undefined) {
    plan = drawPlan(view, closed)
    drawn.set(key, plan)
  }
  return plan
}

function drawPlan({ grid, sources }: Drawn, closed: readonly number[]): FloorPlan {
  const { width, codes } = readTerrain(grid)
  const step = strides(width)
  const open = Uint8Array.from(codes, (c) => (c === 32 || (c >= 49 && c <= 57) ? 1 : 0))
  for (const cell of closed) open[cell] = 0
  const gives: Readonly<Record<string, string>> = {
    O: 'onion',
    T: 'tomato',
    D: 'dish',
    ...sources,
  }
  const cells = new Map<string, number[]>()
  const counters: number[] = []
  const windows: number[] = []
  codes.forEach((code, cell) => {
    const letter = String.fromCharCode(code)
    if (letter === 'X') counters.push(cell)
    if (letter === 'S') windows.push(cell)
    const item = gives[letter]
    if (item !== undefined) cells.set(item, [...(cells.get(item) ?? []), cell])
  })
  const rooms = roomsOf(open, step)
  const near = new Map<number, readonly number[]>()
  const steps = new Map<number, Int16Array>()
  const hands = new Map<string, Int16Array>()
  const roomsBeside = (cell: number): readonly number[] => {
    let found = near.get(cell)
    if (found === undefined) {
      found = [...new Set(besides(open, step, cell).map((c) => rooms[c]!))]
      near.set(cell, found)
    }
    return found
  }
  return {
    width,
    strides: step,
    open,
    counters,
    windows,
    sources: cells,
    rooms,
    roomsBeside,
    stepsTo(cell) {
      let found = steps.get(cell)
      if (found === undefined) {
        found = distancesFrom(open, step, besides(open, step, cell))
        steps.set(cell, found)
      }
      return found
    },
    handsTo(cell, manned) {
      const key = `${cell} ${manned.map(Number).join('')}`
      let found = hands.get(key)
      if (found === undefined) {
        found = handOvers(roomsBeside(cell), counters.map(roomsBeside), manned)
        hands.set(key, found)
      }
      return found
    },
  }
}

function roomsOf(open: Uint8Array, step: Int32Array): Int16Array {
  const rooms = new Int16Array(open.length).fill(-1)
  let next = 0
  for (let cell = 0; cell < open.length; cell++) {
    if (open[cell] !== 1 || rooms[cell] !== -1) continue
    distancesFrom(open, step, [cell]).forEach((d, c) => {
      if (d !== UNREACHED) rooms[c] = next
    })
    next += 1
  }
  return rooms
}

/** Spreads from the rooms next to a cell over counters that two manned rooms share. */
function handOvers(
  first: readonly number[],
  shared: readonly (readonly number[])[],
  manned: readonly boolean[],
): Int16Array {
  const hands = new Int16Array(manned.length).fill(UNREACHED)
  let edge = first.filter((room) => manned[room])
  for (let n = 0; edge.length > 0; n++) {
    for (const room of edge) hands[room] = n
    const next = new Set<number>()
    for (const rooms of shared) {
      if (!rooms.some((r) => edge.includes(r))) continue
      for (const r of rooms) if (manned[r] && hands[r] === UNREACHED) next.add(r)
    }
    edge = [...next]
  }
  return hands
}
