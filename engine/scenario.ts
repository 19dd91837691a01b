import type { z } from 'zod'
import { type BusInput, parseBus } from './bus-rules.js'
import { CoactError } from './errors.js'
import { limits } from './limits.js'
import type { AnyMetric, Metric } from './metric.js'
import { parseParams, profileOf } from './params.js'
import { RESERVED_KEYS } from './plain.js'
import type { Policy } from './policy.js'
import type { EpisodeProtocol } from './protocol.js'
import type { ScriptEntry } from './script.js'
import type { AnyWorld, Goal, World } from './world.js'

/** Who takes part: a policy, or a place with a team and a role whose policy is chosen when the episode is run. */
export interface AgentSpec<Id extends string = string> {
  readonly policy?: Policy<Id>
  readonly team: string
  readonly role: string
}

/** A scenario's own aim, judged on the state. */
export interface GoalSpec<C = never, P = never> {
  readonly id: string
  readonly text: string
  /** 0 to 1, or whether it is reached. */
  readonly test: (w: World<C, P>) => boolean | number
}

/** A world with parameters, agents, script, goals and horizon: all that an episode needs besides a seed. */
export interface Scenario<Id extends string = string> {
  readonly kind: 'scenario'
  readonly id: string
  readonly title: string
  readonly world: AnyWorld & { readonly id: Id }
  readonly profile: string
  readonly params: unknown
  readonly agents: Readonly<Record<string, AgentSpec<Id | '*'>>>
  readonly script: readonly ScriptEntry[]
  readonly goals: readonly GoalSpec[]
  /** The last tick. */
  readonly horizon: number
  readonly order: 'agents' | 'initiative'
  readonly metrics: readonly Metric[]
  /** How messages travel. */
  readonly bus: BusInput
  /** Protocols that agents may use. */
  readonly protocols: readonly EpisodeProtocol[]
}

/** What `defineScenario` and scenario files give; everything has a default but the agents. */
interface ScenarioInput<Id extends string, C, P, PIn> {
  readonly id?: string
  readonly title?: string
  readonly profile?: string
  readonly params?: PIn
  readonly agents: Readonly<
    Record<
      string,
      | Policy<Id>
      | Policy<'*'>
      | {
          readonly policy?: Policy<Id> | Policy<'*'>
          readonly team?: string
          readonly role?: string
        }
    >
  >
  readonly script?: readonly ScriptEntry<C, P>[]
  readonly goals?: readonly GoalSpec<C, P>[]
  readonly horizon?: number
  readonly order?: 'agents' | 'initiative'
  readonly metrics?: readonly AnyMetric[]
  /** How messages travel, over what the world says of that. */
  readonly bus?: BusInput
  readonly protocol?: EpisodeProtocol
  readonly protocols?: readonly EpisodeProtocol[]
}

const AGENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/

/**
 * Defines a scenario. Agents are seated in the order given; that is also the order in which their actions are applied.
 *
 * @throws CoactError `params/invalid`, `profile/unknown`, `agent/name`, `limit/agents`, `scenario/horizon`, `bus/invalid`,
 *   `protocol/twice`
 * @example
 * const s = defineScenario(harvest, { params: { size: 8 }, agents: { ada: greedy, bob: greedy }, horizon: 200 })
 */
export function defineScenario<const Id extends string, PS extends z.ZodType, C>(
  world: { readonly id: Id; readonly params: PS; readonly components: C } & Pick<
    AnyWorld,
    'kind' | 'version'
  >,
  input: ScenarioInput<NoInfer<Id>, C, z.output<PS>, z.input<PS>>,
): Scenario<Id> {
  const definition = world as unknown as AnyWorld & { readonly id: Id }
  const names = Object.keys(input.agents)
  if (names.length > limits.AGENTS_MAX) {
    throw new CoactError('limit/agents', 'Too many agents', {
      expected: `at most ${limits.AGENTS_MAX}`,
      got: String(names.length),
    })
  }
  const agents: Record<string, AgentSpec<Id | '*'>> = {}
  for (const name of names) {
    checkAgentName(name)
    const given = input.agents[name]!
    const spec = 'decide' in given ? { policy: given } : given
    agents[name] = {
      ...(spec.policy === undefined ? {} : { policy: spec.policy as Policy<Id | '*'> }),
      team: ('team' in spec ? spec.team : undefined) ?? 'all',
      role: ('role' in spec ? spec.role : undefined) ?? 'agent',
    }
  }
  const horizon = input.horizon ?? 1000
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > limits.HORIZON_TICKS_MAX) {
    throw new CoactError('scenario/horizon', 'The horizon is the number of the last tick', {
      expected: `a whole number from 1 to ${limits.HORIZON_TICKS_MAX}`,
      got: String(horizon),
    })
  }
  const params = parseParams(definition, input.params)
  return {
    kind: 'scenario',
    id: input.id ?? definition.id,
    title: input.title ?? input.id ?? definition.title ?? definition.id,
    world: definition,
    profile: profileOf(definition, input.profile),
    params,
    agents,
    script: (input.script ?? []) as readonly ScriptEntry[],
    goals: (input.goals ?? []) as readonly GoalSpec[],
    horizon,
    order: input.order ?? definition.order ?? 'agents',
    metrics: (input.metrics ?? []) as readonly Metric[],
    bus: busOf(definition, params, input.bus),
    protocols: checkProtocols([...list(input.protocol), ...(input.protocols ?? [])]),
  }
}

const list = <T>(one: T | undefined): readonly T[] => (one === undefined ? [] : [one])

/** How messages travel: what a scenario says, over what its world does. @throws CoactError `bus/invalid` */
export const busOf = (world: AnyWorld, params: unknown, given: BusInput | undefined): BusInput =>
  parseBus({ ...world.bus?.(params as never), ...given })

/** @throws CoactError `protocol/twice` */
export function checkProtocols(protocols: readonly EpisodeProtocol[]): readonly EpisodeProtocol[] {
  const twice = protocols.find((p, i) => protocols.findIndex((q) => q.id === p.id) !== i)
  if (twice === undefined) return protocols
  throw new CoactError('protocol/twice', `The protocol "${twice.id}" is there twice`, {
    next: 'Name each protocol once.',
  })
}

/** Throws unless a text can name an agent: integer-like names would reorder object keys. */
export function checkAgentName(name: string): void {
  const reserved =
    name === 'all' || name === 'team' || RESERVED_KEYS.has(name) || name in Object.prototype
  if (AGENT_NAME.test(name) && name.length <= limits.AGENT_NAME_CHARS_MAX && !reserved) return
  throw new CoactError('agent/name', `"${name.slice(0, 80)}" cannot name an agent`, {
    expected: `a letter or underscore, then letters, digits, ".", "_" or "-", at most ${limits.AGENT_NAME_CHARS_MAX} characters; not "all" or "team", nor what every object has, such as "constructor"`,
    next: 'Rename it.',
  })
}

/** The state of a scenario's own goals. */
export function scenarioGoals(goals: readonly GoalSpec[], w: World): Goal[] {
  return goals.map((g) => {
    const result = g.test(w as never)
    const progress = Number(result) > 0 ? Math.min(1, Number(result)) : 0
    return { id: g.id, text: g.text, progress, done: progress >= 1 }
  })
}
