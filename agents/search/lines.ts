import {
  type AgentInput,
  CoactError,
  createTurns,
  type Episode,
  type EpisodeState,
  limits,
  type Policy,
  plainCopy,
  type Turns,
} from '../../engine/index.js'

/** Plays lines of play in a copy of an episode, from the same position again and again, each time with the luck that is asked for. */
export interface Lines {
  readonly episode: Episode
  readonly gained: readonly number[]
  /** Ticks since the position. */
  readonly ticks: number
  /** Goes back to the position. @param luck names what chance brings from here on */
  begin(luck: string): void
  /** What an agent's policy decides now. */
  decide(agent: number): AgentInput
  /** Runs a tick in which an agent does what is given and the others what their policies decide. */
  step(agent: number, input: AgentInput | undefined): void
}

const quiet = (): AbortSignal => new AbortController().signal

/**
 * @param episode a copy that may be overwritten, standing at the position
 * @param policies by agent index; they must answer at once
 * @throws CoactError `search/promise`, later, for a policy that does not
 */
export function createLines(episode: Episode, policies: readonly Policy[]): Lines {
  const root = remembering(episode, policies)
  const turns: Turns = createTurns(episode)
  const gained = episode.seats.map(() => 0)
  const decide = (agent: number): AgentInput => {
    const open = turns.open(agent, quiet)
    const policy = policies[agent]!
    const answer: unknown = policy.decide(open.turn)
    if (typeof (answer as { then?: unknown } | undefined)?.then === 'function') throw slow(policy)
    return open.close(answer)
  }
  return {
    episode,
    gained,
    get ticks() {
      return episode.tick - root.tick
    },
    begin(luck) {
      if (episode.seed !== luck) episode.reset(luck)
      episode.restore(root)
      gained.fill(0)
    },
    decide,
    step(agent, input) {
      const inputs: (AgentInput | null)[] = episode.seats.map(() => null)
      for (const i of episode.asked())
        inputs[i] = i === agent && input !== undefined ? input : decide(i)
      episode.step(inputs)
      for (let i = 0; i < gained.length; i++) gained[i]! += episode.reward(i)
    },
  }
}

/** The position with fresh luck, and with first memories for those whose own are not known. */
function remembering(episode: Episode, policies: readonly Policy[]): EpisodeState {
  const state = episode.save()
  const docs = new Map(state.docs)
  for (const [i, { name }] of episode.seats.entries()) {
    const doc = `memory:${name}`
    const memory = docs.has(doc) ? undefined : policies[i]!.memory?.()
    const max = { chars: limits.MEMORY_JSON_CHARS_MAX, name: 'memory' }
    if (memory !== undefined) docs.set(doc, plainCopy(memory, max))
  }
  return { ...state, streams: [], docs: [...docs] }
}

const slow = ({ id }: Policy): CoactError =>
  new CoactError('search/promise', `The policy "${id}" answers with a promise`, {
    expected: 'a base policy that answers at once',
    next: 'Search over a policy that needs no waiting, such as random.',
  })
