import { expect, test } from 'vitest'
import { parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { winsAgainstAnyMove } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { lineSeeker } from './line-seeker.js'
import { connectFourRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { connectFour } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: connectFour,
  scenarios,
  params: [
    { rows: 3, columns: 9, xInRow: 3 },
    { rows: 1, columns: 1, xInRow: 2 },
  ],
})

const game = connectFourRules({ rows: 6, columns: 7, xInRow: 4 })

/** Drops pieces into these columns. */
function after(columns: string): Int32Array {
  const s = startOf(game)
  for (const column of columns) game.apply(s, Number(column))
  return s
}

test.each([
  ['a row', '0011223', [1, -1]],
  ['a row, completed in its middle', '0011332', [1, -1]],
  ['a column', '60606050', [-1, 1]],
  ['a diagonal upwards', '01122323363', [1, -1]],
  ['a diagonal downwards', '65544343303', [1, -1]],
  ['nothing yet', '001122', [0, 0]],
])('%s is told from the last piece', (_, columns, returns) => {
  const s = after(columns)
  expect(game.returns(s)).toEqual(returns)
  expect(game.turn(s) === TERMINAL).toBe(returns[0] !== 0)
})

test('four do not go on round the edge of the board', () => {
  expect(game.returns(after('4051610'))).toEqual([0, 0])
})

test('a full column takes no more', () => {
  const s = after('333333')
  expect(game.legal(s, 0)).toEqual([0, 1, 2, 4, 5, 6])
  expect(game.isLegal!(s, 0, 3)).toBe(false)
})

test('line-seeker beats random moves', () => {
  const { scenario } = parseScenarioFile(scenarios.connectFour, [connectFour], 'connect-four')
  expect(winsAgainstAnyMove(scenario, lineSeeker)).toBeGreaterThanOrEqual(95)
})
