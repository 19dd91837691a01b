import { random } from '../../agents/index.js'
import {
  actionCatalog,
  createEpisode,
  createTurns,
  defineScenario,
  type Episode,
  type Game,
  type Scenario,
  startOf,
  TERMINAL,
} from '../../engine/index.js'
import { connectFour, ticTacToe } from '../../worlds/index.js'
import { type Benchmark, median, microseconds, type Row } from './measure.js'

const agents = { first: {}, second: {} }

/** A way to play random games: makes at least so many steps and says how many. */
type Way = (scenario: Scenario) => (steps: number) => number

/** Random games by the rules alone. */
export const gamesByRules: Benchmark = (quick) => [
  speed('tic-tac-toe', 'bare rules', bare(crosses()), { quick, atLeast: 2.7e6 }),
  speed('connect four', 'bare rules', bare(four()), { quick, atLeast: 1.1e6 }),
]

/** Random games by action ids, a reset before each. */
export const gamesByIds: Benchmark = (quick) => [
  speed('tic-tac-toe', 'stepper by ids', byIds(crosses()), { quick, atLeast: 5e5 }),
  speed('connect four', 'stepper by ids', byIds(four()), { quick }),
]

/** Random games as policies play them. */
export const gamesByPolicies: Benchmark = (quick) => [
  speed('tic-tac-toe', 'policies', byPolicies(crosses()), { quick }),
  speed('connect four', 'policies', byPolicies(four()), { quick }),
]

const crosses = (): Scenario => defineScenario(ticTacToe, { agents, horizon: 1000 })
const four = (): Scenario => defineScenario(connectFour, { agents, horizon: 1000 })

const NOTES: Readonly<Record<string, string>> = {
  'bare rules': 'legal moves, a choice, the move',
  'stepper by ids': 'mask, a choice, stepIds; a reset for each game',
  policies: 'turns of the policy "random", step',
}

function speed(
  game: string,
  way: string,
  play: ReturnType<Way>,
  { quick, atLeast }: { readonly quick: boolean; readonly atLeast?: number },
): Row {
  const rounds = quick ? 5 : 15
  // The compiler needs some games before it has done its part.
  play(200_000)
  const speeds = Array.from({ length: rounds }, () => {
    let made = 0
    const us = microseconds(() => {
      made = play(quick ? 20_000 : 200_000)
    })
    return (made / us) * 1e6
  })
  return {
    name: `${game}, ${way}`,
    value: median(speeds.slice(Math.floor(rounds / 3))),
    unit: 'steps/s',
    ...(atLeast === undefined ? {} : { atLeast }),
    note: NOTES[way]!,
  }
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

const gameOf = ({ world, params }: Scenario): Game => world.game!(params as never)

const bare: Way = (scenario) => {
  const game = gameOf(scenario)
  const dice = createDice(1)
  const start = startOf(game)
  const s = start.slice()
  return (steps) => {
    let made = 0
    while (made < steps) {
      s.set(start)
      for (let turn = game.turn(s); turn !== TERMINAL; turn = game.turn(s)) {
        const legal = game.legal(s, turn)
        game.apply(s, legal[dice(legal.length)]!)
        made += 1
      }
    }
    return made
  }
}

const byIds: Way = (scenario) => {
  const episode = createEpisode(scenario, { seed: 1, track: false })
  const { w, seats } = episode
  const mask = new Uint8Array(actionCatalog(scenario.world).ids.length)
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

const byPolicies: Way = (scenario) => {
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
