import { defineScenario, parseScenarioFile, type Scenario, vector } from '../../engine/index.js'
import { connectFour, kitchen, kitchenScenarios, particles, ticTacToe } from '../../worlds/index.js'
import { createDice, pickLegal } from './games.js'
import { type Benchmark, median, microseconds, type Row } from './measure.js'

/** Steps a second that many episodes make together, at random, one episode's step counted as one. */
export const vectors: Benchmark = (quick) => {
  const agents = { first: {}, second: {} }
  const crosses = defineScenario(ticTacToe, { agents })
  const four = defineScenario(connectFour, { agents })
  const spread = defineScenario(particles, {
    params: { scenario: 'spread' },
    agents: { agent_0: {}, agent_1: {}, agent_2: {} },
    horizon: 25,
  })
  const { scenario: cooking } = parseScenarioFile(Object.values(kitchenScenarios)[0], [kitchen])
  return [
    ...row('tic-tac-toe', crosses, [16, 256], quick),
    ...row('connect four', four, [16, 256], quick),
    ...row('particles, spread', spread, [16, 256], quick),
    ...row(`kitchen, ${cooking.id}`, cooking, [16, 256], quick),
  ]
}

function row(name: string, scenario: Scenario, counts: readonly number[], quick: boolean): Row[] {
  const ways = counts.map((episodes) => stepper(scenario, episodes))
  const took = ways.map((): number[] => [])
  for (let round = 0; round < (quick ? 4 : 12); round++) {
    ways.forEach((play, i) => {
      took[i]!.push(play(quick ? 4000 : 40_000))
    })
  }
  return counts.map((episodes, i) => ({
    name: `vector of ${episodes}: ${name}`,
    value: median(took[i]!.slice(took[i]!.length >> 2)),
    unit: 'steps/s',
    note: 'observations, masks and rewards of all agents; legal ids at random',
  }))
}

/** Gives steps a second over at least so many steps. */
function stepper(scenario: Scenario, episodes: number): (steps: number) => number {
  const v = vector(scenario, { episodes, seed: 1, autoReset: 'same-step' })
  const ids = new Int16Array(v.asked.length)
  const dice = createDice(1)
  const rounds = (steps: number): number => Math.ceil(steps / episodes)
  return (steps) => {
    const us = microseconds(() => {
      for (let n = rounds(steps); n > 0; n--) {
        for (let r = 0; r < ids.length; r++) {
          if (v.asked[r] === 0) continue
          ids[r] = pickLegal(v.masks, r * v.actions, (r + 1) * v.actions, dice)
        }
        v.step(ids)
      }
    })
    return (rounds(steps) * episodes * 1e6) / us
  }
}
