import {
  type AnyWorld,
  createEpisode,
  createTurns,
  defineScenario,
  type Turn,
} from '../../../../engine/index.js'
import { luck } from './play.js'

/** Everything that a policy can get hold of in its turn, but for the number of the tick, which is public. */
const within = (turn: Turn): string =>
  JSON.stringify([
    turn.obs,
    turn.text,
    turn.legal(),
    turn.last,
    turn.reward,
    turn.inbox,
    turn.memory,
    turn.agents,
    turn.position === undefined,
    turn.simulation === undefined,
  ])

/**
 * Plays random games and compares all turns in which a player has seen the same, as its information state says.
 *
 * @param games how many, each with another seed
 * @returns how often a player came to an information state again, and pairs of turns that told it more than that
 */
export function comparedTurns(
  world: AnyWorld,
  params: unknown,
  games: number,
): { readonly again: number; readonly leaks: readonly (readonly [string, string])[] } {
  const { players } = world.game!(world.params.parse(params) as never)
  const agents = Object.fromEntries(Array.from({ length: players }, (_, p) => [`p${p}`, {}]))
  const scenario = defineScenario(world as never, { params, agents, horizon: 1000 } as never)
  const known = new Map<string, string>()
  const leaks: [string, string][] = []
  let again = 0
  for (let seed = 0; seed < games; seed++) {
    const episode = createEpisode(scenario, { seed, track: false })
    const turns = createTurns(episode)
    const rng = luck(`whole-turn/${seed}`)
    while (episode.end === undefined) {
      const inputs = episode.seats.map((): { do: unknown[] } | null => null)
      for (const agent of episode.asked()) {
        const { turn } = turns.open(agent, new AbortController().signal)
        const { informationState } = turn.obs as { readonly informationState: string }
        const [key, all] = [`${agent} ${informationState}`, within(turn)]
        const before = known.get(key)
        if (before !== undefined) again += 1
        if (before !== undefined && before !== all) leaks.push([before, all])
        known.set(key, before ?? all)
        inputs[agent] = { do: [rng.pick(turn.legal())] }
      }
      episode.step(inputs as never)
    }
  }
  return { again, leaks }
}
