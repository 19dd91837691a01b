import { expect, test } from 'vitest'
import { parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { perfectNim } from './perfect.js'
import { nimRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { nim } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: nim,
  scenarios,
  params: [{ pileSizes: [4] }, { pileSizes: [2, 2, 2], isMisere: true }],
})

test('a move takes from one pile, and says so', () => {
  const game = nimRules({ pileSizes: [1, 3, 5, 7], isMisere: true })
  const s = startOf(game)
  game.apply(s, 1 + 2 * 4)
  expect(game.text(s)).toBe('(1): 1 0 5 7')
  expect(game.moveText(s, 0, 9)).toBe('pile:2, take:3;')
  expect(game.legal(s, 1)).toEqual([0, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 23, 27])
})

test.each([
  [true, [-1, 1]],
  [false, [1, -1]],
])('who takes the last one: misère %s', (isMisere, returns) => {
  const game = nimRules({ pileSizes: [2], isMisere })
  const s = startOf(game)
  game.apply(s, 1)
  expect(game.turn(s)).toBe(TERMINAL)
  expect(game.returns(s)).toEqual(returns)
})

const load = (file: unknown) => parseScenarioFile(file, [nim], 'nim').scenario

test.each([
  ['second, misère', scenarios.nim, 1],
  ['first, normal', scenarios.nimThreePiles, 0],
] as const)('the perfect player always wins a won position: %s', (_, file, seat) => {
  const scenario = load(file)
  const seats = seat === 0 ? [perfectNim, anyMove] : [anyMove, perfectNim]
  for (let seed = 0; seed < 100; seed++) expect(returnsOf(scenario, seats, seed)[seat]).toBe(1)
  expect(returnsOf(scenario, [perfectNim, perfectNim], 0)[seat]).toBe(1)
})

test('the perfect player beats a random one also from the lost side', () => {
  const scenario = load(scenarios.nim)
  let won = 0
  for (let seed = 0; seed < 100; seed++) {
    if (returnsOf(scenario, [perfectNim, anyMove], seed)[0] === 1) won += 1
  }
  expect(won).toBeGreaterThanOrEqual(80)
})
