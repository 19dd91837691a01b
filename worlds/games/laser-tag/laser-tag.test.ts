import { expect, test } from 'vitest'
import { type Game, startOf } from '../../../engine/index.js'
import { baseline } from '../../kernels/board/testing/baseline.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { chaser } from './chaser.js'
import { laserTagRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { laserTag } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: laserTag,
  scenarios,
  params: [{ horizon: 20 }, { horizon: 20, zeroSum: true }],
})

const [LEFT, RIGHT, FORWARD, , , , STAND, FORWARD_LEFT, , FIRE] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const A_FIRST = 0
const B_FIRST = 1

/** Outcome 2 + n puts a player onto the n-th place to begin, B before A. */
function begun(grid: string, places: readonly [b: number, a: number], zeroSum = false): Duel {
  const game = laserTagRules({ horizon: 50, zeroSum, grid })
  const s = startOf(game)
  for (const place of places) game.apply(s, 2 + place)
  return { game, s }
}

interface Duel {
  readonly game: Game
  readonly s: Int32Array
}

function both(
  { game, s }: Duel,
  a: number | undefined,
  b: number | undefined,
  first: number,
): string {
  game.applyJoint!(s, [a!, b!])
  game.apply(s, first)
  return game.text(s)
}

test('who fires first sends the other away, whose shot comes to nothing', () => {
  const duel = begun('S\n.\nS', [1, 0])
  both(duel, STAND, LEFT, A_FIRST)
  both(duel, STAND, LEFT, A_FIRST)
  expect(duel.game.text(duel.s)).toBe('A\n.\nB\nOrientations: 1 0\n')
  const rival = { ...duel, s: duel.s.slice() }
  expect(both(duel, FIRE, FIRE, A_FIRST)).toBe('A\n.\n.\nOrientations: 1 0\nChance Node')
  expect(duel.game.returns(duel.s)).toEqual([1, 0])
  expect(both(rival, FIRE, FIRE, B_FIRST)).toBe('.\n.\nB\nOrientations: 1 0\nChance Node')
  expect(rival.game.returns(rival.s)).toEqual([0, 1])
})

test('in the zero-sum game the one who is hit loses what the other gets', () => {
  const duel = begun('S\nS', [1, 0], true)
  both(duel, FIRE, STAND, B_FIRST)
  expect(duel.game.returns(duel.s)).toEqual([1, -1])
})

test('a step out of the way in time saves', () => {
  const duel = begun('S.\nS.', [1, 0])
  both(duel, STAND, LEFT, A_FIRST)
  expect(both(duel, FIRE, FORWARD, B_FIRST)).toBe('A.\n.B\nOrientations: 1 2\n')
  expect(duel.game.returns(duel.s)).toEqual([0, 0])
})

test('walls stop shots and steps; who cannot step forward does not turn either', () => {
  const duel = begun('S\n*\nS', [1, 0])
  expect(both(duel, FIRE, STAND, A_FIRST)).toBe('A\n*\nB\nOrientations: 1 1\n')
  expect(both(duel, FORWARD_LEFT, FORWARD, A_FIRST)).toBe('A\n*\nB\nOrientations: 1 1\n')
  expect(both(duel, LEFT, RIGHT, A_FIRST)).toBe('A\n*\nB\nOrientations: 2 3\n')
})

test('of two who want one cell, the first gets it', () => {
  const duel = begun('S.S', [1, 0])
  both(duel, LEFT, RIGHT, A_FIRST)
  expect(both(duel, FORWARD, FORWARD, B_FIRST)).toBe('AB.\nOrientations: 2 3\n')
})

test.each([
  ['..\n.', 'rows of equal length'],
  ['SxS', 'only'],
  ['S..', 'at least two'],
])('the grid %j is refused: %s', (grid, why) => {
  expect(laserTag.validate!({ horizon: 1, zeroSum: false, grid })).toMatchObject([
    { path: 'grid', expected: expect.stringContaining(why) },
  ])
})

test('the chaser hits somebody who moves at random again and again', () => {
  const { means, better } = baseline(laserTag, scenarios.laserTag, [chaser, undefined], {
    seats: [0],
  })
  expect(better).toBeGreaterThanOrEqual(95)
  expect(means[0]).toBeGreaterThan(10 * means[1]!)
}, 60_000)

test('in a duel until the first hit the chaser nearly always wins', () => {
  const { means } = baseline(laserTag, scenarios.laserTagDuel, [undefined, chaser])
  expect(means[1]).toBeGreaterThan(0.8)
}, 60_000)
