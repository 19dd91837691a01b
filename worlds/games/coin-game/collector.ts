import { definePolicy } from '../../../engine/index.js'
import { coinGame } from './world.js'

interface View {
  readonly color: number
  /** By player: its square. */
  readonly at: readonly number[]
  /** By square: the colour of the coin there. */
  readonly things: readonly (number | null)[]
  readonly columns: number
}

const STAND = 4

/** Walks to the nearest coin of its own colour, round coins of others and players where it can; stands when there is none. */
export const greedyCollector = definePolicy(coinGame, {
  id: 'greedy-collector',
  decide({ obs, act }) {
    return act.play({ move: firstStep(obs.view as View, obs.player) })
  },
})

/** The first move of the shortest way to a coin of one's colour, by breadth-first search over squares without other things. */
function firstStep(view: View, player: number): number {
  const { things, columns, at, color } = view
  const first = new Map<number, number>([[at[player]!, STAND]])
  const queue = [at[player]!]
  for (let i = 0; i < queue.length; i++) {
    const from = queue[i]!
    for (const [move, to] of neighbours(from, columns, things.length)) {
      if (first.has(to) || at.includes(to)) continue
      const begin = i === 0 ? move : first.get(from)!
      if (things[to] === color) return begin
      if (things[to] !== null) continue
      first.set(to, begin)
      queue.push(to)
    }
  }
  return STAND
}

/** Moves up, down, left and right with the squares that they lead to. */
function neighbours(
  square: number,
  columns: number,
  squares: number,
): [move: number, to: number][] {
  const column = square % columns
  const all: readonly (readonly [number, number, boolean])[] = [
    [0, square - columns, square >= columns],
    [1, square + columns, square + columns < squares],
    [2, square - 1, column > 0],
    [3, square + 1, column < columns - 1],
  ]
  return all.flatMap(([move, to, isThere]): [number, number][] => (isThere ? [[move, to]] : []))
}
