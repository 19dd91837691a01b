import { CoactError, type Frame } from '../engine/index.js'
import { type JsonTopic, lineShapes, type SeenObservation, STATE } from './channels.js'
import type { Chunks } from './chunks.js'
import type { StateGroup, StateGroups } from './cursor.js'
import type { Directory, Place } from './directory.js'
import { corrupt } from './faults.js'
import type { ReplayHeader } from './header.js'
import { findLines } from './lines.js'
import { remember } from './remember.js'
import { readJson, type Shape } from './shape.js'

/** Puts frames together from the channels of their groups. */
export interface FrameReader {
  frame(tick: number): Promise<Frame>
  /** The state's group of a tick. @throws CoactError `replay/no-tick` */
  group(tick: number): Promise<StateGroup>
  observations(tick: number): Promise<readonly SeenObservation[]>
}

type LineOf<T extends JsonTopic> = (typeof lineShapes)[T] extends Shape<infer L> ? L : never

/** Messages of all JSON channels for two groups. */
const MESSAGES_KEPT = 12

export function createFrameReader(
  chunks: Chunks,
  { messages }: Directory,
  groups: StateGroups,
  header: ReplayHeader,
  ticks: number,
): FrameReader {
  const states = messages.get(STATE) ?? []
  const places = new Map<string, Place>()
  for (const [topic, list] of messages) for (const p of list) places.set(`${topic} ${p.tick}`, p)
  const load = remember(MESSAGES_KEPT, async (key: string): Promise<ReadonlyMap<number, Uint8Array>> => {
    const [topic, from] = key.split(' ') as [JsonTopic, string]
    const place = places.get(key)
    return place === undefined ? new Map() : findLines(await chunks.message(topic, place), `${topic} from tick ${from}`)
  })
  const line = async <T extends JsonTopic>(topic: T, from: number, tick: number): Promise<LineOf<T> | undefined> => {
    const bytes = (await load(`${topic} ${from}`)).get(tick)
    if (bytes === undefined) return undefined
    return readJson(bytes, `${topic} at tick ${tick}`, lineShapes[topic] as Shape<unknown>) as LineOf<T>
  }
  const mustLine = async <T extends JsonTopic>(topic: T, from: number, tick: number): Promise<LineOf<T>> => {
    const found = await line(topic, from, tick)
    if (found === undefined) throw corrupt(`${topic} at tick ${tick}`, 'no line')
    return found
  }
  const startOf = (tick: number): number => {
    if (!Number.isInteger(tick) || tick < 0 || tick > ticks) throw noTick(tick, ticks)
    let low = 0
    let high = states.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (states[middle]!.tick <= tick) low = middle
      else high = middle - 1
    }
    return states[low]!.tick
  }
  const group = async (tick: number): Promise<StateGroup> => {
    const from = startOf(tick)
    const found = await groups.group(from)
    if (tick > found.to) throw corrupt(`${STATE} from tick ${from}`, `it ends at tick ${found.to}, before ${tick}`)
    return found
  }
  const goalsOf = async (from: number, goals: LineOf<'/events'>['goals']): Promise<Frame['goals']> => {
    if (typeof goals !== 'number') return goals
    const told = (await mustLine('/events', from, goals)).goals
    if (typeof told === 'number') throw corrupt(`/events at tick ${goals}`, 'goals that are elsewhere again')
    return told
  }
  return {
    group,
    async frame(tick) {
      const { from, frame } = await group(tick)
      const [inputs, actions, sent, events, hashes] = await Promise.all([
        mustLine('/inputs', from, tick),
        line('/actions', from, tick),
        line('/messages', from, tick),
        line('/events', from, tick),
        mustLine('/hashes', from, tick),
      ])
      const { causes, diff } = frame(tick)
      if (inputs.inputs.length > header.agents.length) throw corrupt(`/inputs at tick ${tick}`, 'too many agents')
      return {
        tick,
        asked: inputs.asked,
        inputs: inputs.inputs,
        causes,
        actions: actions?.actions ?? [],
        messages: sent?.messages ?? [],
        events: events?.events ?? [],
        draws: events?.draws ?? [],
        rewards: hashes.rewards,
        goals: events === undefined ? [] : await goalsOf(from, events.goals),
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
          if (value === undefined) throw corrupt(`/observations at tick ${at}`, `no content ${content}`)
          return { agent, kind, value }
        }),
      )
    },
  }
}

const noTick = (tick: number, ticks: number): CoactError =>
  new CoactError('replay/no-tick', `There is no tick ${tick} in this replay`, {
    expected: `0 to ${ticks}`,
  })
