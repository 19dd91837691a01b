import { concatMap, from, type Observable } from 'rxjs'
import type {
  ActionRecord,
  EndReason,
  EventRecord,
  Frame,
  Goal,
  MessageRecord,
  Seat,
} from '../engine/index.js'

/** One thing that happened, with the tick in which it did. */
export type Happening = { readonly tick: number } & (
  | { readonly kind: 'message'; readonly message: MessageRecord }
  | { readonly kind: 'action'; readonly agent: string; readonly action: ActionRecord }
  | {
      readonly kind: 'failure'
      readonly agent: string
      readonly failure: { readonly type: string; readonly message: string }
    }
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'reward'; readonly agent: string; readonly reward: number }
  | { readonly kind: 'goals'; readonly goals: readonly Goal[] }
  | { readonly kind: 'frame'; readonly state: string; readonly chain: string }
  | { readonly kind: 'end'; readonly end: EndReason }
)

/**
 * Everything that happens in a stream of frames, one by one: what failed and what was said, then what was done, what came of
 * it, rewards that are not 0, the goals, the frame's hashes, and the end. All of it is copied: whatever is done with it reaches
 * nobody in the run.
 *
 * @example
 * const { frames } = observeRun(scenario)
 * happenings(frames, Object.keys(scenario.agents)).subscribe((h) => console.log(h.tick, h.kind))
 */
export const happenings = (
  frames: Observable<Frame>,
  agents: readonly (string | Pick<Seat, 'name'>)[],
): Observable<Happening> => {
  const names = agents.map((a) => (typeof a === 'string' ? a : a.name))
  return frames.pipe(concatMap((frame) => from(happeningsOf(frame, names))))
}

/** What happened in a frame, in order. */
export function happeningsOf(frame: Frame, names: readonly string[]): readonly Happening[] {
  const { tick, inputs, messages, actions, events, rewards, goals, state, chain, end } = frame
  const agent = (index: number): string => names[index] ?? String(index)
  return [
    ...inputs.flatMap((input, i): Happening[] =>
      input?.failure === undefined
        ? []
        : [{ tick, kind: 'failure', agent: agent(i), failure: { ...input.failure } }],
    ),
    ...messages.map(
      (message): Happening => ({ tick, kind: 'message', message: structuredClone(message) }),
    ),
    ...actions.map(
      (action): Happening => ({
        tick,
        kind: 'action',
        agent: agent(action.agent),
        action: structuredClone(action),
      }),
    ),
    ...events.map((event): Happening => ({ tick, kind: 'event', event: structuredClone(event) })),
    ...rewards.flatMap((reward, i): Happening[] =>
      reward === 0 ? [] : [{ tick, kind: 'reward', agent: agent(i), reward }],
    ),
    ...(goals.length === 0
      ? []
      : [{ tick, kind: 'goals', goals: structuredClone(goals) } as const]),
    { tick, kind: 'frame', state, chain },
    ...(end === undefined ? [] : [{ tick, kind: 'end', end } as const]),
  ]
}
