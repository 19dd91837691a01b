import { expect, test } from 'vitest'
import { parseScenarioFile, startOf } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { tradeCode } from './policies.js'
import { tradeCommRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { tradeComm } from './world.js'

gameLaws({ beside: import.meta.url, world: tradeComm, scenarios, params: [{ numItems: 3 }] })

const rules = tradeCommRules(10)
const play = (...moves: number[]): Int32Array => {
  const s = startOf(rules)
  for (const move of moves) rules.apply(s, move)
  return s
}
const trade = (give: number, want: number): number => 10 + 10 * give + want

test.each([
  ['each gives what it has for what the other has', [trade(5, 9), trade(9, 5)], 1],
  ['they want different things', [trade(5, 9), trade(9, 6)], 0],
  ['one gives what it has not', [trade(4, 9), trade(9, 4)], 0],
])('items 5 and 9: %s', (_, trades, both) => {
  expect(rules.returns(play(59, 3, 0, ...trades))).toEqual([both, both])
})

test('words are heard, trades are secret until the end', () => {
  const s = play(59, 3, 0, trade(6, 3))
  expect(rules.text(s)).toBe('Items: 5 9\nPhase: trade\nComm history: 3 0\nTrade history: 6:3\n')
  const seen = 'Phase: trade\nComm history:  3 0\nTrade history size: '
  expect(rules.observation(s, 0)).toBe(
    `Current turn: 1\nMy item: 5\n${seen}1\nObserver's trade offer:  6:3\n`,
  )
  expect(rules.observation(s, 1)).toBe(`Current turn: 1\nMy item: 9\n${seen}1\n`)
  rules.apply(s, trade(7, 9))
  expect(rules.observation(s, 0)).toBe(
    `Current turn: 0\nMy item: 5\n${seen}2\nObserver's trade offer:  6:3\nOther players's trade offer:  7:9\n`,
  )
})

test('who shares the code always trades; random play hardly ever', () => {
  const { scenario } = parseScenarioFile(scenarios.tradeComm, [tradeComm], 'trade-comm')
  let random = 0
  for (let seed = 0; seed < 100; seed++) {
    expect(returnsOf(scenario, [tradeCode, tradeCode], seed)).toEqual([1, 1])
    random += returnsOf(scenario, [anyMove, anyMove], seed)[0]!
  }
  expect(random).toBeLessThan(5)
})
