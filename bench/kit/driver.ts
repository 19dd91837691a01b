import { type AgentInput, createStreams, type Episode, type Rng } from '../../engine/index.js'

/** Decides for all agents of an episode; what it decides follows from its seed and the episode's state. */
export type Driver = (episode: Episode) => AgentInput[]

const NOTHING: AgentInput = {}

/** Decides with chance: a legal action mostly, now and then nothing, now and then with words. */
export function legalDriver(seed: string): Driver {
  const rng = kitStream(seed)
  return (episode) => {
    const inputs = episode.seats.map(() => NOTHING)
    for (const agent of episode.asked()) {
      const say = rng.chance(0.1) ? [{ to: 'all', type: 'text', body: `tick ${episode.tick}` }] : []
      if (rng.chance(0.1)) {
        inputs[agent] = { say }
        continue
      }
      const legal = episode.legal(agent)
      inputs[agent] = { do: legal.length === 0 ? [] : [rng.pick(legal)], say }
    }
    return inputs
  }
}

/** A stream of chance of the kit's own; no episode draws from it. */
export const kitStream = (seed: string): Rng =>
  createStreams(`kit/${seed}`, {}, false).stream('kit')
