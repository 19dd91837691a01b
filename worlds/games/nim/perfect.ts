import { definePolicy } from '../../../engine/index.js'
import { nim } from './world.js'

/**
 * A move that leaves a lost position, if there is one: piles whose sizes have the exclusive or 0; but where who takes the last
 * one loses, and no pile is left with more than one, an odd number of piles. After C. L. Bouton, "Nim, a game with a complete
 * mathematical theory", 1901.
 */
function winningMove(piles: readonly number[], isMisere: boolean): number | undefined {
  for (let pile = 0; pile < piles.length; pile++) {
    for (let taken = 1; taken <= piles[pile]!; taken++) {
      const left = piles.map((n, i) => (i === pile ? n - taken : n))
      if (isLost(left, isMisere)) return (taken - 1) * piles.length + pile
    }
  }
  return undefined
}

/** Whether who is to move loses against good play. */
const isLost = (piles: readonly number[], isMisere: boolean): boolean => {
  const sum = piles.reduce((a, b) => a ^ b, 0)
  return isMisere && piles.every((n) => n <= 1) ? sum === 1 : sum === 0
}

/** Plays nim without mistakes: wins whenever its position is won, else takes the first thing it may. */
export const perfectNim = definePolicy(nim, {
  id: 'perfect-nim',
  decide({ obs, act }) {
    const { piles, isMisere } = obs.view as { piles: readonly number[]; isMisere: boolean }
    const move = winningMove(piles, isMisere) ?? obs.legal[0]?.move
    return move === undefined ? undefined : act.play({ move })
  },
})
