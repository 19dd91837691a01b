import type { Replay, Span } from '../../replays/index.js'

/** What one can jump to. */
export type Sought = 'message' | 'call' | 'conflict' | 'rejected'

/**
 * The nearest tick after a tick, or before it, in which a message was sent, a language model was asked, an action lost
 * against another of the same tick, or an action was rejected. Only the channel in question is read.
 *
 * @param agent counts only this agent's, by name
 * @returns undefined when there is none
 */
export async function findTick(
  replay: Replay,
  what: Sought,
  from: number,
  step: 1 | -1,
  agent?: string,
): Promise<number | undefined> {
  const { first, ticks: last } = replay.info
  const start = from + step
  if (start < first || start > last) return undefined
  return firstOf(replay, what, [start, step > 0 ? last : first], agent)
}

async function firstOf(
  replay: Replay,
  what: Sought,
  ticks: Span,
  agent: string | undefined,
): Promise<number | undefined> {
  const whose = agent === undefined ? {} : { agent }
  const items =
    what === 'call'
      ? replay.calls({ ticks, ...whose })
      : what === 'message'
        ? replay.messages({ ticks, ...(agent === undefined ? {} : { from: agent }) })
        : replay.actions({
            ticks,
            ...whose,
            ...(what === 'conflict' ? { verdict: 'conflict' } : { ok: false }),
          })
  for await (const { tick } of items) return tick
  return undefined
}
