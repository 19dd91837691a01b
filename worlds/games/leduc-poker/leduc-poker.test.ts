import { expect, test } from 'vitest'
import { CHANCE, parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import type { LeducPokerParams } from './course.js'
import { leducByRank } from './policies.js'
import { leducPokerRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { leducPoker } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: leducPoker,
  scenarios,
  params: [
    { players: 5, startingPlayer: 3 },
    { suitIsomorphism: true },
    { players: 3, actionMapping: true },
  ],
})

const [JACK, JACK_2, QUEEN, QUEEN_2, KING, KING_2] = [0, 1, 2, 3, 4, 5]

/** A game of these cards, whenever chance is to deal, and moves: f, c or r. */
function played(cards: readonly number[], letters: string, params: Partial<LeducPokerParams> = {}) {
  const rules = leducPokerRules({
    players: 2,
    startingPlayer: 0,
    actionMapping: false,
    suitIsomorphism: false,
    ...params,
  })
  const s = startOf(rules)
  const deck = [...cards]
  const deal = () => {
    while (rules.turn(s) === CHANCE && deck.length > 0) rules.apply(s, deck.shift()!)
  }
  for (const letter of letters) {
    deal()
    rules.apply(s, 'fcr'.indexOf(letter))
  }
  deal()
  return { rules, s }
}

test.each([
  ['a pair beats the king', [JACK, KING, JACK_2], 'cccc', [1, -1]],
  ['the higher rank wins', [JACK, QUEEN, KING], 'rcrc', [-7, 7]],
  ['equal ranks share', [QUEEN, QUEEN_2, KING], 'rrcrrc', [0, 0]],
  ['a fold loses what was paid', [KING, JACK], 'crf', [-1, 1]],
  ['all raises', [KING, JACK, KING_2], 'rrcrrc', [13, -13]],
  ['a fold in the second round', [KING, JACK, QUEEN], 'rccrf', [-3, 3]],
])('%s: cards %j, %s, %j', (_, cards, letters, returns) => {
  const { rules, s } = played(cards, letters)
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual(returns)
})

test.each([
  ['c', [1, 2]],
  ['r', [0, 1, 2]],
  ['rr', [0, 1]],
  ['rrc', [1, 2]],
])('after %s the moves are %j', (letters, legal) => {
  const { rules, s } = played([JACK, QUEEN, KING], letters)
  expect(rules.legal(s, rules.turn(s))).toEqual(legal)
})

test('the shared card is seen by all, the own one by its owner', () => {
  const { rules, s } = played([JACK, QUEEN_2, KING], 'rcc')
  expect(rules.informationState(s, 1)).toBe(
    '[Observer: 1][Private: 3][Round 2][Player: 1][Pot: 6][Money: 97 97][Public: 4][Round1: 2 1][Round2: 1]',
  )
  expect(rules.observation(s, 0)).toBe(
    '[Observer: 0][Private: 0][Round 2][Player: 1][Pot: 6][Money: 97 97][Public: 4][Ante: 3 3]',
  )
})

test('three players: who folds is passed over, and a pot may be split into thirds of chips', () => {
  const cards = [JACK, QUEEN, QUEEN_2, KING]
  const early = played(cards, 'rfc', { players: 3 })
  expect(early.rules.turn(early.s)).toBe(0)
  const { rules, s } = played(cards, 'cccrcc', { players: 3 })
  expect(rules.returns(s)).toEqual([-5, 2.5, 2.5])
  expect(rules.text(s)).toContain('Money (player_0 player_1 [...]): 95 102.5 102.5')
})

test('the starting player opens both rounds', () => {
  const first = played([JACK, QUEEN], '', { startingPlayer: 1 })
  expect(first.rules.turn(first.s)).toBe(1)
  const second = played([JACK, QUEEN, KING], 'cc', { startingPlayer: 1 })
  expect(second.rules.turn(second.s)).toBe(1)
})

test('without suits cards are ranks, each twice in the deck', () => {
  const { rules, s } = played([2], '', { suitIsomorphism: true })
  expect(rules.chance!(s)).toEqual({ outcomes: [0, 1, 2], weights: [2, 2, 1] })
  const end = played([2, 0, 0], 'cccc', { suitIsomorphism: true })
  expect(end.rules.returns(end.s)).toEqual([-1, 1])
})

test('with action mapping what is not legal is a call', () => {
  const { rules, s } = played([JACK, KING, QUEEN], 'ffrrr', { actionMapping: true })
  expect(rules.text(s)).toContain(
    'Round 1 sequence: Call, Call\nRound 2 sequence: Raise, Raise, Call',
  )
  expect(rules.returns(s)).toEqual([-9, 9])
})

test.each(Object.values(scenarios).map((file) => [file.id, file] as const))(
  '%s: playing by rank wins at least 0.4 chips a game from random players',
  (_, file) => {
    const { scenario } = parseScenarioFile(file, [leducPoker], file.id)
    const others = Object.keys(scenario.agents)
      .slice(1)
      .map(() => anyMove)
    let won = 0
    for (let seed = 0; seed < 500; seed++) {
      won += returnsOf(scenario, [leducByRank, ...others], seed)[0]!
    }
    expect(won / 500).toBeGreaterThan(0.4)
  },
)
