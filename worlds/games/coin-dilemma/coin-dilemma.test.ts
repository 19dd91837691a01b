import { expect, test } from 'vitest'
import { CHANCE, startOf } from '../../../engine/index.js'
import { baseline } from '../../kernels/board/testing/baseline.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { coinDilemmaRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { nearestCoinTaker, ownCoinTaker } from './takers.js'
import { coinDilemma } from './world.js'

gameLaws({ beside: import.meta.url, world: coinDilemma, scenarios, params: [{ horizon: 1 }] })

const RIGHT = 1
const STAY = 0
const LEFT = 2

/** What two moves bring when red, blue, the red and the blue coin are on these cells, 5 x + y. */
function gains(places: readonly [number, number, number, number], red: number, blue: number) {
  const game = coinDilemmaRules(1)
  const s = startOf(game)
  for (const cell of places) game.apply(s, cell)
  game.applyJoint!(s, [red, blue])
  return { returns: game.returns(s), game, s }
}

test.each([
  ['a coin of one’s own brings 1', [0, 24, 5, 20], RIGHT, STAY, [1, 0]],
  ['the other’s brings 1 and costs the other 2', [0, 24, 20, 5], RIGHT, STAY, [1, -2]],
  ['both on the red coin', [0, 10, 5, 24], RIGHT, LEFT, [-1, 1]],
  ['both on the blue coin', [0, 10, 24, 5], RIGHT, LEFT, [1, -1]],
  ['each its own', [0, 24, 5, 19], RIGHT, LEFT, [1, 1]],
  ['each the other’s', [0, 24, 19, 5], RIGHT, LEFT, [-1, -1]],
  ['a wall in the way', [20, 0, 5, 6], RIGHT, STAY, [0, 0]],
] as const)('%s', (_, places, red, blue, expected) => {
  expect(gains(places, red, blue).returns).toEqual(expected)
})

test('a coin comes back where nobody and nothing is', () => {
  const { game, s } = gains([0, 24, 5, 20], RIGHT, STAY)
  expect(game.turn(s)).toBe(CHANCE)
  const { outcomes } = game.chance!(s)
  expect(outcomes).toHaveLength(22)
  for (const taken of [5, 24, 20]) expect(outcomes).not.toContain(taken)
})

test('who takes its own coins only comes near the best that two can do together, 29.43', () => {
  const { means, better } = baseline(coinDilemma, scenarios.coinDilemma, [
    ownCoinTaker,
    ownCoinTaker,
  ])
  expect(better).toBeGreaterThanOrEqual(95)
  expect(means[0]! + means[1]!).toBeGreaterThan(28)
}, 60_000)

test('taking what is nearest pays against those who do not, and ruins those who do', () => {
  const against = (other: typeof ownCoinTaker) =>
    baseline(coinDilemma, scenarios.coinDilemma, [nearestCoinTaker, other], { seats: [0] })
  const kind = against(ownCoinTaker)
  expect(kind.better).toBeGreaterThanOrEqual(95)
  expect(kind.means[0]).toBeGreaterThan(16)
  expect(kind.means[1]).toBeLessThan(1)
  expect(against(nearestCoinTaker).means[0]).toBeLessThan(5)
}, 60_000)
