import { expect, test } from 'vitest'
import { parseScenarioFile, startOf } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { catcher } from './catcher.js'
import { catchRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { catchGame } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: catchGame,
  scenarios,
  params: [{ rows: 3, columns: 4 }],
})

test('the paddle stays on the board, and catches below the ball', () => {
  const game = catchRules({ rows: 4, columns: 3 })
  const s = startOf(game)
  for (const move of [0, 0, 0, 0]) game.apply(s, move)
  expect(game.text(s)).toBe('...\n...\n...\nx..\n')
  expect(game.returns(s)).toEqual([1])
})

test('the catcher always catches; random moves seldom do', () => {
  const { scenario } = parseScenarioFile(scenarios.catch, [catchGame], 'catch')
  let lucky = 0
  for (let seed = 0; seed < 100; seed++) {
    expect(returnsOf(scenario, [catcher], seed)).toEqual([1])
    if (returnsOf(scenario, [anyMove], seed)[0] === 1) lucky += 1
  }
  expect(lucky).toBeLessThan(50)
})
