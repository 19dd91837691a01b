import { definePolicy } from '../../../engine/index.js'
import { apart, cellAt, stepFrom } from '../../kernels/board/index.js'
import { battleOfTheColors } from './world.js'

type Place = readonly [x: number, y: number]
type View = Readonly<Record<'red_pos' | 'blue_pos' | 'red_block_pos' | 'blue_block_pos', Place>>

/** Goes to the block that both reach sooner, to the red one of two equally near, and waits there. */
export const colorAgreer = definePolicy(battleOfTheColors, {
  id: 'color-agreer',
  decide({ obs, act }) {
    const view = obs.view as View
    const [red, blue, redBlock, blueBlock] = [
      view.red_pos,
      view.blue_pos,
      view.red_block_pos,
      view.blue_block_pos,
    ].map(([x, y]) => cellAt(x, y)) as [number, number, number, number]
    const until = (block: number): number => Math.max(apart(red, block), apart(blue, block))
    const goal = until(blueBlock) < until(redBlock) ? blueBlock : redBlock
    const me = obs.player === 0 ? red : blue
    const move = [0, 1, 2, 3, 4].find((m) => apart(stepFrom(me, m), goal) < apart(me, goal))
    return act.play({ move: move ?? 0 })
  },
})
