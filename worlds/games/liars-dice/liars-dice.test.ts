import { expect, test } from 'vitest'
import { CHANCE, parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { liarsDiceOdds } from './policies.js'
import { type LiarsDiceParams, liarsDiceRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { liarsDice } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: liarsDice,
  scenarios,
  params: [{ numdice: 2, biddingRule: 'reset-quantity', diceSides: 4 }],
})

/** A game of these dice, then moves by their words. */
function played(
  dice: readonly number[],
  bids: readonly string[],
  params: Partial<LiarsDiceParams> = {},
) {
  const rules = liarsDiceRules({
    players: 2,
    numdice: 1,
    diceSides: 6,
    biddingRule: 'reset-face',
    ...params,
  })
  const s = startOf(rules)
  for (const die of dice) rules.apply(s, die - 1)
  for (const bid of bids) {
    const player = rules.turn(s)
    rules.apply(s, rules.legal(s, player).find((m) => rules.moveText(s, player, m) === bid)!)
  }
  return { rules, s }
}

test.each([
  ['two fours by a four and a wild six', [4, 6], ['2-4', 'Liar'], [1, -1]],
  ['two twos', [4, 6], ['2-2', 'Liar'], [-1, 1]],
  ['the last bid counts', [4, 6], ['1-4', '2-3', 'Liar'], [1, -1]],
  ['sixes are no wilder than themselves', [5, 6], ['2-6', 'Liar'], [-1, 1]],
])('%s: dice %j, %j give %j', (_, dice, bids, returns) => {
  const { rules, s } = played(dice, bids)
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual(returns)
})

test('nobody else than bidder and caller wins or loses', () => {
  const { rules, s } = played([1, 2, 3], ['1-1', '2-1', 'Liar'], { players: 3 })
  expect(rules.returns(s)).toEqual([0, -1, 1])
})

test('bids rise, and there is no liar before a bid', () => {
  const { rules, s } = played([4, 6], [])
  expect(rules.legal(s, 0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  rules.apply(s, 9)
  expect(rules.legal(s, 1)).toEqual([10, 11, 12])
})

test('dice are shown as they were rolled, and in order once all are', () => {
  const { rules, s } = played([5, 2, 3], [], { numdice: 2 })
  expect(rules.turn(s)).toBe(CHANCE)
  expect(rules.text(s)).toBe('52 3-1 - chance node, current roller is player 1')
  rules.apply(s, 0)
  expect(rules.text(s)).toBe('25 13')
  expect(rules.informationState(s, 1)).toBe('13')
})

test('a player sees its dice and all bids; its observation has the last of each player', () => {
  const { rules, s } = played([4, 6], ['1-1', '1-2', '2-2'])
  expect(rules.informationState(s, 0)).toBe('4 1-1 1-2 2-2')
  expect(rules.observation(s, 0)).toBe('4 1-2 2-2')
})

test('by faces first, a higher face beats a higher quantity', () => {
  const { rules, s } = played([4, 6], [], { biddingRule: 'reset-quantity' })
  expect([0, 1, 2, 11, 12].map((m) => rules.moveText(s, 0, m))).toEqual([
    '1-1',
    '2-1',
    '1-2',
    '2-6',
    'Liar',
  ])
})

test.each(Object.values(scenarios).map((file) => [file.id, file] as const))(
  '%s: playing the odds wins at least half a point a game from random players',
  (_, file) => {
    const { scenario } = parseScenarioFile(file, [liarsDice], file.id)
    const others = Object.keys(scenario.agents)
      .slice(1)
      .map(() => anyMove)
    let won = 0
    for (let seed = 0; seed < 100; seed++) {
      won += returnsOf(scenario, [liarsDiceOdds, ...others], seed)[0]!
    }
    expect(won / 100).toBeGreaterThan(0.5)
  },
)
