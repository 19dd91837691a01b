import { definePolicy } from '../../../engine/index.js'
import { hex } from './world.js'

const AROUND = [
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 0],
  [1, -1],
  [0, -1],
] as const

/** How many stones a player still needs to join its edges; Infinity when it cannot. */
function distance(board: readonly string[], size: number, player: number): number {
  const [own, other] = player === 0 ? 'xo' : 'ox'
  const cost = (cell: number): number =>
    board[cell] === own ? 0 : board[cell] === other ? Infinity : 1
  const along = (cell: number): number => (player === 0 ? Math.floor(cell / size) : cell % size)
  const reached = board.map((_, cell) => (along(cell) === 0 ? cost(cell) : Infinity))
  const waiting = reached.flatMap((d, cell) => (d < Infinity ? [cell] : []))
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const [row, column] = [Math.floor(at / size), at % size]
    for (const [dr, dc] of AROUND) {
      const [r, c] = [row + dr, column + dc]
      if (r < 0 || r >= size || c < 0 || c >= size) continue
      const next = r * size + c
      const d = reached[at]! + cost(next)
      if (d >= reached[next]!) continue
      reached[next] = d
      waiting.push(next)
    }
  }
  return Math.min(...reached.filter((_, cell) => along(cell) === size - 1))
}

/** Lays the stone that helps its own shortest path most and the other's least. */
export const shortestPath = definePolicy(hex, {
  id: 'shortest-path',
  decide({ obs, act }) {
    const board = obs.observation.split(/\s+/).filter((sign) => sign !== '')
    const size = Math.sqrt(board.length)
    const own = obs.player === 0 ? 'x' : 'o'
    let best = -Infinity
    let choice = 0
    for (const { move } of obs.legal) {
      const next = board.with(move, own)
      const worth = distance(next, size, 1 - obs.player) - distance(next, size, obs.player)
      if (worth <= best) continue
      best = worth
      choice = move
    }
    return act.play({ move: choice })
  },
})
