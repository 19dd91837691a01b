import { describe, expect, test } from 'vitest'
import {
  createEpisode,
  createStreams,
  createTurns,
  defineUniversalPolicy,
  type Episode,
  type Policy,
  parseScenarioFile,
  type Scenario,
} from '../../engine/index.js'
import {
  connectFour,
  connectFourScenarios,
  cook,
  household,
  householdScenarios,
  kitchen,
  kitchenScenarios,
  ticTacToe,
} from '../../worlds/index.js'
import { random } from '../random.js'
import { searchOver, searchPolicy } from './policy.js'
import { search } from './search.js'

const rng = (seed: number) => createStreams(String(seed), {}, false).stream('search')
const signal = (): AbortSignal => new AbortController().signal
const four = parseScenarioFile(connectFourScenarios.fourByFour, [connectFour]).scenario
const stove = parseScenarioFile(kitchenScenarios['two-at-the-stove'], [kitchen]).scenario

/** Plays to the end; what each agent got. */
function played(scenario: Scenario, policies: readonly Policy[], seed: number): number[] {
  const agents = Object.fromEntries(
    Object.entries(scenario.agents).map(([name, a], i) => [name, { ...a, policy: policies[i]! }]),
  )
  const episode = createEpisode({ ...scenario, agents }, { seed, track: false })
  const turns = createTurns(episode)
  const got = episode.seats.map(() => 0)
  while (episode.end === undefined) {
    const inputs: ReturnType<ReturnType<typeof turns.open>['close']>[] = []
    for (const i of episode.asked()) {
      const open = turns.open(i, signal)
      inputs[i] = open.close(policies[i]!.decide(open.turn))
    }
    episode.step(inputs)
    for (let i = 0; i < got.length; i++) got[i]! += episode.reward(i)
  }
  return got
}

/** Four in a row is near: who is to move can win, or must block. */
function position(columns: readonly number[]): Episode {
  const episode = createEpisode(four, { seed: 1, track: false })
  for (const column of columns) {
    const me = episode.asked()[0]!
    const inputs: { do: ReturnType<Episode['legal']> }[] = []
    inputs[me] = { do: [episode.legal(me)[column]!] }
    episode.step(inputs)
  }
  return episode
}

describe('a search', () => {
  test('finds the winning move, and the one that keeps the other from winning', () => {
    // Columns 0 0 1 1 2 2: the fourth in the bottom row wins.
    const win = position([0, 0, 1, 1, 2, 2])
    const winning = win.legal(0)[3]!
    expect(search(win, 0, { base: random, simulations: 60 }, rng(1)).best).toEqual([winning])
    const block = position([0, 0, 1, 1, 2])
    const blocking = block.legal(1)[3]!
    expect(search(block, 1, { base: random, simulations: 200 }, rng(1)).best).toEqual([blocking])
  })

  test('is the same for equal draws, and takes the first of what is equally good', () => {
    const once = search(position([0, 1]), 0, { base: random, simulations: 80 }, rng(4))
    const again = search(position([0, 1]), 0, { base: random, simulations: 80 }, rng(4))
    expect(again).toEqual(once)
    const flat = search(position([0]), 1, { base: random, score: () => 1, simulations: 40 }, rng(4))
    expect(flat.best).toBe(flat.candidates[0]!.actions)
    expect(flat.candidates.map((c) => c.visits)).toEqual([10, 10, 10, 10])
  })

  test('tries what is proposed, and no more than its width', () => {
    const stay = { action: 'stay', args: {} }
    const episode = createEpisode(stove, { seed: 1, track: false })
    const own = search(
      episode,
      0,
      { base: cook as Policy, propose: () => [[stay]], simulations: 4, depth: 3 },
      rng(1),
    )
    expect(own.candidates.length).toBeLessThanOrEqual(2)
    expect(own.candidates.map((c) => c.actions)).toContainEqual([stay])
    const few = search(episode, 0, { base: random, width: 3, simulations: 6, depth: 3 }, rng(1))
    expect(few.candidates).toHaveLength(3)
    expect(few.candidates.map((c) => c.visits)).toEqual([2, 2, 2])
  })

  test('refuses a base that answers with a promise', () => {
    const slow = defineUniversalPolicy({ id: 'slow', decide: async () => undefined })
    expect(() => search(position([]), 0, { base: slow }, rng(1))).toThrow('answers with a promise')
  })
})

describe('the policy', () => {
  test('beats its own base on a board', () => {
    const mine = searchOver({ base: random, simulations: 40 })
    let won = 0
    for (const seed of [1, 2, 3]) {
      won += played(four, [mine, random], seed)[0]!
      won += played(four, [random, mine], seed)[1]!
    }
    expect(won).toBeGreaterThanOrEqual(4)
  })

  test('beats its own base in a kitchen: it keeps out of the way of a cook', {
    timeout: 60_000,
  }, () => {
    const scenario = { ...stove, horizon: 110 }
    const others = { bob: cook as Policy }
    const mine = searchOver({ base: random, others, simulations: 16, depth: 45, width: 6 })
    const alone = played(scenario, [random, cook], 0)[0]!
    expect(played(scenario, [mine, cook], 0)[0]!).toBeGreaterThan(alone)
  })

  test('remembers and says what its base does', () => {
    const base = defineUniversalPolicy({
      id: 'counting',
      memory: () => ({ turns: 0 }),
      decide({ memory, say, legal }) {
        const mine = memory as { turns: number }
        mine.turns += 1
        return { do: legal()[0]!, say: say.all(`turn ${mine.turns}`) }
      },
    })
    const mine = searchOver({ base, simulations: 5, depth: 3 })
    const agents = Object.fromEntries(
      Object.entries(stove.agents).map(([name, a]) => [name, { ...a, policy: mine }]),
    )
    const episode = createEpisode({ ...stove, agents }, { seed: 1 })
    const turns = createTurns(episode)
    for (let t = 1; t <= 3; t++) {
      const inputs = episode.asked().map((i) => {
        const open = turns.open(i, signal)
        return open.close(mine.decide(open.turn))
      })
      const { messages } = episode.step(inputs)
      expect(messages.map((m) => m.body)).toEqual([`turn ${t}`, `turn ${t}`])
    }
    expect(episode.memory(0)).toEqual({ turns: 3 })
  })

  test('is refused where things are hidden, and by unfit options', () => {
    const home = parseScenarioFile(householdScenarios['moving-day'], [household]).scenario
    expect(() => searchOver({ base: random }).fits!(home)).toThrow('whole state')
    expect(() => searchPolicy.create({ base: 'clever' })).toThrow('options of "search"')
    const named = searchPolicy.create({ base: 'random', simulations: 30 })
    expect(named.id).toBe('search')
    expect(ticTacToe.information?.({} as never)).toBe('perfect')
  })
})
