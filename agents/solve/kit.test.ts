import { describe, test } from 'vitest'
import { conformPolicy } from '../../bench/index.js'
import { defineScenario, type Policy, type Scenario } from '../../engine/index.js'
import { kuhnPoker, ticTacToe } from '../../worlds/index.js'
import { alphaBetaPolicy, bestResponsePolicy, cfrPolicy, mctsPolicy } from './index.js'

const noughts = defineScenario(ticTacToe, { agents: { ada: {}, bob: {} }, horizon: 20 })
const poker = defineScenario(kuhnPoker, { agents: { ada: {}, bob: {} }, horizon: 20 })

describe.each<[Policy, Scenario]>([
  [alphaBetaPolicy({ nodes: 500 }), noughts],
  [mctsPolicy({ simulations: 10, rollouts: 2 }), noughts],
  [cfrPolicy({ iterations: 10 }), poker],
  [bestResponsePolicy({ against: 'cfr', iterations: 10 }), poker],
])('$id', (policy, scenario) => {
  for (const check of conformPolicy(policy, { scenarios: [scenario] })) test(check.name, check.run)
})
