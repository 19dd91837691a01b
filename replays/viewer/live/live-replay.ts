import type { CallRecord, Frame, Json, MessageRecord } from '../../../engine/index.js'
import type { SeenObservation } from '../../channels.js'
import type { FrameReader } from '../../frame-reader.js'
import type { ReplayHeader, ReplayResult } from '../../header.js'
import { momentOf, type Replay, type ReplayInfo } from '../../reader.js'
import type { FrameExtras, RunOutcome } from '../../recorder.js'
import type { StateGroup, StateReader } from '../../state-reader.js'
import { applyDiff, copyTables, emptyTables, type StateTables } from '../../tables.js'
import { type StateView, viewState } from '../../view.js'
import { type ActionAt, noTick, type Span, type Walks } from '../../walk.js'
import { findWhy } from '../../why.js'

/** A run that goes on, to be read as a replay of what has happened so far. */
export interface LiveReplay {
  readonly replay: Replay
  /** Takes the next frame, with what a recorder would be given. */
  record(frame: Frame, extras?: FrameExtras): void
  finish(outcome: RunOutcome): void
}

interface Kept {
  readonly frame: Frame
  readonly observations: readonly SeenObservation[]
  readonly calls: readonly CallRecord[]
}

/** Ticks in a row, with the state before the first of them. */
interface Stretch {
  readonly from: number
  readonly before: StateTables
  readonly kept: Kept[]
}

const STRETCH = 64
/** Of a run without end, the last 51,200 ticks can be looked at. */
const STRETCHES_MAX = 800

/** @param scenario the scenario's file, if there is one */
export function createLiveReplay(header: ReplayHeader, scenario?: Json): LiveReplay {
  const now = emptyTables(header.layout)
  const stretches: Stretch[] = []
  let result: ReplayResult | undefined
  const first = (): number => stretches[0]?.from ?? 0
  const last = (): number => {
    const s = stretches.at(-1)
    return s === undefined ? 0 : s.from + s.kept.length - 1
  }
  const stretchOf = (tick: number): Stretch => {
    if (!Number.isInteger(tick) || tick < first() || tick > last() || stretches.length === 0)
      throw noTick(tick, first(), last())
    return stretches[Math.floor((tick - first()) / STRETCH)]!
  }
  const keptAt = (tick: number): Kept => {
    const { from, kept } = stretchOf(tick)
    return kept[tick - from]!
  }
  const state = async (tick: number): Promise<StateView> => {
    if (tick === last()) return viewState(tick, copyTables(now), header)
    const { from, before, kept } = stretchOf(tick)
    const tables = copyTables(before)
    for (const { frame } of kept.slice(0, tick - from + 1)) applyDiff(tables, frame.diff)
    return viewState(tick, tables, header)
  }
  const walk = walksOf(header, keptAt, () => [first(), last()])
  const frames = { frame: async (tick: number) => keptAt(tick).frame } as FrameReader
  const replay: Replay = {
    get info(): ReplayInfo {
      const end = result === undefined ? {} : { result }
      return { header, first: first(), ticks: last(), stateBytes: 0, ...end }
    },
    ...walk,
    state,
    frame: frames.frame,
    async *frames(from = first(), to = last()) {
      for (const tick of spanOf([from, to])) yield keptAt(tick).frame
    },
    observations: async (tick) => keptAt(tick).observations,
    why: (entity, what, tick) =>
      findWhy(statesOf(stretches), frames, header, state, { entity, what, tick }),
    at: (tick) => momentOf(replay, tick),
    saved: async () => undefined,
    scenario: async () => scenario,
    environment: async () => undefined,
    close: async () => undefined,
  }
  return {
    replay,
    record(frame, { observations = [], calls = [] } = {}) {
      if ((stretches.at(-1)?.kept.length ?? STRETCH) === STRETCH) {
        stretches.push({ from: frame.tick, before: copyTables(now), kept: [] })
        if (stretches.length > STRETCHES_MAX) stretches.shift()
      }
      // Policies may change what they were shown.
      const seen = observations.map((o) =>
        o.json === undefined ? o : { ...o, value: JSON.parse(o.json) as unknown },
      )
      stretches.at(-1)!.kept.push({ frame, observations: seen, calls })
      applyDiff(now, frame.diff)
    },
    finish({ end, metrics = {} }) {
      const { chain, goals } = keptAt(last()).frame
      result = { end, ticks: last(), chain, goals, metrics: metrics as ReplayResult['metrics'] }
    },
  }
}

/** The ticks of a span, in its direction. */
function* spanOf([from, to]: Span): Generator<number> {
  if (from <= to) for (let t = from; t <= to; t++) yield t
  else for (let t = from; t >= to; t--) yield t
}

/** Goes through what was kept as a file's channels are gone through. */
function walksOf({ agents }: ReplayHeader, keptAt: (tick: number) => Kept, all: () => Span): Walks {
  const nameOf = (agent: number): string => agents[agent]?.name ?? ''
  const lineOf = (topic: string, { frame, observations, calls }: Kept): object | undefined => {
    const { tick, asked, inputs, actions, messages, events, draws, goals, state, chain, rewards } =
      frame
    if (topic === '/actions') return actions.length > 0 ? { tick, actions } : undefined
    if (topic === '/messages') return messages.length > 0 ? { tick, messages } : undefined
    if (topic === '/calls') return calls.length > 0 ? { tick, calls } : undefined
    if (topic === '/observations')
      return observations.length > 0 ? { tick, seen: observations } : undefined
    if (topic === '/inputs') return { tick, asked, inputs }
    if (topic === '/hashes')
      return { tick, state, chain, rewards, ...(frame.end === undefined ? {} : { end: frame.end }) }
    return events.length + draws.length + goals.length > 0
      ? { tick, events, draws, goals }
      : undefined
  }
  async function* each<T>(
    span: Span | undefined,
    of: (kept: Kept) => readonly T[],
  ): AsyncGenerator<T, void, void> {
    const [from, to] = span ?? all()
    for (const tick of spanOf([from, to])) {
      const items = of(keptAt(tick))
      yield* from > to ? items.toReversed() : items
    }
  }
  return {
    async *lines(topic, span = all()) {
      for (const tick of spanOf(span)) {
        const line = lineOf(topic, keptAt(tick))
        if (line !== undefined) yield line as never
      }
    },
    messages: ({ ticks, ...wanted } = {}) =>
      each(ticks, ({ frame }) => frame.messages.filter((m) => fits<MessageRecord>(m, wanted))),
    actions: ({ ticks, agent, ok, ...wanted } = {}) =>
      each(ticks, ({ frame }) =>
        frame.actions
          .filter((a) => agent === undefined || nameOf(a.agent) === agent)
          .filter((a) => (ok === undefined || ok === (a.verdict === 'ok')) && fits(a, wanted))
          .map((a): ActionAt => ({ ...a, tick: frame.tick })),
      ),
    calls: ({ ticks, agent, ...wanted } = {}) =>
      each(ticks, ({ calls }) =>
        calls.filter(
          (c) => (agent === undefined || nameOf(c.agent) === agent) && fits<CallRecord>(c, wanted),
        ),
      ),
  }
}

const fits = <T extends object>(item: T, wanted: Partial<T>): boolean =>
  (Object.keys(wanted) as (keyof T)[]).every(
    (key) => wanted[key] === undefined || item[key] === wanted[key],
  )

/** What was kept, as finding a cause goes through the groups of a file. */
function statesOf(stretches: readonly Stretch[]): StateReader {
  const group = async (from: number): Promise<StateGroup> => {
    const { before, kept } = stretches.find((s) => s.from === from)!
    return {
      from,
      watch(until, watcher, told) {
        const tables = copyTables(before)
        for (const { frame } of kept) {
          if (frame.tick > until) return
          const { diff, causes } = frame
          for (const { column, ids, values, causes: who } of diff.columns) {
            for (let i = 0; i < ids.length; i++)
              watcher.cell(
                column,
                ids[i]!,
                values[i]!,
                who[i]!,
                tables.columns[column]![ids[i]!] ?? 0,
              )
          }
          for (const [table, rows] of diff.pairs.entries()) {
            for (let i = 0; i < (rows?.entities.length ?? 0); i++)
              watcher.row(table, rows!.entities[i]!, rows!.keys[i]!, rows!.causes[i]!)
          }
          applyDiff(tables, diff)
          told(frame.tick, (i) => causes[i] ?? '')
        }
      },
    } as StateGroup
  }
  return { starts: stretches.map((s) => s.from), group, changing: group }
}
