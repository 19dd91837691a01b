import type { Goal } from '../../../engine/index.js'
import type { Replay } from '../../reader.js'
import { LANE_KINDS, type LaneKind, type Mark, type Overview, type Sought } from '../tell.js'
import { capText } from './cap.js'

/** Ticks that are read before others may ask. */
const STRIDE = 256
const MARKS_MAX = 4000
const SERIES_MAX = 24

/** Counts that grow while a file is read. */
interface Counting {
  readonly from: number
  readonly to: number
  readonly width: number
  readonly bins: number
  readonly lanes: Uint16Array[][]
  readonly series: Map<
    string,
    { readonly group: Overview['series'][number]['group']; readonly values: Float64Array }
  >
  readonly marks: Mark[]
  /** Running sums by series. */
  readonly sums: Map<string, number>
  goals: string
}

/**
 * Counts what happened in a span of ticks into bins of equal width. It reads a stride at a time, and waits before each until
 * nothing more urgent is asked for.
 *
 * @param turn resolves when it may go on; false when nobody wants it any more @param tell is given what is known so far
 */
export async function overviewOf(
  replay: Replay,
  span: { readonly from: number; readonly to: number; readonly bins: number },
  turn: () => Promise<boolean>,
  tell: (so: Overview) => void,
): Promise<Overview> {
  const c = begin(replay, span)
  let read = 0
  for (let from = span.from; from <= span.to; from += STRIDE) {
    if (!(await turn())) break
    const to = Math.min(span.to, from + STRIDE - 1)
    try {
      await count(replay, c, from, to)
    } catch (e) {
      const problem = capText(e instanceof Error ? e.message.split('\n')[0]! : String(e), 300)
      return { ...told(c, read), problem }
    }
    read = to - span.from + 1
    // Soon the first time, then now and then: what is told is copied.
    if (read === STRIDE || read % (STRIDE * 16) === 0) tell(told(c, read))
  }
  return told(c, read)
}

function begin(
  replay: Replay,
  { from, to, bins }: { readonly from: number; readonly to: number; readonly bins: number },
): Counting {
  const width = Math.max(1, Math.ceil((to - from + 1) / bins))
  const n = Math.ceil((to - from + 1) / width)
  const agents = replay.info.header.agents.length
  return {
    from,
    to,
    width,
    bins: n,
    lanes: Array.from({ length: agents }, () => LANE_KINDS.map(() => new Uint16Array(n))),
    series: new Map(),
    marks: [],
    sums: new Map(),
    goals: '',
  }
}

const told = (c: Counting, read: number): Overview => ({
  from: c.from,
  to: c.to,
  width: c.width,
  lanes: c.lanes,
  series: [...c.series].map(([name, { group, values }]) => ({ name, group, values })),
  marks: c.marks,
  read,
})

async function count(replay: Replay, c: Counting, from: number, to: number): Promise<void> {
  const names = replay.info.header.agents.map((a) => a.name)
  const ticks = [from, to] as const
  for await (const a of replay.actions({ ticks })) {
    const kind: LaneKind =
      a.fallback === true
        ? 'fallback'
        : a.verdict === 'ok'
          ? 'done'
          : a.verdict === 'conflict'
            ? 'conflict'
            : 'rejected'
    add(c, a.agent, kind, a.tick)
    if (kind === 'conflict' || kind === 'rejected')
      mark(c, a.tick, kind, `${names[a.agent] ?? ''}: ${a.action} ${a.verdict}`)
  }
  for await (const m of replay.messages({ ticks })) {
    add(c, names.indexOf(m.from), 'message', m.tick)
    if (m.verdict !== 'ok') mark(c, m.tick, 'refused', `${m.from}: ${m.type} ${m.verdict}`)
  }
  for await (const line of replay.lines('/calls', ticks)) {
    for (const { agent, usage } of line.calls) {
      add(c, agent, 'call', line.tick)
      sum(c, `${names[agent] ?? agent} tokens`, 'tokens', line.tick, usage.input + usage.output)
    }
  }
  for await (const { tick, goals } of replay.lines('/events', ticks))
    if (typeof goals !== 'number') progress(c, tick, goals)
  for await (const { tick, rewards } of replay.lines('/hashes', ticks)) {
    for (const [i, reward] of rewards.entries())
      if (reward !== 0) sum(c, `${names[i] ?? i} reward`, 'reward', tick, reward)
  }
  carry(c, to)
}

const binOf = (c: Counting, tick: number): number => Math.floor((tick - c.from) / c.width)

function add(c: Counting, agent: number, kind: LaneKind, tick: number): void {
  const lane = c.lanes[agent]?.[LANE_KINDS.indexOf(kind)]
  const bin = binOf(c, tick)
  if (lane !== undefined && lane[bin]! < 0xffff) lane[bin]! += 1
}

function mark(c: Counting, tick: number, kind: Sought, text: string): void {
  if (c.marks.length < MARKS_MAX) c.marks.push({ tick, kind, text: capText(text, 200) })
}

function progress(c: Counting, tick: number, goals: readonly Goal[]): void {
  const now = goals.map((g) => g.progress).join(' ')
  if (now === c.goals) return
  if (c.goals !== '')
    mark(
      c,
      tick,
      'progress',
      goals.map((g) => `${g.text} ${Math.round(100 * g.progress)} %`).join('; '),
    )
  c.goals = now
  for (const goal of goals)
    set(c, goal.text === '' ? goal.id : goal.text, 'progress', tick, goal.progress)
}

function sum(
  c: Counting,
  name: string,
  group: 'reward' | 'tokens',
  tick: number,
  amount: number,
): void {
  const total = (c.sums.get(name) ?? 0) + amount
  c.sums.set(name, total)
  set(c, name, group, tick, total)
}

/** Sets a series at a bin, and holds its value up to there. */
function set(
  c: Counting,
  name: string,
  group: Overview['series'][number]['group'],
  tick: number,
  value: number,
): void {
  const key = capText(name, 120)
  let s = c.series.get(key)
  if (s === undefined) {
    if (c.series.size >= SERIES_MAX) return
    s = { group, values: new Float64Array(c.bins).fill(Number.NaN) }
    if (group !== 'progress') s.values.fill(0, 0, binOf(c, tick))
    c.series.set(key, s)
  }
  fillTo(s.values, binOf(c, tick))
  s.values[binOf(c, tick)] = value
}

/** Holds all series to the end of what was read. */
function carry(c: Counting, tick: number): void {
  for (const { values } of c.series.values()) fillTo(values, binOf(c, tick) + 1)
}

function fillTo(values: Float64Array, end: number): void {
  let i = Math.min(end, values.length) - 1
  while (i >= 0 && Number.isNaN(values[i]!)) i -= 1
  if (i >= 0) values.fill(values[i]!, i + 1, Math.min(end, values.length))
}
