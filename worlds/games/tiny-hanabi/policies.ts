import { definePolicy } from '../../../engine/index.js'
import { tinyHanabi } from './world.js'

interface Seen {
  readonly player: number
  readonly card: number
  readonly actions: readonly number[]
}

/**
 * A code for the default pay-offs that always gets 10: the first player acts 2 with card 0 and 0 with card 1, and so tells its
 * card; the second acts 0 when the cards are alike and else 2.
 */
export const tinyHanabiCode = definePolicy(tinyHanabi, {
  id: 'tiny-hanabi-code',
  decide({ obs, act }) {
    const { player, card, actions } = obs.view as unknown as Seen
    const other = actions[0] === 2 ? 0 : 1
    const move = player === 0 ? 2 - 2 * card : card === other ? 0 : 2
    return act.play({ move: obs.legal.some((m) => m.move === move) ? move : obs.legal[0]!.move })
  },
})
