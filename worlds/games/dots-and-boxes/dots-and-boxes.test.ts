import { expect, test } from 'vitest'
import { parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { winsAgainstAnyMove } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { boxCloser } from './box-closer.js'
import { dotsAndBoxesRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { dotsAndBoxes } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: dotsAndBoxes,
  scenarios,
  params: [{ numRows: 1, numCols: 1 }],
})

/** Draws lines in turn on one row of two boxes: 0 1 above, 2 3 below, 4 5 6 upright. */
function after(lines: readonly number[], utilityMargin = false) {
  const game = dotsAndBoxesRules({ numRows: 1, numCols: 2, utilityMargin })
  const s = startOf(game)
  for (const line of lines) game.apply(s, line)
  return { turn: game.turn(s), returns: game.returns(s), text: game.text(s) }
}

test('who closes a box has it and draws again', () => {
  const { turn, text } = after([0, 2, 4, 5])
  expect(turn).toBe(1)
  expect(text).toBe('┌───┬╴ ╶┐\n│ 2 │    \n└───┴╴ ╶┘\n')
})

test('one line may close two boxes', () => {
  const { turn, returns } = after([0, 1, 2, 3, 4, 6, 5])
  expect(turn).toBe(TERMINAL)
  expect(returns).toEqual([1, -1])
  expect(after([0, 1, 2, 3, 4, 6, 5], true).returns).toEqual([2, -2])
})

test('as many boxes each are a draw', () => {
  expect(after([0, 2, 1, 4, 5, 3, 6])).toMatchObject({ turn: TERMINAL, returns: [0, 0] })
})

test('box-closer beats random moves', () => {
  const { scenario } = parseScenarioFile(
    scenarios.dotsAndBoxesByMargin,
    [dotsAndBoxes],
    'dots-and-boxes',
  )
  expect(winsAgainstAnyMove(scenario, boxCloser)).toBeGreaterThanOrEqual(95)
})
