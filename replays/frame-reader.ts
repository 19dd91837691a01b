import type { Frame } from '../engine/index.js'
import type { SeenObservation } from './channels.js'
import { STATE } from './channels.js'
import type { Chunks } from './chunks.js'
import type { Directory } from './directory.js'
import { corrupt } from './faults.js'
import type { ReplayHeader } from './header.js'
import { createLineReader, type LineOf } from './line-reader.js'
import { wholeInputs } from './memories.js'
import type { StateGroup, StateReader } from './state-reader.js'
import { noTick } from './walk.js'

/** Puts frames together from the channels of their groups. */
export interface FrameReader {
  frame(tick: number): Promise<Frame>
  /** The state's group of a tick. @throws CoactError `replay/no-tick` */
  group(tick: number): Promise<StateGroup>
  observations(tick: number): Promise<readonly SeenObservation[]>
  /** Frames of a span, backwards when it ends before it begins; one group is held at a time. */
  frames(from: number, to: number): AsyncGenerator<Frame, void, void>
}

export function createFrameReader(
  chunks: Chunks,
  directory: Directory,
  states: StateReader,
  header: ReplayHeader,
  ticks: number,
): FrameReader {
  const { starts } = states
  const first = starts[0] ?? 0
  const agents = header.agents.map((a) => a.name)
  const { line, mustLine } = createLineReader(chunks, directory)
  const startOf = (tick: number): number => {
    if (!Number.isInteger(tick) || tick < first || tick > ticks) throw noTick(tick, first, ticks)
    return lastUpTo(starts, tick)
  }
  const group = async (tick: number): Promise<StateGroup> => {
    const from = startOf(tick)
    const found = await states.group(from)
    if (tick <= found.to) return found
    throw corrupt(`${STATE} from tick ${from}`, `it ends at tick ${found.to}, before ${tick}`)
  }
  const goalsOf = async (from: number, { goals }: LineOf<'/events'>): Promise<Frame['goals']> => {
    if (typeof goals !== 'number') return goals
    const told = (await mustLine('/events', from, goals)).goals
    if (typeof told !== 'number') return told
    throw corrupt(`/events at tick ${goals}`, 'goals that are elsewhere again')
  }
  const reader: FrameReader = {
    group,
    async *frames(from, to) {
      for (let tick = from; tick <= to; tick++) yield await reader.frame(tick)
      if (from <= to) return
      for (let last = from; last >= to; ) {
        const first = Math.max(to, startOf(last))
        const frames: Frame[] = []
        for (let tick = first; tick <= last; tick++) frames.push(await reader.frame(tick))
        yield* frames.reverse()
        last = first - 1
      }
    },
    async frame(tick) {
      const from = startOf(tick)
      // All at once: where reading is slow, one wait is enough.
      const [{ frame }, inputs, actions, sent, events, hashes] = await Promise.all([
        group(tick),
        mustLine('/inputs', from, tick),
        line('/actions', from, tick),
        line('/messages', from, tick),
        line('/events', from, tick),
        mustLine('/hashes', from, tick),
      ])
      if (inputs.inputs.length > header.agents.length) {
        throw corrupt(`/inputs at tick ${tick}`, `${inputs.inputs.length} inputs`)
      }
      const { causes, diff } = frame(tick)
      return {
        tick,
        asked: inputs.asked,
        inputs: wholeInputs(inputs.inputs, { causes, diff }, agents, (agent) => {
          throw corrupt(`/inputs at tick ${tick}`, `a memory of ${agent} that the state lacks`)
        }),
        causes,
        actions: actions?.actions ?? [],
        messages: sent?.messages ?? [],
        events: events?.events ?? [],
        draws: events?.draws ?? [],
        rewards: hashes.rewards,
        goals: events === undefined ? [] : await goalsOf(from, events),
        diff,
        state: hashes.state,
        chain: hashes.chain,
        ...(hashes.end === undefined ? {} : { end: hashes.end }),
      }
    },
    async observations(tick) {
      const told = await line('/observations', startOf(tick), tick)
      if (told === undefined) return []
      return Promise.all(
        told.seen.map(async ({ agent, kind, content, at }) => {
          const { contents } = at === tick ? told : await mustLine('/observations', startOf(at), at)
          const value = contents[content]
          if (value === undefined)
            throw corrupt(`/observations at tick ${at}`, `no content ${content}`)
          return { agent, kind, value }
        }),
      )
    },
  }
  return reader
}

/** The last of some ascending ticks that is not past a tick. */
function lastUpTo(ticks: readonly number[], tick: number): number {
  let low = 0
  let high = ticks.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (ticks[middle]! <= tick) low = middle
    else high = middle - 1
  }
  return ticks[low]!
}
