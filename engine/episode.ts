import { legalActions, refusalOf } from './actions.js'
import type { Tracked } from './column.js'
import { catchUp, stateHash } from './diff.js'
import type { Json } from './docs.js'
import { CoactError } from './errors.js'
import type {
  ActionRecord,
  AgentInput,
  EndReason,
  Envelope,
  Frame,
  GivenAction,
  MessageRecord,
} from './frame.js'
import { withGetters } from './getters.js'
import { hex } from './hash.js'
import { type Inputs, readInputs } from './inputs.js'
import { safeText } from './plain.js'
import { resetRun } from './reset.js'
import type { Tapes } from './rng.js'
import { createRun, guarded, NOTHING, type Run } from './run-state.js'
import type { Scenario } from './scenario.js'
import { type EpisodeState, restoreRun, saveRun } from './snapshot.js'
import { goalsOf, memoryDoc, setUp, step } from './step.js'
import { type Talk, talksWith } from './talks.js'
import type { ActionCall, Goal, Rejection, Seat, World } from './world.js'

/** How to run a scenario once. */
export interface EpisodeOptions {
  /** A number or a non-empty text; 7 and '7' are the same seed. */
  readonly seed: number | string
  /** Recorded outcomes by stream label; such a stream draws nothing of its own. */
  readonly tapes?: Tapes
  /** False: no diffs, hashes or events are made, for those who only want results (default true). */
  readonly track?: boolean
}

/**
 * One seeded run of a scenario, as a synchronous stepper: it says who is asked, takes what they decided, and gives the
 * frame. It never waits, draws from nothing but its seed, and touches nothing outside.
 *
 * @example
 * const episode = createEpisode(scenario, { seed: 7 })
 * while (episode.end === undefined) {
 *   const inputs = episode.asked().map(() => ({ do: [{ action: 'eat', args: {} }] }))
 *   const frame = episode.step(inputs)
 * }
 */
export interface Episode {
  readonly scenario: Scenario
  /** The seed that it was made from, or reset to. */
  readonly seed: string
  readonly w: World
  readonly seats: readonly Seat[]
  readonly tick: number
  readonly end: EndReason | undefined
  /** The setup's frame, tick 0; undefined when untracked. */
  readonly first: Frame | undefined
  /** The columns that diffs speak of, by position. */
  readonly columns: readonly Tracked[]
  /** Indices of the agents who are asked for the next tick. */
  asked(): readonly number[]
  inbox(agent: number): readonly Envelope[]
  /** What became of an agent's messages of the last tick. */
  sent(agent: number): readonly MessageRecord[]
  /** The conversations of an agent, as it sees them before the coming tick. */
  talks(agent: number): readonly Talk[]
  last(agent: number): readonly ActionRecord[]
  reward(agent: number): number
  memory(agent: number): Json | undefined
  observe(agent: number): unknown
  /** @throws CoactError `world/no-description` */
  describe(agent: number): string
  legal(agent: number): ActionCall[]
  /** What would be said against an action before it is tried, as things stand; undefined when nothing would. */
  refusal(agent: number, given: GivenAction): Rejection | undefined
  goals(): Goal[]
  /**
   * Runs one tick.
   * @param inputs by agent index; missing or undefined entries mean that nothing came in. They go into the frame as they
   * are: do not change them afterwards
   * @throws CoactError `episode/ended`; `world/threw` and other `world/…` when the world's own code failed, `tape/…` when a
   * tape did; `episode/half-done` after that, until a state is restored
   */
  step(inputs: Inputs): Frame
  /** Runs one tick by action ids (-1: none), without validating schemas; the action is still checked for legality. */
  stepIds(ids: ArrayLike<number>): Frame
  /** Ends the episode before its time, keeping what happened. */
  abort(): void
  /** Hash of the state as it stands. */
  hash(): string
  save(): EpisodeState
  restore(state: EpisodeState): void
  /**
   * Begins anew: from here on it is what a new episode of the scenario with this seed (and the same tapes) would be, for a
   * fraction of the cost. Where setup draws nothing, it costs as much as a restore.
   * @throws CoactError `seed/empty`, `world/threw`
   */
  reset(seed: number | string): void
}

const PASS: AgentInput = {}

/** How far an episode is. */
class Progress {
  declare readonly run: Run

  get seed(): string {
    return this.run.seed
  }

  get first(): Frame | undefined {
    return this.run.track ? this.run.first : undefined
  }

  get tick(): number {
    return this.run.tick
  }

  get end(): EndReason | undefined {
    return this.run.end
  }
}

/** Sets a scenario up for one run. @throws CoactError `seed/empty`, `world/threw` */
export function createEpisode(scenario: Scenario, options: EpisodeOptions): Episode {
  const run = createRun(scenario, {
    seed: String(options.seed),
    tapes: options.tapes ?? {},
    track: options.track ?? true,
  })
  run.first = setUp(run)
  const { seats, w, world } = run
  const ids: AgentInput[] = []
  const own = {
    run,
    scenario,
    w,
    seats,
    columns: run.store.columns,
    asked: () => run.asked,
    inbox: run.bus.inbox,
    sent: run.bus.sent,
    talks: (agent) => talksWith(run, seatAt(run, agent).index),
    last: (agent) => run.last[agent] ?? NOTHING,
    reward: (agent) => run.rewards[agent] ?? 0,
    memory: (agent) => run.docs.get(memoryDoc(seatAt(run, agent))),
    observe(agent) {
      const seat = seatAt(run, agent)
      return guarded(run, 'observe', () => world.observe(w, seat.entity, seat))
    },
    describe: (agent) => describe(run, seatAt(run, agent)),
    legal(agent) {
      const seat = seatAt(run, agent)
      return guarded(run, 'legal', () => legalActions(world, w, seat))
    },
    refusal(agent, given) {
      const seat = seatAt(run, agent)
      return guarded(run, 'refusal', () => refusalOf(world, given, w, seat))
    },
    goals: () => goalsOf(run),
    step: (inputs) => step(run, readInputs(inputs, seats.length)),
    stepIds(given) {
      for (let i = 0; i < seats.length; i++) ids[i] = run.inputsById[given[i] ?? -1] ?? PASS
      return step(run, ids)
    },
    abort() {
      run.end ??= 'aborted'
      run.asked = NOTHING
    },
    hash() {
      catchUp(run.store, run.docs)
      return hex(stateHash(run.store, run.docs, run.streams))
    },
    save: () => saveRun(run),
    restore: (state) => restoreRun(run, state),
    reset: (seed) => resetRun(run, String(seed)),
  } satisfies Omit<Episode, keyof Progress> & Pick<Progress, 'run'>
  return withGetters(own, Progress)
}

function seatAt(run: Run, agent: number): Seat {
  const seat = typeof agent === 'number' ? run.seats[agent] : undefined
  if (seat !== undefined) return seat
  throw new CoactError('agent/unknown', `There is no agent ${safeText(agent)}`, {
    expected: `an index from 0 to ${run.seats.length - 1}`,
  })
}

function describe(run: Run, seat: Seat): string {
  const { world, w } = run
  if (world.describe === undefined) {
    throw new CoactError(
      'world/no-description',
      `The world ${world.id} has no description in words`,
      {
        next: 'Use the structured observation.',
      },
    )
  }
  return guarded(run, 'describe', () => world.describe!(w, seat.entity, seat))
}
