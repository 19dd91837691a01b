import { expect, test } from 'vitest'
import { startOf } from '../../../engine/index.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { kuhnPokerRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { kuhnPoker } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: kuhnPoker,
  scenarios,
  params: [{ players: 3 }, { players: 5 }],
})

const JACK = 0
const QUEEN = 1
const KING = 2

/** The returns when the cards are dealt in this order and these moves follow. */
function returns(cards: readonly number[], letters: string): readonly number[] {
  const game = kuhnPokerRules(cards.length)
  const s = startOf(game)
  for (const card of cards) game.apply(s, card)
  for (const letter of letters) game.apply(s, letter === 'b' ? 1 : 0)
  return game.returns(s)
}

test.each([
  [[JACK, KING], 'pp', [-1, 1]],
  [[JACK, KING], 'bp', [1, -1]],
  [[JACK, KING], 'bb', [-2, 2]],
  [[QUEEN, JACK], 'pbp', [-1, 1]],
  [[QUEEN, JACK], 'pbb', [2, -2]],
  [[0, 1, 3], 'ppbbp', [-2, -1, 3]],
])('cards %j, then %s, give %j', (cards, letters, expected) => {
  expect(returns(cards, letters)).toEqual(expected)
})
