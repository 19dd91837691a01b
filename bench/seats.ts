import { planner } from '../agents/index.js'
import {
  CoactError,
  failed,
  limits,
  type Policy,
  plainCopy,
  type Scenario,
  safeText,
  unknownName,
} from '../engine/index.js'

/** Policies by agent name; `*` is for every agent without one of its own; null leaves a seat empty. */
export type Agents = Readonly<Record<string, Policy | null>>

/** A scenario with everyone in place. */
export interface Seated {
  readonly scenario: Scenario
  /** By agent index; undefined where nobody plays. */
  readonly policies: readonly (Policy | undefined)[]
}

/**
 * Puts policies in the seats of a scenario: those given, else the scenario's own, else `planner` where the world has an
 * action model.
 *
 * @param canCall whether agents can call language models in what is begun
 * @throws CoactError `agent/unknown`, `agent/no-policy`, `policy/wrong-world`, `policy/no-model`, `policy/memory`
 */
export function seatPolicies(scenario: Scenario, given: Agents = {}, canCall = false): Seated {
  const names = Object.keys(scenario.agents)
  for (const name of Object.keys(given)) {
    if (name !== '*' && !names.includes(name))
      throw unknownName('agent/unknown', 'agent', name, names, scenario.id)
  }
  const empty = names.filter((name) => choose(scenario, given, name) === undefined)
  if (empty.length > 0) {
    throw new CoactError('agent/no-policy', `Nobody decides for ${empty.join(', ')}`, {
      where: scenario.id,
      expected: 'a policy for every agent, in the scenario or when it is run',
      next: `Name one: --agents ${empty[0]}=random, or { agents: { ${empty[0]}: policy } }; null leaves the seat empty.`,
    })
  }
  const policies = names.map((name) => choose(scenario, given, name) ?? undefined)
  const agents = names.map((name, i) => {
    const { team, role } = scenario.agents[name]!
    const policy = policies[i]
    return [
      name,
      policy === undefined
        ? { team, role }
        : { team, role, policy: seated(policy, name, scenario, canCall) },
    ] as const
  })
  return { scenario: { ...scenario, agents: Object.fromEntries(agents) }, policies }
}

const choose = (scenario: Scenario, given: Agents, name: string): Policy | null | undefined => {
  if (Object.hasOwn(given, name)) return given[name]
  if (Object.hasOwn(given, '*')) return given['*']
  // Where nobody was named and planning is possible, a planner plays.
  const plans = scenario.world.model?.(scenario.profile) !== undefined
  return scenario.agents[name]!.policy ?? (plans ? planner : undefined)
}

/** The policy as the episode needs it: its first memory, made once and known to be plain. */
function seated(policy: Policy, name: string, scenario: Scenario, canCall: boolean): Policy {
  const { world } = scenario
  if (policy.world !== '*' && policy.world !== world.id) {
    throw new CoactError('policy/wrong-world', `The policy "${policy.id}" is for another world`, {
      where: name,
      expected: `a policy for ${world.id}`,
      got: `one for ${policy.world}`,
      next: `Name one for ${world.id} or for any world, such as random or idle.`,
    })
  }
  if (policy.calls === true && !canCall) throw noModel(policy.id, name)
  policy.fits?.(scenario)
  const { kind, id, version } = policy
  const bare = { kind, id, version, world: policy.world, decide: STANDS_IN }
  if (policy.memory === undefined) return bare
  try {
    const memory = policy.memory()
    if (memory === undefined) return bare
    const plain = plainCopy(memory, { chars: limits.MEMORY_JSON_CHARS_MAX, name: 'memory' })
    return { ...bare, memory: () => plain }
  } catch (e) {
    throw new CoactError('policy/memory', `The policy "${id}" has no usable memory to begin with`, {
      where: name,
      expected: 'plain JSON',
      got: safeText(e),
    })
  }
}

/** What is seated in an episode decides nothing: who does is kept beside it. */
export const STANDS_IN = (): undefined => undefined

const noModel = (policy: string, where: string): CoactError =>
  new CoactError('policy/no-model', `The policy "${policy}" plays by calling a language model`, {
    where,
    expected: 'a model that can be called',
    got: 'none',
    next: 'Name one: --model NAME, or { models } where a run is begun in code; or choose another policy, such as planner or random.',
  })

/** What enters for an empty seat. */
export const ABSENT = failed('absent', 'Nobody plays here')
