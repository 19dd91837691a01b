import { actionCatalog, legalActions } from './actions.js'
import { createEpisode, type Episode } from './episode.js'
import { CoactError, errorText, isCoactError } from './errors.js'
import type { Scenario } from './scenario.js'
import type { Seat } from './world.js'
import type { VectorView } from './world-parts.js'

/** The episodes of a vector and the arrays that tell of them. */
export interface Slots {
  readonly scenario: Scenario
  readonly view: VectorView
  readonly episodes: number
  readonly agents: number
  readonly length: number
  readonly actions: number
  readonly sameStep: boolean
  readonly list: readonly Episode[]
  /** How many episodes each place has had before the one that is in it. */
  readonly counts: Int32Array
  readonly observations: Float32Array
  readonly masks: Uint8Array
  readonly asked: Uint8Array
  readonly rewards: Float64Array
  readonly dones: Uint8Array
  readonly truncations: Uint8Array
  readonly finalObservations: Float32Array
  /** By row: the agent's part of the observations, and of the masks. */
  readonly seen: readonly Float32Array[]
  readonly legal: readonly Uint8Array[]
  /** What a new episode brought before anybody was asked; it counts for the step that follows. */
  readonly early: Float64Array
  /** Ids of one episode's agents. */
  readonly ids: number[]
  seed: string
  seedOf(episode: number): string
}

/** How many episodes of one place may be over before anybody is asked, one after the other. */
const EMPTY_MAX = 1000
const NOBODY: readonly number[] = Object.freeze([])

export function createSlots(
  scenario: Scenario,
  given: Pick<Slots, 'episodes' | 'length' | 'actions' | 'seed' | 'sameStep'>,
): Slots {
  const { episodes, length, actions, seed } = given
  const agents = Object.keys(scenario.agents).length
  const rows = episodes * agents
  const observations = new Float32Array(rows * length)
  const masks = new Uint8Array(rows * actions)
  const counts = new Int32Array(episodes)
  const slots: Slots = {
    ...given,
    scenario,
    view: scenario.world.vector!,
    agents,
    list: Array.from({ length: episodes }, () => createEpisode(scenario, { seed, track: false })),
    counts,
    observations,
    masks,
    asked: new Uint8Array(rows),
    rewards: new Float64Array(rows),
    dones: new Uint8Array(episodes),
    truncations: new Uint8Array(episodes),
    finalObservations: new Float32Array(rows * length),
    seen: parts(rows, (row) => observations.subarray(row * length, (row + 1) * length)),
    legal: parts(rows, (row) => masks.subarray(row * actions, (row + 1) * actions)),
    early: new Float64Array(rows),
    ids: parts(agents, () => -1),
    seedOf: (e) => `${slots.seed}/${e}/${counts[e]}`,
  }
  return slots
}

const parts = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

/** Puts the first episode in each place. */
export function beginAll(slots: Slots, seed = slots.seed): void {
  // An empty seed is refused before anything has changed.
  slots.list[0]!.reset(seed)
  slots.seed = seed
  slots.counts.fill(0)
  slots.early.fill(0)
  slots.finalObservations.fill(0)
  clear(slots)
  for (let e = 0; e < slots.episodes; e++) {
    begin(slots, e)
    look(slots, e)
  }
}

/** Advances all; where an episode is over, the next one begins. */
export function stepAll(slots: Slots, ids: ArrayLike<number>): void {
  const { list, episodes, sameStep, counts } = slots
  clear(slots)
  for (let e = 0; e < episodes; e++) {
    if (list[e]!.end !== undefined) {
      counts[e]! += 1
      begin(slots, e)
    } else advance(slots, e, ids)
    look(slots, e)
    if (list[e]!.end === undefined) continue
    finish(slots, e)
    if (!sameStep) continue
    forget(slots, e)
    counts[e]! += 1
    begin(slots, e)
    look(slots, e)
  }
}

function clear(slots: Slots): void {
  slots.observations.fill(0)
  slots.masks.fill(0)
  slots.asked.fill(0)
  slots.rewards.fill(0)
  slots.dones.fill(0)
  slots.truncations.fill(0)
}

/** Begins the place's episode of its number, or of the next in which anybody is asked. */
function begin(slots: Slots, e: number): void {
  const { list, counts, early, agents, scenario } = slots
  const episode = list[e]!
  for (let tries = 0; tries < EMPTY_MAX; tries++) {
    early.fill(0, e * agents, (e + 1) * agents)
    episode.reset(slots.seedOf(e))
    passUnasked(slots, e, early)
    if (episode.end === undefined) return
    counts[e]! += 1
  }
  throw new CoactError('vector/nobody-asked', `${scenario.id} is over before anybody is asked`, {
    where: `seeds up to ${slots.seedOf(e)}`,
    expected: 'episodes in which agents act',
  })
}

function advance(slots: Slots, e: number, given: ArrayLike<number>): void {
  const { list, ids, agents, rewards, early } = slots
  const episode = list[e]!
  const row = e * agents
  for (let a = 0; a < agents; a++) {
    rewards[row + a] = early[row + a]!
    early[row + a] = 0
    ids[a] = -1
  }
  const asked = episode.asked()
  for (let i = 0; i < asked.length; i++) ids[asked[i]!] = given[row + asked[i]!]!
  episode.stepIds(ids)
  earn(episode, rewards, row)
  passUnasked(slots, e, rewards)
}

/** Lets ticks pass in which nobody is asked. */
function passUnasked({ list, agents }: Slots, e: number, rewards: Float64Array): void {
  const episode = list[e]!
  while (episode.end === undefined && episode.asked().length === 0) {
    episode.stepIds(NOBODY)
    earn(episode, rewards, e * agents)
  }
}

function earn(episode: Episode, rewards: Float64Array, row: number): void {
  const { length } = episode.seats
  for (let a = 0; a < length; a++) rewards[row + a]! += episode.reward(a)
}

/** Writes what the agents of an episode see, who is asked, and what those may do. The arrays are all 0 there. */
function look(slots: Slots, e: number): void {
  const { list, view, seen, asked, legal, agents } = slots
  const episode = list[e]!
  const { w, seats } = episode
  const row = e * agents
  try {
    for (let a = 0; a < agents; a++) view.write(w, seats[a]!.entity, seats[a]!, seen[row + a]!)
    const now = episode.asked()
    for (let i = 0; i < now.length; i++) {
      const a = now[i]!
      asked[row + a] = 1
      mark(slots, episode, seats[a]!, legal[row + a]!)
    }
  } catch (error) {
    throw threw(slots, e, error)
  }
}

function mark({ view }: Slots, episode: Episode, seat: Seat, out: Uint8Array): void {
  if (view.mask !== undefined) view.mask(episode.w, seat.entity, seat, out)
  else {
    const { world } = episode.scenario
    const { idOf } = actionCatalog(world)
    for (const call of legalActions(world, episode.w, seat)) {
      const id = idOf(call)
      if (id >= 0) out[id] = 1
    }
  }
}

function finish(
  { list, dones, truncations, observations, finalObservations, agents, length }: Slots,
  e: number,
): void {
  dones[e] = 1
  if (list[e]!.end === 'horizon') truncations[e] = 1
  const size = agents * length
  finalObservations.set(observations.subarray(e * size, (e + 1) * size), e * size)
}

/** Empties the observations of an episode; nobody is asked in one that is over. */
function forget({ observations, agents, length }: Slots, e: number): void {
  observations.fill(0, e * agents * length, (e + 1) * agents * length)
}

function threw(slots: Slots, e: number, error: unknown): unknown {
  if (isCoactError(error)) return error
  const { world } = slots.scenario
  return new CoactError('world/threw', `The vector view of ${world.id} failed`, {
    where: `tick ${slots.list[e]!.tick}`,
    got: errorText(error),
    next: `Reproduce it with seed ${slots.seedOf(e)}; this is a defect of the world's code.`,
    data: error,
  })
}
