import { z } from 'zod'
import {
  type AgentInput,
  CoactError,
  createEpisode,
  createTurns,
  type Episode,
  type Frame,
  manualOf,
  readDecision,
  type Scenario,
  unknownName,
} from '../../engine/index.js'
import { type Barrier, createBarrier, type Inputs } from '../barrier.js'
import { closePolicies } from '../close.js'
import { type Agents, seatPolicies } from '../seats.js'

/** Besides what is always told of an agent. */
export type EnvInfo = 'text' | 'legal'

export interface EnvOptions {
  /** The first of the seeds of episodes that are begun without one (default 0). */
  readonly seed?: number | string
  /** Milliseconds for one decision of those who play inside; 0: for ever. */
  readonly timeoutMs?: number
}

type ByAgent<T> = Readonly<Record<string, T>>

/** What a step came to, by agents who are driven from outside; in the shape of parallel environments. */
export interface EnvStep {
  readonly tick: number
  readonly seed: string
  /** Hash of the state. */
  readonly state: string
  /** Those who go on: all, or nobody when it is over. */
  readonly agents: readonly string[]
  readonly observations: ByAgent<unknown>
  readonly rewards: ByAgent<number>
  readonly terminations: ByAgent<boolean>
  readonly truncations: ByAgent<boolean>
  readonly infos: ByAgent<object>
}

/** A world that somebody outside drives step by step. */
export interface Environment {
  /** All about it that does not depend on the seed. */
  describe(): object
  /** Begins an episode; without a seed, the next of a series. @throws CoactError `seed/empty`, `world/…` */
  reset(seed?: number | string, infos?: readonly EnvInfo[]): EnvStep
  /**
   * Runs one tick. @param actions by agent: a decision as a policy returns it, or an action id
   * @throws CoactError `env/not-begun`, `env/over`, `agent/unknown`, `world/…`
   */
  step(actions: ByAgent<unknown>): Promise<EnvStep>
  observe(agent: string): { readonly obs: unknown; readonly text?: string }
  legal(agent: string): readonly object[]
  close(): Promise<void>
}

interface Going {
  readonly episode: Episode
  readonly barrier: Barrier
  readonly over: AbortController
}

/**
 * Lets somebody outside drive a scenario; agents with policies of their own in `agents` play inside.
 *
 * @throws CoactError `agent/…`, `policy/…`; `env/nobody` when everybody plays inside
 * @example
 * const env = createEnvironment(scenario, { bob: random })
 * const { observations } = env.reset(7)
 */
export function createEnvironment(
  scenario: Scenario,
  agents: Agents = {},
  { seed: series = 0, timeoutMs = 30_000 }: EnvOptions = {},
): Environment {
  const given = Object.fromEntries(
    Object.keys(scenario.agents).map((name) => [name, agents[name] ?? null]),
  )
  const { scenario: seated, policies } = seatPolicies(scenario, given)
  const names = Object.keys(scenario.agents)
  const outside = names.filter((_, i) => policies[i] === undefined)
  if (outside.length === 0) throw nobody(scenario.id)
  let episode: Episode | undefined
  let going: Going | undefined
  let wanted: ReadonlySet<EnvInfo> = new Set()
  let begun = 0
  const now = (): Going => going ?? notBegun()
  const indexOf = (agent: string): number => {
    if (outside.includes(agent)) return names.indexOf(agent)
    throw unknownName('agent/unknown', 'agent', agent, outside, scenario.id)
  }
  const end = (): void => going?.over.abort(going.episode.end ?? 'aborted')
  const told = (frame: Frame): EnvStep => tell(now().episode, frame, outside, wanted)
  return {
    describe: () => ({
      ...manualData(seated),
      scenario: scenario.id,
      possible_agents: outside,
      observation: z.toJSONSchema(scenario.world.observation, { unrepresentable: 'any' }),
    }),
    reset(seed = `${series}/${begun}`, infos = []) {
      end()
      if (episode === undefined) episode = createEpisode(seated, { seed })
      else episode.reset(seed)
      begun += 1
      wanted = new Set(infos)
      const over = new AbortController()
      const turns = createTurns(episode, { over: over.signal })
      const barrier = createBarrier(episode, policies, turns, timeoutMs, undefined)
      going = { episode, barrier, over }
      return told(episode.first!)
    },
    async step(actions) {
      const { episode, barrier } = now()
      if (episode.end !== undefined) throw isOver(episode.end)
      for (const name of Object.keys(actions)) indexOf(name)
      const asked = episode.asked()
      const inside = asked.filter((agent) => policies[agent] !== undefined)
      const inputs = [...(await barrier.ask(inside))] as (Inputs[number] | null)[]
      for (const agent of asked)
        if (policies[agent] === undefined) inputs[agent] = inputOf(actions, names[agent]!)
      const frame = episode.step(inputs)
      if (frame.end !== undefined) end()
      return told(frame)
    },
    observe(agent) {
      const { episode } = now()
      const index = indexOf(agent)
      const { describe } = scenario.world
      return {
        obs: episode.observe(index),
        ...(describe === undefined ? {} : { text: episode.describe(index) }),
      }
    },
    legal: (agent) => now().episode.legal(indexOf(agent)),
    async close() {
      end()
      going = undefined
      await closePolicies(policies, timeoutMs)
    },
  }
}

const inputOf = (actions: ByAgent<unknown>, name: string): AgentInput => {
  const given = Object.hasOwn(actions, name) ? actions[name] : undefined
  return readDecision(Number.isInteger(given) ? { id: given } : given)
}

function tell(
  episode: Episode,
  frame: Frame,
  outside: readonly string[],
  wanted: ReadonlySet<EnvInfo>,
): EnvStep {
  const { end } = frame
  const each = <T>(of: (agent: number) => T): ByAgent<T> =>
    Object.fromEntries(
      episode.seats.filter((s) => outside.includes(s.name)).map((s) => [s.name, of(s.index)]),
    )
  const asked = new Set(episode.asked())
  const { world } = episode.scenario
  return {
    tick: frame.tick,
    seed: episode.seed,
    state: frame.state,
    agents: end === undefined ? outside : [],
    observations: each((agent) => episode.observe(agent)),
    rewards: each((agent) => frame.rewards[agent] ?? 0),
    terminations: each(() => end === 'done'),
    truncations: each(() => end === 'horizon'),
    infos: each((agent) => {
      const failure = frame.inputs[agent]?.failure
      return {
        asked: asked.has(agent),
        last: episode.last(agent).map(({ agent: _, reads, writes, took, ...did }) => did),
        inbox: episode.inbox(agent),
        ...(failure === undefined ? {} : { failure }),
        ...(wanted.has('legal') ? { legal: asked.has(agent) ? episode.legal(agent) : [] } : {}),
        ...(wanted.has('text') && world.describe !== undefined
          ? { text: episode.describe(agent) }
          : {}),
      }
    }),
  }
}

const manualData = (scenario: Scenario): object => {
  const { command: _, seats, hasWords, takesCommands, ...manual } = manualOf(scenario)
  return { ...manual, agents: seats, words: hasWords, commands: takesCommands }
}

function notBegun(): never {
  throw new CoactError('env/not-begun', 'No episode has begun', { next: 'Reset first.' })
}

const isOver = (end: string): CoactError =>
  new CoactError('env/over', 'The episode is over', { got: end, next: 'Reset.' })

const nobody = (where: string): CoactError =>
  new CoactError('env/nobody', 'Everybody plays inside: there is nobody to drive', {
    where,
    next: 'Leave an agent without a policy.',
  })
