import { definePolicy } from '../../../engine/index.js'
import { tradeComm } from './world.js'

interface Seen {
  readonly player: number
  readonly items: number
  readonly item: number
  readonly words: readonly number[]
}

/** Says which item it has, takes the other's word for the same, and offers the one for the other. */
export const tradeCode = definePolicy(tradeComm, {
  id: 'trade-code',
  decide({ obs, act }) {
    const { player, items, item, words } = obs.view as Seen
    if (words.length < 2) return act.play({ move: item })
    return act.play({ move: items + item * items + words[1 - player]! })
  },
})
