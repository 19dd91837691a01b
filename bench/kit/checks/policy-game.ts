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
  type TurnOptions,
} from '../../../engine/index.js'
import { askMind, closeMind, groupsOf, mindsOf } from '../../minds.js'
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
  /** Answers calls to language models. */
  readonly call?: NonNullable<TurnOptions['call']>
}

/** An episode whose agents are asked one after the other, those of one mind together, without time limits. */
export interface Game {
  readonly episode: Episode
  /** Seats of the policy that is checked. */
  readonly own: readonly number[]
  readonly isOver: boolean
  /** What all agents decide now. */
  decide(): Promise<AgentInput[]>
  /** What the mind of some agents decides for them now; as it is, if that comes at once. */
  ask(agents: readonly number[]): readonly AgentInput[] | Promise<readonly AgentInput[]>
  step(inputs: readonly (AgentInput | null)[]): Frame
}

export function startGame(trial: PolicyTrial, state?: EpisodeState): Game {
  const { call } = trial
  const { scenario, policies } = seatPolicies(
    ownParams(trial.scenario),
    trial.agents,
    call !== undefined,
  )
  const episode = createEpisode(scenario, { seed: trial.seed })
  if (state !== undefined) episode.restore(structuredClone(state))
  const turns = createTurns(episode, call === undefined ? {} : { call })
  const minds = mindsOf(policies, episode.seats)
  const ask: Game['ask'] = (agents) => {
    const policy = policies[agents[0]!]!
    const signal = () => new AbortController().signal
    const asked = agents.map((agent) => ({ agent, open: turns.open(agent, signal) }))
    const fail = (e: unknown): readonly AgentInput[] => {
      for (const { open } of asked) open.cancel()
      return agents.map(() => failed('threw', e))
    }
    try {
      const answer: unknown = askMind(policy, asked)
      return isPromise(answer)
        ? Promise.resolve(answer).then((a) => closeMind(policy, asked, a), fail)
        : closeMind(policy, asked, answer)
    } catch (e) {
      return fail(e)
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
      for (const agents of groupsOf(minds, episode.asked())) {
        const given = await ask(agents)
        for (const [i, agent] of agents.entries()) inputs[agent] = given[i]!
      }
      return inputs
    },
    step: (inputs) => episode.step(inputs),
  }
}

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value
