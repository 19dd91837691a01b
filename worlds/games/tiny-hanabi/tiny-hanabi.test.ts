import { expect, test } from 'vitest'
import {
  CoactError,
  defineScenario,
  parseScenarioFile,
  startOf,
  TERMINAL,
} from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { tinyHanabiCode } from './policies.js'
import { TINY_HANABI_PAYOFF, tinyHanabiRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { tinyHanabi } from './world.js'

const three = {
  numPlayers: 3,
  numChance: 2,
  numActions: 2,
  payoff: Array.from({ length: 64 }, (_, i) => i),
}

gameLaws({ beside: import.meta.url, world: tinyHanabi, scenarios, params: [three] })

const rules = tinyHanabiRules({
  numPlayers: 2,
  numChance: 2,
  numActions: 3,
  payoff: TINY_HANABI_PAYOFF,
})

test.each([
  [[0, 0, 0, 0], 10],
  [[0, 1, 2, 2], 10],
  [[1, 0, 2, 2], 0],
  [[1, 1, 1, 1], 8],
])('cards and actions %j give %i', (moves, both) => {
  const s = startOf(rules)
  for (const move of moves) rules.apply(s, move)
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual([both, both])
})

test('actions are seen by all, cards by their owners', () => {
  const s = startOf(rules)
  expect(rules.observation(s, 1)).toBe('p1')
  for (const move of [0, 1, 2]) rules.apply(s, move)
  expect(rules.text(s)).toBe('p0:d0 p1:d1 p0:a2')
  expect(rules.informationState(s, 0)).toBe('p0:d0 p0:a2')
  expect(rules.informationState(s, 1)).toBe('p1:d1 p0:a2')
})

test('pay-offs must be one for each combination', () => {
  const agents = { ada: tinyHanabiCode, bob: tinyHanabiCode }
  expect(() => defineScenario(tinyHanabi, { params: { payoff: [1, 2] }, agents })).toThrow(
    CoactError,
  )
})

test('the code gets 10 with any cards; random play 67/18', () => {
  const { scenario } = parseScenarioFile(scenarios.tinyHanabi, [tinyHanabi], 'tiny-hanabi')
  const cards = new Set<string>()
  let random = 0
  for (let seed = 0; seed < 300; seed++) {
    if (seed < 30) {
      expect(returnsOf(scenario, [tinyHanabiCode, tinyHanabiCode], seed)).toEqual([10, 10])
    }
    const [both, other] = returnsOf(scenario, [anyMove, anyMove], seed)
    expect(both).toBe(other)
    cards.add(String(both))
    random += both!
  }
  expect([...cards].sort()).toEqual(['0', '10', '4', '8'])
  expect(Math.abs(random / 300 - 67 / 18)).toBeLessThan(0.8)
})
