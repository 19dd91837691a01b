import { expect, test } from 'vitest'
import { parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { winsAgainstAnyMove } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { randomStates } from '../../kernels/board/testing/play.js'
import { hexRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { shortestPath } from './shortest-path.js'
import { hex } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: hex,
  scenarios,
  params: [{ boardSize: 1 }, { boardSize: 3 }],
  games: 5,
})

/** Lays stones in turn. */
function after(size: number, moves: readonly number[]) {
  const game = hexRules(size)
  const s = startOf(game)
  for (const move of moves) game.apply(s, move)
  return { turn: game.turn(s), returns: game.returns(s) }
}

test.each([
  ['straight down', [1, 0, 4, 3, 7], [1, -1]],
  ['down along the slant', [2, 0, 4, 1, 6], [1, -1]],
  ['across, joined by the last stone in the middle', [0, 3, 1, 5, 2, 4], [-1, 1]],
])('edges are joined %s', (_, moves, returns) => {
  expect(after(3, moves)).toEqual({ turn: TERMINAL, returns })
})

test('the other diagonal does not join', () => {
  expect(after(3, [0, 1, 4, 3, 8]).turn).toBe(1)
})

test('a group that touches one edge late passes this on to all its stones', () => {
  expect(after(3, [4, 0, 7, 3, 1]).returns).toEqual([1, -1])
  expect(after(4, [5, 0, 9, 4, 13, 8, 1])).toEqual({ turn: TERMINAL, returns: [1, -1] })
})

test('a full board always has one winner', () => {
  const game = hexRules(4)
  for (let seed = 0; seed < 200; seed++) {
    const last = [...randomStates(game, seed)].at(-1)!
    expect(Math.abs(game.returns(last)[0]!)).toBe(1)
  }
})

test('shortest-path beats random moves', () => {
  const { scenario } = parseScenarioFile(scenarios.hex, [hex], 'hex')
  expect(winsAgainstAnyMove(scenario, shortestPath)).toBeGreaterThanOrEqual(95)
})
