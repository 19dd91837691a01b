import { describe, expect, test } from 'vitest'
import {
  createEpisode,
  createTurns,
  defineScenario,
  type Policy,
  type Scenario,
} from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { connectFour, kuhnPoker, matrixGame, ticTacToe } from '../../worlds/index.js'
import { choosePolicy, policyCatalog } from '../catalog.js'
import { idle } from '../idle.js'
import * as door from '../index.js'
import { random } from '../random.js'
import {
  alphaBetaPolicy,
  bestResponsePolicy,
  buildTree,
  cfrPolicy,
  mctsPolicy,
  uniformPolicy,
} from './index.js'
import { match, series } from './testing/match.js'

const noughts = defineScenario(ticTacToe, { agents: { ada: {}, bob: {} }, horizon: 20 })
const four = defineScenario(connectFour, { agents: { ada: {}, bob: {} }, horizon: 60 })
const poker = defineScenario(kuhnPoker, { agents: { ada: {}, bob: {} }, horizon: 20 })
const alphaBeta = alphaBetaPolicy({})
const mcts = mctsPolicy({})

/** The mean return of the first policy, in both seats. */
function mean(scenario: Scenario, mine: Policy, other: Policy, games: number): number {
  let sum = 0
  for (let seed = 0; seed < games; seed++)
    sum +=
      seed % 2 === 0
        ? match(scenario, [mine, other], seed)[0]!
        : match(scenario, [other, mine], seed)[1]!
  return sum / games
}

const fitting =
  (policy: Policy, scenario: Scenario): (() => void) =>
  () =>
    policy.fits!(scenario)

describe('alpha-beta', () => {
  test('never loses tic-tac-toe, and wins most games against random play', () => {
    const { wins, losses } = series(noughts, [alphaBeta, random], 60)
    expect(losses).toBe(0)
    expect(wins).toBeGreaterThan(40)
    expect(series(noughts, [mcts, alphaBeta], 10).wins).toBe(0)
  })

  test('beats random play in connect four from either seat', () => {
    const { wins } = series(four, [alphaBetaPolicy({ nodes: 3000 }), random], 30)
    expect(wins).toBeGreaterThan(26)
  })

  test('draws against itself', () => {
    expect(match(noughts, [alphaBeta, alphaBeta], 0)).toEqual([0, 0])
  })

  test('says what a move is worth', () => {
    const episode = createEpisode(noughts, { seed: 0 })
    // x: 0, 1 — o: 3, 4: x wins at 2.
    for (const move of [0, 3, 1, 4]) episode.step(asking(episode.asked()[0]!, move))
    const open = createTurns(episode).open(0, new AbortController().signal)
    expect(alphaBeta.decide(open.turn)).toEqual({
      do: { action: 'play', args: { move: 2 } },
      why: 'worth 1.000, seen to the end',
    })
  })

  test('refuses hidden information, and worlds that are no games of two', () => {
    expect(fitting(alphaBeta, poker)).toThrow('policy/hidden-information')
    expect(fitting(alphaBeta, alone)).toThrow('policy/not-two-player-zero-sum')
  })

  test('refuses joint turns before the first tick, in games and in other worlds', () => {
    const pennies = defineScenario(matrixGame, {
      params: { game: 'mp' },
      agents: { ada: {}, bob: {} },
    })
    expect(fitting(alphaBeta, pennies)).toThrow(/solve\/joint-turn.*mcts/s)
    expect(fitting(alphaBeta, pair)).toThrow('solve/joint-turn')
  })
})

const asking = (agent: number, move: number) => {
  const input = { do: [{ action: 'play', args: { move } }] }
  return agent === 0 ? [input, undefined] : [undefined, input]
}

const open = { ...harvest, information: () => 'perfect' as const }
const alone = defineScenario(open, {
  params: { size: 4, apples: 4 },
  agents: { ada: {} },
  horizon: 20,
})
const pair = defineScenario(open, {
  params: { size: 4, apples: 6 },
  agents: { ada: {}, bob: {} },
  horizon: 12,
})

describe('mcts', () => {
  test('hardly ever loses tic-tac-toe against random play', () => {
    const { wins, losses } = series(noughts, [mcts, random], 60)
    expect(losses).toBeLessThan(3)
    expect(wins).toBeGreaterThan(40)
  })

  test('beats random play in connect four from either seat', () => {
    const { wins } = series(four, [mctsPolicy({ simulations: 50, rollouts: 4 }), random], 20)
    expect(wins).toBeGreaterThan(18)
  })

  test('takes its luck from the seed', () => {
    const why = (seed: number): string[] => {
      const seen: string[] = []
      const policy: Policy = {
        ...mcts,
        decide(turn) {
          const decision = mcts.decide(turn) as { readonly why: string }
          seen.push(decision.why)
          return decision as never
        },
      }
      match(noughts, [policy, policy], seed)
      return seen
    }
    expect(why(1)).toEqual(why(1))
    expect(why(1)).not.toEqual(why(2))
  })

  test('plays in worlds that are no games, alone or all at once', () => {
    const policy = mctsPolicy({ simulations: 30, rollouts: 1 })
    const total = (scenario: Scenario, who: Policy): number => {
      let sum = 0
      for (let seed = 0; seed < 3; seed++)
        sum += match(scenario, [who, idle].slice(0, Object.keys(scenario.agents).length), seed)[0]!
      return sum
    }
    expect(total(alone, policy)).toBeGreaterThan(total(alone, random))
    expect(total(pair, policy)).toBeGreaterThan(total(pair, random))
  })

  test('refuses worlds in which something is hidden', () => {
    expect(fitting(mcts, poker)).toThrow(/policy\/hidden-information.*cfr/s)
  })
})

describe('cfr', () => {
  test("wins on average against random play in Kuhn's poker", () => {
    expect(mean(poker, cfrPolicy({}), random, 1500)).toBeGreaterThan(0.05)
  })

  test('hardly loses to its best response', () => {
    const cfr = cfrPolicy({ iterations: 2000, plus: true })
    const best = bestResponsePolicy({ against: 'cfr', iterations: 2000, plus: true })
    expect(Math.abs(mean(poker, best, cfr, 2000))).toBeLessThan(0.1)
  })

  test('refuses what it cannot solve before the first tick', () => {
    expect(fitting(cfrPolicy({ nodes: 50 }), poker)).toThrow('solve/too-large')
    expect(fitting(cfrPolicy({}), alone)).toThrow('policy/no-game')
  })
})

describe('best-response', () => {
  test('wins from random play what it can: 11/24 on average', () => {
    const won = mean(poker, bestResponsePolicy({}), random, 3000)
    expect(Math.abs(won - 11 / 24)).toBeLessThan(0.1)
  })

  test('answers tables of its own choice', () => {
    const tables = uniformPolicy(buildTree(kuhnPoker.game!({ players: 2 }))).map((table) =>
      Object.fromEntries([...table].map(([text]) => [text, [1, 0]])),
    )
    // Whoever always passes loses its ante to every bet.
    expect(mean(poker, bestResponsePolicy({ against: tables }), alwaysPass, 40)).toBe(1)
    expect(fitting(bestResponsePolicy({ against: [{}, {}] }), poker)).toThrow('solve/policy')
  })
})

const alwaysPass: Policy = { ...random, id: 'pass', decide: (turn) => turn.legal()[0] }

describe('options', () => {
  const catalog = policyCatalog(door)

  test('policies with options go by their name alone, or with data', () => {
    for (const name of ['mcts', 'alpha-beta', 'cfr', 'best-response'])
      expect(choosePolicy(catalog, name).id).toBe(name)
    expect(choosePolicy(catalog, { use: 'mcts', with: { simulations: 5 } }).id).toBe('mcts')
    expect(() => choosePolicy(catalog, 'scripted')).toThrow('policy/needs-data')
  })

  test('wrong options are refused with the names of the right ones', () => {
    expect(() => mctsPolicy({ simulations: 0 })).toThrow(/policy\/options.*simulations, rollouts/s)
    expect(() => choosePolicy(catalog, { use: 'cfr', with: { turns: 3 } })).toThrow(/turns/)
  })

  test('options are read from words and from files', () => {
    expect(mctsPolicy.readWord!('simulations=1000, uctC=1.5')).toEqual({
      simulations: 1000,
      uctC: 1.5,
    })
    expect(cfrPolicy.readWord!('plus=true')).toEqual({ plus: true })
    expect(bestResponsePolicy.readWord!('against=cfr')).toEqual({ against: 'cfr' })
    expect(mctsPolicy.readWord!('options.json')).toBe(undefined)
    expect(mctsPolicy.read('{"simulations": 3}')).toEqual({ simulations: 3 })
    expect(() => mctsPolicy.read('{')).toThrow('policy/options')
  })
})

describe('the position in a turn', () => {
  const turnOf = (scenario: Scenario) =>
    createTurns(createEpisode(scenario, { seed: 0 })).open(0, new AbortController().signal).turn

  test('is a copy, and is kept from those who do not see all', () => {
    const { position } = turnOf(noughts)
    position!().fill(7)
    expect([...position!()].some((cell) => cell === 7)).toBe(false)
    expect(turnOf(poker).position).toBe(undefined)
    expect(turnOf(alone).position).toBe(undefined)
  })
})
