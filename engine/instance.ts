import { createDocs, type Docs, type Json } from './docs.js'
import { invariant } from './errors.js'
import { type Components, parts, type StateParts } from './fields.js'
import type { EventRecord } from './frame.js'
import { createStreams, type Streams, type Tapes } from './rng.js'
import { createSeat } from './seat.js'
import { createStore, type Store } from './store.js'
import { createView, STATE_DOC } from './view.js'
import type { ActionCall, AnyWorld, Entity, Seat, World } from './world.js'

/** What is running now, as far as the world's own calls need to know it. */
export interface Running {
  /** Label of the random stream that `w.rng` gives. */
  stream: string
  tick: number
  /** Indices of the agents asked for this tick. */
  asked: readonly number[]
  /** Serial of the tick's first cause. */
  first: number
  events: EventRecord[]
  reads: Entity[]
  /** Who took what in this tick. */
  readonly taken: Map<Entity, Seat>
  /** By agent index: what it attempts in this tick; set while actions run. */
  attempts: ((agent: number) => readonly ActionCall[] | undefined) | undefined
  /** By agent index: what came of its actions so far; set while actions run. */
  acted: ((agent: number) => boolean | undefined) | undefined
  index: unknown
  /** Bumped whenever entities come, go or change hands. */
  members: number
}

/** One episode's state with the world's view of it. */
export interface Instance {
  readonly w: World
  readonly store: Store
  readonly docs: Docs
  readonly streams: Streams
  readonly running: Running
  readonly seats: readonly Seat[]
  /** What `w.state` begins with. */
  readonly initial: Json | undefined
}

/** Makes the empty state of a world. */
export function createInstance(
  world: AnyWorld,
  given: {
    readonly params: unknown
    readonly profile: string
    readonly agents: readonly {
      readonly name: string
      readonly team: string
      readonly role: string
    }[]
    readonly seed: string
    readonly tapes: Tapes
    /** Whether diffs will be taken and draws kept. */
    readonly track: boolean
  },
): Instance {
  const declared: StateParts = (world.components as Partial<Components>)[parts] ?? {}
  const setNames = declared.sets ?? []
  const store = createStore(
    {
      components: world.components,
      relations: declared.relations ?? {},
      sets: setNames,
    },
    given.track,
  )
  const docs = createDocs(store.clock)
  const streams = createStreams(given.seed, given.tapes, given.track)
  const running = newRunning()
  const seats = given.agents.map((a, index) => createSeat(a, index, store, running))
  const { params, profile } = given
  const kept = { store, docs, streams, running, seats }
  const w = createView(kept, { params, profile, sets: setNames })
  const initial = initialState(world, declared)
  if (initial !== undefined) docs.put(STATE_DOC, initial)
  return { w, store, docs, streams, running, seats, initial }
}

/** Empties the state of a world: it is then as if just made, for another seed. @throws CoactError `seed/empty` */
export function clearInstance(instance: Instance, seed: string): void {
  const { store, docs, streams, running, initial } = instance
  streams.reseed(seed)
  store.clear()
  docs.restore([])
  Object.assign(running, atFirst())
  running.taken.clear()
  running.members += 1
  store.clock.open = true
  if (initial !== undefined) docs.put(STATE_DOC, initial)
}

/** Field by field, not by spreading: all episodes' objects then have one hidden class, however many a process makes. */
function newRunning(): Running {
  const { stream, tick, asked, first, events, reads } = atFirst()
  return {
    stream,
    tick,
    asked,
    first,
    events,
    reads,
    taken: new Map(),
    attempts: undefined,
    acted: undefined,
    index: undefined,
    members: 1,
  }
}

/** What is running before anything has run. */
const atFirst = (): Omit<Running, 'taken' | 'members'> => ({
  stream: 'setup',
  tick: 0,
  asked: [],
  first: 1,
  events: [],
  reads: [],
  attempts: undefined,
  acted: undefined,
  index: undefined,
})

function initialState(world: AnyWorld, { state }: StateParts): Json | undefined {
  if (state === undefined) return undefined
  const initial = state.safeParse(undefined)
  const value = initial.success ? initial.data : state.safeParse({}).data
  invariant(value !== undefined, `the state schema of ${world.id} needs defaults for every field`)
  return value as Json
}
