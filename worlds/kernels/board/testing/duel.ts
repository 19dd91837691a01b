import {
  createEpisode,
  createTurns,
  defineUniversalPolicy,
  type Episode,
  type Policy,
  type Scenario,
} from '../../../../engine/index.js'

/** Makes any legal move, each as often. */
export const anyMove = defineUniversalPolicy({
  id: 'any-move',
  decide: ({ legal, rng }) => rng.pick(legal()),
})

/**
 * Plays a scenario to its end.
 *
 * @param policies by seat
 * @returns what each seat got in all
 */
export function returnsOf(
  scenario: Scenario,
  policies: readonly Policy[],
  seed: number | string,
): number[] {
  const episode = createEpisode(seated(scenario, policies), { seed, track: false })
  const turns = createTurns(episode)
  const total = episode.seats.map(() => 0)
  while (episode.end === undefined) {
    const { rewards } = episode.step(decisions(episode, turns, policies))
    for (let i = 0; i < total.length; i++) total[i]! += rewards[i]!
  }
  return total
}

/** A scenario in which policies have their memory. */
const seated = (scenario: Scenario, policies: readonly Policy[]): Scenario => ({
  ...scenario,
  agents: Object.fromEntries(
    Object.entries(scenario.agents).map(([name, agent], i) => [
      name,
      { ...agent, policy: policies[i]! },
    ]),
  ),
})

const decisions = (
  episode: Episode,
  turns: ReturnType<typeof createTurns>,
  policies: readonly Policy[],
) => {
  const asked = episode.asked()
  const { signal } = new AbortController()
  return episode.seats.map(({ index }) => {
    if (!asked.includes(index)) return null
    const { turn, close } = turns.open(index, signal)
    return close(policies[index]!.decide(turn))
  })
}

/** In how many of 100 games, half of them in the second seat of two, a policy gets more than random moves do. */
export function winsAgainstAnyMove(scenario: Scenario, policy: Policy): number {
  let won = 0
  for (let seed = 0; seed < 100; seed++) {
    const seat = seed % 2
    const returns = returnsOf(scenario, seat === 0 ? [policy, anyMove] : [anyMove, policy], seed)
    if (returns[seat]! > returns[1 - seat]!) won += 1
  }
  return won
}
