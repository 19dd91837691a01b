import {
  CoactError,
  createEpisode,
  type Episode,
  type EpisodeState,
  type Frame,
  type Scenario,
  type Tapes,
} from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { createLadder, type Ladder } from './ladder.js'

/** A run from which others branch off: what entered it is known, and any of its states can be had at once. */
export interface Trunk {
  /** As it was recorded; nobody plays in it. */
  readonly scenario: Scenario
  readonly seed: string
  readonly tapes: Tapes
  /** Who played, by agent name. */
  readonly players: Readonly<Record<string, Player>>
  /** The last chain hash, which names the run; absent where its end is not known. */
  readonly run?: string
  /** First and last tick at which one can fork. */
  readonly first: number
  readonly last: number
  /** The frame of a recorded tick; undefined where none is. The first may be missing. */
  frame(tick: number): Frame | undefined
  /** The state after a tick, exactly. A copy: it may be changed. @throws CoactError `fork/no-tick` */
  state(tick: number): EpisodeState
  /** Its hash. */
  hash(tick: number): string
}

/** Id and version of a policy. */
export interface Player {
  readonly id: string
  readonly version: number
}

/** Which part of a run is wanted. */
export interface TrunkOptions {
  /** First and last tick at which to fork; the whole run by default. Ticks after it are read, not simulated. */
  readonly from?: number
  readonly to?: number
}

/**
 * Opens a recorded run for forks. It is simulated from its inputs, beginning with the last saved state before `from`, and
 * must give the recorded hashes. All its frames are held in memory.
 *
 * @param scenario the one that was recorded; seed, profile, agents, horizon and tapes are the file's
 * @throws CoactError `fork/no-tick`; `fork/not-reproduced`; `replay/world-version`, and as `openReplay`
 * @example
 * const trunk = await openTrunk(await openReplayFile('run.mcap'), scenario)
 * const [result] = await forkMany(trunk, [{ at: 100, action: { ada: { action: 'eat', args: {} } } }])
 */
export async function openTrunk(
  replay: Replay,
  scenario: Scenario,
  { from, to }: TrunkOptions = {},
): Promise<Trunk> {
  // On demand, because forks of live episodes need no files.
  const { checkSchema, checkWorld, recordedEpisode } = await import('../../replays/index.js')
  const { header, first, ticks } = replay.info
  const last = lastOpen(replay)
  const begin = inRun(from ?? first, first, last)
  const end = inRun(to ?? last, begin, last)
  checkWorld(header, scenario)
  const origin = await replay.saved(begin)
  const setup = origin === undefined ? await replay.frame(first) : undefined
  const episode = recordedEpisode(header, scenario, setup)
  checkSchema(header, episode)
  if (origin !== undefined) episode.restore(origin)
  const players = header.agents.flatMap(({ name, policy }) =>
    policy === undefined ? [] : [[name, policy] as const],
  )
  const trunk = createGrowing(episode, header.tapes, begin, Object.fromEntries(players))
  if (setup !== undefined) trunk.begin(setup)
  else if (begin > first) trunk.note(await replay.frame(begin))
  for (let tick = episode.tick + 1; tick <= ticks; tick++) {
    const frame = await replay.frame(tick)
    if (tick <= end) trunk.grow(frame)
    else trunk.note(frame)
  }
  return trunk.done(end, replay.info.result?.chain)
}

/** The last tick after which the run went on. */
function lastOpen({ info: { ticks, result } }: Replay): number {
  return result === undefined || result.end === 'aborted' ? ticks : ticks - 1
}

/**
 * A trunk from the frames of a run that was just made.
 *
 * @param scenario as it was run, with the policies that had memories to begin with
 * @param frames all of them, that of the setup first, as `onFrame` gives them
 * @throws CoactError `fork/not-reproduced`
 * @example
 * const frames: Frame[] = []
 * await run(scenario, { seed: 7, onFrame: (frame) => frames.push(frame) })
 * const trunk = trunkOf(scenario, frames, { seed: 7 })
 */
export function trunkOf(
  scenario: Scenario,
  frames: readonly Frame[],
  given: { readonly seed: number | string; readonly tapes?: Tapes },
): Trunk {
  const tapes = given.tapes ?? {}
  const episode = createEpisode(scenario, { seed: given.seed, tapes })
  const trunk = createGrowing(episode, tapes, 0, playersOf(scenario))
  if (frames[0] !== undefined) trunk.begin(frames[0])
  for (const frame of frames.slice(1)) trunk.grow(frame)
  const last = frames.at(-1)
  const open = last?.end === undefined ? last?.tick : last.tick - 1
  return trunk.done(open ?? 0, last?.end === undefined ? undefined : last.chain)
}

/** The one tick at which an episode stands: nothing of what came before is known. */
export function trunkAt(episode: Episode, tapes: Tapes = {}): Trunk {
  const state = episode.save()
  const { scenario, seed, tick } = episode
  const at = (wanted: number): number => inRun(wanted, tick, tick)
  return {
    scenario,
    seed,
    tapes,
    players: playersOf(scenario),
    first: tick,
    last: tick,
    frame: () => undefined,
    state(wanted) {
      at(wanted)
      return state
    },
    hash(wanted) {
      at(wanted)
      return episode.hash()
    },
  }
}

const playersOf = ({ agents }: Scenario): Record<string, Player> =>
  Object.fromEntries(
    Object.entries(agents).flatMap(([name, { policy }]) =>
      policy === undefined ? [] : [[name, { id: policy.id, version: policy.version }] as const],
    ),
  )

/** A trunk while it grows. */
interface Growing {
  /** Takes the frame of the setup. */
  begin(frame: Frame): void
  /** Takes a frame and simulates it. */
  grow(frame: Frame): void
  /** Takes a frame only. */
  note(frame: Frame): void
  done(last: number, run: string | undefined): Trunk
}

function createGrowing(
  episode: Episode,
  tapes: Tapes,
  first: number,
  players: Trunk['players'],
): Growing {
  const { scenario, seed } = episode
  const ladder = createLadder(first)
  const frames = new Map<number, Frame>()
  const keep = (): void => {
    if (episode.tick >= first && ladder.wants(episode.tick)) ladder.add(episode.save())
  }
  const must = (recorded: Frame, chain: string): void => {
    if (chain !== recorded.chain) throw notReproduced(recorded.tick, recorded.chain, chain)
  }
  keep()
  return {
    begin(frame) {
      must(frame, episode.first!.chain)
      frames.set(frame.tick, frame)
    },
    grow(frame) {
      if (episode.end !== undefined) throw notReproduced(frame.tick, frame.chain, episode.end)
      must(frame, episode.step(frame.inputs).chain)
      frames.set(frame.tick, frame)
      keep()
    },
    note: (frame) => frames.set(frame.tick, frame),
    done(last, run) {
      return {
        scenario,
        seed,
        tapes,
        players,
        ...(run === undefined ? {} : { run }),
        first,
        last,
        frame: (tick) => frames.get(tick),
        state(tick) {
          inRun(tick, first, last)
          climb(episode, ladder, frames, tick)
          return episode.save()
        },
        hash(tick) {
          inRun(tick, first, last)
          climb(episode, ladder, frames, tick)
          return episode.hash()
        },
      }
    },
  }
}

/** Brings an episode to a tick, from where it stands when that is nearer than the last saved state. */
function climb(
  episode: Episode,
  ladder: Ladder,
  frames: ReadonlyMap<number, Frame>,
  tick: number,
): void {
  const below = ladder.below(tick)!
  if (episode.tick > tick || episode.tick < below.tick) episode.restore(below)
  while (episode.tick < tick) episode.step(frames.get(episode.tick + 1)!.inputs)
}

function inRun(tick: number, first: number, last: number): number {
  if (Number.isInteger(tick) && tick >= first && tick <= last) return tick
  throw new CoactError('fork/no-tick', `There is no tick ${String(tick)} to fork at`, {
    expected:
      first === last
        ? `${first}, where the episode stands`
        : `a whole number from ${first} to ${last}`,
    next: 'A fork begins with the state after its tick; after the last one nothing goes on.',
  })
}

const notReproduced = (tick: number, expected: string, got: string): CoactError =>
  new CoactError('fork/not-reproduced', 'The recorded run does not come out the same', {
    where: `tick ${tick}`,
    expected,
    got,
    next: 'Find out why: coact verify FILE.',
  })
