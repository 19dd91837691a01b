import type { z } from 'zod'
import { actionCatalog } from './actions.js'
import { CoactError } from './errors.js'
import { limits } from './limits.js'
import { defineScenario, type Scenario } from './scenario.js'
import { beginAll, createSlots, type Slots, stepAll } from './vector-slots.js'
import type { AnyWorld } from './world.js'

/** How many episodes run side by side, and from which seed. */
export interface VectorOptions {
  /** How many (default 1). */
  readonly episodes?: number
  /** The seed of all: episode `e` of the vector plays `seed/e/0`, then `seed/e/1` and so on. */
  readonly seed: number | string
  /**
   * When the next episode begins where one has ended. `next-step` (default): the step after the end ignores the ids and
   * gives the first observation. `same-step`: the step that ends it gives the first observation at once, and the last is
   * in `finalObservations` only.
   */
  readonly autoReset?: 'next-step' | 'same-step'
}

/** The scenario of a world that is given without one. */
export interface VectorWorldOptions<P> extends VectorOptions {
  readonly params?: P
  readonly profile?: string
  readonly horizon?: number
  /** How many agents, their names, or their teams and roles by name; a game knows by itself how many play it. */
  readonly agents?:
    | number
    | readonly string[]
    | Readonly<Record<string, { readonly team?: string; readonly role?: string }>>
}

/**
 * Many episodes of one scenario that advance together, as flat arrays. The arrays are made once and written anew by each
 * `reset` and `step`: copy what is to be kept. Row `e * agents.length + a` is agent `a` of episode `e`.
 */
export interface VectorEpisodes {
  /** Without policies: whoever gives the ids decides for all agents. */
  readonly scenario: Scenario
  readonly episodes: number
  readonly agents: readonly string[]
  /** How many numbers an observation has. */
  readonly length: number
  /** How many action ids there are. */
  readonly actions: number
  /** What each agent sees: episodes × agents × length. */
  readonly observations: Float32Array
  /** 1 for each legal action id of an agent that is asked, else 0: episodes × agents × actions. */
  readonly masks: Uint8Array
  /** 1 for each agent that is to act in the next step: episodes × agents. */
  readonly asked: Uint8Array
  /** What the step brought each agent, asked or not: episodes × agents. */
  readonly rewards: Float64Array
  /** 1 for each episode that ended in the step, for all its agents. */
  readonly dones: Uint8Array
  /** 1 for each of these that only the horizon ended. */
  readonly truncations: Uint8Array
  /** The last observations of each place's latest episode that ended: episodes × agents × length. */
  readonly finalObservations: Float32Array
  /** Begins anew with the first episode of each place, from a seed or the one before. Gives itself. @throws CoactError `seed/empty` */
  reset(seed?: number | string): VectorEpisodes
  /**
   * Advances every episode to where somebody is asked again, or to its end; ticks in which nobody is asked (chance, the
   * world's own moves) pass within the step.
   *
   * @param ids an action id per agent, episodes × agents. Ids of agents who are not asked are ignored; one that is out of
   * range, or not legal, is that agent's mistake: it does nothing, or what the world's fallback says
   * @returns itself
   * @throws CoactError `vector/ids` for another number of ids, `world/threw` when the world's own code failed
   */
  step(ids: ArrayLike<number>): VectorEpisodes
  /** The seed of the episode that is in a place now: `createEpisode(scenario, { seed })` plays the same. */
  seedOf(episode: number): string
}

/**
 * Many episodes in one call with observations, masks and rewards as typed arrays, for those who train. The same seed and
 * the same ids give the same arrays.
 *
 * @throws CoactError `world/no-vector`, `vector/episodes`, `vector/agents`, `vector/no-actions`, and what `defineScenario` throws
 * @example
 * const view = vector(ticTacToe, { episodes: 256, seed: 7 })
 * const ids = new Int16Array(256 * 2)
 * for (;;) {
 *   choose(view.observations, view.masks, view.asked, ids)
 *   const { rewards, dones } = view.step(ids)
 * }
 */
export function vector(scenario: Scenario, options: VectorOptions): VectorEpisodes
export function vector<const Id extends string, PS extends z.ZodType, C>(
  world: { readonly id: Id; readonly params: PS; readonly components: C } & Pick<
    AnyWorld,
    'kind' | 'version'
  >,
  options: VectorWorldOptions<z.input<PS>>,
): VectorEpisodes
export function vector(
  of: Scenario | Pick<AnyWorld, 'kind'>,
  options: VectorWorldOptions<unknown>,
): VectorEpisodes {
  const scenario = unseated(
    of.kind === 'scenario' ? (of as Scenario) : scenarioOf(of as unknown as AnyWorld, options),
  )
  const { world } = scenario
  const { episodes = 1, autoReset = 'next-step' } = options
  const agents = Object.keys(scenario.agents)
  mustTrain(scenario, agents.length)
  if (!Number.isInteger(episodes) || episodes < 1 || episodes > limits.VECTOR_EPISODES_MAX) {
    throw new CoactError('vector/episodes', 'A vector holds a whole number of episodes', {
      expected: `1 to ${limits.VECTOR_EPISODES_MAX}`,
      got: String(episodes),
    })
  }
  const length = world.vector!.length(scenario.params as never, agents.length)
  const slots = createSlots(scenario, {
    episodes,
    length,
    actions: actionCatalog(world).ids.length,
    seed: String(options.seed),
    sameStep: autoReset === 'same-step',
  })
  beginAll(slots)
  return createView(slots, scenario, agents)
}

function createView(slots: Slots, scenario: Scenario, agents: readonly string[]): VectorEpisodes {
  const { episodes, length, actions, seedOf } = slots
  const { observations, masks, asked, rewards, dones, truncations, finalObservations } = slots
  const view: VectorEpisodes = {
    scenario,
    episodes,
    agents,
    length,
    actions,
    observations,
    masks,
    asked,
    rewards,
    dones,
    truncations,
    finalObservations,
    reset(seed) {
      beginAll(slots, seed === undefined ? undefined : String(seed))
      return view
    },
    step(ids) {
      if (ids.length !== asked.length) {
        throw new CoactError('vector/ids', 'A step takes one action id per agent and episode', {
          expected: `${asked.length} ids: ${episodes} episodes × ${agents.length} agents`,
          got: String(ids.length),
        })
      }
      stepAll(slots, ids)
      return view
    },
    seedOf,
  }
  return view
}

/** Who trains decides for all agents. */
const unseated = (scenario: Scenario): Scenario => ({
  ...scenario,
  agents: Object.fromEntries(
    Object.entries(scenario.agents).map(([name, { team, role }]) => [name, { team, role }]),
  ),
})

function scenarioOf(world: AnyWorld, options: VectorWorldOptions<unknown>): Scenario {
  const { params, profile, horizon, agents } = options
  const scenario = (names: Readonly<Record<string, object>>): Scenario =>
    defineScenario(world, {
      agents: names,
      ...(params === undefined ? {} : { params }),
      ...(profile === undefined ? {} : { profile }),
      ...(horizon === undefined ? {} : { horizon }),
    })
  if (agents !== undefined && typeof agents !== 'number') {
    return scenario(
      Array.isArray(agents) ? Object.fromEntries(agents.map((name) => [name, {}])) : agents,
    )
  }
  const count = agents ?? playersOf(scenario({}))
  return scenario(Object.fromEntries(Array.from({ length: count }, (_, i) => [`agent_${i}`, {}])))
}

function playersOf({ world, params }: Scenario): number {
  const players = world.game?.(params as never).players
  if (players !== undefined) return players
  throw new CoactError('vector/agents', `It is not said who takes part in ${world.id}`, {
    where: 'options.agents',
    expected: 'a number of agents, their names, or their teams and roles by name',
    next: 'Give agents, or a scenario instead of the world.',
  })
}

function mustTrain({ world }: Scenario, agents: number): void {
  if (world.vector === undefined) {
    throw new CoactError('world/no-vector', `The world ${world.id} has no observation as numbers`, {
      expected: 'a "vector" in its definition',
      next: 'Use its structured observation, with createEpisode.',
    })
  }
  if (agents === 0) {
    throw new CoactError('vector/agents', 'A scenario without agents leaves nobody to train', {
      expected: 'one agent at least',
    })
  }
  if (actionCatalog(world).ids.length === 0) {
    throw new CoactError('vector/no-actions', `The world ${world.id} has no actions with ids`, {
      expected: `an action whose arguments have at most ${limits.ACTION_IDS_MAX} combinations`,
    })
  }
}
