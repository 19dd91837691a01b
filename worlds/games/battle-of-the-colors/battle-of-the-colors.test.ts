import { expect, test } from 'vitest'
import { startOf } from '../../../engine/index.js'
import { baseline } from '../../kernels/board/testing/baseline.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { colorAgreer } from './agreer.js'
import { battleOfTheColorsRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { battleOfTheColors } from './world.js'

gameLaws({ beside: import.meta.url, world: battleOfTheColors, scenarios, params: [{ horizon: 1 }] })

/** What standing still brings when red, blue, the red and the blue block are on these cells, and which blocks are moved. */
function stay(...places: readonly number[]) {
  const game = battleOfTheColorsRules(1)
  const s = startOf(game)
  for (const cell of places) game.apply(s, cell)
  game.applyJoint!(s, [0, 0])
  const { red_block_pos: red, blue_block_pos: blue } = game.view!(s, 0) as Record<string, unknown>
  return { returns: game.returns(s), moved: [red === null, blue === null], game, s }
}

test.each([
  ['both on the red block', [7, 7, 7, 9], [2, 1], [true, false]],
  ['both on the blue block', [9, 9, 7, 9], [1, 2], [false, true]],
  ['each on its own', [7, 9, 7, 9], [0, 0], [true, true]],
  ['each on the other’s', [9, 7, 7, 9], [0, 0], [true, true]],
  ['one alone on a block', [7, 8, 7, 9], [0, 0], [false, false]],
  ['both on blocks that lie on one another', [7, 7, 7, 7], [2, 1], [true, true]],
] as const)('%s', (_, places, returns, moved) => {
  const now = stay(...places)
  expect([now.returns, now.moved]).toEqual([returns, moved])
})

test('a block may come back onto the other one, but onto no player', () => {
  const { game, s } = stay(7, 7, 7, 9)
  expect(game.chance!(s).outcomes).toEqual(
    Array.from({ length: 25 }, (_, i) => i).filter((c) => c !== 7),
  )
})

test('those who agree get much more than by chance', () => {
  const { means, randomMeans, better } = baseline(battleOfTheColors, scenarios.battleOfTheColors, [
    colorAgreer,
    colorAgreer,
  ])
  expect(better).toBeGreaterThanOrEqual(95)
  expect(Math.min(...means)).toBeGreaterThan(25)
  expect(Math.max(...randomMeans)).toBeLessThan(1)
}, 60_000)
