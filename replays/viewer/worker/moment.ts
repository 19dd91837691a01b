import type { Frame } from '../../../engine/index.js'
import type { Replay } from '../../reader.js'
import { sceneOf } from '../scenes/pick.js'
import type { Subject } from '../scenes/read.js'
import type { Moment } from '../tell.js'
import { capped } from './cap.js'
import { namesIn } from './names.js'

/** What of a tick's lists is sent at most. */
const MOST = 400

/** A tick for the page: its picture and what happened. @param eyes the agent whose view is wanted beside the truth */
export async function momentOf(
  replay: Replay,
  subject: Subject,
  tick: number,
  eyes: number | undefined,
): Promise<Moment> {
  const [frame, view] = await Promise.all([replay.frame(tick), replay.state(tick)])
  const { actions, messages, events, goals, causes, rewards, state, chain, end, inputs } = frame
  const failures = inputs.flatMap((input, agent) =>
    input?.failure === undefined
      ? []
      : [{ agent, text: `${input.failure.type}: ${input.failure.message}` }],
  )
  const told = capped({
    actions: actions.slice(0, MOST),
    messages: messages.slice(0, MOST),
    events: events.slice(0, MOST).map((e) => ({ ...e, by: causes[e.cause] ?? '' })),
    failures,
    goals,
  })
  const seen = eyes === undefined ? undefined : await namesSeen(replay, tick, eyes)
  return {
    tick,
    scene: sceneOf(view, subject),
    ...told,
    rewards,
    state,
    chain,
    changed: changedIn(frame),
    ...(end === undefined ? {} : { end }),
    ...(seen === undefined ? {} : { seen }),
  }
}

/** Entities whose values or rows a tick changed, ascending. */
export function changedIn({ diff, causes }: Pick<Frame, 'diff' | 'causes'>): number[] {
  const found = new Set<number>()
  for (const { ids } of diff.columns) for (const id of ids) found.add(id)
  for (const rows of diff.pairs) for (const id of rows?.entities ?? []) found.add(id)
  return causes.length === 0 ? [] : [...found].sort((a, b) => a - b)
}

/** What the agent has looked at last, up to a tick. */
async function namesSeen(
  replay: Replay,
  tick: number,
  agent: number,
): Promise<readonly string[] | undefined> {
  // The state after a tick is what is looked at before the next one.
  for (const at of [tick + 1, tick]) {
    if (at > replay.info.ticks) continue
    const own = (await replay.observations(at)).filter((o) => o.agent === agent)
    if (own.length > 0) return namesIn(own.map((o) => o.value))
  }
  return undefined
}
