import {
  CoactError,
  createEpisode,
  createTurns,
  type EndReason,
  type Policy,
  type Scenario,
} from '../engine/index.js'
import { createBarrier } from './barrier.js'
import { seatPolicies } from './seats.js'

/** How an episode went that nobody recorded. */
export interface Played {
  /** Whether all goals were reached, and there was one. */
  readonly isSolved: boolean
  readonly ticks: number
  readonly end: EndReason
  /** Actions of all agents; saying that nothing is left to do is none. */
  readonly commands: number
  /** How many of them were refused. */
  readonly refused: number
  /** The first failure of an agent: who, when and what. */
  readonly failure?: string
  /** What agents gave as their last reason, by name. */
  readonly why: Readonly<Record<string, string>>
  /** Milliseconds of each decision, in the order in which they were made. */
  readonly decisionsMs: readonly number[]
}

/**
 * Plays a scenario to its end with one policy in all seats, at once: nothing is recorded, hashed or waited for.
 *
 * @param policy one that answers without a promise
 * @param seed a number or a non-empty text (default 0, as when a scenario is run)
 * @throws CoactError `play/promise`; `agent/…` and `policy/…` as when a scenario is run; `world/…`
 * @example
 * play(scenario, planner).isSolved
 */
export function play(scenario: Scenario, policy: Policy, seed: number | string = 0): Played {
  const decisionsMs: number[] = []
  const clocked = <T>(decide: () => T): T => {
    const begun = performance.now()
    const decision = decide()
    decisionsMs.push(performance.now() - begun)
    return decision
  }
  const { decideMany } = policy
  const timed: Policy = {
    ...policy,
    decide: (turn) => clocked(() => policy.decide(turn)),
    ...(decideMany === undefined
      ? {}
      : { decideMany: (turns) => clocked(() => decideMany(turns)) }),
  }
  const { scenario: seated, policies } = seatPolicies(scenario, { '*': timed })
  const episode = createEpisode(seated, { seed, track: false })
  const barrier = createBarrier(episode, policies, createTurns(episode), 0, undefined)
  const model = scenario.world.model?.(scenario.profile)
  const finishing = episode.seats.map((seat) => model?.finish?.(seat.name)?.action)
  const why: Record<string, string> = {}
  let commands = 0
  let refused = 0
  let failure: string | undefined
  while (episode.end === undefined) {
    const inputs = barrier.ask(episode.asked())
    if (inputs instanceof Promise) throw slow(policy.id)
    const { actions, tick } = episode.step(inputs)
    for (const [i, input] of inputs.entries()) {
      if (input?.failure === undefined) continue
      failure ??= `${episode.seats[i]!.name} at tick ${tick}: ${input.failure.type}: ${input.failure.message}`
    }
    for (const { agent, action, verdict, fallback, why: reason } of actions) {
      if (fallback === true) continue
      if (reason !== undefined) why[episode.seats[agent]!.name] = reason
      if (action === finishing[agent]) continue
      commands += 1
      if (verdict !== 'ok') refused += 1
    }
  }
  const goals = episode.goals()
  return {
    isSolved: goals.length > 0 && goals.every((g) => g.done),
    ticks: episode.tick,
    end: episode.end,
    commands,
    refused,
    ...(failure === undefined ? {} : { failure }),
    why,
    decisionsMs,
  }
}

const slow = (policy: string): CoactError =>
  new CoactError('play/promise', `The policy "${policy}" answers with a promise`, {
    expected: 'a policy that answers at once',
    next: 'Use `run`, which waits.',
  })
