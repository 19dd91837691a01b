import { expect, test } from 'vitest'
import { CHANCE, parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { shadingBidder } from './policies.js'
import { firstPriceAuctionRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { firstPriceAuction } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: firstPriceAuction,
  scenarios,
  params: [{ players: 3, maxValue: 2 }],
})

const rules = firstPriceAuctionRules({ players: 3, maxValue: 10 })
const play = (...moves: number[]): Int32Array => {
  const s = startOf(rules)
  for (const move of moves) rules.apply(s, move)
  return s
}

test('the highest bidder gets the thing for its bid', () => {
  const s = play(8, 5, 9, 3, 4, 6, 2)
  expect(rules.text(s)).toBe('8,5,9;3,4,6;2')
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual([0, 0, 3])
})

test('equal bids are decided by lot', () => {
  const s = play(8, 5, 9, 4, 1, 4)
  expect(rules.turn(s)).toBe(CHANCE)
  expect(rules.chance!(s).outcomes).toEqual([0, 2])
  expect(rules.moveText(s, CHANCE, 2)).toBe('Chose winner 2')
})

test('bids are less than the value, and secret', () => {
  const s = play(8, 5, 9, 3)
  expect(rules.legal(s, 1)).toEqual([0, 1, 2, 3, 4])
  expect(rules.informationState(s, 0)).toBe('p0 val 8 bid 3')
  expect(rules.informationState(s, 1)).toBe('p1 val 5')
  expect(rules.moveText(s, 1, 4)).toBe('Player 1 bid: 4')
})

test.each(Object.values(scenarios).map((file) => [file.id, file] as const))(
  '%s: among random bidders shading gains more than bidding at random',
  (_, file) => {
    const { scenario } = parseScenarioFile(file, [firstPriceAuction], file.id)
    const others = Object.keys(scenario.agents)
      .slice(1)
      .map(() => anyMove)
    let shading = 0
    let random = 0
    for (let seed = 0; seed < 400; seed++) {
      shading += returnsOf(scenario, [shadingBidder, ...others], seed)[0]!
      random += returnsOf(scenario, [anyMove, ...others], seed)[0]!
    }
    expect(shading).toBeGreaterThan(1.05 * random)
  },
)
