import {
  type AgentInput,
  createEpisode,
  createTurns,
  type Episode,
  type EpisodeState,
  type Frame,
  failed,
  type Policy,
  type Scenario,
} from '../../../engine/index.js'
import { type Agents, seatPolicies } from '../../seats.js'
import { ownParams } from '../subject.js'

/** A policy in some seats of a scenario. */
export interface PolicyTrial {
  readonly policy: Policy
  readonly scenario: Scenario
  readonly agents: Agents
  readonly seed: string
  readonly ticks: number
  readonly name: string
}

/** An episode whose agents are asked one after the other, without time limits. */
export interface Game {
  readonly episode: Episode
  /** Seats of the policy that is checked. */
  readonly own: readonly number[]
  readonly isOver: boolean
  /** What all agents decide now. */
  decide(): Promise<AgentInput[]>
  /** What one agent decides now; as it is, if that comes at once. */
  ask(agent: number): AgentInput | Promise<AgentInput>
  step(inputs: readonly (AgentInput | null)[]): Frame
}

export function startGame(trial: PolicyTrial, state?: EpisodeState): Game {
  const { scenario, policies } = seatPolicies(ownParams(trial.scenario), trial.agents)
  const episode = createEpisode(scenario, { seed: trial.seed })
  if (state !== undefined) episode.restore(structuredClone(state))
  const turns = createTurns(episode)
  const ask = (agent: number): AgentInput | Promise<AgentInput> => {
    const open = turns.open(agent, () => new AbortController().signal)
    try {
      const answer: unknown = policies[agent]!.decide(open.turn)
      return isPromise(answer)
        ? Promise.resolve(answer).then(open.close, (e) => failed('threw', e))
        : open.close(answer)
    } catch (e) {
      open.cancel()
      return failed('threw', e)
    }
  }
  return {
    episode,
    own: policies.flatMap((p, i) => (p === trial.policy ? [i] : [])),
    get isOver() {
      return episode.end !== undefined || episode.tick >= trial.ticks
    },
    ask,
    async decide() {
      const inputs: AgentInput[] = episode.seats.map(() => ({}))
      for (const agent of episode.asked()) inputs[agent] = await ask(agent)
      return inputs
    },
    step: (inputs) => episode.step(inputs),
  }
}

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value
