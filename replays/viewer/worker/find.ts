import type { Replay } from '../../reader.js'
import type { Span } from '../../walk.js'
import type { Asked } from '../tell.js'

/** The nearest tick after a tick, or before it, in which something of a kind happened; null when there is none. */
export async function findTick(
  replay: Replay,
  { what, from, step, agent }: Asked<'find'>,
): Promise<number | null> {
  const { first, ticks: last } = replay.info
  const start = from + step
  if (start < first || start > last) return null
  const span: Span = [start, step > 0 ? last : first]
  for await (const tick of found(replay, what, span, agent)) if (tick !== from) return tick
  return null
}

async function* found(
  replay: Replay,
  what: Asked<'find'>['what'],
  ticks: Span,
  agent: string | undefined,
): AsyncGenerator<number, void, void> {
  const whose = agent === undefined ? {} : { agent }
  if (what === 'progress') yield* progress(replay, ticks)
  else if (what === 'event') {
    for await (const { tick, events } of replay.lines('/events', ticks))
      if (events.length > 0) yield tick
  } else if (what === 'message' || what === 'refused') {
    const from = agent === undefined ? {} : { from: agent }
    for await (const m of replay.messages({ ticks, ...from }))
      if (what === 'message' || m.verdict !== 'ok') yield m.tick
  } else if (what === 'violation') {
    yield* either(
      found(replay, 'rejected', ticks, agent),
      found(replay, 'refused', ticks, agent),
      ticks,
    )
  } else if (what === 'call') {
    for await (const call of replay.calls({ ticks, ...whose })) yield call.tick
  } else {
    const wanted =
      what === 'conflict' ? { verdict: 'conflict' } : what === 'rejected' ? { ok: false } : {}
    for await (const a of replay.actions({ ticks, ...whose, ...wanted }))
      if (a.fallback !== true) yield a.tick
  }
}

/** Ticks of two walks in the order of both. */
async function* either(
  a: AsyncGenerator<number, void, void>,
  b: AsyncGenerator<number, void, void>,
  [start, end]: Span,
): AsyncGenerator<number, void, void> {
  let [x, y] = [await a.next(), await b.next()]
  while (x.done !== true || y.done !== true) {
    const isFirst =
      y.done === true ||
      (x.done !== true && (start <= end ? x.value <= y.value : x.value >= y.value))
    yield (isFirst ? x.value : y.value) as number
    if (isFirst) x = await a.next()
    else y = await b.next()
  }
}

/** No group is longer; its first line has the goals in full. */
const GROUP = 65

/** Ticks in which a goal came nearer or went further. */
async function* progress(replay: Replay, [start, end]: Span): AsyncGenerator<number, void, void> {
  const isForward = start <= end
  // Walking back, a line is compared with the one before it, which comes next.
  let last: { readonly tick: number; readonly text: string } | undefined
  const from = isForward ? Math.max(replay.info.first, start - GROUP) : start
  for await (const { tick, goals } of replay.lines('/events', [from, end])) {
    if (typeof goals === 'number') continue
    const text = goals.map((g) => g.progress).join(' ')
    if (last !== undefined && last.text !== text) {
      const at = isForward ? tick : last.tick
      if (isForward ? at >= start : at <= start) yield at
    }
    last = { tick, text }
  }
}
