import { CoactError, type Episode, type EpisodeState, type Frame, hex } from '../engine/index.js'
import { corrupt } from './faults.js'
import { momentOf, type Replay } from './reader.js'
import { joinWalks, spanParts } from './walk.js'

/**
 * The first frame of a fork's replay: nothing happened in it, it only tells how the episode stands. Whatever else the tick
 * had is in the parent's frame of the same tick.
 *
 * @example
 * episode.restore(state)
 * recorder.record(standingFrame(episode), { state: () => episode.save() })
 */
export function standingFrame(episode: Episode): Frame {
  const { chain } = episode.save()
  return {
    tick: episode.tick,
    asked: [],
    inputs: episode.seats.map(() => null),
    causes: [],
    actions: [],
    messages: [],
    events: [],
    draws: [],
    // As in a setup's frame, so that whoever adds them up counts none twice.
    rewards: episode.seats.map(() => 0),
    goals: episode.goals(),
    diff: { columns: [], pairs: [], strings: [], stringsFrom: 0, docs: [] },
    state: episode.hash(),
    chain: hex(chain),
    ...(episode.end === undefined ? {} : { end: episode.end }),
  }
}

/** The state that a fork begins with. @throws CoactError `replay/corrupt`, `replay/joined` */
export async function forkState(replay: Replay): Promise<EpisodeState> {
  const { first, header } = replay.info
  if (first !== header.parent?.tick) {
    throw new CoactError('replay/joined', 'A fork joined with its parent is no single run', {
      next: 'Take the two as they are, one after the other.',
    })
  }
  const state = await replay.saved(first)
  if (state?.tick === first) return state
  throw corrupt(`/saves at tick ${first}`, 'a fork without the state that it begins with')
}

/**
 * A fork and its parent as one replay: the parent's ticks up to where they part, then the fork's own.
 *
 * @param parent may itself be joined with its own parent. Closing what is returned closes both
 * @throws CoactError `replay/other-parent` when the fork comes from another run
 * @example
 * const whole = await withParent(await openReplayFile('fork.mcap'), await openReplayFile('run.mcap'))
 * for await (const frame of whole.frames()) console.log(frame.tick, frame.chain)
 */
export async function withParent(fork: Replay, parent: Replay): Promise<Replay> {
  const origin = fork.info.header.parent
  if (origin === undefined) throw otherParent('a replay without a parent', 'a fork')
  const { tick, chain } = origin
  const { first, ticks, header } = parent.info
  const isSame =
    header.schema === fork.info.header.schema &&
    tick >= first &&
    tick <= ticks &&
    (await parent.frame(tick)).chain === chain
  if (!isSame) {
    throw otherParent(
      `${header.world.id}, ticks ${first} to ${ticks}`,
      `a run whose chain at tick ${tick} is ${chain}`,
    )
  }
  const of = (t: number): Replay => (t <= tick ? parent : fork)
  const last = fork.info.ticks
  const joined: Replay = {
    ...fork,
    ...joinWalks(parent, fork, tick, [first, last]),
    info: { ...fork.info, first },
    frame: (t) => of(t).frame(t),
    async *frames(from = first, to = last) {
      for (const [isLater, part] of spanParts([from, to], tick))
        yield* (isLater ? fork : parent).frames(...part)
    },
    at: (t) => momentOf(joined, t),
    async why(entity, what, t) {
      if (t <= tick) return parent.why(entity, what, t)
      const id = typeof entity === 'number' ? entity : (await fork.state(t)).entity(entity).id
      return (await fork.why(id, what, t)) ?? parent.why(id, what, tick)
    },
    // At the tick where they part the parent's state is told; the fork's own may have been changed.
    state: (t) => of(t).state(t),
    observations: (t) => of(t).observations(t),
    // From there on only the fork's own states lead to what comes after.
    saved: (t) => (t < tick ? parent : fork).saved(t),
    async close() {
      await fork.close()
      await parent.close()
    },
  }
  return joined
}

const otherParent = (got: string, expected: string): CoactError =>
  new CoactError('replay/other-parent', 'This fork comes from another run', { expected, got })
