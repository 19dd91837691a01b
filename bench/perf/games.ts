import { random } from '../../agents/index.js'
import {
  createEpisode,
  createTurns,
  defineScenario,
  type Episode,
  type Game,
  type Scenario,
  startOf,
  TERMINAL,
  vector,
} from '../../engine/index.js'
import { connectFour, ticTacToe } from '../../worlds/index.js'
import { type Benchmark, median, microseconds, type Row } from './measure.js'

const agents = { first: {}, second: {} }

/** Steps a second of random games: by the rules alone, by action ids, by vector, and as policies play. */
export const games: Benchmark = (quick) => {
  const crosses = defineScenario(ticTacToe, { agents, horizon: 1000 })
  const four = defineScenario(connectFour, { agents, horizon: 1000 })
  return [
    ...speeds('tic-tac-toe', crosses, { bare: 2.7e6, ids: 5e5 }, quick),
    ...speeds('connect four', four, { bare: 1.1e6 }, quick),
  ]
}

/** Numbers below `n`, cheaper than what they choose. */
export function createDice(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 8) % n
  }
}

/** One of the ids that a mask allows, or -1. */
export function pickLegal(
  mask: Uint8Array,
  from: number,
  to: number,
  dice: (n: number) => number,
): number {
  let legal = 0
  for (let i = from; i < to; i++) legal += mask[i]!
  if (legal === 0) return -1
  let left = dice(legal)
  for (let i = from; i < to; i++) {
    if (mask[i] === 0) continue
    if (left === 0) return i - from
    left -= 1
  }
  return -1
}

interface Goals {
  readonly bare: number
  readonly ids?: number
}

/** The ways to play take turns, so that a slow moment of the machine hits all. */
function speeds(name: string, scenario: Scenario, goals: Goals, quick: boolean): Row[] {
  const steps = quick ? 20_000 : 200_000
  const ways: readonly (readonly [string, (n: number) => number, number | undefined, string])[] = [
    ['bare rules', bare(scenario), goals.bare, 'legal moves, a choice, the move'],
    [
      'stepper by ids',
      byIds(scenario),
      goals.ids,
      'mask, a choice, stepIds; a reset for each game',
    ],
    ['vector of 256', byVector(scenario), undefined, 'observations and masks of both players'],
    ['policies', byPolicies(scenario), undefined, 'turns of the policy "random", step'],
  ]
  const took = ways.map((): number[] => [])
  for (let round = 0; round < (quick ? 3 : 9); round++) {
    ways.forEach(([, play], i) => {
      let made = 0
      const us = microseconds(() => {
        made = play(steps)
      })
      took[i]!.push((made / us) * 1e6)
    })
  }
  return ways.map(([way, , atLeast, note], i) => ({
    name: `${name}, ${way}`,
    value: median(took[i]!.slice(1)),
    unit: 'steps/s',
    ...(atLeast === undefined ? {} : { atLeast }),
    note,
  }))
}

const gameOf = ({ world, params }: Scenario): Game => world.game!(params as never)

function bare(scenario: Scenario): (steps: number) => number {
  const game = gameOf(scenario)
  const dice = createDice(1)
  return (steps) => {
    let made = 0
    while (made < steps) {
      const s = startOf(game)
      for (let turn = game.turn(s); turn !== TERMINAL; turn = game.turn(s)) {
        const legal = game.legal(s, turn)
        game.apply(s, legal[dice(legal.length)]!)
        made += 1
      }
    }
    return made
  }
}

function byIds(scenario: Scenario): (steps: number) => number {
  const episode = createEpisode(scenario, { seed: 1, track: false })
  const { w, seats } = episode
  const mask = new Uint8Array(vector(scenario, { seed: 1 }).actions)
  const { mask: write } = scenario.world.vector!
  const ids = seats.map(() => -1)
  const dice = createDice(1)
  let count = 0
  return (steps) => {
    let made = 0
    while (made < steps) {
      episode.reset(count++)
      while (episode.end === undefined) {
        const agent = episode.asked()[0]!
        mask.fill(0)
        write!(w, seats[agent]!.entity, seats[agent]!, mask)
        ids.fill(-1)
        ids[agent] = pickLegal(mask, 0, mask.length, dice)
        episode.stepIds(ids)
        made += 1
      }
    }
    return made
  }
}

function byVector(scenario: Scenario): (steps: number) => number {
  const v = vector(scenario, { episodes: 256, seed: 1, autoReset: 'same-step' })
  const ids = new Int16Array(v.asked.length)
  const dice = createDice(1)
  return (steps) => {
    let made = 0
    while (made < steps) {
      for (let row = 0; row < ids.length; row++) {
        if (v.asked[row] === 0) continue
        ids[row] = pickLegal(v.masks, row * v.actions, (row + 1) * v.actions, dice)
      }
      v.step(ids)
      made += v.episodes
    }
    return made
  }
}

function byPolicies(scenario: Scenario): (steps: number) => number {
  const episode = createEpisode(scenario, { seed: 1, track: false })
  let count = 0
  return (steps) => {
    let made = 0
    while (made < steps) {
      episode.reset(count++)
      const turns = createTurns(episode)
      for (; episode.end === undefined; made++) episode.step(decide(episode, turns))
    }
    return made
  }
}

const { signal } = new AbortController()

/** What the policy `random` does in the seats that are asked. */
export function decide(
  episode: Episode,
  turns: ReturnType<typeof createTurns>,
): Parameters<Episode['step']>[0] {
  const inputs: Parameters<Episode['step']>[0][number][] = episode.seats.map(() => null)
  for (const agent of episode.asked()) {
    const open = turns.open(agent, signal)
    inputs[agent] = open.close(random.decide(open.turn))
  }
  return inputs
}
