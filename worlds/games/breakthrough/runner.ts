import { definePolicy } from '../../../engine/index.js'
import { breakthrough } from './world.js'

/** Where a move begins and ends, by rows from its player's side. */
interface Step {
  readonly move: number
  readonly to: string
  readonly from: string
  readonly isCapture: boolean
}

const stepOf = ({ move, text }: { readonly move: number; readonly text: string }): Step => ({
  move,
  from: text.slice(0, 2),
  to: text.slice(2, 4),
  isCapture: text.endsWith('*'),
})

/** Whose piece is in a cell, such as `a7`: `b`, `w` or `.`. */
const pieceAt = (lines: readonly string[], cell: string): string =>
  lines.find((line) => line[0] === cell[1])?.[cell.charCodeAt(0) - 96] ?? ''

/** Whether a piece that arrives in a cell can be captured there. */
function isAttacked(lines: readonly string[], { to, from }: Step, player: number): boolean {
  const ahead = Number(to[1]) + (player === 0 ? -1 : 1)
  const enemy = player === 0 ? 'w' : 'b'
  return [-1, 1].some((side) => {
    const cell = String.fromCharCode(to.charCodeAt(0) + side) + ahead
    return cell !== from && pieceAt(lines, cell) === enemy
  })
}

/** Prefers captures and cells in which it cannot be captured, and runs as far ahead as it can. */
export const runner = definePolicy(breakthrough, {
  id: 'runner',
  decide({ obs, act }) {
    const lines = obs.observation.split('\n')
    const rows = lines.length - 2
    const worth = (step: Step): number => {
      const row = Number(step.to[1])
      const ahead = obs.player === 0 ? rows - row : row - 1
      if (ahead === rows - 1) return Infinity
      const danger = isAttacked(lines, step, obs.player) ? 2 * rows : 0
      return ahead + (step.isCapture ? rows * 1.5 : 0) - danger
    }
    const steps = obs.legal.map(stepOf).sort((a, b) => worth(b) - worth(a))
    return act.play({ move: steps[0]!.move })
  },
})
