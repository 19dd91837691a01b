import { createEpisode, type Episode } from './episode.js'
import type { EpisodeState } from './snapshot.js'
import { memoryDoc } from './step.js'

/** Makes, turn after turn, what one agent may try its ideas in. */
export interface Simulator {
  /** An untracked episode that stands where the real one does. The same object each time; it is overwritten. */
  now(): Episode
}

/**
 * What comes of an action can be tried out where an agent sees the whole state. The copy has everything but the future's
 * luck, which it draws from a stream of the agent's own, and what is private to others: their memory and mail.
 *
 * @param agent the index of the agent that tries
 */
export function createSimulator(episode: Episode, agent: number): Simulator {
  const { name } = episode.seats[agent]!
  let copy: Episode | undefined
  return {
    now() {
      const seed = `${episode.seed}/simulation/${name}/${episode.tick}`
      copy ??= createEpisode(episode.scenario, { seed, track: false })
      if (copy.seed !== seed) copy.reset(seed)
      copy.restore(asSeenBy(name, agent, episode.save()))
      return copy
    },
  }
}

const asSeenBy = (name: string, agent: number, state: EpisodeState): EpisodeState => ({
  ...state,
  docs: state.docs.filter(
    ([doc]) => !doc.startsWith(memoryDoc({ name: '' })) || doc === memoryDoc({ name }),
  ),
  streams: [],
  bus: { pending: [], inboxes: state.bus.inboxes.map((mail, i) => (i === agent ? mail : [])) },
})
