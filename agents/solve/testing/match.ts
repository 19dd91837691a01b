import {
  createEpisode,
  createTurns,
  type Episode,
  type Policy,
  type Scenario,
} from '../../../engine/index.js'

const noSignal = new AbortController().signal
const episodes = new WeakMap<Scenario, Episode>()

/**
 * Plays a scenario with policies by seat; each must answer at once.
 *
 * @returns what each agent got
 */
export function match(scenario: Scenario, policies: readonly Policy[], seed: number): number[] {
  for (const policy of policies) policy.fits?.(scenario)
  const episode = episodes.get(scenario) ?? createEpisode(scenario, { seed, track: false })
  episodes.set(scenario, episode)
  episode.reset(seed)
  const turns = createTurns(episode)
  const sums = policies.map(() => 0)
  while (episode.end === undefined) {
    const inputs = policies.map((policy, i) => {
      if (!episode.asked().includes(i)) return undefined
      const open = turns.open(i, noSignal)
      return open.close(policy.decide(open.turn))
    })
    episode.step(inputs)
    for (let i = 0; i < sums.length; i++) sums[i]! += episode.reward(i)
  }
  return sums
}

/** Wins, draws and losses of the first policy against the second, in seats that change from game to game. */
export function series(
  scenario: Scenario,
  [mine, other]: readonly [Policy, Policy],
  games: number,
): { wins: number; draws: number; losses: number } {
  const tally = { wins: 0, draws: 0, losses: 0 }
  for (let seed = 0; seed < games; seed++) {
    const seat = seed % 2
    const returns = match(scenario, seat === 0 ? [mine, other] : [other, mine], seed)
    const margin = returns[seat]! - returns[1 - seat]!
    tally[margin > 0 ? 'wins' : margin < 0 ? 'losses' : 'draws'] += 1
  }
  return tally
}
