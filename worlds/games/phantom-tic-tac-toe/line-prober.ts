import { definePolicy } from '../../../engine/index.js'
import { LINES_OF_THREE } from '../tic-tac-toe/lines.js'
import { phantomTicTacToe } from './world.js'

/** What a line is worth by how many marks of a player it has, when nothing of the other's is known to be on it. */
const OWN = [1, 10, 1000]
const OTHER = [0, 5, 100]

/** Tries to finish its own lines, then to stop those that it knows of the other, then where most lines may still be had. */
export const lineProber = definePolicy(phantomTicTacToe, {
  id: 'line-prober',
  decide({ obs, act }) {
    const cells = obs.observation.replaceAll('\n', '').slice(0, 9)
    const own = 'xo'[obs.player]!
    const worth = (cell: number): number => {
      let sum = 0
      for (const line of LINES_OF_THREE) {
        if (!line.includes(cell)) continue
        const mine = line.filter((c) => cells[c] === own).length
        const theirs = line.filter((c) => cells[c] !== own && cells[c] !== '.').length
        if (theirs === 0) sum += OWN[mine]!
        else if (mine === 0) sum += OTHER[theirs]!
      }
      return sum
    }
    let best = obs.legal[0]!.move
    for (const { move } of obs.legal) if (worth(move) > worth(best)) best = move
    return act.play({ move: best })
  },
})
