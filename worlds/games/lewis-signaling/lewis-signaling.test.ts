import { expect, test } from 'vitest'
import { parseScenarioFile, startOf } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { lewisCode } from './policies.js'
import { lewisSignalingRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { lewisSignaling } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: lewisSignaling,
  scenarios,
  params: [
    { numStates: 4, numMessages: 2 },
    { numStates: 2, numMessages: 2, payoffs: [1, -1, 0, 2] },
  ],
})

/** A game of one state, message and action. */
function played(payoffs?: readonly number[]) {
  const rules = lewisSignalingRules({ numStates: 3, numMessages: 3, payoffs })
  return (...moves: number[]) => {
    const s = startOf(rules)
    for (const move of moves) rules.apply(s, move)
    return { rules, s }
  }
}

test('the sender sees the state, the receiver the message', () => {
  const { rules, s } = played()(2, 0)
  expect(rules.text(s)).toBe('State 2, Message 0')
  expect(rules.observation(s, 0)).toBe('Current turn: 1\nState: 2\n')
  expect(rules.observation(s, 1)).toBe('Current turn: 1\nMessage: 0\n')
})

test.each([
  [[1, 0, 1], undefined, 1],
  [[1, 0, 2], undefined, 0],
  [[1, 0, 2], [0, 0, 0, 0, 0, 7, 0, 0, 0], 7],
])('state, message and action %j give by %j %i to both', (moves, payoffs, both) => {
  const { rules, s } = played(payoffs)(...moves)
  expect(rules.returns(s)).toEqual([both, both])
})

test.each([
  [{ numStates: 3, numMessages: 4 }, 'params.numMessages'],
  [{ numStates: 3, payoffs: [1, 0] }, 'params.payoffs'],
])('%j is refused for its %s', (params, path) => {
  const problems = lewisSignaling.validate!(lewisSignaling.params.parse(params))
  expect(problems.map((p) => p.path)).toEqual([path])
})

test('who shares the code always succeeds; random play one time in three', () => {
  const { scenario } = parseScenarioFile(scenarios.lewisSignaling, [lewisSignaling], 'lewis')
  let random = 0
  for (let seed = 0; seed < 100; seed++) {
    expect(returnsOf(scenario, [lewisCode, lewisCode], seed)).toEqual([1, 1])
    random += returnsOf(scenario, [anyMove, anyMove], seed)[0]!
  }
  expect(random).toBeGreaterThan(15)
  expect(random).toBeLessThan(55)
})
