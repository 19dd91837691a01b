import { type ActionCatalog, actionCatalog } from './actions.js'
import { type Bus, createBus } from './bus.js'
import { busRules } from './bus-rules.js'
import { CoactError, errorText, isCoactError } from './errors.js'
import type { ActionRecord, AgentInput, EndReason, Frame } from './frame.js'
import { type Hash64, hash64 } from './hash.js'
import type { Inputs } from './inputs.js'
import { createInstance, type Instance } from './instance.js'
import { limits } from './limits.js'
import type { Tapes } from './rng.js'
import type { Scenario } from './scenario.js'
import type { EpisodeState } from './snapshot.js'
import { hearerOf } from './talks.js'
import type { ActionCall, AnyWorld, Resolution, World } from './world.js'

/** A system with the labels of its cause and its random stream. */
interface ReadySystem {
  readonly label: string
  readonly stream: string
  readonly run: (w: World) => void
}

/** Everything that one episode is made of; the functions in `step.ts` and `snapshot.ts` work on it. */
export interface Run extends Instance {
  readonly scenario: Scenario
  readonly world: AnyWorld
  seed: string
  readonly track: boolean
  readonly bus: Bus
  readonly catalog: ActionCatalog
  readonly systems: readonly ReadySystem[]
  /** Labels of random streams by action. */
  readonly actionStreams: ReadonlyMap<string, string>
  /** By agent: causes by the names of the world's actions, as far as they were needed. */
  readonly actionCauses: readonly Map<string, string>[]
  readonly actionsPerTick: number
  readonly resolution: Resolution
  /** Every agent's index, ascending: who is asked when all are. */
  readonly everyone: readonly number[]
  /** Ready-made inputs by action id. */
  readonly inputsById: readonly AgentInput[]
  /** The setup's frame, once it is made. */
  first: Frame | undefined
  /** Where episodes of every seed begin; undefined while that is not known, null when seeds begin differently. */
  start: EpisodeState | undefined | null
  tick: number
  end: EndReason | undefined
  chain: Hash64
  /** Script entries that happened already. */
  fired: boolean[]
  rewards: number[]
  /** Progress of the goals at the last tick. */
  progress: number[]
  /** By agent: what came of its actions in the last tick. */
  last: (readonly ActionRecord[])[]
  /** Who is asked for the next tick. */
  asked: readonly number[]
  readonly others: Others
  causes: string[]
  records: ActionRecord[]
  /** The cause's serial of each record. */
  serials: number[]
  /** How many interned texts earlier diffs told of. */
  stringsSeen: number
  /** What is running, for the message when it fails. */
  where: string
}

/** What actions may ask about the others of their tick. */
interface Others {
  /** What came in for the tick whose actions run. */
  inputs: Inputs
  /** By agent, what it attempts in that tick, as far as somebody asked. */
  readonly attempted: (readonly ActionCall[])[]
  attempts: ((agent: number) => readonly ActionCall[] | undefined) | undefined
  acted: ((agent: number) => boolean | undefined) | undefined
}

export const NOTHING: readonly never[] = Object.freeze([])

export function createRun(
  scenario: Scenario,
  given: { readonly seed: string; readonly tapes: Tapes; readonly track: boolean },
): Run {
  const { world } = scenario
  const agents = Object.entries(scenario.agents).map(([name, a]) => ({
    name,
    team: a.team,
    role: a.role,
  }))
  const instance = createInstance(world, {
    params: scenario.params,
    profile: scenario.profile,
    agents,
    seed: given.seed,
    tapes: given.tapes,
    track: given.track,
  })
  const catalog = actionCatalog(world)
  const { seats } = instance
  const first = atFirst(scenario)
  const { streams, w } = instance
  const rules = busRules(scenario.bus)
  const hearer = hearerOf(scenario.protocols, () => run)
  // Field by field, not by spreading: all runs then have one hidden class, however many a process makes.
  const run: Run = {
    w: instance.w,
    store: instance.store,
    docs: instance.docs,
    streams: instance.streams,
    running: instance.running,
    seats,
    initial: instance.initial,
    scenario,
    world,
    seed: given.seed,
    track: given.track,
    bus: createBus(world, seats, { rules, streams, w, hearer }),
    catalog,
    systems: (world.systems ?? []).map(readySystem),
    actionStreams: catalog.streams,
    actionCauses: agents.map(() => new Map()),
    actionsPerTick: Math.min(world.actionsPerTick ?? 1, limits.ACTIONS_PER_AGENT_PER_TICK_MAX),
    resolution:
      typeof world.resolution === 'object'
        ? (world.resolution[scenario.profile] ?? 'in-order')
        : (world.resolution ?? 'in-order'),
    everyone: seats.map((s) => s.index),
    inputsById: catalog.inputs,
    first: undefined,
    start: undefined,
    tick: first.tick,
    end: first.end,
    chain: first.chain,
    fired: first.fired,
    rewards: first.rewards,
    progress: first.progress,
    last: first.last,
    asked: first.asked,
    causes: first.causes,
    records: first.records,
    serials: first.serials,
    stringsSeen: first.stringsSeen,
    where: first.where,
    others: { inputs: NOTHING, attempted: [], attempts: undefined, acted: undefined },
  }
  return run
}

/** The parts of a run that its ticks change, as they are before setup. */
export function atFirst(scenario: Scenario) {
  const agents = Object.keys(scenario.agents)
  return {
    tick: 0,
    end: undefined,
    chain: hash64(),
    fired: scenario.script.map(() => false),
    rewards: agents.map(() => 0),
    progress: [],
    last: agents.map(() => NOTHING),
    asked: NOTHING,
    causes: [],
    records: [],
    serials: [],
    stringsSeen: 1,
    where: 'setup',
  } satisfies Partial<Run>
}

const readySystem = (s: NonNullable<AnyWorld['systems']>[number], i: number): ReadySystem =>
  typeof s === 'function'
    ? { label: `system:${s.name || i}`, stream: `system:${i}`, run: s }
    : { label: `system:${s.id}`, stream: `system:${s.id}`, run: s.run }

/** Begins a new cause: what is written from now on is its doing, and `w.rng` draws from its stream. */
export function beginCause(run: Run, label: string, stream: string): void {
  run.store.clock.serial += 1
  run.running.stream = stream
  run.where = label
  if (run.track) run.causes.push(label)
}

/** Runs a world's own code; what it throws names the place. @throws CoactError `world/threw` */
export function guarded<T>(run: Run, where: string, code: () => T): T {
  run.where = where
  try {
    return code()
  } catch (e) {
    throw worldThrew(run, e)
  }
}

/** The error for a failure of a world's own code. */
export function worldThrew(run: Run, e: unknown): CoactError {
  if (isCoactError(e) && /^(world|episode|tape)\//.test(e.code)) return e
  return new CoactError('world/threw', `The world ${run.world.id} failed`, {
    where: `tick ${run.tick}, ${run.where}`,
    got: errorText(e),
    next: `Reproduce it with seed ${run.seed}; this is a defect of the world's code.`,
    data: e,
  })
}

/** Makes what the world derives from its state anew. */
export function refreshIndex(run: Run): void {
  const { world, w } = run
  run.running.index =
    world.index === undefined ? undefined : guarded(run, 'index', () => world.index!(w))
}

/** By hand: the lists are short, and a frozen one is slow to slice. */
function copyOf(list: readonly number[]): number[] {
  const out: number[] = []
  for (let i = 0; i < list.length; i++) out.push(list[i]!)
  return out
}

/** Finds out who is asked for the next tick. */
export function refreshAsked(run: Run): void {
  const turns = run.world.turns ?? 'simultaneous'
  if (run.end !== undefined || run.seats.length === 0) run.asked = NOTHING
  else if (turns === 'simultaneous') run.asked = run.everyone
  else if (turns === 'sequential') run.asked = [run.tick % run.seats.length]
  else run.asked = guarded(run, 'turns', () => copyOf(turns(run.w)))
  run.running.asked = run.asked
}

/** Ends a tick: until the next one begins, nothing may change. */
export function closeTick(run: Run): void {
  const { clock } = run.store
  // With a serial that nobody wrote under, every write asks whether it may.
  clock.serial += 1
  clock.open = false
  if (run.running.taken.size > 0) run.running.taken.clear()
  refreshAsked(run)
}

/** The error for an episode whose last tick threw. */
export const halfDone = (run: Run): CoactError =>
  new CoactError('episode/half-done', 'The last tick failed half-way', {
    where: `tick ${run.tick}`,
    next: 'Restore a saved state, or make a new episode.',
  })
